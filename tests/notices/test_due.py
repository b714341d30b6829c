"""Which notices are due when: at any hour for those who wait, and in the desk's own mornings for call-backs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from foundation.calendar import WEEKDAYS
from foundation.clock import NORWAY
from foundation.desks import ALWAYS, Desk, Hours
from notices.due import DueCallback, Notice, Pending, Silence, Waiting, due_notices, is_past

DESK = Desk(
    opening=(Hours(days=("ma", "ti", "on", "to", "fr"), since=time(9), until=time(15)),),
    mail=("vakt@example.org", "vakt2@example.org"),
    lead_mail=("leder@example.org",),
    escalate_minutes=10,
)
# Another municipality's, which opens at noon, also on Saturdays.
NOON = Desk(
    opening=(Hours(days=("ma", "lo"), since=time(12), until=time(14)),),
    mail=("noen@example.com",),
    lead_mail=("sjef@example.com",),
)
DESKS = {"oppdal": DESK, "tynset": NOON}
ASKED = datetime(2026, 11, 27, 10, 0, tzinfo=NORWAY)  # a Friday


def at(text: str) -> datetime:
    """A moment in Norway."""
    return datetime.fromisoformat(text).replace(tzinfo=NORWAY)


def waits(kommune: str = "oppdal", asked_at: datetime = ASKED, *, acute: bool = False) -> Waiting:
    """Somebody who waits."""
    return Waiting("17", kommune, asked_at, acute)


def silent(since: datetime = ASKED, kommune: str = "oppdal") -> Silence:
    """A family that a coordinator has, and that hears nothing."""
    return Silence("17-4", kommune, since)


def promised(  # noqa: PLR0913 - all that is known of one
    due: str,
    kommune: str = "oppdal",
    number: int = 5,
    *,
    at: str = "2026-11-01T12:00",
    is_taken: bool = False,
    acute: bool = False,
) -> DueCallback:
    """A call-back."""
    promised_at = datetime.fromisoformat(at).replace(tzinfo=NORWAY)
    return DueCallback(number, kommune, date.fromisoformat(due), promised_at, is_taken, acute)


type Open = Waiting | DueCallback | Silence


def pending(*all_: Open) -> Pending:
    """What is open."""
    return Pending(
        waiting=[one for one in all_ if isinstance(one, Waiting)],
        callbacks=[one for one in all_ if isinstance(one, DueCallback)],
        silences=[one for one in all_ if isinstance(one, Silence)],
    )


def notices(*all_: Open, now: datetime, desks: dict[str, Desk] = DESKS) -> tuple[Notice, ...]:
    """What is due."""
    return due_notices(pending(*all_), desks.get, now)


def due(*all_: Open, now: datetime, desks: dict[str, Desk] = DESKS) -> list[str]:
    """The keys of what is due."""
    return [notice.key for notice in notices(*all_, now=now, desks=desks)]


def first_told(*all_: Open, since: str, until: str, minutes: int = 10) -> dict[str, str]:
    """Each notice and when it is due for the first time, in Norway's time, looked at every so many minutes."""
    told: dict[str, str] = {}
    now, end = at(since).astimezone(UTC), at(until).astimezone(UTC)
    while now < end:
        for key in due(*all_, now=now):
            told.setdefault(key, f"{now.astimezone(NORWAY):%m-%d %H:%M}")
        now += timedelta(minutes=minutes)
    return told


def test_when_nobody_waits_and_nothing_is_promised_nothing_is_due() -> None:
    assert first_told(since="2026-11-27T00:00", until="2026-12-04T00:00") == {}


def test_the_desk_is_told_at_once_that_somebody_waits() -> None:
    assert notices(waits(), now=ASKED) == (
        Notice("waiting:17", "oppdal", "waiting", ("vakt@example.org", "vakt2@example.org"), {}),
    )


@pytest.mark.parametrize(
    ("after", "keys"),
    [
        (timedelta(minutes=9, seconds=59), ["waiting:17"]),
        (timedelta(minutes=10), ["waiting:17", "escalated:17"]),
        (timedelta(days=3), ["waiting:17", "escalated:17"]),
    ],
)
def test_the_lead_is_told_when_somebody_has_waited_too_long(after: timedelta, keys: list[str]) -> None:
    assert due(waits(), now=ASKED + after) == keys


def test_the_lead_is_told_under_an_address_of_their_own() -> None:
    [_, notice] = notices(waits(), now=ASKED + timedelta(minutes=10))
    assert notice == Notice("escalated:17", "oppdal", "escalated", ("leder@example.org",), {})


