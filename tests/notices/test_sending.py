"""What is in the outbox is sent, once, whatever fails on the way: against a real mail server and a real database."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from notices.due import Notice
from notices.outbox import LEASE, MailState, Outbox
from notices.sending import AT_ONCE, SECONDS_EACH, send_always, send_due
from notices.smtp import Server, Smtp
from notices.words import Letterhead
from tests.logs import captured
from tests.notices.mail_server import HOST, free_port, mail_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from tests.clock import Clock
    from tests.notices.mail_server import Postbox

PATIENCE = 60
WAITING = Notice("waiting:17", "oppdal", "waiting", ("vakt@example.org",), {})
ESCALATED = Notice("escalated:17", "oppdal", "escalated", ("leder@example.org",), {})


@pytest.fixture
def port() -> int:
    """Where the server listens."""
    return free_port()


@pytest.fixture
def smtp(port: int) -> Smtp:
    """The way to it."""
    head = Letterhead("endorinn@oppdal.kommune.no", "https://endorinn.oppdal.kommune.no/vakt")
    return Smtp(Server.of(f"smtp+plain://{HOST}:{port}"), head)


def told(postbox: Postbox) -> list[str]:
    """Whom each message went to, in no order."""
    return sorted(str(letter["To"]) for letter in postbox.letters)


async def until(seen: Callable[[], bool]) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not seen():  # noqa: ASYNC110 - what is seen tells nobody
            await asyncio.sleep(0.01)


async def ended(task: asyncio.Task[None]) -> None:
    """Cancels a ticker, which had not ended by itself."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_what_is_claimed_at_once_can_be_sent_within_its_lease() -> None:
    assert LEASE.total_seconds() > AT_ONCE * SECONDS_EACH


async def test_all_that_is_due_is_sent_once(outbox: Outbox, smtp: Smtp, port: int) -> None:
    for number in range(12):
        outbox.put(replace(WAITING, key=f"waiting:{number}", recipients=(f"{number:02}@example.org",)))
    with mail_server(port) as postbox:
        await send_due(outbox, smtp)
        await send_due(outbox, smtp)
    assert told(postbox) == [f"{number:02}@example.org" for number in range(12)]


async def test_while_the_server_is_down_it_is_told_and_tried_again_and_then_sent_once(
    outbox: Outbox, smtp: Smtp, port: int, clock: Clock
) -> None:
    outbox.put(WAITING)
    outbox.put(ESCALATED)
    down_since = clock.now
    for _ in range(3):
        await send_due(outbox, smtp)
        clock.goes_on(minutes=1)
        assert outbox.state("oppdal") == MailState(ok=False, since=down_since, waiting=2)
    with mail_server(port) as postbox:
        await send_due(outbox, smtp)
        clock.goes_on(hours=1)
        await send_due(outbox, smtp)
    assert told(postbox) == ["leder@example.org", "vakt@example.org"]
    assert outbox.state("oppdal") == MailState(ok=True, since=None, waiting=0)


async def test_a_server_that_is_up_again_ends_the_fault_though_nothing_is_left_to_send(
    outbox: Outbox, smtp: Smtp, port: int, clock: Clock
) -> None:
    outbox.put(WAITING)
    down_since = clock.now
    await send_due(outbox, smtp)
    outbox.withdraw(WAITING.key)
    clock.goes_on(minutes=1)
    await send_due(outbox, smtp)
    assert outbox.state("oppdal") == MailState(ok=False, since=down_since, waiting=0)
    with mail_server(port) as postbox:
        await send_due(outbox, smtp)
    assert (outbox.state("oppdal"), postbox.letters) == (MailState(ok=True, since=None, waiting=0), [])


