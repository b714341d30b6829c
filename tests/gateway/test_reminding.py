"""The gateway reminds by itself: who waits, who has waited too long, and the call-backs of the morning, by e-mail."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from foundation.clock import NORWAY, utc_now
from foundation.database import make_engine
from foundation.desks import Desk, Hours
from foundation.errors import OperatorError
from foundation.settings import Settings
from gateway import reminding
from gateway.reminding import mailing, remind, remind_always
from notices.due import DueCallback, Pending, Waiting
from notices.outbox import Outbox
from tests.logs import captured
from tests.notices.mail_server import HOST, free_port, mail_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

PATIENCE = 60
DESK = Desk(
    opening=(Hours(days=("ma", "ti", "on", "to", "fr"), since=time(9), until=time(15)),),
    mail=("vakt@example.org",),
    lead_mail=("leder@example.org",),
)
TEN = datetime(2026, 11, 27, 10, 0, tzinfo=NORWAY)  # a Friday


class Handovers:
    """Who waits and what is promised, as the test says."""

    def __init__(self) -> None:
        """Nothing."""
        self.who: list[Waiting] = []
        self.promised: list[DueCallback] = []
        self.is_down = False

    def __call__(self) -> Pending:
        """All that is open."""
        if self.is_down:
            message = "The database … cannot be opened."
            raise OperatorError(message)
        return Pending(waiting=tuple(self.who), callbacks=tuple(self.promised))


def desk_of(kommune: str) -> Desk | None:
    """The one desk that there is."""
    return DESK if kommune == "oppdal" else None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    made = make_engine(f"sqlite:///{tmp_path}/post.db")
    yield made
    made.dispose()


@pytest.fixture
def handovers() -> Handovers:
    """Somebody in Oppdal who has asked at ten, and two call-backs, one of them late."""
    made = Handovers()
    made.who = [Waiting("17", "oppdal", TEN, acute=False)]
    made.promised = [
        DueCallback(number, "oppdal", date(2026, 11, day), TEN - timedelta(days=3))
        for number, day in ((5, 26), (6, 30))
    ]
    return made


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    """An outbox whose clock stands at ten."""
    return Outbox(engine, lambda: TEN.astimezone(UTC))


def keys(outbox: Outbox) -> list[str]:
    """What is queued."""
    return [notice.key for notice in outbox.queued()]


async def until(seen: Callable[[], bool]) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not seen():  # noqa: ASYNC110 - what is seen tells nobody
            await asyncio.sleep(0.01)


@asynccontextmanager
async def reminded(handovers: Handovers, outbox: Outbox, now: datetime) -> AsyncIterator[None]:
    """The ticker runs, and ends only when it is cancelled."""
    task = asyncio.create_task(remind_always(handovers, outbox, desk_of, 0.01, lambda: now))
    yield
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_each_look_queues_what_has_come_due_and_nothing_twice(handovers: Handovers, outbox: Outbox) -> None:
    handovers.promised = []
    for minutes, due in (
        (0, ["waiting:17"]),
        (0, ["waiting:17"]),
        (9, ["waiting:17"]),
        (10, ["waiting:17", "escalated:17"]),
        (11, ["waiting:17", "escalated:17"]),
    ):
        remind(handovers, outbox, desk_of, TEN + timedelta(minutes=minutes))
        assert keys(outbox) == due


def test_what_somebody_took_before_the_mail_went_is_taken_back(handovers: Handovers, outbox: Outbox) -> None:
    handovers.promised = []
    remind(handovers, outbox, desk_of, TEN + timedelta(minutes=10))
    handovers.who = [Waiting("18", "oppdal", TEN + timedelta(minutes=9), acute=False)]
    remind(handovers, outbox, desk_of, TEN + timedelta(minutes=11))
    assert keys(outbox) == ["waiting:18"]


def test_what_was_put_back_before_its_mail_went_is_told_after_all(handovers: Handovers, outbox: Outbox) -> None:
    handovers.promised, who = [], handovers.who
    for handovers.who in (who, [], who):
        remind(handovers, outbox, desk_of, TEN)
    assert keys(outbox) == ["waiting:17"]


def test_a_digest_that_could_not_be_sent_gives_way_to_the_next_days(handovers: Handovers, outbox: Outbox) -> None:
    handovers.who = []
    remind(handovers, outbox, desk_of, TEN - timedelta(minutes=30))
    assert keys(outbox) == ["digest:oppdal:2026-11-27", "callback-late:oppdal:2026-11-27"]
    remind(handovers, outbox, desk_of, TEN + timedelta(hours=8))
    assert keys(outbox) == ["digest:oppdal:2026-11-27", "callback-late:oppdal:2026-11-27"]
    remind(handovers, outbox, desk_of, TEN + timedelta(days=3, minutes=-30))
    assert keys(outbox) == ["digest:oppdal:2026-11-30", "callback-late:oppdal:2026-11-30"]


async def test_it_looks_again_and_again_though_a_look_fails(handovers: Handovers, outbox: Outbox) -> None:
    handovers.promised, handovers.is_down = [], True
    with captured() as logs:
        async with reminded(handovers, outbox, TEN):
            await until(lambda: len(logs) > 1)
            assert keys(outbox) == []
            handovers.is_down = False
            await until(lambda: keys(outbox) == ["waiting:17"])
            handovers.who = []
            await until(lambda: keys(outbox) == [])
    assert logs[0] == {"event": "reminding_failed", "error": "OperatorError", "log_level": "error"}


def with_mail(port: int) -> Settings:
    """Settings of a gateway whose desk gets mail."""
    return Settings(
        _env_file=None,
        desks={"oppdal": DESK},
        smtp_url=f"smtp+plain://{HOST}:{port}",
        mail_from="endorinn@oppdal.kommune.no",
        public_url="https://endorinn.oppdal.kommune.no",
    )


async def test_whoever_waits_is_told_of_to_desk_and_lead_and_no_mail_holds_anything_of_them(
    handovers: Handovers, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "REMIND_EVERY", 0.05)
    monkeypatch.setattr(reminding, "SEND_EVERY", 0.05)
    handovers.who = [Waiting("987654", "oppdal", utc_now() - timedelta(hours=1), acute=True)]
    handovers.promised = []
    port = free_port()
    with mail_server(port) as postbox:
        async with mailing(with_mail(port), engine, handovers) as outbox:
            assert outbox is not None
            await until(lambda: len(postbox.letters) == 2)
            await asyncio.sleep(0.3)
            assert (outbox.state("oppdal").ok, outbox.state("oppdal").waiting) == (True, 0)
    assert {str(letter["To"]): str(letter["Subject"]) for letter in postbox.letters} == {
        "vakt@example.org": "En samtale venter / Ein samtale ventar",
        "leder@example.org": "En samtale venter fortsatt / Ein samtale ventar framleis",
    }
    for letter in postbox.letters:
        whole = letter.as_string().lower() + letter.get_content().lower()
        assert [word for word in ("987654", "akutt", "haster", "fare", "oppdal:") if word in whole] == []


async def test_two_gateways_tell_the_same_once(
    handovers: Handovers, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "REMIND_EVERY", 0.02)
    monkeypatch.setattr(reminding, "SEND_EVERY", 0.02)
    handovers.who = [Waiting(str(number), "oppdal", utc_now(), acute=False) for number in range(10)]
    handovers.promised = []
    port = free_port()
    with mail_server(port) as postbox:
        async with mailing(with_mail(port), engine, handovers), mailing(with_mail(port), engine, handovers):
            await until(lambda: len(postbox.letters) >= 10)
            await asyncio.sleep(0.3)
    assert len({str(letter["Message-ID"]) for letter in postbox.letters}) == len(postbox.letters) == 10


async def test_without_a_mail_server_nothing_is_queued(handovers: Handovers, engine: Engine) -> None:
    async with mailing(Settings(_env_file=None, desks={"oppdal": DESK}), engine, handovers) as outbox:
        assert outbox is None


async def test_a_mail_server_that_cannot_be_read_stops_the_start(handovers: Handovers, engine: Engine) -> None:
    wrong = Settings(_env_file=None, smtp_url="http://smtp.example.org")
    with pytest.raises(OperatorError, match=r"^ENDORINN_SMTP_URL is no address of a mail server\."):
        async with mailing(wrong, engine, handovers):
            pass
