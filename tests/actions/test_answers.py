"""What each of Rasa's actions says and remembers, out of the real library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import ACTIONS
from actions.guided import GUIDED
from tests.actions.conftest import tracker
from tests.understanding.parsed import sure

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from rasa_sdk import Tracker

ROOT = Path(__file__).parents[2]
BY_NAME = {action.name(): action for action in ACTIONS}
pytestmark = pytest.mark.usefixtures("on_the_shelf")


async def act(name: str, asked: Tracker) -> tuple[dict[str, Any], dict[str, Any]]:
    """The Answer that goes as payload, and the slots that are set."""
    dispatcher = CollectingDispatcher()
    events = await BY_NAME[name].run(dispatcher, asked, {})
    [message] = dispatcher.messages
    assert message["text"] == message["custom"]["reply"]
    return message["custom"], {event["name"]: event["value"] for event in events}


def asked_in_oppdal(text: str, **parsed: Any) -> Tracker:  # noqa: ANN401 - what Rasa parsed
    """A message on Oppdal's page."""
    return tracker(text, metadata={"kommune": "oppdal"}, **parsed)


SAID = {
    "a worry": (
        "action_svar",
        "Hun vil ikke på skolen",
        {"intent": "finn-hjelp", "needs": sure("skolefravaer")},
        "answered",
    ),
    "no number known": (
        "action_svar",
        "Hva er nummeret til PPT?",
        {"intent": "kontakt", "service": ["ppt"]},
        "not_stated",
    ),
    "a municipality alone": ("action_kommune", "Oppdal", {"kommune": ["oppdal"]}, "no_match"),
    "wants a person": ("action_koordinator", "Jeg vil snakke med et menneske", {"intent": "menneske"}, "handover"),
    "a greeting": ("action_smaprat", "Hei", {"intent": "smaprat"}, "smalltalk"),
    "is this stored": ("action_personvern", "Lagrer dere dette?", {"intent": "personvern"}, "privacy"),
    "the weather": ("action_utenfor", "Hva blir været i morgen?", {"intent": "utenfor"}, "out_of_scope"),
    "emoji taken for small talk": ("action_smaprat", "😭😭", {"intent": "smaprat"}, "no_match"),
    "not understood": ("action_usikker", "Fjompenisse", {}, "no_match"),
}


@pytest.mark.parametrize(("name", "text", "parsed", "outcome"), SAID.values(), ids=SAID)
async def test_each_action_has_its_outcome(
    answer_schema: Draft202012Validator, name: str, text: str, parsed: dict[str, Any], outcome: str
) -> None:
    answer, _ = await act(name, asked_in_oppdal(text, **parsed))
    answer_schema.validate(answer)
    assert (answer["outcome"], answer["question"], answer["kommune"]) == (outcome, text, "oppdal")


@pytest.mark.parametrize("name", BY_NAME)
async def test_danger_is_heard_in_every_action(answer_schema: Draft202012Validator, name: str) -> None:
    answer, _ = await act(name, asked_in_oppdal("Jeg vil ta livet mitt", intent="smaprat"))
    answer_schema.validate(answer)
    assert (answer["outcome"], answer["acute"]["contacts"][0]["value"]) == ("acute", "113")


@pytest.mark.parametrize("name", BY_NAME)
async def test_an_empty_message_is_answered_too(answer_schema: Draft202012Validator, name: str) -> None:
    answer, _ = await act(name, tracker(""))
    answer_schema.validate(answer)


async def test_what_was_hidden_is_told() -> None:
    message = tracker("Ring [telefonnummer]", metadata={"hidden": ["telefonnummer"]})
    answer, _ = await act("action_usikker", message)
    assert answer["notices"] == ["Jeg skjulte et telefonnummer i det du skrev, så det ikke blir lagret."]


async def test_the_conversation_remembers_what_was_spoken_of() -> None:
    message = asked_in_oppdal(
        "Ho på 9 vil ikkje på skulen",
        intent="finn-hjelp",
        needs=sure("skolefravaer"),
        alder=[9],
        language="nn",
        role={"id": "forelder", "confidence": 0.95},
    )
    _, slots = await act("action_svar", message)
    assert slots == {
        "kommune": "oppdal",
        "sprak": "nn",
        "rolle": "forelder",
        "alder": 9,
        "fokus": {
            "needs": sure("skolefravaer"),
            "services": [],
            "risk_areas": [],
            "question_type": "finn-hjelp",
            "text": "Ho på 9 vil ikkje på skulen",
        },
        "bom": 0,
        "spurt": None,
        "ventende": None,
    }


async def test_what_was_not_said_is_not_remembered() -> None:
    _, slots = await act("action_smaprat", tracker("Hei"))
    assert slots == {"kommune": None, "sprak": "nb", "bom": 1, "spurt": None, "ventende": None}


