"""A client with cards needs no look at the reply: whatever it says stands in one field, and in one only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge import Query, ask_back
from knowledge.answers import Clarification, Option
from knowledge.texts import say
from tests.knowledge.test_reply import SOURCES, questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from knowledge import Answer, Library
    from knowledge.answers import Outcome

type Ask = Callable[..., Answer]

OPPDAL = {"kommune": "oppdal", "question_type": "finn-hjelp"}
ANYONE_IN_DANGER = Clarification("need", (Option("Ja", "Ja"), Option("Nei", "Nei")))
# What the three hundred questions of the replies hardly lead to.
MORE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Hei", {"question_type": "smaprat"}),
    ("Takk skal du ha", {"question_type": "smaprat", "kommune": "oppdal"}),
    ("Hva lagrer dere?", {"question_type": "personvern"}),
    ("Hvem kan hjelpe?", {"needs": ("sfo",), "question_type": "finn-hjelp"}),
    ("Jeg vil ikke leve lenger", {**OPPDAL, "role": "ungdom"}),
    ("Mannen min slår meg. Hva er nummeret til barnevernet?", {"question_type": "kontakt", "services": ("barnevern",)}),
    ("Han vil ikke på skolen", {**OPPDAL, "needs": ("skolefravaer",), "danger": "selvmord"}),
    ("Hun skader seg", {**OPPDAL, "needs": ("selvskading",), "role": "forelder"}),
    ("Han gruer seg hver dag", {**OPPDAL, "needs": ("psykisk-helse",), "role": "forelder"}),
    ("Who can help my son?", {**OPPDAL, "needs": ("psykisk-helse", "skolefravaer", "okonomi"), "language": "en"}),
    ("Potrzebuję pomocy", {"kommune": "oppdal", "other_language": "pl"}),
    ("Det går ikke bra", {**OPPDAL, "corrected": ("kommune",)}),
    ("blabla", {"kommune": "oppdal", "misses": 1}),
    ("Foreldrene er informert, hva nå?", {**OPPDAL, "needs": ("bekymring-for-barn",), "role": "ansatt"}),
    ("Ola Hansen blir mobbet", {**OPPDAL, "needs": ("mobbing-miljo",), "hidden": ("navn",)}),
    (
        "Hvem har ansvaret på rødt nivå ved vold?",
        {"kommune": "oppdal", "question_type": "ansvar", "role": "ansatt", "levels": ("rod",)},
    ),
)
OUTCOMES: set[Outcome] = {
    "answered",
    "clarification",
    "not_stated",
    "no_match",
    "out_of_scope",
    "acute",
    "handover",
    "smalltalk",
    "privacy",
}


@pytest.fixture(scope="module")
def answers(ask: Ask) -> list[Answer]:
    """Answers of every outcome."""
    return [ask(text, **understood) for text, understood in (*questions(), *MORE)]


def _acute(answer: Answer) -> Iterator[str]:
    if answer.acute is not None:
        yield answer.acute_opening or ""
        hours = (
            (one, f" ({one.opening_hours.rstrip('.')})" if one.opening_hours else "") for one in answer.acute.contacts
        )
        lines = [f"– {one.value}: {one.label}{told}" for one, told in hours]
        yield "\n".join([say("acute_lines", answer.language), *lines])


def _plan(answer: Answer) -> Iterator[str]:
    if answer.plan:
        steps = [f"{number}. {step.text}" for number, step in enumerate(answer.plan, 1)]
        yield "\n".join([say("plan", answer.language), *steps])


def _cells(answer: Answer) -> Iterator[str]:
    if answer.responsibility:
        cells = [
            f"– {cell.level_name}, {cell.risk_area_name}: {', '.join(cell.service_names)}"
            for cell in answer.responsibility
        ]
        yield "\n".join([say("cells", answer.language), *cells])


def _process(answer: Answer) -> Iterator[str]:
    if answer.process is not None:
        steps = [
            f"{number}. {step.text}"
            + (f" {say('deadline', answer.language, deadline=step.deadline)}" if step.deadline else "")
            for number, step in enumerate(answer.process.steps, 1)
        ]
        for heading in ("steps", "steps_from_here"):
            yield "\n".join([f"{answer.process.title}. {say(heading, answer.language)}", *steps])


def _services(answer: Answer) -> Iterator[str]:
    """The list of services, in which every line is the reason of one of them."""
    heading = say("services", answer.language)
    for part in answer.reply.split("\n\n"):
        first, *lines = part.split("\n")
        if first == heading and lines and all(any(one.why in line for one in answer.services) for line in lines):
            yield part


def _pressed(answer: Answer) -> Iterator[str]:
    options = answer.clarification.options if answer.clarification else answer.suggestions
    yield ", ".join(option.label for option in options)


def told_by_fields(answer: Answer) -> set[str]:
    """Return the paragraphs that can be made from the fields of an answer, apart from its `body`."""
    beside = {answer.question_back or "", answer.coordinator or "", *answer.notices, *SOURCES.findall(answer.reply)}
    drawn = (_acute, _plan, _cells, _process, _services, _pressed)
    return {*beside, *(part for draw in drawn for part in draw(answer))} - {""}


def test_the_questions_lead_to_every_outcome(answers: list[Answer]) -> None:
    assert {answer.outcome for answer in answers} == OUTCOMES
    drawn = [answer for answer in answers if answer.plan]
    assert drawn
    assert [answer for answer in answers if answer.responsibility]
    assert [answer for answer in answers if answer.process]
    assert [answer for answer in answers if answer.acute and answer.outcome != "acute"]


def test_every_paragraph_of_a_reply_stands_in_its_body_or_in_one_other_field(answers: list[Answer]) -> None:
    lost = [
        (answer.question, answer.kommune, rest, answer.body)
        for answer in answers
        if (rest := tuple(part for part in answer.reply.split("\n\n") if part not in told_by_fields(answer)))
        != answer.body
    ]
    assert lost == []


def test_what_a_client_shows_beside_its_cards_is_said_in_the_reply(answers: list[Answer]) -> None:
    beside = [
        (answer.question, text)
        for answer in answers
        for text in (answer.acute_opening, answer.question_back, answer.coordinator, *answer.body)
        if text is not None and text not in answer.reply.split("\n\n")
    ]
    assert beside == []


def test_help_lines_always_have_a_sentence_over_them_and_nothing_else_has(answers: list[Answer]) -> None:
    assert [answer.question for answer in answers if (answer.acute is None) != (answer.acute_opening is None)] == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_danger_that_is_certain_is_opened_otherwise_than_danger_in_doubt(ask: Ask, language: str) -> None:
    certain = ask("Jeg vil ta livet mitt", **OPPDAL, language=language)
    remembered = ask("Hva koster SFO?", kommune="oppdal", question_type="pris", language=language, danger="selvmord")
    assert certain.acute_opening == say("open_acute", certain.language)
    assert remembered.acute_opening == say("beside_acute", remembered.language)


def test_in_danger_the_municipality_is_not_asked_for_in_words(ask: Ask) -> None:
    answer = ask("Mannen min slår meg. Hva sier planen?", question_type="om-planen")
    assert answer.outcome == "acute"
    assert (answer.body, answer.question_back, answer.coordinator) == ((), None, None)


def test_a_question_instead_of_an_answer_stands_with_its_buttons_and_not_in_the_body(ask: Ask) -> None:
    answer = ask("Hvem har ansvaret?", question_type="ansvar")
    assert answer.outcome == "clarification"
    assert (answer.body, answer.question_back) == ((), say("ask_kommune", "nb"))


def test_a_question_beside_an_answer_stands_with_its_buttons_and_not_in_the_body(ask: Ask) -> None:
    answer = ask("Hvem kan hjelpe?", needs=("sfo",), question_type="finn-hjelp")
    assert answer.outcome == "answered"
    assert answer.question_back == say("ask_kommune_more", "nb")
    assert answer.question_back not in answer.body


def test_a_question_of_a_guided_flow_stands_with_its_buttons(library: Library, moment: datetime) -> None:
    asked = "Er noen i fare akkurat nå?"
    answer = ask_back(Query("Jeg er bekymret", kommune="oppdal"), library, moment, asked, ANYONE_IN_DANGER)
    assert (answer.body, answer.question_back) == ((), asked)


def test_the_buttons_of_municipalities_beside_the_offer_of_a_person_have_no_question(ask: Ask) -> None:
    answer = ask("Jeg vil snakke med et menneske", question_type="menneske")
    assert answer.clarification is not None
    assert answer.question_back is None
    assert answer.body[0] == f"{say('handover', 'nb')} {say('handover_limit', 'nb')}"


@pytest.mark.parametrize(("question_type", "offered"), [("finn-hjelp", True), ("smaprat", False), ("menneske", False)])
def test_the_coordinator_is_offered_in_words_where_the_reply_offers(
    ask: Ask, question_type: str, *, offered: bool
) -> None:
    answer = ask("Hei", kommune="oppdal", question_type=question_type, needs=("sfo",) if offered else ())
    assert (answer.coordinator == say("coordinator", "nb")) is offered


def test_many_facts_are_one_paragraph_that_is_a_list(answers: list[Answer]) -> None:
    lists = [part for answer in answers for part in answer.body if part.startswith("– ")]
    assert lists
    assert any("\n– " in part for part in lists)


def test_a_cell_names_its_level_its_risk_area_and_its_services_as_the_plan_does(ask: Ask) -> None:
    answer = ask(
        "Hvem gjør hva på gult nivå ved utviklingsvansker?",
        kommune="oppdal",
        question_type="ansvar",
        levels=("gul",),
        risk_areas=("utviklingsvansker",),
    )
    (cell,) = answer.responsibility
    assert cell.level_name == "Selektiv forebygging – for noen (gult nivå)"
    assert cell.risk_area_name in answer.reply
    assert ", ".join(cell.service_names) in answer.reply


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nb", ("For alle", "For noen som trenger litt mer", "For dem som trenger mer hjelp")),
        ("nn", ("For alle", "For nokon som treng litt meir", "For dei som treng meir hjelp")),
        ("en", ("For everyone", "For some who need a little more", "For those who need more help")),
    ],
)
def test_families_are_told_of_a_level_in_plain_words(ask: Ask, language: str, names: tuple[str, ...]) -> None:
    answer = ask("Han blir mobbet", **OPPDAL, needs=("mobbing-miljo",), role="forelder", language=language)
    school = next(one for one in answer.services if one.type == "skole")
    assert school.level == ("gronn", "gul", "rod")
    assert school.level_names == names


def test_norwegian_reasons_in_an_english_answer_are_said_to_be_norwegian(ask: Ask) -> None:
    routed = ask("He is bullied", **OPPDAL, needs=("mobbing-miljo",), language="en")
    assert {service.why_language for service in routed.services} == {"nb"}
    named = ask("What is PPT?", kommune="oppdal", question_type="kontakt", services=("ppt",), language="en")
    assert {(service.why, service.why_language) for service in named.services} == {(say("why_named", "en"), None)}
    assert {
        service.why_language for service in ask("Han blir mobbet", **OPPDAL, needs=("mobbing-miljo",)).services
    } == {None}


def test_employees_are_told_of_a_level_in_the_plans_own_words(ask: Ask) -> None:
    answer = ask("En elev blir mobbet", **OPPDAL, needs=("mobbing-miljo",), role="ansatt")
    school = next(one for one in answer.services if one.type == "skole")
    assert school.level_names == (
        "Universell forebygging – for alle (grønt nivå)",
        "Selektiv forebygging – for noen (gult nivå)",
        "Indikert forebygging – for noen få (rødt nivå)",
    )


def test_every_level_of_a_service_has_its_words(answers: list[Answer]) -> None:
    assert all(len(one.level) == len(one.level_names) for answer in answers for one in answer.services)
