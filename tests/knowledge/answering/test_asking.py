"""Asking back: one question beside an answer, where a reply would change it, and never a third in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge import Need, Query, answer
from tests.knowledge.answering.test_in_a_talk import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer, Library

    type Ask = Callable[..., Answer]


@pytest.fixture
def ask(library: Library) -> Ask:
    """Asks for help in Oppdal, unless told otherwise."""

    def asked(text: str, *needs: str, **query: Any) -> Answer:  # noqa: ANN401 - a Query's fields
        told = tuple(Need(need, 0.9) for need in needs)
        fields = {"kommune": "oppdal", "question_type": "finn-hjelp", **query}
        return answer(Query(text=text, needs=told, **fields), library, NOON)

    return asked


def asks_for(found: Answer) -> str | None:
    """What is asked for beside or instead of an answer."""
    return found.clarification.asks_for if found.clarification else None


def test_the_age_is_asked_for_where_the_first_services_differ_with_it(ask: Ask) -> None:
    found = ask("hun er trist og engstelig hele tiden", "psykisk-helse")
    assert (found.outcome, asks_for(found)) == ("answered", "age")
    assert found.clarification is not None
    assert [one.label for one in found.clarification.options] == [
        "0\N{EN DASH}5 år",
        "6\N{EN DASH}12 år",
        "13\N{EN DASH}17 år",
        "18 år eller eldre",
        "Vet ikke",
    ]
    assert found.services, "What holds already is told beside the question"


@pytest.mark.parametrize(
    "known", [{"age": 9}, {"asked": frozenset({"age"})}, {"asked": frozenset({"arena"})}, {"questions": 2}]
)
def test_what_is_known_or_was_asked_before_is_not_asked_for(ask: Ask, known: dict[str, Any]) -> None:
    assert asks_for(ask("hun er trist og engstelig hele tiden", "psykisk-helse", **known)) is None


def test_a_word_that_tells_the_age_is_enough(ask: Ask) -> None:
    assert asks_for(ask("tenåringen min er trist og engstelig hele tiden", "psykisk-helse")) is None


def test_who_is_hurt_is_helped_and_not_asked_how_old(ask: Ask) -> None:
    assert asks_for(ask("hun skjærer seg opp på armene", "selvskading")) != "age"


def test_duties_differ_with_whoever_asks(ask: Ask) -> None:
    found = ask("må jeg melde fra til barnevernet?", "bekymring-for-barn", question_type="plikt")
    at_work = ask("må jeg melde fra til barnevernet?", "bekymring-for-barn", question_type="plikt", role="ansatt")
    assert (asks_for(found), asks_for(at_work)) == ("role", None)


def test_danger_in_doubt_is_asked_about_first(ask: Ask) -> None:
    found = ask("han har blåmerker på armen", "omsorgssvikt", kommune=None)
    assert (found.outcome, found.acute is not None) == ("answered", True)
    assert found.clarification is not None
    assert found.clarification.options[0].label == "Ja, noen er i fare nå"


def test_danger_that_is_certain_is_not_asked_about(ask: Ask) -> None:
    found = ask("pappa slår meg nå", "vold")
    assert (found.outcome, asks_for(found)) == ("acute", None)


def test_after_two_questions_the_municipality_is_not_asked_for_a_third_time(ask: Ask) -> None:
    told = {"kommune": None, "question_type": "kontakt", "services": ("ppt",)}
    second = ask("hva er nummeret til PPT?", **told, questions=1)
    third = ask("hva er nummeret til PPT?", **told, questions=2)
    assert (second.outcome, asks_for(second)) == ("clarification", "kommune")
    assert (third.outcome, asks_for(third), third.handover.offered) == ("no_match", None, True)


def test_the_reply_says_what_is_asked_and_what_can_be_replied(ask: Ask) -> None:
    found = ask("hun er trist og engstelig hele tiden", "psykisk-helse")
    assert "Hvor gammelt er barnet eller den unge?" in found.reply
    assert "Vet ikke" in found.reply


def test_not_knowing_is_a_reply(ask: Ask) -> None:
    found = ask("vet ikke", "psykisk-helse", replied="unknown", from_context=True, asked=frozenset({"age"}))
    assert (found.outcome, asks_for(found)) == ("answered", None)
    assert found.reply.startswith("Det gjør ingenting.")


def test_of_two_needs_that_are_equally_near_it_is_asked_which(ask: Ask) -> None:
    near = (Need("mobbing-miljo", 0.34), Need("skolefravaer", 0.3), Need("laerevansker", 0.05))
    found = ask("det er noe på skolen", nearest=near)
    assert (found.outcome, asks_for(found)) == ("clarification", "need")
    assert found.clarification is not None
    labels = [one.label for one in found.clarification.options]
    assert labels == ["Mobbing og utrygt skolemiljø", "Vil ikke på skolen", "Noe annet"]
    assert "mobbing og utrygt skolemiljø" in found.reply


def test_violence_is_never_one_of_two(ask: Ask) -> None:
    near = (Need("vold", 0.34), Need("skolefravaer", 0.3), Need("laerevansker", 0.05))
    found = ask("noe er galt", nearest=near)
    assert found.clarification is not None
    assert not any("vold" in one.label.lower() for one in found.clarification.options)


def test_bullied_where_is_a_better_question_than_how_old(ask: Ask) -> None:
    found = ask("hun blir mobbet hver dag", "mobbing-miljo")
    assert asks_for(found) == "arena"
    assert found.clarification is not None
    assert [one.label for one in found.clarification.options] == ["I barnehagen", "På skolen", "Hjemme", "Vet ikke"]


def test_what_is_named_already_is_not_asked_about(ask: Ask) -> None:
    found = ask("han slår og biter de andre barna", "atferd")
    assert {"barnehage", "skole"} <= {service.type for service in found.services}
    assert asks_for(found) is None


def test_danger_that_only_the_trained_net_hears_stands_beside_the_same_answer(ask: Ask) -> None:
    text = "eleven i gruppa mi kryper sammen når noen henter ham"
    plain, heard = (ask(text, "psykisk-helse", role="ansatt", danger_heard=kind) for kind in (None, "vold-overgrep"))
    assert (heard.outcome, heard.services, heard.statements) == (plain.outcome, plain.services, plain.statements)
    assert (plain.acute, heard.acute is not None) == (None, True)
    assert heard.clarification is not None
    assert heard.clarification.options[0].label == "Ja, noen er i fare nå"
