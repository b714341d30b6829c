"""How a message goes on from what was spoken of: what is asked, of which child, of which service."""

from __future__ import annotations

from typing import Any

import pytest

from tests.understanding.parsed import a_message, parse_of, sure
from understanding.understood import understand

FOCUS: dict[str, Any] = {
    "needs": [{"id": "skolefravaer", "confidence": 0.8}],
    "services": ["ppt"],
    "risk_areas": [],
    "question_type": "prosess",
    "text": "hvor lang tid tar det?",
}


def said(text: str, *, focus: dict[str, Any] | None = FOCUS, **parsed: Any) -> Any:  # noqa: ANN401 - a Query, and what Rasa parsed
    """What a message means after the focus."""
    return understand(a_message(text, slots={"fokus": focus}, **parsed))


@pytest.mark.parametrize(
    ("before", "text", "again"),
    [
        ("prosess", "hva om hun er 19?", "finn-hjelp"),
        ("kontakt", "ho er 7", "finn-hjelp"),
        ("terskel", "hva om hun er 19?", "terskel"),
        ("pris", "enn broren på 19?", "pris"),
        ("prosess", "Kva med ho vesle som er 3 år?", "finn-hjelp"),
    ],
)
def test_another_age_asks_who_helps_then_unless_age_was_what_was_asked(before: str, text: str, again: str) -> None:
    found = said(text, focus=FOCUS | {"question_type": before}, intent="utenfor", alder=[19])
    assert (found.question_type, found.need_ids) == (again, ("skolefravaer",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hva med i Alvdal da?", ("skolefravaer",)),
        ("Og i Alvdal? Søsteren hans har sluttet å spise alt nå", ("skolefravaer", "spiseforstyrrelse")),
    ],
)
def test_another_place_asks_again_and_keeps_what_is_told_beside(text: str, told: tuple[str, ...]) -> None:
    found = said(text, intent="finn-hjelp", kommune=["alvdal"], needs=sure("spiseforstyrrelse"))
    assert (found.question_type, found.kommune, found.need_ids) == ("prosess", "alvdal", told)


@pytest.mark.parametrize("text", ["sønnen min vil ikke snakke med noen", "hun vil ikke prate med noen"])
def test_a_child_who_talks_to_nobody_is_no_refusal(text: str) -> None:
    assert said(text, intent="menneske").question_type == "finn-hjelp"


def test_a_mother_who_tells_of_a_brother_is_a_mother() -> None:
    message = a_message(
        "Jeg er mor, broren hans er 9 og blir mobbet", intent="finn-hjelp", metadata={"role": "forelder"}
    )
    assert understand(message).role == "forelder"


def test_what_is_worst_in_the_evening_is_a_story() -> None:
    assert said("det er verst om kvelden", intent="finn-hjelp").question_type == "finn-hjelp"


def test_a_question_of_words_alone_is_asked_again_in_those_words() -> None:
    focus = {"needs": [], "services": [], "risk_areas": [], "question_type": "pris", "text": "hva koster svømming?"}
    assert said("og i Alvdal?", focus=focus, intent="utenfor", kommune=["alvdal"]).text == "hva koster svømming?"
    danger = said("og i Alvdal? jeg vil ta livet mitt", focus=focus, intent="utenfor", kommune=["alvdal"])
    assert danger.text == "og i Alvdal? jeg vil ta livet mitt"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("er det noen jeg kan chatte med", "finn-hjelp"),
        ("er det noen vi foreldre kan prate med?", "finn-hjelp"),
        ("kan jeg snakke med et mennske", "menneske"),
        ("kan noen ringe meg?", "menneske"),
        ("koordinator", "menneske"),
        ("Koordinator!", "menneske"),
    ],
)
def test_in_a_story_whoever_asks_for_somebody_asks_for_help_and_not_for_another_than_the_assistant(
    text: str, known: str
) -> None:
    assert said(text, intent="menneske").question_type == known


def test_whoever_wants_to_talk_to_nobody_is_not_handed_over() -> None:
    assert said("nei, jeg vil ikke snakke med noen", intent="menneske").question_type == "smaprat"


def test_without_a_story_whoever_asks_for_somebody_wants_a_person() -> None:
    assert said("kan jeg snakke med noen?", focus=None, intent="menneske").question_type == "menneske"


def test_a_service_that_shall_call_is_asked_how_to_be_reached() -> None:
    text, named = "Kan helsesykepleier ringe meg?", ["skolehelsetjeneste"]
    assert said(text, intent="menneske", service=named).question_type == "kontakt"


@pytest.mark.parametrize("intent", ["finn-hjelp", "menneske", "smaprat"])
def test_refusing_the_coordinator_is_small_talk_whatever_it_sounds_like(intent: str) -> None:
    message = a_message(
        "nei vent, ikke koordinatoren", intent=intent, slots={"fokus": FOCUS}, needs=sure("koordinering")
    )
    parse_of(message)["entities"] = [{"entity": "service", "value": "koordinator", "start": 15}]
    found = understand(message)
    assert (found.question_type, found.needs) == ("smaprat", ())


@pytest.mark.parametrize(
    ("text", "intent", "known"),
    [
        ("og hvis det er natt?", "finn-hjelp", "kontakt"),
        ("håkken er det e ska ringe?", "ansvar", "kontakt"),
        ("tilbake til det, hvem ringer jeg", "finn-hjelp", "kontakt"),
        ("blir det snø i helga?", "utenfor", "utenfor"),
    ],
)
def test_whom_to_call_and_when_others_have_closed_is_asked_how_to_reach(text: str, intent: str, known: str) -> None:
    assert said(text, intent=intent).question_type == known