async def test_gateways_that_send_at_once_send_each_mail_once(
    engine: Engine, clock: Clock, smtp: Smtp, port: int
) -> None:
    boxes = [Outbox(engine, clock) for _ in range(3)]
    keys = [f"{number:02}@example.org" for number in range(30)]
    for key in keys:
        boxes[0].put(replace(WAITING, key=key, recipients=(key,)))
    with mail_server(port) as postbox:
        senders = [asyncio.create_task(send_always(box, smtp, 0.01)) for box in boxes]
        await until(lambda: len(postbox.letters) >= len(keys))
        await until(lambda: boxes[0].queued() == ())
        for sender in senders:
            await ended(sender)
    assert told(postbox) == keys


async def test_what_a_killed_sender_had_claimed_goes_out_when_its_lease_ends(
    engine: Engine, clock: Clock, smtp: Smtp, port: int
) -> None:
    outbox = Outbox(engine, clock)
    outbox.put(WAITING)
    assert len(Outbox(engine, clock).claim(5)) == 1  # … and is never heard of again.
    with mail_server(port) as postbox:
        await send_due(outbox, smtp)
        assert postbox.letters == []
        clock.goes_on(seconds=LEASE.total_seconds())
        await send_due(outbox, smtp)
        await send_due(outbox, smtp)
    assert told(postbox) == ["vakt@example.org"]


async def test_a_sender_that_is_stopped_while_it_sends_leaves_the_mail_to_the_next(
    outbox: Outbox, smtp: Smtp, port: int, clock: Clock
) -> None:
    outbox.put(WAITING)
    reached = asyncio.Event()

    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(says_nothing, HOST, port)
    sender = asyncio.create_task(send_always(outbox, smtp, 60))
    async with asyncio.timeout(PATIENCE):
        await reached.wait()
    await ended(sender)
    silent.close()
    await silent.wait_closed()
    assert outbox.queued() == (WAITING,)
    clock.goes_on(seconds=LEASE.total_seconds())
    with mail_server(port) as postbox:
        await send_due(outbox, smtp)
    assert told(postbox) == ["vakt@example.org"]


async def test_a_refused_recipient_does_not_hold_up_the_other_mails(
    outbox: Outbox, smtp: Smtp, port: int, clock: Clock
) -> None:
    outbox.put(WAITING)
    outbox.put(ESCALATED)
    with mail_server(port) as postbox:
        postbox.refused.add("vakt@example.org")
        await send_due(outbox, smtp)
        assert (told(postbox), outbox.queued()) == (["leder@example.org"], (WAITING,))
        assert outbox.state("oppdal").ok is False
        postbox.refused.clear()
        clock.goes_on(minutes=1)
        await send_due(outbox, smtp)
        assert (told(postbox), outbox.queued()) == (["leder@example.org", "vakt@example.org"], ())


async def test_a_database_that_fails_is_tried_again(outbox: Outbox, smtp: Smtp, port: int, engine: Engine) -> None:
    outbox.put(WAITING)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE mail RENAME TO elsewhere")
    with mail_server(port) as postbox, captured() as logs:
        sender = asyncio.create_task(send_always(outbox, smtp, 0.01))
        await until(lambda: len(logs) > 1)
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO mail")
        await until(lambda: outbox.queued() == ())
        await ended(sender)
    assert told(postbox) == ["vakt@example.org"]
    assert logs[0] == {"event": "outbox_failed", "error": "OperatorError", "log_level": "error"}


async def test_logs_tell_kinds_and_classes_of_errors_only(outbox: Outbox, smtp: Smtp, port: int, clock: Clock) -> None:
    outbox.put(WAITING)
    with captured() as logs:
        await send_due(outbox, smtp)
        clock.goes_on(minutes=1)
        with mail_server(port):
            await send_due(outbox, smtp)
    assert logs == [
        {"event": "mail_failed", "kind": "waiting", "error": "SMTPConnectError", "tries": 1, "log_level": "warning"},
        {"event": "mail_sent", "kind": "waiting", "refused": 0, "log_level": "info"},
    ]
    assert [word for word in ("example.org", "17", HOST) if word in json.dumps(logs)] == []
