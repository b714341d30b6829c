"""What a message says to the question that stood beside the answer before it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.understanding.parsed import a_message, sure
from understanding.message import Message
from understanding.replies import Reply, reply_of
from understanding.understood import understand

FOCUS = {"needs": sure("atferd"), "services": [], "question_type": "finn-hjelp", "text": "han slår"}


def asked(what: str, times: int = 1) -> dict[str, Any]:
    """The slots after a question of ours beside an answer."""
    return {"fokus": FOCUS, "kommune": "oppdal", "spurt": {"for": what, "times": times, "before": [what]}}


def reply(text: str, what: str, **parsed: Any) -> Reply | None:  # noqa: ANN401 - as Rasa parses it
    """What a message is as a reply."""
    said = a_message(text, slots=asked(what), **parsed)
    return reply_of(Message(said.data, said.slots))


@pytest.mark.parametrize(
    ("text", "what", "expected"),
    [
        ("6–12 år", "age", Reply("age")),
        ("I barnehagen", "arena", Reply("arena", place="barnehage")),
        ("På skulen", "arena", Reply("arena", place="skole")),
        ("At home", "arena", Reply("arena", place="hjem")),
        ("I barnehagen", "age", Reply("arena", place="barnehage")),
        ("Eg spør som tilsett", "role", Reply("role", role="ansatt")),
        ("Jeg er ung selv", "role", Reply("role", role="ungdom")),
        ("vet ikke", "age", Reply("age", "unknown")),
        ("veit ikkje heilt", "role", Reply("role", "unknown")),
        ("Ja, noen er i fare nå", "danger", Reply("danger", in_danger=True)),
        ("ja!", "danger", Reply("danger", in_danger=True)),
        ("Ja, nokon er i fare no", "danger", Reply("danger", in_danger=True)),
        ("ja no", "danger", Reply("danger", in_danger=True)),
        ("ja nå, jeg vet ikke hva jeg skal gjøre, han er helt rasende", "danger", Reply("danger", in_danger=True)),
        ("no", "danger", Reply("danger", "safe")),
        ("nei pappa er ikke hjemme nå", "danger", Reply("danger", "safe")),
        ("vil ikke si det", "kommune", Reply("kommune", "unknown")),
        ("nabo", "role", Reply("role", role="ukjent")),
        ("18 mnd", "age", Reply("age")),
        ("Nei, ikkje akkurat no", "danger", Reply("danger", "safe")),
        ("vet ikke", "danger", Reply("danger", "unknown")),
    ],
)
def test_a_button_or_a_few_words_are_a_reply(text: str, what: str, expected: Reply) -> None:
    assert reply(text, what) == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("hva koster SFO?", "age"),
        ("han har begynt å snakke om at han ikke vil leve lenger i det hele tatt", "age"),
        ("jeg vil ta livet mitt", "age"),
        ("6–12 år", "kommune"),
        ("no er det verre, han kastar ting rundt i heile huset", "danger"),
        ("koordinator", "role"),
    ],
)
def test_what_says_something_else_is_no_reply(text: str, what: str) -> None:
    assert reply(text, what) is None


def test_nothing_is_a_reply_where_nothing_was_asked() -> None:
    said = a_message("6–12 år", slots={"fokus": FOCUS})
    assert reply_of(Message(said.data, said.slots)) is None


def test_a_flow_takes_its_own_replies() -> None:
    said = a_message("På skolen", slots=asked("arena") | {"requested_slot": "veiviser_svar"})
    assert reply_of(Message(said.data, said.slots)) is None


def test_a_reply_asks_the_question_before_again_with_what_it_tells() -> None:
    query = understand(a_message("6–12 år", intent="utenfor", slots=asked("age")))
    assert (query.question_type, query.need_ids, query.age, query.replied) == ("finn-hjelp", ("atferd",), 9, "known")


def test_a_place_that_was_asked_for_is_remembered_as_the_service() -> None:
    query = understand(a_message("I barnehagen", intent="finn-hjelp", needs=sure("barnehage"), slots=asked("arena")))
    assert (query.need_ids, query.services) == (("atferd",), ("barnehage",))


def test_yes_to_danger_is_danger_now() -> None:
    slots = asked("danger") | {"fare": {"kind": "vold-overgrep", "turns": 5}}
    query = understand(a_message("ja", intent="smaprat", slots=slots))
    assert (query.danger_now, query.need_ids) == ("vold-overgrep", ("atferd",))


def test_no_to_danger_goes_on_with_what_was_told_and_danger_is_still_remembered() -> None:
    slots = asked("danger") | {"fare": {"kind": "vold-overgrep", "turns": 5}}
    query = understand(a_message("Nei, ikke akkurat nå", intent="smaprat", slots=slots))
    assert (query.danger_now, query.danger, query.question_type) == (None, "vold-overgrep", "finn-hjelp")


@pytest.mark.parametrize("text", ["ja", "Ja takk", "ja, gjerne", "Yes please", "gjerne det", "det vil jeg gjerne"])
def test_yes_to_the_offer_of_a_person_is_a_wish_for_one(text: str) -> None:
    said = a_message(text, intent="smaprat", slots={"fokus": FOCUS, "kommune": "oppdal"})
    assert understand(said).question_type == "menneske"


@pytest.mark.parametrize("text", ["takk", "nei takk", "ja men hva koster det", "ja han er sint"])
def test_thanks_is_no_wish_for_a_person(text: str) -> None:
    said = a_message(text, intent="smaprat", slots={"fokus": FOCUS, "kommune": "oppdal"})
    assert understand(said).question_type != "menneske"


def test_how_many_questions_stood_in_a_row_is_known_and_what_was_asked_for_at_all() -> None:
    first = understand(a_message("hei", intent="smaprat", slots=asked("age", times=2)))
    second = understand(
        a_message("hei", intent="smaprat", slots={"spurt": {"for": None, "times": 0, "before": ["age"]}})
    )
    assert (first.questions, second.questions, second.asked) == (2, 0, frozenset({"age"}))


def test_an_age_that_was_asked_for_a_while_ago_asks_who_helps() -> None:
    late = {"fokus": FOCUS | {"question_type": "pris"}, "spurt": {"for": None, "times": 0, "before": ["age"]}}
    said = a_message("Han er 8", intent="finn-hjelp", alder=[8], slots=late)
    other = a_message("Han er 8", intent="finn-hjelp", alder=[8], slots=late | {"alder": 6})
    assert (understand(said).question_type, understand(other).question_type) == ("finn-hjelp", "pris")
