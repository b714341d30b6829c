"""Handing over in a real database: what families ask for, what employees do, and what is left of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from conversations.handing import NotNowError, OverError, State, TakenError
from conversations.holding import UnknownCaseError
from conversations.working import OnlyLeadsError
from conversations.writing import UnknownConversationError
from foundation.clock import NORWAY
from tests.conversations.house import (
    DANGER,
    DUE,
    KARI,
    KEY,
    LEAD,
    NUMBER,
    OLA,
    PHONE,
    SERVICE,
    STRANGER,
    Clock,
    House,
    reply,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

FIRST, SECOND = "melding-nummer-0001", "melding-nummer-0002"
UNKNOWN = 4_711
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def rows(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    """What the database says, past all our own code."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def on_disk(database: Path, word: str) -> list[str]:
    """The files of a database in which a word stands."""
    return [one.name for one in database.parent.glob(f"{database.name}*") if word.encode() in one.read_bytes()]


# Asking.


def test_whoever_asks_waits_and_is_told_so(house: House) -> None:
    own, case = house.asked()
    assert house.conversations.turn(own) == "waiting"
    assert house.told(own) == ["asked"]
    assert house.deeds(case) == [(None, "asked", None)]


def test_whoever_asks_again_waits_once_with_the_new_summary(house: House) -> None:
    own, case = house.asked(words="Først", shares_talk=True)
    again = house.handovers.ask(own, wish(words="Så", age=9))
    assert again.handover_id == case
    [kept] = house.cases.open_in({"oppdal"})
    assert (kept.summary["words"], kept.summary["age"]) == ("Så", 9)
    assert not house.cases.whole(case, KARI).shares_talk
    assert house.told(own) == ["asked"]


def test_whoever_asks_while_somebody_is_there_is_not_asked_for_anew(house: House) -> None:
    own, case = house.live(words="Først")
    assert house.handovers.ask(own, wish(words="Så")).handover_id == case
    assert house.handovers.ask(own, wish("rennebu", words="Så")).handover_id == case
    whole = house.cases.whole(case, KARI)
    assert (whole.case.kommune, whole.case.state, whole.case.summary["words"]) == ("oppdal", "coordinator", "Først")
    assert house.told(own) == ["asked", "claimed"]


def test_whoever_asks_after_the_end_begins_anew(house: House) -> None:
    own, case = house.live()
    house.handovers.give_back(case, KARI)
    again = house.handovers.ask(own, wish())
    assert again.handover_id > case
    assert house.conversations.turn(own) == "waiting"


def test_an_empty_summary_is_taken(house: House) -> None:
    _, case = house.asked()
    assert house.cases.whole(case, KARI).case.summary == {
        "kommune": "oppdal",
        "role": None,
        "age": None,
        "needs": [],
        "services": [],
        "words": None,
    }


def test_whoever_turns_to_another_municipality_leaves_the_first_ones_queue(house: House) -> None:
    own, first = house.asked()
    house.handovers.note(first, KARI, "Bare for oss")
    second = house.handovers.ask(own, wish("rennebu")).handover_id
    assert second != first
    assert [one.id for one in house.cases.open_in({"oppdal", "rennebu"})] == [second]
    assert house.cases.whole(second, STRANGER).notes == ()
    assert house.told(own) == ["asked", "cancelled", "asked"]
    with pytest.raises(UnknownCaseError):
        house.cases.whole(first, STRANGER)
    assert rows(house.engine, 'SELECT kommune, "end" FROM handover_figure ORDER BY handover_id') == [
        ("oppdal", "abandoned"),
        ("rennebu", None),
    ]


def test_whoever_leaves_a_number_with_another_municipality_is_promised_that_ones_day(house: House) -> None:
    own, first = house.to_call()
    later = DUE + timedelta(days=3)
    second = house.handovers.call_back(own, wish("rennebu"), PHONE, later).handover_id
    assert house.cases.standing(own).due == later
    assert house.cases.whole(first, KARI).contact is None
    assert house.cases.whole(second, STRANGER).contact == PHONE
    assert house.told(own) == ["callback", "cancelled", "callback"]


def test_a_number_for_another_municipality_ends_a_talk_and_gives_it_back_first(house: House) -> None:
    own, _ = house.live()
    house.handovers.call_back(own, wish("rennebu"), PHONE, DUE)
    assert house.told(own) == ["asked", "claimed", "returned", "callback"]


