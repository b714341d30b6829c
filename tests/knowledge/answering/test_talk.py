"""What is no question: refusing, not knowing, insults, and messages that were missed twice; on the real content."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import NORWAY
from knowledge import Need, Query, answer
from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer, Library

    type Ask = Callable[..., Answer]

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=NORWAY)


@pytest.fixture
def ask(library: Library) -> Ask:
    """Asks in Oppdal, unless told otherwise."""

    def asked(text: str, **query: Any) -> Answer:  # noqa: ANN401 - a Query's fields
        return answer(Query(text=text, **{"kommune": "oppdal", **query}), library, NOON)

    return asked


def types(found: Answer) -> list[str]:
    return [service.type for service in found.services]


@pytest.mark.parametrize("text", ["glem det", "nei, jeg dropper det", "vil ikke bli kontaktet", "nei takk"])
def test_a_refusal_is_respected(ask: Ask, text: str) -> None:
    found = ask(text, question_type="smaprat")
    assert (found.outcome, found.handover.offered) == ("smalltalk", False)
    assert say("smalltalk_declined", "nb") in found.reply


def test_giving_up_is_no_refusal(ask: Ask) -> None:
    found = ask("glem det, jeg orker ikke mer", question_type="smaprat", needs=(Need("sliten-forelder", 0.93),))
    assert found.outcome == "answered"
    assert found.services


def test_an_insult_gets_no_answer_in_kind(ask: Ask) -> None:
    assert say("smalltalk_insult", "nb") in ask("din idiot", question_type="smaprat").reply
    assert say("smalltalk_insult", "nb") not in ask("jeg er en idiot", question_type="smaprat").reply


@pytest.mark.parametrize("kind", ["finn-hjelp", "smaprat", None])
def test_nobody_must_know_what_it_is(ask: Ask, kind: str | None) -> None:
    found = ask("vet ikke", question_type=kind)
    assert (found.outcome, found.clarification) == ("answered", None)
    assert types(found)[:2] == ["skolehelsetjeneste", "koordinator"]


@pytest.mark.parametrize(
    "asked", [{"text": "usikker på prisen for SFO", "services": ("sfo",)}, {"text": "vet ikke prisen"}]
)
def test_a_question_that_begins_so_is_a_question(ask: Ask, asked: dict[str, Any]) -> None:
    assert say("do_not_know", "nb") not in ask(question_type="pris", **asked).reply


def test_after_a_second_miss_nothing_more_is_asked(ask: Ask) -> None:
    first, second = (ask("hjelp", question_type="finn-hjelp", misses=misses) for misses in (0, 1))
    assert (first.outcome, second.outcome) == ("clarification", "no_match")
    assert (types(second)[0], second.clarification) == ("koordinator", None)


def test_a_language_that_is_not_spoken_is_no_miss(ask: Ask) -> None:
    assert say("missed_twice", "en") not in ask("Nie rozumiem", language="en", other_language="pl", misses=1).reply


def test_whoever_wants_a_person_gets_the_coordinator(ask: Ask) -> None:
    found = ask("jeg vil snakke med noen", question_type="menneske")
    assert (found.outcome, types(found)[0], found.clarification) == ("handover", "koordinator", None)


def test_without_a_municipality_it_is_asked_which_coordinator(ask: Ask) -> None:
    found = ask("jeg vil snakke med noen", question_type="menneske", kommune=None)
    assert found.clarification is not None
    assert (found.outcome, found.clarification.asks_for) == ("handover", "kommune")


def test_what_was_set_right_is_said(ask: Ask) -> None:
    found = ask(
        "og i Alvdal?", question_type="menneske", kommune="alvdal", role="ansatt", corrected=("kommune", "role")
    )
    assert found.reply.startswith("Da svarer jeg for Alvdal. Da svarer jeg deg som ansatt.")


def test_with_many_needs_somebody_holds_the_threads(ask: Ask) -> None:
    needs = tuple(Need(need, 0.9) for need in ("skolefravaer", "okonomi", "ensomhet-utenforskap"))
    few, many = (ask("hvor begynner jeg", question_type="finn-hjelp", needs=those) for those in (needs[:2], needs))
    assert ("koordinator" in types(few), types(many)[-1], len(many.services)) == (False, "koordinator", 5)
    assert "koordinator" in many.plan[-1].text


@pytest.mark.parametrize("text", ["Hvilke kommuner er med?", "Kva kommunar gjeld dette?"])
def test_the_municipalities_are_named_to_whoever_asks(ask: Ask, text: str) -> None:
    reply = ask(text, question_type="smaprat", kommune=None).reply
    assert "Sør-Odal" in reply
    assert "Folldal" in reply


GOES_ON = {"needs": (Need("spiseforstyrrelse", 1.0),), "age": 14, "role": "forelder", "from_context": True}


def test_a_price_that_no_source_tells_of_the_subject_is_not_told_of_another(ask: Ask) -> None:
    found = ask("og hva koster det?", question_type="pris", **GOES_ON)
    assert (found.outcome, types(found)[0]) == ("not_stated", "fastlege")
    assert "kroner" not in found.reply


def test_a_referral_asked_for_later_is_not_told_of_another_service(ask: Ask) -> None:
    assert "familievern" not in ask("må vi ha henvisning?", question_type="terskel", **GOES_ON).reply


def test_a_number_that_nobody_has_confirmed_is_not_answered_with_the_plan_again(ask: Ask) -> None:
    found = ask("hva er nummeret dit?", question_type="kontakt", **GOES_ON)
    assert (found.outcome, found.plan, types(found)[0]) == ("not_stated", (), "fastlege")
