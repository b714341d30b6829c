"""Answers in the middle of a talk: who answers at night, whoever wants to be anonymous, one plan for many needs."""

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

    def asked(text: str, *needs: str, **query: Any) -> Answer:  # noqa: ANN401 - a Query's fields
        told = tuple(Need(need, 0.9) for need in needs)
        return answer(Query(text=text, needs=told, **{"kommune": "oppdal", **query}), library, NOON)

    return asked


def types(found: Answer) -> list[str]:
    """The services' types."""
    return [service.type for service in found.services]


@pytest.mark.parametrize("text", ["og hvis det er natt?", "åkken ringe je på laurdag kveld da?", "når de har stengt?"])
def test_when_child_welfare_has_closed_somebody_on_duty_answers(ask: Ask, text: str) -> None:
    found = ask(text, "omsorgssvikt", question_type="kontakt", from_context=True)
    assert found.outcome == "answered"
    assert {"barnevernvakt", "alarmtelefonen", "politi"} <= set(types(found))
    assert "116 111" in found.reply


def test_a_number_is_told_with_whose_it_is(ask: Ask) -> None:
    found = ask("og hvis det er natt?", question_type="kontakt", services=("barnevern",), from_context=True)
    assert "Barnevernvakten. Alarmtelefonen, som svarer når barnevernvakten" in found.reply


@pytest.mark.parametrize("text", ["og om han får feber i natt?", "Kva gjer eg når ho kastar opp?"])
def test_whoever_tells_of_illness_gets_the_doctor_on_duty_and_no_refusal(ask: Ask, text: str) -> None:
    found = ask(text, question_type="utenfor")
    assert (found.outcome, types(found)[0]) == ("answered", "legevakt")
    assert "116 117" in found.reply


def test_the_weather_of_the_weekend_is_outside(ask: Ask) -> None:
    assert ask("Kva blir vêret i helga?", question_type="utenfor").outcome == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("får de vite hvem jeg er?", "personvern"),
        ("Må eg seie kva eg heiter?", "kontakt"),
        ("jeg vil ikke at de skal få vite at det er meg", "finn-hjelp"),
    ],
)
def test_whoever_reports_may_ask_to_be_anonymous(ask: Ask, text: str, kind: str) -> None:
    found = ask(text, "omsorgssvikt", question_type=kind, from_context=True)
    assert "anonym" in found.reply


def test_what_is_kept_here_is_still_a_question_of_privacy(ask: Ask) -> None:
    assert ask("hva lagrer dere om meg?", "omsorgssvikt", question_type="personvern").outcome == "privacy"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("drit i det, du er jo bare en dum robot som ikke skjønner noen ting", "smalltalk_insult"),
        ("tusen tak for jelpen, no ska æ prøv å si det te lærern", "smalltalk_thanks"),
        ("Do you speak Polish?", "smalltalk_languages"),
        ("nei forresten, det trengs ikke", "smalltalk_declined"),
    ],
)
def test_small_talk_gets_its_own_short_answer(ask: Ask, text: str, key: str) -> None:
    assert say(key, "nb") in ask(text, question_type="smaprat").reply


def test_whoever_asks_whom_they_write_with_is_told(ask: Ask) -> None:
    found = ask("hvem er det jeg skriver med?", question_type="personvern")
    assert (found.outcome, "automatisk" in found.reply) == ("smalltalk", True)


def test_a_greeting_offers_to_ask_one_question_at_a_time(ask: Ask) -> None:
    assert "Finn riktig hjelp" in [one.label for one in ask("hei", question_type="smaprat").suggestions]
    employee = ask("hei", question_type="smaprat", role="ansatt")
    assert "Hva gjør jeg som ansatt?" in [one.label for one in employee.suggestions]


def test_the_difference_of_two_services_is_told_of_both(ask: Ask) -> None:
    named = ("barnevern", "alarmtelefonen")
    found = ask("hva er forskjellen på barnevernet og alarmtelefonen", question_type="definisjon", services=named)
    assert types(found)[:2] == ["barnevern", "alarmtelefonen"]
    assert "Alarmtelefonen" in found.reply


def test_what_such_a_one_does_is_asked_of_whom_was_spoken_of(ask: Ask) -> None:
    spoken_of = {"services": ("barnekoordinator",), "from_context": True}
    assert "Barnekoordinator" in ask("kva gjer ein slik?", question_type="definisjon", **spoken_of).reply


def test_the_price_of_nothing_is_asked_back(ask: Ask) -> None:
    found = ask("Hva koster det?", question_type="pris")
    assert found.clarification is not None
    assert found.clarification.asks_for == "need"