@pytest.mark.parametrize("do", ["ask", "cancel", "call_back"])
def test_in_a_conversation_that_is_forgotten_nothing_can_be_asked(house: House, do: str) -> None:
    own, _ = house.asked()
    house.conversations.forget(own)
    requests: dict[str, Callable[[], object]] = {
        "ask": lambda: house.handovers.ask(own, wish()),
        "cancel": lambda: house.handovers.cancel(own),
        "call_back": lambda: house.handovers.call_back(own, wish(), PHONE, DUE),
    }
    with pytest.raises(UnknownConversationError):
        requests[do]()


# Call-backs.


def test_a_call_back_is_promised_while_the_assistant_goes_on(house: House) -> None:
    own, case = house.to_call()
    assert house.conversations.turn(own) == "callback"
    standing = house.cases.standing(own)
    assert (standing.due, standing.contact_kind, standing.hint) == (DUE, "phone", "…67")
    assert house.cases.whole(case, KARI).contact == PHONE
    [told] = house.conversations.messages(own)
    assert told.event is not None
    assert (told.event["kind"], told.event["by"]) == ("callback", DUE.isoformat())


def test_whoever_waits_may_rather_be_called(house: House) -> None:
    own, case = house.asked()
    assert house.handovers.call_back(own, wish(words="Ring"), PHONE, DUE).handover_id == case
    [kept] = house.cases.open_in({"oppdal"})
    assert (kept.state, kept.summary["words"]) == ("callback", "Ring")
    assert house.told(own) == ["asked", "callback"]


def test_whoever_talks_may_rather_be_called_and_then_nobody_has_it(house: House) -> None:
    own, case = house.live()
    house.handovers.call_back(own, wish(), PHONE, DUE)
    [kept] = house.cases.open_in({"oppdal"})
    assert (kept.id, kept.state, kept.holder, kept.claimed_at) == (case, "callback", None, None)
    with pytest.raises(NotNowError):
        house.handovers.speak(case, KARI, FIRST, "Er du der?")


def test_whoever_was_to_be_called_may_rather_wait_and_the_number_goes(house: House, clock: Clock) -> None:
    own, case = house.to_call()
    house.handovers.claim(case, KARI)
    clock.pass_by(days=2)
    house.handovers.ask(own, wish())
    [kept] = house.cases.open_in({"oppdal"})
    assert (kept.state, kept.due, kept.holder, kept.claimed_at) == ("waiting", None, None, None)
    assert clock.now - kept.asked_at < timedelta(seconds=1)
    assert house.cases.whole(case, KARI).contact is None
    clock.pass_by(seconds=40)
    house.handovers.claim(case, KARI)
    assert rows(house.engine, "SELECT kind, waited FROM handover_figure") == [("live", 40)]


@pytest.mark.parametrize(("days", "promised"), [(3, DUE), (0, DUE), (-1, DUE - timedelta(days=1))])
def test_the_promised_day_never_becomes_a_later_one(house: House, days: int, promised: object) -> None:
    own, case = house.to_call()
    house.handovers.claim(case, KARI)
    house.handovers.call_back(own, wish(), PHONE, DUE + timedelta(days=days))
    assert house.cases.standing(own).due == promised
    assert house.told(own) == ["callback"]


def test_a_new_number_takes_the_place_of_the_old_one(house: House) -> None:
    own, case = house.to_call()
    new = type(PHONE)("email", "kari@example.org")
    house.handovers.call_back(own, wish(), new, DUE)
    assert house.cases.whole(case, KARI).contact == new
    assert house.cases.standing(own).hint == "k…@…rg"


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (1, True), (2, False)])
def test_a_call_that_was_made_is_counted_as_kept_until_the_end_of_its_day(
    house: House, clock: Clock, days: int, *, is_kept: bool
) -> None:
    own, case = house.to_call()
    clock.now = clock.now.replace(hour=22, minute=30) + timedelta(days=days)  # Half past eleven in Norway.
    house.handovers.called(case, OLA, "svar-gitt")
    assert rows(house.engine, 'SELECT kind, "end", is_kept, outcome FROM handover_figure') == [
        ("callback", "called", is_kept, "svar-gitt")
    ]
    assert house.told(own) == ["callback", "called"]
    assert house.conversations.turn(own) == "assistant"
    assert house.cases.standing(own).follow_up is not None


