"""From Rasa's tracker to one Query: this message, what the call says, what the conversation remembers."""

from __future__ import annotations

from typing import Any

import pytest

from actions.understood import understand
from knowledge import Need, Query
from tests.actions.conftest import sure, tracker

FOCUS: dict[str, Any] = {
    "needs": [{"id": "skolefravaer", "confidence": 0.8}],
    "services": ["ppt"],
    "risk_areas": ["levekar"],
}


def test_a_message_becomes_a_query() -> None:
    message = tracker(
        "Kven har ansvar på raudt nivå når han på 9 er mykje borte frå skulen?",
        intent="ansvar",
        needs=sure("skolefravaer"),
        needs_ranking=sure("skolefravaer", "mobbing-miljo"),
        service=["skole"],
        kommune=["oppdal"],
        alder=[9],
        niva=["rod"],
        risikoomrade=["psykososialt-miljo"],
        language="nn",
        role={"id": "forelder", "confidence": 0.97},
        metadata={"hidden": ["telefonnummer"], "signed_in": True},
    )
    assert understand(message) == Query(
        text="Kven har ansvar på raudt nivå når han på 9 er mykje borte frå skulen?",
        kommune="oppdal",
        role="forelder",
        language="nn",
        question_type="ansvar",
        needs=(Need("skolefravaer", 0.9),),
        nearest=(Need("skolefravaer", 0.9), Need("mobbing-miljo", 0.9)),
        services=("skole",),
        levels=("rod",),
        risk_areas=("psykososialt-miljo",),
        age=9,
        hidden=("telefonnummer",),
        signed_in=True,
    )


def test_a_message_of_which_nothing_was_understood_is_still_a_query() -> None:
    assert understand(tracker("Hm", intent="nlu_fallback")) == Query(text="Hm")


def test_a_message_without_anything_is_still_a_query() -> None:
    message = tracker()
    message.latest_message = {"text": None, "intent": None, "entities": None, "metadata": None}
    assert understand(message) == Query(text="")


MUNICIPALITIES: dict[str, tuple[list[str], str | None, str | None, str | None]] = {
    "named in the message": (["tynset"], "oppdal", "folldal", "tynset"),
    "the first of two": (["tynset", "tolga"], None, None, "tynset"),
    "spoken of last": ([], "oppdal", "folldal", "folldal"),
    "sent with the call": ([], "oppdal", None, "oppdal"),
    "remembered without a call": ([], None, "folldal", "folldal"),
    "not known": ([], None, None, None),
    "an unknown name": (["oslo"], "oppdal", None, "oppdal"),
    "an unknown id in the call": ([], "oslo", None, None),
    "an unknown id remembered": ([], "oppdal", "oslo", "oppdal"),
}


@pytest.mark.parametrize(("named", "sent", "remembered", "known"), MUNICIPALITIES.values(), ids=MUNICIPALITIES)
def test_the_municipality_is_what_was_said_last_and_nearest(
    named: list[str], sent: str | None, remembered: str | None, known: str | None
) -> None:
    message = tracker("Hei", kommune=named, metadata={"kommune": sent}, slots={"kommune": remembered})
    assert understand(message).kommune == known


ROLES: dict[str, tuple[str | None, str | None, dict[str, Any] | None, str]] = {
    "said on the page": ("ansatt", "forelder", {"id": "ungdom", "confidence": 0.99}, "ansatt"),
    "remembered": ("ukjent", "forelder", {"id": "ungdom", "confidence": 0.99}, "forelder"),
    "heard for certain": ("ukjent", None, {"id": "ungdom", "confidence": 0.85}, "ungdom"),
    "heard without being sure": ("ukjent", None, {"id": "ungdom", "confidence": 0.84}, "ukjent"),
    "never said": (None, None, None, "ukjent"),
    "an unknown role in the call": ("sjef", None, None, "ukjent"),
    "an unknown role heard": (None, None, {"id": "sjef", "confidence": 0.99}, "ukjent"),
}


@pytest.mark.parametrize(("sent", "remembered", "heard", "known"), ROLES.values(), ids=ROLES)
def test_who_writes_is_what_they_say_before_how_they_say_it(
    sent: str | None, remembered: str | None, heard: dict[str, Any] | None, known: str
) -> None:
    message = tracker("Hei", role=heard, metadata={"role": sent}, slots={"rolle": remembered})
    assert understand(message).role == known


AGES: dict[str, tuple[list[Any], list[Any], float | None, int | None]] = {
    "said": ([12], [5], 3.0, 12),
    "the first of two": ([9, 12], [], None, 9),
    "from the grade": ([], ["2"], 3.0, 7),
    "first grade": ([], [1], None, 6),
    "tenth grade": ([], [10], None, 15),
    "under one year": ([0], [], 3.0, 0),
    "remembered": ([], [], 3.0, 3),
    "remembered as a newborn": ([], [], 0.0, 0),
    "not said": ([], [], None, None),
}