def test_in_danger_the_lead_is_told_after_a_minute() -> None:
    urgent = waits(acute=True)
    assert due(urgent, now=ASKED + timedelta(seconds=59)) == ["waiting:17"]
    assert due(urgent, now=ASKED + timedelta(minutes=1)) == ["waiting:17", "escalated:17"]


def test_nothing_in_a_notice_tells_danger() -> None:
    later = ASKED + timedelta(hours=1)
    assert notices(waits(acute=True), now=later) == notices(waits(), now=later)


def test_whoever_asked_just_before_the_desk_closed_is_not_forgotten() -> None:
    late = waits(asked_at=at("2026-11-27T14:58"))
    assert first_told(late, since="2026-11-27T14:58", until="2026-11-30T12:00", minutes=1) == {
        "waiting:17": "11-27 14:58",
        "escalated:17": "11-27 15:08",
    }


def test_a_moment_may_be_told_in_any_zone() -> None:
    asked = ASKED.astimezone(UTC)
    assert due(waits(asked_at=asked), now=ASKED + timedelta(minutes=10)) == ["waiting:17", "escalated:17"]
    assert due(promised("2026-11-30"), now=datetime(2026, 11, 30, 8, 0, tzinfo=UTC)) == ["digest:oppdal:2026-11-30"]
    assert due(promised("2026-11-30"), now=datetime(2026, 11, 30, 7, 59, tzinfo=UTC)) == []


def test_each_desk_is_told_of_its_own_at_its_own_hours() -> None:
    all_ = (promised("2026-12-01"), promised("2026-11-27", "tynset", 6), waits("tynset"))
    assert first_told(*all_, since="2026-11-27T16:00", until="2026-12-01T00:00") == {
        "waiting:17": "11-27 16:00",
        "escalated:17": "11-27 16:00",
        "digest:tynset:2026-11-28": "11-28 12:00",
        "callback-late:tynset:2026-11-28": "11-28 12:00",
        "digest:oppdal:2026-11-30": "11-30 09:00",
        "digest:tynset:2026-11-30": "11-30 12:00",
        "callback-late:tynset:2026-11-30": "11-30 12:00",
    }


def test_over_easter_only_open_mornings_are_told_and_the_lead_once_a_day_after_the_due_date() -> None:
    # Maundy Thursday to Easter Monday; the clock changes on the Sunday.
    assert first_told(promised("2027-03-24"), since="2027-03-23T00:00", until="2027-04-01T00:00") == {
        "digest:oppdal:2027-03-23": "03-23 09:00",
        "digest:oppdal:2027-03-24": "03-24 09:00",
        "callback-unclaimed:oppdal:2027-03-24": "03-24 13:00",
        "digest:oppdal:2027-03-30": "03-30 09:00",
        "callback-late:oppdal:2027-03-30": "03-30 09:00",
        "digest:oppdal:2027-03-31": "03-31 09:00",
        "callback-late:oppdal:2027-03-31": "03-31 09:00",
    }


def test_over_christmas_and_new_year_no_holiday_is_told() -> None:
    told = first_told(promised("2027-01-15"), since="2026-12-24T00:00", until="2027-01-05T00:00")
    assert list(told.values()) == [
        *("12-24 09:00", "12-28 09:00", "12-29 09:00", "12-30 09:00", "12-31 09:00", "01-04 09:00")
    ]


def test_a_digest_counts_what_is_open_and_what_is_late() -> None:
    several = [promised("2026-11-26"), promised("2026-11-27"), promised("2026-11-30"), promised("2026-11-25", "tynset")]
    digest, late = notices(*several, now=at("2026-11-27T09:00"))
    assert digest == Notice("digest:oppdal:2026-11-27", "oppdal", "digest", DESK.mail, {"open": 3, "late": 1})
    assert late == Notice("callback-late:oppdal:2026-11-27", "oppdal", "callback-late", DESK.lead_mail, {"late": 1})


@pytest.mark.parametrize(
    ("now", "keys"),
    [
        ("2026-11-27T08:59", []),
        ("2026-11-27T09:00", ["digest:oppdal:2026-11-27", "callback-late:oppdal:2026-11-27"]),
        ("2026-11-27T09:59", ["digest:oppdal:2026-11-27", "callback-late:oppdal:2026-11-27"]),
        ("2026-11-27T14:59", ["digest:oppdal:2026-11-27", "callback-late:oppdal:2026-11-27"]),  # Nobody was up before.
        ("2026-11-27T15:00", []),
    ],
)
def test_a_digest_waits_for_the_morning_and_both_belong_to_open_hours(now: str, keys: list[str]) -> None:
    assert due(promised("2026-11-26"), now=at(now)) == keys