def test_a_promise_is_not_kept_where_nobody_was_reached(house: House) -> None:
    _, case = house.to_call()
    house.handovers.called(case, OLA, "ingen-svar")
    assert rows(house.engine, "SELECT is_kept, outcome FROM handover_figure") == [(False, "ingen-svar")]


def test_a_call_that_somebody_took_is_made_by_nobody_else(house: House) -> None:
    own, case = house.to_call()
    house.handovers.claim(case, KARI)
    for do in (house.handovers.claim, lambda one, by: house.handovers.called(one, by, "annet")):
        with pytest.raises(TakenError):
            do(case, OLA)
    house.handovers.release(case, KARI)
    house.handovers.called(case, OLA, "annet")
    assert house.told(own) == ["callback", "called"]
    assert house.deeds(case) == [
        (None, "callback", None),
        (KARI.name, "claimed", None),
        (KARI.name, "released", None),
        (OLA.name, "called", "annet"),
    ]


# Contacts.


@only_sqlite
def test_a_number_is_not_to_be_found_in_the_file_nor_who_it_was_after_the_call(house: House, database: Path) -> None:
    own, case = house.to_call()
    sealed = str(rows(house.engine, "SELECT contact FROM handover")[0][0])
    assert on_disk(database, sealed) != []
    for word in (NUMBER, NUMBER[1:], PHONE.when or "", KEY):
        assert on_disk(database, word) == []
    house.handovers.called(case, KARI, "svar-gitt")
    assert rows(house.engine, "SELECT contact, contact_kind, hint FROM handover") == [(None, None, None)]
    assert on_disk(database, sealed[:40]) == []
    assert house.cases.standing(own).hint is None


END: dict[str, Callable[[House, str, int], object]] = {
    "cancelled": lambda house, own, _case: house.handovers.cancel(own),
    "asked instead": lambda house, own, _case: house.handovers.ask(own, wish()),
    "called": lambda house, _own, case: house.handovers.called(case, KARI, "annet"),
    "another number": lambda house, own, _case: house.handovers.call_back(own, wish(), type(PHONE)("phone", "0"), DUE),
    "forgotten": lambda house, own, _case: house.conversations.forget(own),
}


@only_sqlite
@pytest.mark.parametrize("end", END)
def test_a_number_that_is_needed_no_more_is_deleted(house: House, database: Path, end: str) -> None:
    own, case = house.to_call()
    [(sealed,)] = rows(house.engine, "SELECT contact FROM handover")
    END[end](house, own, case)
    assert (sealed,) not in rows(house.engine, "SELECT contact FROM handover")
    assert on_disk(database, str(sealed)) == []


# Having it.


def test_whoever_claims_has_it_and_the_family_reads_the_name_that_was_chosen(house: House) -> None:
    own, case = house.asked()
    house.handovers.claim(case, KARI, "Kari")
    assert house.conversations.turn(own) == "coordinator"
    assert house.cases.standing(own).by == "Kari"
    told = house.conversations.messages(own)[-1]
    assert told.event is not None
    assert (told.event["kind"], told.event["by"]) == ("claimed", "Kari")
    assert KARI.name not in str(told)


def test_whoever_claims_twice_claims_once(house: House) -> None:
    own, case = house.live()
    house.handovers.claim(case, KARI, "Kari K")
    assert house.told(own) == ["asked", "claimed"]
    assert house.cases.standing(own).by == "Kari"


def test_whoever_comes_second_is_told_that_it_is_taken(house: House) -> None:
    own, case = house.live()
    for do in (
        lambda: house.handovers.claim(case, OLA),
        lambda: house.handovers.release(case, OLA),
        lambda: house.handovers.give_back(case, OLA),
        lambda: house.handovers.close(case, OLA, "annet"),
        lambda: house.handovers.pass_to(case, OLA, OLA),
        lambda: house.handovers.propose(case, OLA, SERVICE, "Ord"),
        lambda: house.handovers.speak(case, OLA, FIRST, "Hei"),
    ):
        with pytest.raises(TakenError):
            do()
    assert house.told(own) == ["asked", "claimed"]
    assert house.cases.whole(case, OLA).case.outcome is None


def test_what_is_let_go_waits_again_in_its_old_place(house: House, clock: Clock) -> None:
    own, case = house.live()
    clock.pass_by(minutes=5)
    house.asked()
    house.handovers.release(case, KARI)
    standing = house.cases.standing(own)
    assert (standing.state, standing.place, standing.by) == ("waiting", 1, None)
    house.handovers.claim(case, OLA)
    assert house.told(own) == ["asked", "claimed", "released", "claimed"]


