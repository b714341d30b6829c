"""From what Rasa parsed to one Query: this message, what the call says, what the conversation remembers."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import Need, Query
from tests.understanding.parsed import a_message, parse_of, sure
from understanding.message import Message
from understanding.understood import understand

FOCUS: dict[str, Any] = {
    "needs": [{"id": "skolefravaer", "confidence": 0.8}],
    "services": ["ppt"],
    "risk_areas": ["levekar"],
}


def test_a_message_becomes_a_query() -> None:
    message = a_message(
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
        has_desk=True,
    )


def test_a_message_of_which_nothing_was_understood_is_still_a_query() -> None:
    assert understand(a_message("Hm", intent="nlu_fallback")) == Query(text="Hm")


def test_a_message_without_anything_is_still_a_query() -> None:
    message = Message({"text": None, "intent": None, "entities": None, "metadata": None})
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
    message = a_message("Hei", kommune=named, metadata={"kommune": sent}, slots={"kommune": remembered})
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
    message = a_message("Hei", role=heard, metadata={"role": sent}, slots={"rolle": remembered})
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
    message = a_message("Hei", alder=ages, trinn=grades, slots={"alder": remembered})
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
    message = a_message("Hei", language=seen, slots={"sprak": remembered}, metadata={"language": sent})
    assert understand(message).language == known


@pytest.mark.parametrize("seen", [None, "nb", "nn"])
def test_another_language_is_named_and_answered_in_english(seen: str | None) -> None:
    message = a_message("Nie rozumiem", language=seen, slots={"sprak": "nn"}, other_language="pl")
    query = understand(message)
    assert (query.other_language, query.language) == ("pl", "en")


@pytest.mark.parametrize("none", [{}, {"other_language": None}])
def test_a_message_in_our_own_languages_names_no_other(none: dict[str, Any]) -> None:
    assert understand(a_message("Hei", **none)).other_language is None


@pytest.mark.parametrize("intent", ["nlu_fallback", "svar-kommune", "noe-annet", None])
def test_what_is_no_question_type_counts_as_not_understood(intent: str | None) -> None:
    assert understand(a_message("Hei", intent=intent)).question_type is None


def test_the_same_name_twice_is_one_name() -> None:
    assert understand(a_message("PPT og ppt", service=["ppt", "bup", "ppt"])).services == ("ppt", "bup")


def test_a_follow_up_is_about_what_was_spoken_of_before() -> None:
    query = understand(a_message("og hva koster det?", intent="pris", slots={"fokus": FOCUS}))
    assert query.from_context
    assert query.needs == (Need("skolefravaer", 0.8),)
    assert (query.services, query.risk_areas) == (("ppt",), ("levekar",))


NO_FOLLOW_UPS: dict[str, dict[str, Any]] = {
    "a new service": {"text": "og hva koster SFO?", "intent": "pris", "service": ["sfo"]},
    "a long message": {"text": "hva koster det " * 11, "intent": "pris"},
    "thanks": {"text": "tusen takk", "intent": "smaprat"},
    "wants a person": {"text": "kan noen ringe?", "intent": "menneske"},
}


@pytest.mark.parametrize("message", NO_FOLLOW_UPS.values(), ids=NO_FOLLOW_UPS)
def test_what_stands_for_itself_brings_nothing_along(message: dict[str, Any]) -> None:
    query = understand(a_message(slots={"fokus": FOCUS}, **message))
    assert (query.from_context, query.needs) == (False, ())
    assert query.services == tuple(message.get("service", ()))


def test_a_follow_up_with_a_need_of_its_own_keeps_that_one() -> None:
    message = a_message("hva med mobbing?", intent="terskel", needs=sure("mobbing-miljo"), slots={"fokus": FOCUS})
    assert understand(message).needs == (Need("mobbing-miljo", 0.9),)


@pytest.mark.parametrize(("heard", "most"), [({"intent": "pris"}, 30), ({"intent": "finn-hjelp"}, 30)])
def test_a_follow_up_is_short(heard: dict[str, Any], most: int) -> None:
    short, long = (a_message("ord " * words, **heard, slots={"fokus": FOCUS}) for words in (most, most + 1))
    assert (understand(short).from_context, understand(long).from_context) == (True, False)


def test_a_follow_up_that_tells_of_something_else_is_shorter() -> None:
    told = {"intent": "terskel", "service": ["bup"]}
    short, long = (a_message("ord " * words, **told, slots={"fokus": FOCUS}) for words in (16, 17))
    assert (understand(short).services, understand(long).from_context) == (("bup",), False)


def test_more_of_the_same_story_is_about_what_was_told_before() -> None:
    query = understand(a_message("hun vil ikke til legen", intent="finn-hjelp", slots={"fokus": FOCUS}))
    assert (query.from_context, query.need_ids, query.services) == (True, ("skolefravaer",), ())


def test_another_worry_is_another_story() -> None:
    told = a_message("hun er så lei seg", intent="finn-hjelp", needs=sure("psykisk-helse"), slots={"fokus": FOCUS})
    assert (understand(told).from_context, understand(told).need_ids) == (False, ("psykisk-helse",))


def test_where_the_child_is_joins_the_story() -> None:
    told = a_message(
        "nei, jeg mente i barnehagen", intent="finn-hjelp", needs=sure("barnehage"), slots={"fokus": FOCUS}
    )
    assert understand(told).need_ids == ("skolefravaer", "barnehage")


def test_a_guess_that_is_not_sure_begins_no_other_story() -> None:
    guess = [{"id": "overgrep", "confidence": 0.49}]
    told = a_message("læreren gjorde ingenting", intent="finn-hjelp", needs=guess, slots={"fokus": FOCUS})
    assert understand(told).need_ids == ("skolefravaer",)


ASKED = {**FOCUS, "question_type": "terskel"}
AGAIN: dict[str, dict[str, Any]] = {
    "another age": {"text": "hva om hun er 19?", "intent": "definisjon", "alder": [19]},
    "another grade": {"text": "og i tredje klasse?", "intent": "finn-hjelp", "trinn": [3]},
    "another place": {"text": "og i Alvdal?", "intent": "svar-kommune", "kommune": ["alvdal"]},
}


@pytest.mark.parametrize("message", AGAIN.values(), ids=AGAIN)
def test_another_age_or_place_asks_the_question_before_again(message: dict[str, Any]) -> None:
    query = understand(a_message(slots={"fokus": ASKED}, **message))
    assert (query.question_type, query.need_ids, query.services) == ("terskel", ("skolefravaer",), ("ppt",))


NOT_AGAIN: dict[str, dict[str, Any]] = {
    "whom to call there": {"text": "hvem ringer jeg i Alvdal?", "intent": "kontakt", "kommune": ["alvdal"]},
    "what is stored": {"text": "jeg vil slette samtalen, Alvdal", "intent": "personvern", "kommune": ["alvdal"]},
    "another service": {"text": "SFO for 1. klasse", "intent": "pris", "service": ["sfo"], "trinn": [1]},
    "another worry": {
        "text": "hun er 14, ruser seg",
        "intent": "finn-hjelp",
        "needs": sure("rus-ungdom"),
        "alder": [14],
    },
}


@pytest.mark.parametrize("message", NOT_AGAIN.values(), ids=NOT_AGAIN)
def test_what_is_asked_in_its_own_words_is_no_question_again(message: dict[str, Any]) -> None:
    query = understand(a_message(slots={"fokus": ASKED}, **message))
    assert query.question_type == message["intent"]


def test_the_town_hall_of_another_place_is_that_place() -> None:
    message = a_message("og i Oppdal kommune?", kommune=["oppdal"], service=["servicetorg"], slots={"fokus": ASKED})
    query = understand(message)
    assert (query.question_type, query.services, query.from_context) == ("terskel", ("ppt",), True)


@pytest.mark.parametrize("slots", [{"fokus": FOCUS}, {"fokus": FOCUS, "fare": {"kind": "vold-overgrep", "turns": 3}}])
@pytest.mark.parametrize("parsed", [{}, {"alder": [14]}])
def test_a_wish_to_die_or_to_hurt_oneself_is_never_lost(slots: dict[str, Any], parsed: dict[str, Any]) -> None:
    guess = [{"id": "selvskading", "confidence": 0.26}]
    told = a_message("hun på 14 kutter seg", intent="finn-hjelp", needs=guess, slots=slots, **parsed)
    assert "selvskading" in understand(told).need_ids


@pytest.mark.parametrize(("text", "age"), [("14", 14), ("jeg er 25", 25), ("jeg er 35", None), ("45", None)])
def test_a_number_alone_is_the_age_of_somebody_young(text: str, age: int | None) -> None:
    query = understand(a_message(text, intent="utenfor", slots={"fokus": ASKED}))
    assert (query.age, query.question_type == "terskel") == (age, age is not None)


OUTSIDE: dict[str, tuple[float, tuple[str, float], str]] = {
    "hardly": (0.5, ("terskel", 0.3), "terskel"),
    "for certain": (0.9, ("terskel", 0.3), "utenfor"),
    "with nothing near": (0.5, ("terskel", 0.1), "utenfor"),
    "or small talk": (0.5, ("smaprat", 0.4), "utenfor"),
}


@pytest.mark.parametrize(("sure_of_it", "second", "known"), OUTSIDE.values(), ids=OUTSIDE)
def test_what_is_hardly_outside_goes_on_with_the_talk(sure_of_it: float, second: tuple[str, float], known: str) -> None:
    message = a_message("når er fristen for å søke?", intent="utenfor", slots={"fokus": FOCUS})
    parse_of(message)["intent"]["confidence"] = sure_of_it
    ranking = [("utenfor", sure_of_it), second]
    parse_of(message)["intent_ranking"] = [{"name": name, "confidence": share} for name, share in ranking]
    assert understand(message).question_type == known


def test_a_service_that_is_named_to_be_refused_is_not_asked_for() -> None:
    message = a_message("ikke nav, men ppt")
    entities = [("nav", 5), ("ppt", 14)]
    parse_of(message)["entities"] = [{"entity": "service", "value": value, "start": start} for value, start in entities]
    assert understand(message).services == ("ppt",)


NAMED: dict[str, tuple[str, bool]] = {
    "why not": ("hvorfor tar ikke bup telefonen?", True),
    "is there none": ("finnes ikke bup her", True),
    "can they not": ("kan ikke bup hjelpe oss?", True),
    "not there": ("vi vil ikke til bup", False),
    "nor there": ("kan jeg snakke med noen, men ikke bup?", False),
}


@pytest.mark.parametrize(("text", "meant"), NAMED.values(), ids=NAMED)
def test_whoever_asks_why_not_asks_for_the_service(text: str, *, meant: bool) -> None:
    message = a_message(text, intent="finn-hjelp")
    parse_of(message)["entities"] = [{"entity": "service", "value": "bup", "start": text.index("bup")}]
    assert understand(message).services == (("bup",) if meant else ())


@pytest.mark.parametrize("text", ["😭😭", "помогите мне", "12 34", "???"])
def test_what_has_no_letter_of_ours_is_not_understood(text: str) -> None:
    query = understand(a_message(text, intent="finn-hjelp", needs=sure("psykisk-helse")))
    assert (query.question_type, query.needs) == (None, ())


def test_nobody_is_signed_in_unless_the_gateway_says_so() -> None:
    assert not understand(a_message("Hei", metadata={"role": "ansatt"})).signed_in


SAID: dict[str, tuple[str, str, str, str]] = {
    "a job": ("jeg er læreren hennes, ikke moren", "læreren", "ansatt", "ansatt"),
    "where they work": ("eg jobbar som jordmor", "jordmor", "ansatt", "ansatt"),
    "somebody else's job": ("hun er lærer", "lærer", "ansatt", "forelder"),
    "what they are not": ("jeg er ikke læreren", "læreren", "ansatt", "forelder"),
    "a parent again": ("jeg er mor til henne", "mor", "forelder", "forelder"),
}


@pytest.mark.parametrize(("text", "word", "named", "known"), SAID.values(), ids=SAID)
def test_who_writes_is_what_they_say_that_they_are(text: str, word: str, named: str, known: str) -> None:
    message = a_message(text, metadata={"role": "forelder"})
    parse_of(message)["entities"] = [{"entity": "rolle", "value": named, "start": text.index(word)}]
    query = understand(message)
    assert (query.role, query.corrected) == (known, ("role",) if known != "forelder" else ())


@pytest.mark.parametrize(
    ("age", "known"), [(5, "ukjent"), (6, "ungdom"), (15, "ungdom"), (23, "ungdom"), (24, "ukjent")]
)
def test_whoever_tells_that_they_are_young_is(age: int, known: str) -> None:
    message = a_message(f"jeg er {age}")
    parse_of(message)["entities"] = [{"entity": "alder", "value": age, "start": 7}]
    assert understand(message).role == known


@pytest.mark.parametrize(("age", "known"), [(17, "ungdom"), (18, "forelder")])
def test_a_young_grown_up_may_be_the_parent_that_they_are_known_as(age: int, known: str) -> None:
    message = a_message(f"jeg er {age} og gravid", metadata={"role": "forelder"})
    parse_of(message)["entities"] = [{"entity": "alder", "value": age, "start": 7}]
    query = understand(message)
    assert (query.role, query.corrected) == (known, ("role",) if known == "ungdom" else ())


def test_what_was_said_once_is_known_later() -> None:
    assert understand(a_message("Hei", metadata={"role": "forelder"}, slots={"rolle_sagt": "ansatt"})).role == "ansatt"


@pytest.mark.parametrize(
    ("sent", "remembered", "corrected"), [("oppdal", None, True), ("oppdal", "alvdal", False), (None, None, False)]
)
def test_another_municipality_than_the_known_one_is_a_correction(
    sent: str | None, remembered: str | None, *, corrected: bool
) -> None:
    message = a_message("og i Alvdal?", kommune=["alvdal"], metadata={"kommune": sent}, slots={"kommune": remembered})
    assert ("kommune" in understand(message).corrected) is corrected


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("ikke koordinator", "smaprat"),
        ("vil ikke snakke med koordinator", "smaprat"),
        ("får ikke snakke med koordinator", "menneske"),
        ("jeg vil ha koordinator", "menneske"),
    ],
)
def test_whoever_refuses_the_coordinator_gets_none(text: str, known: str) -> None:
    message = a_message(text, intent="menneske")
    parse_of(message)["entities"] = [{"entity": "service", "value": "koordinator", "start": text.index("koordinator")}]
    assert understand(message).question_type == known


def test_whoever_wants_a_person_but_not_a_service_still_wants_a_person() -> None:
    text = "jeg vil snakke med et menneske, ikke barnevernet"
    message = a_message(text, intent="menneske")
    parse_of(message)["entities"] = [{"entity": "service", "value": "barnevern", "start": text.index("barnevernet")}]
    assert understand(message).question_type == "menneske"


NOTHING: dict[str, tuple[dict[str, Any], float, str]] = {
    "nothing told": ({}, 0.2, "utenfor"),
    "surely a call for help": ({}, 0.19, "finn-hjelp"),
    "a need": ({"needs": sure("okonomi")}, 0.4, "finn-hjelp"),
    "a service": ({"service": ["nav"]}, 0.4, "finn-hjelp"),
    "a talk that goes on": ({"slots": {"fokus": FOCUS}}, 0.4, "finn-hjelp"),
}


@pytest.mark.parametrize(("told", "outside", "known"), NOTHING.values(), ids=NOTHING)
def test_a_call_for_help_without_a_need_may_lie_outside(told: dict[str, Any], outside: float, known: str) -> None:
    message = a_message("toget er forsinket, hva gjør jeg", intent="finn-hjelp", **told)
    ranking = [("finn-hjelp", 1 - outside), ("utenfor", outside)]
    parse_of(message)["intent_ranking"] = [{"name": name, "confidence": share} for name, share in ranking]
    assert understand(message).question_type == known


def test_the_role_that_is_said_last_is_the_one_to_answer() -> None:
    text = "jeg er lærer selv, men jeg skriver som mamma"
    message = a_message(text, metadata={"role": "ansatt"})
    parse_of(message)["entities"] = [
        {"entity": "rolle", "value": value, "start": text.index(word)}
        for word, value in (("lærer", "ansatt"), ("mamma", "forelder"))
    ]
    assert understand(message).role == "forelder"


def test_the_age_is_the_childs_and_not_the_parents() -> None:
    text = "jeg er 23, sønnen min er 4"
    message = a_message(text)
    parse_of(message)["entities"] = [
        {"entity": "alder", "value": age, "start": text.index(str(age))} for age in (23, 4)
    ]
    assert understand(message).age == 4


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Nei, NAV vil eg ikkje ha noko med å gjere. Kven elles?", True),
        ("vil ikke ha NAV innblanda nå", True),
        ("I don't want NAV", True),
        ("Nei, ikke NAV", True),
        ("eg vil ha NAV", False),
        ("hun vil ikke til NAV", False),
        ("han går ikke på NAV", False),
        ("jeg får ikke til NAV", False),
    ],
)
def test_only_what_whoever_writes_refuses_is_unwanted(text: str, *, unwanted: bool) -> None:
    start = text.index("NAV")
    message = a_message(text, intent="finn-hjelp")
    parse_of(message)["entities"].append({"entity": "service", "value": "nav", "start": start, "end": start + 3})
    assert understand(message).refused == (frozenset({"nav"}) if unwanted else frozenset())


@pytest.mark.parametrize("text", ["Vi er SFO i Sør-Odal", "me er SFO her"])
def test_whoever_speaks_for_a_service_works_there(text: str) -> None:
    start = text.index("SFO")
    message = a_message(text, intent="smaprat")
    parse_of(message)["entities"].append({"entity": "service", "value": "sfo", "start": start, "end": start + 3})
    query = understand(message)
    assert (query.role, query.own_services) == ("ansatt", frozenset({"sfo"}))


def test_what_the_trained_net_hears_goes_along() -> None:
    heard = [{"id": "vold-overgrep", "confidence": 0.12}, {"id": "selvmord", "confidence": 0.11}]
    told = a_message("hun har igjen blåmerker rundt håndleddene", intent="finn-hjelp", danger=heard)
    assert understand(told).danger_heard == "vold-overgrep"


def test_in_small_talk_danger_must_be_heard_for_sure() -> None:
    thanks = a_message("takk for svar da", intent="smaprat", danger=[{"id": "selvmord", "confidence": 0.17}])
    surely = a_message("takk for alt da", intent="smaprat", danger=[{"id": "selvmord", "confidence": 0.6}])
    assert (understand(thanks).danger_heard, understand(surely).danger_heard) == (None, "selvmord")