async def test_the_municipality_is_asked_for_when_the_answer_depends_on_it() -> None:
    message = tracker("Hva er telefonnummeret til PPT?", intent="kontakt", service=["ppt"])
    answer, _ = await act("action_svar", message)
    assert (answer["outcome"], answer["clarification"]["asks_for"]) == ("clarification", "kommune")
    assert [option["label"] for option in answer["clarification"]["options"]][:2] == ["Sør-Odal", "Nord-Fron"]
    assert len(answer["clarification"]["options"]) == 11


async def test_a_question_waits_for_its_municipality() -> None:
    message = tracker("Kva er telefonnummeret til PPT?", intent="kontakt", service=["ppt"], language="nn")
    _, slots = await act("action_svar", message)
    assert slots["ventende"] == {
        "text": "Kva er telefonnummeret til PPT?",
        "question_type": "kontakt",
        "language": "nn",
        "needs": [],
        "services": ["ppt"],
        "levels": [],
        "risk_areas": [],
    }


async def test_a_waiting_question_is_answered_when_the_municipality_is_told(
    answer_schema: Draft202012Validator,
) -> None:
    question = "Kva er telefonnummeret til PPT?"
    _, slots = await act("action_svar", tracker(question, intent="kontakt", service=["ppt"], language="nn"))
    answer, after = await act("action_kommune", tracker("Oppdal", kommune=["oppdal"], slots=slots))
    answer_schema.validate(answer)
    assert (answer["question"], answer["kommune"], answer["language"]) == (question, "oppdal", "nn")
    assert (answer["outcome"], answer["question_type"]) == ("not_stated", "kontakt")
    assert (after["ventende"], after["kommune"]) == (None, "oppdal")


async def test_a_waiting_question_about_the_table_gets_its_cell() -> None:
    question = tracker(
        "Hvem har ansvar på rødt nivå ved rus i familien?",
        intent="ansvar",
        niva=["rod"],
        risikoomrade=["rus-psykisk-lidelse"],
    )
    _, slots = await act("action_svar", question)
    answer, _ = await act("action_kommune", tracker("Oppdal", kommune=["oppdal"], slots=slots))
    assert [(cell["level"], cell["risk_area"]) for cell in answer["responsibility"]] == [("rod", "rus-psykisk-lidelse")]


async def test_danger_told_with_the_municipality_goes_before_the_waiting_question() -> None:
    _, slots = await act("action_svar", tracker("Hva er nummeret til PPT?", intent="kontakt", service=["ppt"]))
    danger = "Oppdal. Jeg vil ta livet mitt"
    answer, _ = await act("action_kommune", tracker(danger, kommune=["oppdal"], slots=slots))
    assert (answer["outcome"], answer["question"]) == ("acute", danger)


async def test_a_municipality_that_is_unknown_keeps_the_question_waiting() -> None:
    _, slots = await act("action_svar", tracker("Hva er nummeret til PPT?", intent="kontakt", service=["ppt"]))
    answer, after = await act("action_kommune", tracker("Oslo", kommune=["oslo"], slots=slots))
    assert answer["outcome"] == "clarification"
    assert after["ventende"] == slots["ventende"]


async def test_a_waiting_question_is_dropped_when_something_else_is_asked() -> None:
    _, slots = await act("action_svar", tracker("Hva er nummeret til PPT?", intent="kontakt", service=["ppt"]))
    _, after = await act("action_smaprat", tracker("Takk", slots=slots))
    assert after["ventende"] is None


async def test_a_follow_up_is_answered_about_the_same() -> None:
    _, slots = await act("action_svar", asked_in_oppdal("Hva gjør PPT?", intent="finn-hjelp", service=["ppt"]))
    answer, _ = await act("action_svar", asked_in_oppdal("må vi ha henvisning?", intent="terskel", slots=slots))
    assert [service["type"] for service in answer["services"]] == ["ppt"]