def test_a_wait_is_counted_once(house: House, clock: Clock) -> None:
    _, case = house.asked()
    clock.pass_by(seconds=90)
    house.handovers.claim(case, KARI)
    house.handovers.release(case, KARI)
    clock.pass_by(seconds=90)
    house.handovers.claim(case, OLA)
    assert rows(house.engine, "SELECT waited FROM handover_figure") == [(90,)]


def test_only_a_lead_of_that_municipality_takes_over(house: House) -> None:
    own, case = house.live()
    _, there = house.live("rennebu")
    for one, by in ((case, OLA), (there, LEAD), (there, STRANGER)):
        with pytest.raises(OnlyLeadsError):
            house.handovers.take_over(one, by, "Kari er syk")
    house.handovers.take_over(case, LEAD, "Kari er syk", "Liv")
    whole = house.cases.whole(case, KARI)
    assert (whole.case.holder, whole.case.holder_name, whole.shown_name) == (LEAD.id, LEAD.name, "Liv")
    assert house.told(own) == ["asked", "claimed", "taken-over"]
    assert house.deeds(case)[-1] == (LEAD.name, "taken-over", "Kari er syk")
    with pytest.raises(TakenError):
        house.handovers.speak(case, KARI, FIRST, "Hei")


def test_what_nobody_has_is_claimed_and_not_taken_over(house: House) -> None:
    _, case = house.asked()
    with pytest.raises(NotNowError):
        house.handovers.take_over(case, LEAD, "Haster")


def test_a_colleague_gets_it_and_the_family_is_told_of_another(house: House) -> None:
    own, case = house.live()
    house.handovers.pass_to(case, KARI, OLA)
    whole = house.cases.whole(case, OLA)
    assert (whole.case.holder, whole.case.holder_name, whole.shown_name) == (OLA.id, OLA.name, None)
    assert house.told(own) == ["asked", "claimed", "passed"]
    assert house.deeds(case)[-1] == (KARI.name, "passed", OLA.name)


def test_whoever_talks_with_them_may_show_a_name_later_and_the_same_is_told_once(house: House) -> None:
    own, case = house.live()
    house.handovers.pass_to(case, KARI, OLA)
    for _ in range(2):
        house.handovers.show_name(case, OLA, "Ola")
    assert house.cases.whole(case, OLA).shown_name == "Ola"
    assert house.told(own) == ["asked", "claimed", "passed", "named"]
    assert house.deeds(case)[-1] == (OLA.name, "named", "Ola")
    with pytest.raises(TakenError):
        house.handovers.show_name(case, KARI, "Kari")


def test_nobody_sees_a_name_where_nobody_talks(house: House) -> None:
    _, case = house.asked()
    with pytest.raises(NotNowError):
        house.handovers.show_name(case, KARI, "Kari")


def test_a_note_that_is_sent_twice_is_written_once_and_the_same_words_another_day_again(
    house: House, clock: Clock
) -> None:
    _, case = house.live()
    for who, said in ((KARI, "Ringte, ikke svar"), (KARI, "Ringte, ikke svar"), (OLA, "Enig")):
        house.handovers.note(case, who, said)
        clock.pass_by(seconds=30)
    clock.pass_by(days=1)
    for _ in range(2):
        house.handovers.note(case, OLA, "Enig")
    told = [(note.by, note.text) for note in house.cases.whole(case, KARI).notes]
    assert told == [(KARI.name, "Ringte, ikke svar"), (OLA.name, "Enig"), (OLA.name, "Enig")]


def test_a_call_that_nobody_answered_is_told_and_the_promise_stands(house: House) -> None:
    own, case = house.to_call()
    house.handovers.attempted(case, KARI)
    whole = house.cases.whole(case, KARI)
    assert (whole.case.state, whole.case.holder, whole.contact) == (State.CALLBACK, None, PHONE)
    assert house.told(own) == ["callback", "attempted"]
    assert house.deeds(case)[-1] == (KARI.name, "attempted", None)
    house.handovers.claim(case, OLA)
    with pytest.raises(TakenError):
        house.handovers.attempted(case, KARI)