def test_a_digest_tells_of_what_was_promised_before_the_morning() -> None:
    now, early = at("2026-11-27T12:00"), promised("2026-12-01")
    late = promised("2026-12-01", number=6, at="2026-11-27T09:00")
    assert due(late, now=now) == []
    [digest] = notices(early, late, now=now)
    assert digest.data == {"open": 1, "late": 0}


def test_what_is_promised_for_today_and_taken_by_nobody_is_told_to_the_lead_before_it_is_too_late() -> None:
    free, taken = promised("2026-11-27"), promised("2026-11-27", number=6, is_taken=True)
    assert first_told(free, since="2026-11-27T00:00", until="2026-11-28T00:00") == {
        "digest:oppdal:2026-11-27": "11-27 09:00",
        "callback-unclaimed:oppdal:2026-11-27": "11-27 13:00",
    }
    [_, notice] = notices(free, taken, now=at("2026-11-27T14:00"))
    assert notice == Notice(
        "callback-unclaimed:oppdal:2026-11-27", "oppdal", "callback-unclaimed", DESK.lead_mail, {"open": 1}
    )
    assert due(taken, now=at("2026-11-27T14:00")) == ["digest:oppdal:2026-11-27"]
    assert is_past(notice, pending(taken), at("2026-11-27T14:01")) is True


def test_in_danger_whoever_is_to_be_called_is_told_of_at_once_at_any_hour() -> None:
    now, danger = at("2026-11-28T03:00"), promised("2026-11-30", acute=True)
    [notice] = notices(danger, now=now)
    assert notice == Notice("callback-acute:5", "oppdal", "callback-acute", (*DESK.mail, *DESK.lead_mail), {})
    assert is_past(notice, pending(danger), now) is False
    assert is_past(notice, pending(promised("2026-11-30", acute=True, is_taken=True)), now) is True


def test_a_family_that_hears_nothing_of_its_coordinator_is_told_of_to_the_lead_and_the_desk() -> None:
    assert due(silent(), now=ASKED + timedelta(minutes=9, seconds=59)) == []
    [notice] = notices(silent(), now=ASKED + timedelta(minutes=10))
    assert notice == Notice("unanswered:17-4", "oppdal", "unanswered", (*DESK.lead_mail, *DESK.mail), {})
    assert is_past(notice, pending(silent()), ASKED) is False
    assert is_past(notice, pending(Silence("17-5", "oppdal", ASKED)), ASKED) is True


def test_a_desk_that_never_closes_gets_its_digest_at_seven() -> None:
    always = ALWAYS.model_copy(update={"mail": ("vakt@example.org",)})
    now = at("2026-12-25T00:00")
    told = [
        due(promised("2027-01-01"), now=now + timedelta(hours=hours), desks={"oppdal": always}) for hours in range(24)
    ]
    assert [hour for hour, keys in enumerate(told) if keys] == list(range(7, 24))


def test_a_desk_without_addresses_and_a_municipality_without_a_desk_are_told_nothing() -> None:
    mute = Desk(opening=(Hours(days=WEEKDAYS, since=time(9), until=time(15)),))
    all_ = (waits(), waits("os"), promised("2026-11-20"), promised("2026-11-20", "os"))
    assert due(*all_, now=at("2026-11-27T11:00"), desks={"oppdal": mute}) == []


def test_who_waits_no_longer_need_not_be_told_of() -> None:
    [waiting, escalated] = notices(waits(), now=ASKED + timedelta(hours=1))
    for notice in (waiting, escalated):
        assert is_past(notice, pending(waits()), ASKED + timedelta(days=1)) is False
        assert is_past(notice, pending(Waiting("18", "oppdal", ASKED, acute=False)), ASKED) is True
        assert is_past(notice, pending(promised("2026-11-27", number=17)), ASKED) is True


@pytest.mark.parametrize(
    ("now", "day", "digest_is_past", "late_is_past"),
    [
        ("2026-11-27T09:30", "2026-11-26", False, False),
        ("2026-11-27T16:00", "2026-11-26", False, False),  # Held up, it is still of today.
        ("2026-11-28T00:00", "2026-11-26", True, True),
        ("2026-11-27T09:30", "2026-11-27", False, True),
        ("2026-11-27T09:30", None, True, True),
    ],
)
def test_yesterdays_digest_and_what_is_called_need_not_be_told(
    now: str, day: str | None, *, digest_is_past: bool, late_is_past: bool
) -> None:
    digest, late = notices(promised("2026-11-26"), now=at("2026-11-27T09:00"))
    still = pending(promised("2026-11-20", "tynset"), *([promised(day)] if day else []))
    assert is_past(digest, still, at(now)) is digest_is_past
    assert is_past(late, still, at(now)) is late_is_past