@pytest.mark.parametrize(("ages", "grades", "remembered", "known"), AGES.values(), ids=AGES)
def test_the_age_is_said_or_read_from_the_grade_or_remembered(
    ages: list[Any], grades: list[Any], remembered: float | None, known: int | None
) -> None:
    message = tracker("Hei", alder=ages, trinn=grades, slots={"alder": remembered})
    assert understand(message).age == known


LANGUAGES: dict[str, tuple[str | None, str | None, str | None, str]] = {
    "the message's own": ("en", "nn", "nb", "en"),
    "as before": (None, "nn", "nb", "nn"),
    "as the call says": (None, None, "nn", "nn"),
    "bokmål otherwise": (None, None, None, "nb"),
    "bokmål instead of an unknown one": ("sv", None, None, "nb"),
}


@pytest.mark.parametrize(("seen", "remembered", "sent", "known"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_reply_keeps_the_persons_written_standard(
    seen: str | None, remembered: str | None, sent: str | None, known: str
) -> None:
    message = tracker("Hei", language=seen, slots={"sprak": remembered}, metadata={"language": sent})
    assert understand(message).language == known


@pytest.mark.parametrize("seen", [None, "nb", "nn"])
def test_another_language_is_named_and_answered_in_english(seen: str | None) -> None:
    message = tracker("Nie rozumiem", language=seen, slots={"sprak": "nn"}, other_language="pl")
    query = understand(message)
    assert (query.other_language, query.language) == ("pl", "en")


@pytest.mark.parametrize("none", [{}, {"other_language": None}])
def test_a_message_in_our_own_languages_names_no_other(none: dict[str, Any]) -> None:
    assert understand(tracker("Hei", **none)).other_language is None


@pytest.mark.parametrize("intent", ["nlu_fallback", "svar-kommune", "noe-annet", None])
def test_what_is_no_question_type_counts_as_not_understood(intent: str | None) -> None:
    assert understand(tracker("Hei", intent=intent)).question_type is None


def test_the_same_name_twice_is_one_name() -> None:
    assert understand(tracker("PPT og ppt", service=["ppt", "bup", "ppt"])).services == ("ppt", "bup")


def test_a_follow_up_is_about_what_was_spoken_of_before() -> None:
    query = understand(tracker("og hva koster det?", intent="pris", slots={"fokus": FOCUS}))
    assert query.from_context
    assert query.needs == (Need("skolefravaer", 0.8),)
    assert (query.services, query.risk_areas) == (("ppt",), ("levekar",))


NO_FOLLOW_UPS: dict[str, dict[str, Any]] = {
    "a new service": {"text": "og hva koster SFO?", "intent": "pris", "service": ["sfo"]},
    "a long message": {"text": "hva koster det om vi kommer et helt annet sted fra", "intent": "pris"},
    "a new worry": {"text": "hun er lei seg", "intent": "finn-hjelp"},
    "thanks": {"text": "tusen takk", "intent": "smaprat"},
    "wants a person": {"text": "kan noen ringe?", "intent": "menneske"},
}


@pytest.mark.parametrize("message", NO_FOLLOW_UPS.values(), ids=NO_FOLLOW_UPS)
def test_what_stands_for_itself_brings_nothing_along(message: dict[str, Any]) -> None:
    query = understand(tracker(slots={"fokus": FOCUS}, **message))
    assert (query.from_context, query.needs) == (False, ())
    assert query.services == tuple(message.get("service", ()))


def test_a_follow_up_with_a_need_of_its_own_keeps_that_one() -> None:
    message = tracker("hva med mobbing?", intent="terskel", needs=sure("mobbing-miljo"), slots={"fokus": FOCUS})
    assert understand(message).needs == (Need("mobbing-miljo", 0.9),)


def test_eight_words_are_a_follow_up_and_nine_are_none() -> None:
    eight = tracker("en to tre fire fem seks sju åtte", intent="pris", slots={"fokus": FOCUS})
    nine = tracker("en to tre fire fem seks sju åtte ni", intent="pris", slots={"fokus": FOCUS})
    assert (understand(eight).from_context, understand(nine).from_context) == (True, False)


@pytest.mark.parametrize("text", ["😭😭", "помогите мне", "12 34", "???"])
def test_what_has_no_letter_of_ours_is_not_understood(text: str) -> None:
    query = understand(tracker(text, intent="finn-hjelp", needs=sure("psykisk-helse")))
    assert (query.question_type, query.needs) == (None, ())


def test_nobody_is_signed_in_unless_the_gateway_says_so() -> None:
    assert not understand(tracker("Hei", metadata={"role": "ansatt"})).signed_in