def test_only_who_is_to_be_called_can_be_called_in_vain(house: House) -> None:
    for _, case in (house.asked(), house.live()):
        with pytest.raises(NotNowError):
            house.handovers.attempted(case, KARI)


def test_what_somebody_has_who_may_not_any_more_waits_again(house: House) -> None:
    own, case = house.live()
    assert house.handovers.let_go(case, OLA.id) is None
    assert house.handovers.let_go(case, KARI.id) is not None
    assert house.handovers.let_go(case, KARI.id) is None
    found = house.cases.whole(case, OLA).case
    assert (found.state, found.holder) == (State.WAITING, None)
    assert house.told(own) == ["asked", "claimed", "released"]
    assert house.deeds(case)[-1] == (None, "let-go", KARI.name)


def test_to_a_colleague_elsewhere_nothing_is_passed(house: House) -> None:
    _, case = house.live()
    with pytest.raises(NotNowError):
        house.handovers.pass_to(case, KARI, STRANGER)
    assert house.cases.whole(case, KARI).case.holder == KARI.id


def test_another_municipalitys_case_is_unknown_to_everything(house: House) -> None:
    own, case = house.live()
    handovers, cases = house.handovers, house.cases
    for one in (case, UNKNOWN):
        for do in (
            lambda one: handovers.claim(one, STRANGER),
            lambda one: handovers.take_over(one, STRANGER, "Hvorfor ikke"),
            lambda one: handovers.release(one, STRANGER),
            lambda one: handovers.pass_to(one, STRANGER, KARI),
            lambda one: handovers.propose(one, STRANGER, SERVICE, "Ord"),
            lambda one: handovers.give_back(one, STRANGER),
            lambda one: handovers.close(one, STRANGER, "annet"),
            lambda one: handovers.called(one, STRANGER, "annet"),
            lambda one: handovers.note(one, STRANGER, "Ord"),
            lambda one: handovers.speak(one, STRANGER, FIRST, "Hei"),
            lambda one: cases.whole(one, STRANGER),
            lambda one: cases.entries(one, STRANGER),
        ):
            with pytest.raises(UnknownCaseError):
                do(one)
    assert house.told(own) == ["asked", "claimed"]
    assert [deed.by for deed in house.cases.whole(case, KARI).history] == [None, KARI.name]


# Talking.


def test_a_coordinators_words_are_stored_once_and_stay_stored(house: House) -> None:
    own, case = house.live()
    said, _ = house.handovers.speak(case, KARI, FIRST, "Hei", {"reply": "Kort"})
    assert house.handovers.speak(case, KARI, FIRST, "Noe annet")[0] == said
    house.handovers.give_back(case, KARI)
    assert house.handovers.speak(case, KARI, FIRST, "Hei")[0] == said
    assert [one.text for one in house.conversations.messages(own) if one.author == "koordinator"] == ["Hei"]
    assert (said.client_id, said.answer, said.event) == (FIRST, {"reply": "Kort"}, {"by": "Kari", "name": KARI.name})


def test_an_id_is_its_senders_own(house: House) -> None:
    own, case = house.live()
    said, _ = house.handovers.speak(case, KARI, FIRST, "Fra koordinatoren")
    written = house.conversations.write(own, "Fra familien", FIRST)
    assert (written.number, written.text) == (said.number + 1, "Fra familien")
    assert house.conversations.written(own, FIRST) == written
    assert house.handovers.speak(case, KARI, FIRST, "Fra koordinatoren")[0] == said


def test_the_assistant_is_silent_while_somebody_is_there_but_for_danger(house: House) -> None:
    own, case = house.asked()
    before = house.conversations.write(own, "Før", FIRST)
    house.handovers.claim(case, KARI)
    after = house.conversations.write(own, "Etter", SECOND)
    assert (before.addressee, after.addressee) == ("assistent", "koordinator")
    assert house.conversations.reply(own, before.number, [reply("Før")]).answers == ()
    danger = reply("Etter", DANGER)
    assert house.conversations.reply(own, after.number, [reply("Etter"), danger]).answers == (danger,)
    assert [one.text for one in house.conversations.messages(own)] == ["", "Før", "", "Etter", "Svar på Etter"]
    assert house.cases.whole(case, KARI).case.acute == "selvmord"