def test_what_a_question_of_the_same_child_tells_comes_to_what_was_told() -> None:
    found = said("Må jeg melde ham til politiet?", intent="plikt", needs=sure("kriminalitet"), service=["politi"])
    assert found.need_ids == ("kriminalitet", "skolefravaer")


@pytest.mark.parametrize(
    ("need", "confidence", "told"),
    [
        ("psykisk-helse", 0.4, ("skolefravaer", "psykisk-helse")),
        ("psykisk-helse", 0.3, ("skolefravaer",)),
        ("vold", 0.5, ("skolefravaer",)),
    ],
)
def test_more_of_a_story_joins_it_but_a_guess_that_frightens_does_not(
    need: str, confidence: float, told: tuple[str, ...]
) -> None:
    guess = [{"id": need, "confidence": confidence}]
    assert said("han er langt nede òg", intent="finn-hjelp", needs_ranking=guess).need_ids == told


def test_a_new_story_told_beside_the_other_keeps_both() -> None:
    found = said("broren blir mobbet også", intent="finn-hjelp", needs=sure("mobbing-miljo"))
    assert found.need_ids == ("mobbing-miljo", "skolefravaer")


def test_thanks_bring_nothing_along() -> None:
    assert said("Takk. Du er flinkere enn hun på telefonen", intent="smaprat").needs == ()


def test_a_young_child_does_not_skip_school() -> None:
    found = said("han er 4, går ikke på skolen", focus=None, intent="finn-hjelp", needs=sure("skolefravaer"), alder=[4])
    assert found.needs == ()


@pytest.mark.parametrize(
    ("text", "intent", "known"),
    [("asdkjhaskjdh", "utenfor", None), ("skolen", "utenfor", "utenfor"), ("mjo", "smaprat", "smaprat")],
)
def test_what_holds_no_known_word_is_not_understood(text: str, intent: str, known: str | None) -> None:
    assert said(text, focus=None, intent=intent).question_type == known


@pytest.mark.parametrize(
    ("text", "start", "asked"),
    [
        ("Eg arbeider i Nav, kven ringjer eg?", 14, ()),
        ("Jeg er helsesykepleier, hvilken BUP?", 7, ()),
        ("Hvem er helsesykepleier her?", 8, ("skolehelsetjeneste",)),
    ],
)
def test_where_somebody_works_is_not_what_they_ask_about(text: str, start: int, asked: tuple[str, ...]) -> None:
    message = a_message(text, intent="kontakt")
    parse_of(message)["entities"] = [{"entity": "service", "value": "skolehelsetjeneste", "start": start}]
    assert understand(message).services == asked


def test_a_doctor_who_refers_is_not_what_is_asked_about() -> None:
    found = said("og kan jeg bare gå dit eller må legen sende meg?", intent="terskel", service=["fastlege"])
    assert found.services == ("ppt",)


@pytest.mark.parametrize(
    ("text", "places", "known"),
    [
        ("Jeg jobber i Tynset, men nå gjelder det Rendalen", [("tynset", 13), ("rendalen", 40)], "rendalen"),
        ("Vi bor i Tynset, far i Rendalen", [("tynset", 9), ("rendalen", 23)], "tynset"),
    ],
)
def test_of_two_places_the_one_that_it_concerns_is_meant(text: str, places: list[tuple[str, int]], known: str) -> None:
    message = a_message(text, intent="kontakt")
    parse_of(message)["entities"] = [{"entity": "kommune", "value": name, "start": at} for name, at in places]
    assert understand(message).kommune == known


def test_a_place_in_what_lies_outside_moves_nobody() -> None:
    slots = {"kommune": "ringebu"}
    found = understand(a_message("Går det buss til Vinstra?", intent="utenfor", kommune=["nord-fron"], slots=slots))
    assert (found.kommune, found.corrected) == ("ringebu", ())


def test_a_sister_is_no_parent() -> None:
    text = "jeg er ikke moren hans, jeg er søsteren og er 17"
    found = understand(a_message(text, intent="smaprat", metadata={"role": "forelder"}))
    assert (found.role, found.corrected) == ("ungdom", ("role",))


@pytest.mark.parametrize(
    ("before", "text", "intent", "services"),
    [
        ("finn-hjelp", "trenger vi henvisning dit?", "terskel", ()),
        ("finn-hjelp", "hvordan tar jeg kontakt med dem?", "kontakt", ()),
        ("kontakt", "trenger vi henvisning dit?", "terskel", ("skole",)),
    ],
)
def test_where_the_child_of_a_story_is_every_day_is_not_whom_a_question_goes_on_about(
    before: str, text: str, intent: str, services: tuple[str, ...]
) -> None:
    found = said(text, focus=FOCUS | {"question_type": before, "services": ["skole"]}, intent=intent)
    assert (found.question_type, found.services, found.need_ids) == (intent, services, ("skolefravaer",))


def test_a_story_that_is_told_again_keeps_where_the_child_is() -> None:
    found = said("ho er 7", focus=FOCUS | {"question_type": "finn-hjelp", "services": ["skole"]}, alder=[7])
    assert (found.question_type, found.services) == ("finn-hjelp", ("skole",))