def read(path: str) -> Any:  # noqa: ANN401 - YAML
    """A file of the annex."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_rasas_domain_names_exactly_these_actions() -> None:
    assert read("bot/domain.yml")["actions"] == [action.name() for action in (*ACTIONS, *GUIDED)]


@pytest.mark.parametrize("path", ["data/rules/samtale.yml", "data/rules/svar.yml"])
def test_every_rule_leads_to_an_action_that_is_there(path: str) -> None:
    steps = [step for rule in read(path)["rules"] for step in rule["steps"] if "action" in step]
    assert {step["action"] for step in steps} <= set(BY_NAME)


async def test_every_slot_that_is_set_is_in_rasas_domain() -> None:
    message = asked_in_oppdal("jeg er lærer, og pappa slår", needs=sure("vold"), alder=[3])
    message.latest_message["metadata"]["role"] = "forelder"
    message.latest_message["entities"].append({"entity": "rolle", "value": "ansatt", "start": 7})
    message.latest_message["entities"].append({"entity": "service", "value": "skole", "start": 7, "end": 12})
    _, slots = await act("action_svar", message)
    asked = asked_in_oppdal("hva skjer etter en bekymringsmelding?", intent="prosess", service=["barnevern"])
    _, of_a_process = await act("action_svar", asked)
    of_the_flows = {"veiviser", "veiviser_svar"}
    assert {*slots, *of_a_process} == set(read("bot/domain.yml")["slots"]) - of_the_flows


async def test_danger_is_remembered_for_some_messages_and_then_fades() -> None:
    _, told = await act("action_svar", asked_in_oppdal("pappa slår meg", intent="finn-hjelp", needs=sure("vold")))
    _, later = await act("action_svar", asked_in_oppdal("han kommer hjem nå", intent="finn-hjelp", slots=told))
    assert (told["fare"], later["fare"]) == (
        {"kind": "vold-overgrep", "turns": 5},
        {"kind": "vold-overgrep", "turns": 4},
    )


async def test_what_follows_on_danger_is_never_called_outside() -> None:
    _, told = await act(
        "action_svar", asked_in_oppdal("hun kutter seg", intent="finn-hjelp", needs=sure("selvskading"))
    )
    asked = asked_in_oppdal("skal jeg dra på legevakta?", intent="utenfor", slots=told)
    answer, _ = await act("action_utenfor", asked)
    assert (answer["outcome"], answer["services"][0]["type"]) == ("answered", "fastlege")
    assert answer["acute"]["contacts"][0]["value"] == "116 111"


async def test_after_thanks_danger_is_not_held_against_anybody() -> None:
    _, told = await act(
        "action_svar", asked_in_oppdal("hun kutter seg", intent="finn-hjelp", needs=sure("selvskading"))
    )
    answer, _ = await act("action_smaprat", asked_in_oppdal("tusen takk", intent="smaprat", slots=told))
    assert answer["outcome"] == "smalltalk"


async def test_an_age_alone_asks_the_same_again() -> None:
    _, asked = await act(
        "action_svar", asked_in_oppdal("hun vil ikke på skolen", intent="finn-hjelp", needs=sure("skolefravaer"))
    )
    message = asked_in_oppdal("hun er 7", intent="finn-hjelp", alder=[7], needs=sure("kriminalitet"), slots=asked)
    answer, slots = await act("action_svar", message)
    assert [need["id"] for need in answer["needs"]] == ["skolefravaer"]
    assert slots["alder"] == 7


WAITING: dict[str, Any] = {
    "text": "hva koster SFO?",
    "question_type": "pris",
    "language": "nb",
    "needs": [],
    "services": ["sfo"],
    "levels": [],
    "risk_areas": [],
}


@pytest.mark.parametrize("action", ["action_svar", "action_usikker", "action_utenfor"])
async def test_a_place_answers_the_question_that_waits_whatever_it_sounds_like(action: str) -> None:
    intent = "utenfor" if action == "action_utenfor" else "finn-hjelp"
    message = tracker("Oppdal kommune", intent=intent, kommune=["oppdal"], slots={"ventende": WAITING})
    answer, slots = await act(action, message)
    assert (answer["question_type"], answer["kommune"], slots["ventende"]) == ("pris", "oppdal", None)


async def test_a_second_message_that_is_not_understood_gets_a_person_and_no_question() -> None:
    first, slots = await act("action_usikker", asked_in_oppdal("xyzzy"))
    second, after = await act("action_usikker", asked_in_oppdal("plugh", slots=slots))
    assert (first["outcome"], second["outcome"]) == ("no_match", "no_match")
    assert first["services"] == []
    assert (second["services"][0]["type"], slots["bom"], after["bom"]) == ("koordinator", 1, 2)


async def test_a_guess_that_was_only_asked_about_is_not_remembered() -> None:
    guess = [{"id": "skolefravaer", "confidence": 0.37}]
    answer, slots = await act(
        "action_svar", asked_in_oppdal("det går ikke bra hjemme", intent="finn-hjelp", needs=guess)
    )
    assert (answer["outcome"], "fokus" in slots) == ("clarification", False)


async def test_danger_that_only_the_trained_net_hears_is_remembered_too() -> None:
    heard = [{"id": "vold-overgrep", "confidence": 0.2}]
    message = asked_in_oppdal("hun kryper sammen når han henter", intent="finn-hjelp", danger=heard)
    answer, slots = await act("action_svar", message)
    assert (answer["outcome"] != "acute", answer["acute"]["kind"]) == (True, "vold-overgrep")
    assert slots["fare"] == {"kind": "vold-overgrep", "turns": 5}