@pytest.mark.parametrize("state", ["waiting", "callback"])
def test_whoever_waits_or_is_to_be_called_is_answered_meanwhile(house: House, state: str) -> None:
    own, _ = house.asked() if state == "waiting" else house.to_call()
    message = house.conversations.write(own, "Hei", FIRST)
    assert message.addressee == "assistent"
    assert house.conversations.reply(own, message.number, [reply("Hei")]).answers == (reply("Hei"),)
    assert house.conversations.turn(own) == state


def test_what_was_said_to_the_coordinator_is_not_the_assistants_context(house: House) -> None:
    own, case = house.asked()
    house.conversations.write(own, "Til assistenten", FIRST)
    house.handovers.claim(case, KARI)
    last = house.conversations.write(own, "Til Kari", SECOND)
    assert [one.text for one in house.conversations.told(own, last.number, 5).before] == ["Til assistenten"]


# Passing on, with consent.


@pytest.mark.parametrize("consent", [True, False])
def test_what_is_to_be_passed_on_is_asked_for_and_answered_once(house: House, *, consent: bool) -> None:
    own, case = house.live()
    house.handovers.propose(case, KARI, SERVICE, "Familien ønsker time")
    house.handovers.answer_consent(own, 1, consent=consent)
    house.handovers.answer_consent(own, 1, consent=consent)
    for number, said in ((1, not consent), (2, consent), (0, consent)):
        with pytest.raises(NotNowError):
            house.handovers.answer_consent(own, number, consent=said)
    word = "given" if consent else "refused"
    whole = house.cases.whole(case, KARI)
    assert (whole.consent, whole.proposed) == (word, {"service": SERVICE, "words": "Familien ønsker time"})
    assert house.told(own) == ["asked", "claimed", "consent-asked", f"consent-{word}"]
    asked, answered = house.conversations.messages(own)[-2:]
    assert asked.event is not None
    assert answered.event is not None
    assert (asked.event["proposal"], asked.event["service"], asked.event["words"]) == (
        1,
        SERVICE,
        "Familien ønsker time",
    )
    assert (answered.event["proposal"], answered.event["service"]) == (1, SERVICE)
    assert house.deeds(case)[-1] == (None, f"consent-{word}", SERVICE["name"])


def test_the_same_is_asked_once_and_something_else_anew(house: House) -> None:
    own, case = house.live()
    for words in ("Ord", "Ord", "Andre ord"):
        house.handovers.propose(case, KARI, SERVICE, words)
    assert house.told(own) == ["asked", "claimed", "consent-asked", "consent-asked"]
    with pytest.raises(NotNowError):
        house.handovers.answer_consent(own, 1, consent=True)
    house.handovers.answer_consent(own, 2, consent=True)
    house.handovers.propose(case, KARI, SERVICE, "Andre ord")
    assert house.cases.whole(case, KARI).consent == "asked"


def test_a_question_that_was_not_answered_goes_with_whoever_asked_it(house: House) -> None:
    own, case = house.live()
    house.handovers.propose(case, KARI, SERVICE, "Ord")
    house.handovers.release(case, KARI)
    house.handovers.claim(case, OLA)
    with pytest.raises(NotNowError):
        house.handovers.answer_consent(own, 1, consent=True)
    whole = house.cases.whole(case, OLA)
    assert (whole.consent, whole.proposed) == (None, None)


# The end.


def test_the_return_is_said_and_the_assistant_answers_again(house: House) -> None:
    own, case = house.live()
    house.handovers.give_back(case, KARI)
    message = house.conversations.write(own, "Hei", FIRST)
    assert message.addressee == "assistent"
    assert house.conversations.reply(own, message.number, [reply("Hei")]).answers != ()
    assert house.told(own) == ["asked", "claimed", "returned"]
    assert house.deeds(case)[-1] == (KARI.name, "returned", None)


def test_closed_is_final(house: House) -> None:
    own, case = house.live()
    kept = house.conversations.write(own, "Takk", FIRST)
    house.handovers.close(case, KARI, "time-avtalt")
    for do in (
        lambda: house.conversations.write(own, "En ting til", SECOND),
        lambda: house.handovers.ask(own, wish()),
        lambda: house.handovers.call_back(own, wish(), PHONE, DUE),
        lambda: house.handovers.cancel(own),
        lambda: house.handovers.claim(case, KARI),
        lambda: house.handovers.close(case, KARI, "annet"),
        lambda: house.handovers.speak(case, KARI, SECOND, "Hei"),
    ):
        with pytest.raises(OverError):
            do()
    assert house.conversations.write(own, "Takk", FIRST) == kept
    assert house.conversations.turn(own) == "closed"
    assert house.cases.whole(case, KARI).case.outcome == "time-avtalt"
    assert house.told(own) == ["asked", "claimed", "closed"]