@pytest.mark.parametrize("role", ["forelder", "ungdom"])
def test_many_needs_get_one_plan_with_child_welfare_as_help_that_can_be_asked_for(ask: Ask, role: str) -> None:
    found = ask("Erik på 13 …", "selvskading", "skolefravaer", "sliten-forelder", "okonomi", role=role)
    assert {"skole", "skolehelsetjeneste", "koordinator"} <= set(types(found))
    assert "frivillig hjelp" in found.plan[-1].text
    assert [one for one in ("nav", "ppt") if one not in found.reply.lower()] == []
    assert all(step.sources for step in found.plan)


def test_employees_are_told_of_their_duty_and_not_that_they_can_ask(ask: Ask) -> None:
    found = ask("Erik på 13 …", "selvskading", "skolefravaer", "sliten-forelder", "atferd", role="ansatt")
    assert "frivillig hjelp" not in found.reply
    assert "uten ugrunnet opphold" in found.reply


@pytest.mark.parametrize(("role", "told"), [("forelder", False), ("ungdom", True), ("ansatt", False)])
def test_steps_that_are_written_to_the_young_are_told_to_them_alone(ask: Ask, role: str, *, told: bool) -> None:
    found = ask("hva skjer hvis jeg ringer barnevernet", question_type="prosess", services=("barnevern",), role=role)
    assert (found.process is not None and found.process.id == "nasjonal/prosess-barnevern-ungdom") is told


@pytest.mark.parametrize("kind", ["utenfor", "om-planen", "finn-hjelp"])
def test_what_is_asked_about_the_assistant_is_no_question_to_the_plan(ask: Ask, kind: str) -> None:
    assert ask("er dere barnevernet?", question_type=kind, services=("barnevern",)).outcome == "smalltalk"
    assert ask("hvilke språk kan du", "sprak-tale", question_type=kind).outcome == "smalltalk"
    assert ask("glem meg", question_type=kind).outcome == "privacy"


@pytest.mark.parametrize(
    "text",
    [
        "Hvem kan jeg snakke med?",
        "kan jeg snakke med en voksen?",
        "Må jeg snakke med barnevernet?",
        "Hvordan skal jeg snakke med henne?",
        "forstår du hvor sliten man blir?",
    ],
)
def test_whoever_asks_for_help_is_not_greeted(ask: Ask, text: str) -> None:
    assert ask(text, "sliten-forelder", question_type="finn-hjelp").outcome == "answered"


def test_an_employee_who_asks_whom_to_talk_with_is_told(ask: Ask) -> None:
    found = ask("Hvem snakker jeg med om en bekymring?", "bekymring-for-barn", question_type="finn-hjelp")
    assert found.outcome == "answered"


def test_a_child_who_throws_up_its_food_is_no_case_for_the_doctor_on_duty_alone(ask: Ask) -> None:
    found = ask("Hvem kontakter jeg når hun kaster opp maten?", "spiseforstyrrelse", question_type="kontakt")
    assert types(found)[0] != "legevakt"


def test_whoever_asks_of_this_chat_is_told_of_this_chat(ask: Ask) -> None:
    found = ask("er jeg anonym når jeg skriver her?", "vold", question_type="personvern", from_context=True)
    assert found.outcome == "privacy"


@pytest.mark.parametrize("kind", ["ansvar", "finn-hjelp", "kontakt"])
def test_a_family_that_asks_who_holds_the_threads_is_told(ask: Ask, kind: str) -> None:
    told = ("selvskading", "skolefravaer", "okonomi")
    found = ask("hvem holder i alt dette for oss?", *told, question_type=kind, from_context=True)
    assert "koordinator" in types(found)


def test_a_worn_out_parent_of_a_lonely_child_is_not_met_with_child_welfare(ask: Ask) -> None:
    found = ask("Erik på 9 …", "ensomhet-utenforskap", "skolefravaer", "sliten-forelder", role="forelder")
    assert "frivillig hjelp" not in found.reply


def test_an_employee_who_discusses_a_child_without_the_name_is_no_anonymous_reporter(ask: Ask) -> None:
    text = "Kan jeg drøfte barnet anonymt med barnevernet?"
    at_work, at_home = (
        ask(said, "bekymring-for-barn", question_type="plikt", role=role, services=("barnevern",))
        for said, role in ((text, "ansatt"), ("Kan jeg melde anonymt til barnevernet?", "ukjent"))
    )
    assert "Som privatperson" in at_home.reply
    assert not at_work.reply.startswith("Som privatperson")
