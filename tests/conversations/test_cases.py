"""What desks and families see: the queue, one case whole, what may be read of a talk, and where one stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from conversations.cases import Standing
from conversations.holding import UnknownCaseError
from tests.conversations.house import (
    DANGER,
    DUE,
    KARI,
    LEAD,
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
    from sqlalchemy import Engine

HERE = {"oppdal"}
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def read(house: House, case: int, after: int = 0) -> list[str]:
    """What an employee reads of a talk: words, or what happened."""
    return [one.text or (one.event or {})["kind"] for one in house.cases.entries(case, OLA, after)]


def write(house: House, own: str, said: str, acute: dict[str, str] | None = None) -> None:
    """The family writes, and the assistant answers where it may."""
    number = house.conversations.write(own, said).number
    house.conversations.reply(own, number, [reply(said, acute)])


# Who waits for what, since when.


def test_each_wait_is_one_of_its_own(house: House, clock: Clock) -> None:
    begun = clock.now
    own, case = house.asked()
    [first] = house.cases.waits()
    assert (first.kommune, first.acute, first.at - begun < timedelta(seconds=1)) == ("oppdal", False, True)
    clock.pass_by(minutes=20)
    house.handovers.claim(case, KARI)
    assert house.cases.waits() == ()
    house.handovers.release(case, KARI)
    [second] = house.cases.waits()
    assert second.id != first.id
    assert clock.now - second.at < timedelta(seconds=1)
    clock.pass_by(minutes=20)
    house.handovers.call_back(own, wish(), PHONE, DUE)
    assert house.cases.waits() == ()
    house.handovers.ask(own, wish())
    [third] = house.cases.waits()
    assert len({first.id, second.id, third.id}) == 3
    house.handovers.ask(own, wish(words="Noe nytt"))
    assert house.cases.waits() == (third,)


def test_a_family_that_hears_nothing_of_a_coordinator_is_known(house: House, clock: Clock) -> None:
    own, case = house.asked()
    write(house, own, "Er noen der?")
    assert house.cases.silences() == ()
    clock.pass_by(minutes=20)
    house.handovers.claim(case, KARI)
    [claimed] = house.cases.silences()
    assert clock.now - claimed.at < timedelta(seconds=1)
    house.handovers.speak(case, KARI, "a" * 20, "Hei!")
    assert house.cases.silences() == ()
    clock.pass_by(minutes=20)
    for said in ("Hei", "Hallo?"):
        house.conversations.write(own, said)
        clock.pass_by(minutes=5)
    [unheard] = house.cases.silences()
    assert timedelta(minutes=10) <= clock.now - unheard.at < timedelta(minutes=11)
    assert unheard.id != claimed.id
    house.handovers.take_over(case, LEAD, "Kari er syk")
    [taken] = house.cases.silences()
    assert (taken.id != unheard.id, clock.now - taken.at < timedelta(seconds=1)) == (True, True)
    house.handovers.close(case, LEAD, "svar-gitt")
    assert house.cases.silences() == ()


# The queue.


def test_danger_comes_first_and_then_who_has_waited_longest(house: House, clock: Clock) -> None:
    cases = []
    for _ in range(4):
        clock.pass_by(minutes=1)
        cases.append(house.asked())
    first, second, third, fourth = cases
    for own, _ in (fourth, third):
        write(house, own, "Hjelp", DANGER)
    assert [one.id for one in house.cases.open_in(HERE)] == [third[1], fourth[1], first[1], second[1]]
    assert [house.cases.standing(own).place for own, _ in (third, fourth, first, second)] == [1, 2, 3, 4]


def test_danger_that_was_told_before_asking_counts_and_of_long_ago_does_not(house: House) -> None:
    lately, long_ago = house.talk(), house.talk()
    for own, then in ((lately, 4), (long_ago, 5)):
        write(house, own, "Hjelp", DANGER)
        for _ in range(then):
            write(house, own, "Hei")
        house.handovers.ask(own, wish())
    assert [one.acute for one in house.cases.open_in(HERE)] == ["selvmord", None]


def test_a_desk_sees_its_own_municipalities_and_whoever_is_answered_stands_in_no_ones_way(house: House) -> None:
    house.live()
    house.to_call()
    mine = house.asked()
    there = house.asked("rennebu")
    over = house.asked()
    house.handovers.cancel(over[0])
    assert [one.kommune for one in house.cases.open_in({"rennebu", "tynset"})] == ["rennebu"]
    assert [one.state for one in house.cases.open_in(HERE)] == ["coordinator", "callback", "waiting"]
    assert house.cases.open_in(set()) == ()
    assert (house.cases.standing(mine[0]).place, house.cases.standing(there[0]).place) == (1, 1)


def test_what_ended_lately_is_listed_with_its_outcome_the_last_first(house: House, clock: Clock) -> None:
    _, old = house.live()
    house.handovers.close(old, KARI, "annet")
    clock.pass_by(days=10)
    (_, closed), (own, _) = house.live(), house.live("rennebu")
    _, called = house.to_call()
    house.handovers.cancel(own)
    house.handovers.called(called, KARI, "time-avtalt")
    house.handovers.close(closed, KARI, "svar-gitt")
    clock.pass_by(days=5)
    ended = house.cases.ended_in("oppdal")
    assert [(one.id, one.outcome) for one in ended] == [(closed, "svar-gitt"), (called, "time-avtalt")]
    assert [one.id for one in house.cases.ended_in("oppdal", days=16)] == [closed, called, old]


# Unread.


def test_unread_is_what_the_family_wrote_since_a_coordinator_last_did(house: House) -> None:
    own = house.talk()
    write(house, own, "Før")
    case = house.handovers.ask(own, wish()).handover_id
    counted = [house.cases.whole(case, KARI).case.unread]
    for said in ("Én", "To"):
        write(house, own, said)
        counted.append(house.cases.whole(case, KARI).case.unread)
    house.handovers.claim(case, KARI)
    counted.append(house.cases.whole(case, KARI).case.unread)
    house.handovers.speak(case, KARI, "melding-nummer-0001", "Hei")
    counted.append(house.cases.whole(case, KARI).case.unread)
    write(house, own, "Tre")
    counted.append(house.cases.open_in(HERE)[0].unread)
    assert counted == [0, 1, 2, 2, 0, 1]


def test_unread_counts_nothing_of_what_was_said_between_two_cases_nor_after_the_end(house: House) -> None:
    own, first = house.live()
    house.handovers.speak(first, KARI, "melding-nummer-0001", "Hei")
    house.handovers.give_back(first, KARI)
    write(house, own, "Imellom")
    second = house.handovers.ask(own, wish()).handover_id
    write(house, own, "Etterpå")
    assert [house.cases.whole(one, KARI).case.unread for one in (first, second)] == [0, 1]


# What may be read.


def test_only_what_was_said_from_the_request_on_is_read(house: House) -> None:
    own = house.talk()
    write(house, own, "Før")
    case = house.handovers.ask(own, wish()).handover_id
    write(house, own, "Etter")
    assert read(house, case) == ["asked", "Etter", "Svar på Etter"]
    assert read(house, case, after=4) == ["Svar på Etter"]
    assert read(house, case, after=1) == ["asked", "Etter", "Svar på Etter"]


def test_all_is_read_where_the_family_shares_it_and_until_they_think_better_of_it(house: House) -> None:
    own = house.talk()
    write(house, own, "Før")
    case = house.handovers.ask(own, wish(shares_talk=True)).handover_id
    assert read(house, case) == ["Før", "Svar på Før", "asked"]
    house.handovers.ask(own, wish(shares_talk=False))
    assert read(house, case) == ["asked"]


@pytest.mark.parametrize("shares_talk", [True, False])
def test_what_is_said_after_the_end_is_not_for_those_who_had_the_case(house: House, *, shares_talk: bool) -> None:
    own, case = house.asked(shares_talk=shares_talk)
    house.handovers.cancel(own)
    write(house, own, "Bare til assistenten")
    house.handovers.ask(own, wish("rennebu"))
    write(house, own, "Bare til Rennebu")
    assert read(house, case) == ["asked", "cancelled"]


def test_a_talk_is_read_to_its_end_by_whoever_closed_it(house: House) -> None:
    own, case = house.live()
    write(house, own, "Takk")
    house.handovers.close(case, KARI, "svar-gitt")
    assert read(house, case) == ["asked", "claimed", "Takk", "closed"]


# One case whole.


def test_a_case_shows_what_goes_along_what_was_noted_and_who_did_what(house: House, clock: Clock) -> None:
    _, case = house.live(role="forelder", age=9, needs=("angst",), services=("oppdal.ppt",), words="Hei")
    started = clock.now
    clock.pass_by(minutes=3)
    house.handovers.note(case, OLA, "Ring skolen")
    house.handovers.propose(case, KARI, SERVICE, "Ord")
    whole = house.cases.whole(case, KARI)
    assert whole.case.summary == {
        "kommune": "oppdal",
        "role": "forelder",
        "age": 9,
        "needs": ["angst"],
        "services": ["oppdal.ppt"],
        "words": "Hei",
    }
    [note] = whole.notes
    assert (note.by, note.text) == (OLA.name, "Ring skolen")
    assert timedelta(minutes=3) <= note.at - started < timedelta(minutes=4)
    assert [(deed.by, deed.kind) for deed in whole.history] == [
        (None, "asked"),
        (KARI.name, "claimed"),
        (KARI.name, "consent-asked"),
    ]
    assert (whole.proposals, whole.consent, whole.contact, whole.helped) == (1, "asked", None, None)
    assert (whole.case.holder, whole.case.holder_name, whole.shown_name) == (KARI.id, KARI.name, "Kari")


def test_that_somebody_looked_is_recorded_once_for_each(house: House) -> None:
    _, case = house.asked()
    for by in (OLA, LEAD, OLA, LEAD):
        history = house.cases.whole(case, by).history
    assert [(deed.by, deed.kind) for deed in history] == [
        (None, "asked"),
        (OLA.name, "seen"),
        (LEAD.name, "seen"),
    ]


def test_that_somebody_looked_at_once_in_two_windows_is_recorded_once(house: House) -> None:
    _, case = house.asked()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: house.cases.whole(case, OLA), range(16)))
    assert [deed.kind for deed in house.cases.whole(case, OLA).history] == ["asked", "seen"]


def test_a_stranger_who_looks_leaves_no_trace_and_learns_nothing(house: House) -> None:
    _, case = house.asked()
    for one in (case, case + 1):
        with pytest.raises(UnknownCaseError):
            house.cases.whole(one, STRANGER)
        with pytest.raises(UnknownCaseError):
            house.cases.entries(one, STRANGER)
    assert [deed.by for deed in house.cases.whole(case, OLA).history] == [None, OLA.name]


# Where one stands.


def test_where_nobody_was_asked_the_assistant_has_it(house: House) -> None:
    assert house.cases.standing(house.talk()) == Standing("assistant")


def test_whoever_waits_knows_the_place_and_since_when(house: House, clock: Clock) -> None:
    house.asked()
    clock.pass_by(minutes=1)
    own, _ = house.asked()
    asked = clock.now
    house.asked()
    standing = house.cases.standing(own)
    assert (standing.state, standing.kommune, standing.place, standing.wait) == ("waiting", "oppdal", 2, None)
    assert standing.asked_at is not None
    assert abs(asked - standing.asked_at) < timedelta(seconds=1)


def answered_after(house: House, clock: Clock, seconds: int, kommune: str = "oppdal") -> None:
    """Somebody waits so long until a coordinator is there."""
    own, case = house.asked(kommune)
    clock.pass_by(seconds=seconds)
    house.handovers.claim(case, KARI)
    house.conversations.forget(own)


def test_the_usual_wait_is_told_from_five_on(house: House, clock: Clock) -> None:
    for seconds in (10, 20, 3_000, 40):
        answered_after(house, clock, seconds)
    answered_after(house, clock, 50, "rennebu")
    own, _ = house.asked()
    assert house.cases.standing(own).wait is None
    answered_after(house, clock, 30)
    assert house.cases.standing(own).wait == 30
    clock.pass_by(days=15)
    assert house.cases.standing(own).wait is None


def test_call_backs_and_those_who_gave_up_say_nothing_of_the_usual_wait(house: House) -> None:
    own, _ = house.asked()
    for _ in range(5):
        house.handovers.cancel(house.asked()[0])
        house.handovers.claim(house.to_call()[1], KARI)
    assert house.cases.standing(own).wait is None


def test_once_somebody_is_there_nobody_counts_places(house: House) -> None:
    own, case = house.live()
    standing = house.cases.standing(own)
    assert (standing.state, standing.place, standing.wait, standing.by) == ("coordinator", None, None, "Kari")
    house.handovers.call_back(own, wish(), PHONE, DUE)
    standing = house.cases.standing(own)
    assert (standing.state, standing.by, standing.due, standing.hint) == ("callback", None, DUE, "…67")
    house.handovers.called(case, OLA, "svar-gitt")
    standing = house.cases.standing(own)
    assert (standing.state, standing.due, standing.hint, standing.contact_kind) == ("assistant", None, None, None)
    assert standing.follow_up is not None


@only_sqlite
def test_a_queue_is_read_while_another_program_writes(house: House, engine: Engine) -> None:
    house.asked()
    with engine.connect() as other:
        other.execute(text("UPDATE handover SET acute = NULL"))
        assert len(house.cases.open_in(HERE)) == 1