def test_after_the_close_danger_still_gets_help_lines(house: House) -> None:
    own, case = house.live()
    kept = house.conversations.write(own, "Takk", FIRST)
    house.handovers.close(case, KARI, "svar-gitt")
    danger = reply("Takk", DANGER)
    assert house.conversations.reply(own, kept.number, [danger, reply("Takk")]).answers == (danger,)


@pytest.mark.parametrize(
    ("state", "said", "ended", "counted"),
    [
        ("waiting", "cancelled", "cancelled", "abandoned"),
        ("callback", "cancelled", "cancelled", "abandoned"),
        ("live", "returned", "returned", "answered"),
    ],
)
def test_the_family_may_let_go_in_every_state(house: House, state: str, said: str, ended: str, counted: str) -> None:
    own, case = {"waiting": house.asked, "callback": house.to_call, "live": house.live}[state]()
    house.handovers.cancel(own)
    assert house.told(own)[-1] == said
    assert house.conversations.turn(own) == "assistant"
    assert house.cases.open_in({"oppdal"}) == ()
    assert house.cases.whole(case, KARI).case.state == State(ended)
    assert rows(house.engine, 'SELECT "end" FROM handover_figure') == [(counted,)]
    with pytest.raises(NotNowError):
        house.handovers.cancel(own)


def test_where_nobody_was_asked_nothing_can_be_let_go(house: House) -> None:
    own = house.talk()
    doings: tuple[Callable[[], object], ...] = (
        lambda: house.handovers.cancel(own),
        lambda: house.handovers.answer_consent(own, 1, consent=True),
        lambda: house.handovers.say_helped(own, "yes"),
    )
    for do in doings:
        with pytest.raises(NotNowError):
            do()


def test_whether_it_helped_is_asked_once_somebody_was_there(house: House) -> None:
    own, case = house.live()
    with pytest.raises(NotNowError):
        house.handovers.say_helped(own, "yes")
    house.handovers.close(case, KARI, "svar-gitt")
    house.handovers.say_helped(own, "no")
    house.handovers.say_helped(own, "partly")
    assert house.cases.standing(own).helped == "partly"
    assert rows(house.engine, "SELECT helped, helped_later FROM handover_figure") == [("partly", None)]


@pytest.mark.parametrize("goes_back", ["give_back", "cancel"])
def test_whoever_goes_back_to_the_assistant_is_asked_and_gets_the_link_too(house: House, goes_back: str) -> None:
    own, case = house.live()
    if goes_back == "give_back":
        house.handovers.give_back(case, KARI)
    else:
        house.handovers.cancel(own)
    token = house.cases.standing(own).follow_up
    assert token is not None
    event = house.conversations.messages(own)[-1].event or {}
    assert (event["kind"], event["follow_up"]) == ("returned", token)
    house.handovers.say_helped(own, "partly")
    assert house.handovers.say_helped_later(token, "yes")
    assert rows(house.engine, "SELECT helped, helped_later FROM handover_figure") == [("partly", "yes")]
    assert house.conversations.turn(own) == "assistant"


def test_whoever_gives_up_while_waiting_is_not_asked_whether_it_helped(house: House) -> None:
    own, _ = house.asked()
    house.handovers.cancel(own)
    with pytest.raises(NotNowError):
        house.handovers.say_helped(own, "yes")
    assert house.cases.standing(own).follow_up is None
    assert "follow_up" not in (house.conversations.messages(own)[-1].event or {})


def test_whoever_writes_on_is_not_asked_any_more(house: House) -> None:
    own, case = house.live()
    house.conversations.write(own, "Takk", "skrevet-til-kari-1")
    house.handovers.give_back(case, KARI)
    asked = []
    for number in range(4):
        asked.append(house.cases.standing(own).follow_up is not None)
        house.conversations.write(own, "Og en ting til", f"skrevet-etterpaa-{number}")
    assert asked == [True, True, True, False]


def test_whoever_asks_for_a_person_again_is_not_asked_about_the_last_one(house: House) -> None:
    own, case = house.live()
    house.handovers.give_back(case, KARI)
    house.handovers.ask(own, wish())
    house.handovers.cancel(own)
    assert house.cases.standing(own).follow_up is None


def test_whether_it_helped_can_be_said_later_by_a_link_though_all_else_is_gone(house: House) -> None:
    own, case = house.live()
    house.handovers.close(case, KARI, "svar-gitt")
    token = house.cases.standing(own).follow_up
    assert token is not None
    assert house.conversations.messages(own)[-1].event == {
        "kind": "closed",
        "at": house.conversations.messages(own)[-1].created_at.isoformat(),
        "follow_up": token,
    }
    house.conversations.forget(own)
    assert house.handovers.is_follow_up(token)
    assert house.handovers.say_helped_later(token, "yes")
    assert rows(house.engine, "SELECT helped_later FROM handover_figure") == [("yes",)]
    assert token not in str(rows(house.engine, "SELECT * FROM handover_figure"))


@pytest.mark.parametrize("token", ["", "feil", "ø", "\x00", "x" * 10_000])
def test_a_link_that_is_none_leads_nowhere(house: House, token: str) -> None:
    _, case = house.live()
    house.handovers.close(case, KARI, "svar-gitt")
    assert not house.handovers.is_follow_up(token)
    assert not house.handovers.say_helped_later(token, "yes")


# Forgetting.


@pytest.mark.parametrize(("state", "counted"), [("asked", "abandoned"), ("to_call", "abandoned"), ("live", "answered")])
def test_forgetting_leaves_nothing_but_the_figure(house: House, state: str, counted: str) -> None:
    own, case = {"asked": house.asked, "to_call": house.to_call, "live": house.live}[state]()
    house.handovers.note(case, KARI, "Et notat")
    house.conversations.forget(own)
    for table in ("conversation", "message", "handover", "handover_event", "handover_note"):
        assert rows(house.engine, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - our own names
    assert rows(house.engine, 'SELECT "end" FROM handover_figure') == [(counted,)]
    assert own not in str(rows(house.engine, "SELECT * FROM handover_figure"))
    with pytest.raises(UnknownCaseError):
        house.handovers.claim(case, KARI)
    assert house.asked()[1] > case


def test_one_that_ended_is_counted_as_it_ended_after_forgetting_too(house: House) -> None:
    own, case = house.to_call()
    house.handovers.called(case, KARI, "svar-gitt")
    house.conversations.forget(own)
    assert rows(house.engine, 'SELECT "end", outcome FROM handover_figure') == [("called", "svar-gitt")]


@pytest.mark.parametrize(
    ("due", "gone"),
    [
        (date(2026, 11, 26), datetime(2026, 12, 11, tzinfo=NORWAY)),
        (date(2026, 12, 22), datetime(2027, 1, 6, tzinfo=NORWAY)),
    ],
)
def test_what_is_promised_is_not_deleted_before_its_day_and_a_fortnight_more(
    house: House, clock: Clock, due: date, gone: datetime
) -> None:
    own = house.talk()
    case = house.handovers.call_back(own, wish(), PHONE, due).handover_id
    clock.now = gone - timedelta(minutes=1)
    assert house.conversations.purge() == ()
    assert house.cases.whole(case, KARI).contact == PHONE
    clock.now = gone
    assert house.conversations.purge() == (own,)


@pytest.mark.parametrize(("state", "days"), [("asked", 30), ("live", 90), ("live, to call", 90)])
def test_each_kind_of_conversation_is_kept_its_own_time(house: House, clock: Clock, state: str, days: int) -> None:
    own, _ = {"asked": house.asked}.get(state, house.live)()
    if state == "live, to call":
        house.handovers.call_back(own, wish(), PHONE, DUE)
    clock.pass_by(days=days, seconds=-1)
    assert house.conversations.purge() == ()
    clock.pass_by(seconds=2)
    assert house.conversations.purge() == (own,)
    assert rows(house.engine, "SELECT count(*) FROM handover") == [(0,)]


def test_what_is_done_in_a_conversation_keeps_it_and_looking_on_does_not(house: House, clock: Clock) -> None:
    own, case = house.live()
    clock.pass_by(days=60)
    house.handovers.note(case, KARI, "Ringer i morgen")
    clock.pass_by(days=60)
    assert house.conversations.purge() == ()
    house.cases.whole(case, OLA)
    house.cases.entries(case, OLA)
    clock.pass_by(days=31)
    assert house.conversations.purge() == (own,)
