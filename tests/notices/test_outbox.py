"""The outbox gives a notice to one sender at a time, tries again what failed, and tells a desk how its mail fares."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from notices.due import Notice
from notices.outbox import LEASE, MailCounts, MailState, Outbox
from notices.store import VERSIONS, Base

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Engine

    from tests.clock import Clock

WAITING = Notice("waiting:17", "oppdal", "waiting", ("vakt@example.org",), {})
DIGEST = Notice("digest:oppdal:2026-11-27", "oppdal", "digest", ("vakt@example.org",), {"open": 3, "late": 1})
ELSEWHERE = Notice("waiting:18", "tynset", "waiting", ("vakt@example.com",), {})


def claimed(outbox: Outbox, most: int = 10) -> list[str]:
    """The keys that a sender gets."""
    return [mail.notice.key for mail in outbox.claim(most)]


def fails(outbox: Outbox, times: int, clock: Clock) -> list[timedelta]:
    """Lets all that is due fail so often; the pauses between."""
    pauses = []
    for _ in range(times):
        start = clock.now
        while not (mails := outbox.claim(10)):
            clock.goes_on(seconds=5)
        pauses.append(clock.now - start)
        for mail in mails:
            outbox.failed(mail.id, "SMTPConnectError")
    return pauses


def test_the_migrations_make_the_table_that_the_code_means(outbox: Outbox, engine: Engine) -> None:  # noqa: ARG001 - migrates
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, Base.metadata) == []


def test_no_column_holds_anything_of_a_family(outbox: Outbox, engine: Engine) -> None:  # noqa: ARG001 - migrates
    assert [one["name"] for one in inspect(engine).get_columns("mail")] == [
        *("id", "key", "kommune", "kind", "recipients", "data", "created_at", "next_try_at", "tries"),
        *("claimed_until", "failing_since", "fault", "sent_at", "withdrawn_at"),
    ]


def test_a_notice_is_queued_once(outbox: Outbox) -> None:
    assert [outbox.put(WAITING), outbox.put(WAITING), outbox.put(DIGEST)] == [True, False, True]
    assert outbox.queued() == (WAITING, DIGEST)


def test_a_notice_that_was_sent_is_not_queued_again(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    [mail] = outbox.claim(10)
    outbox.sent(mail.id)
    clock.goes_on(hours=1)
    assert (outbox.put(WAITING), outbox.queued(), claimed(outbox)) == (False, (), [])


def test_what_is_claimed_is_what_was_queued(outbox: Outbox) -> None:
    outbox.put(DIGEST)
    [mail] = outbox.claim(10)
    assert (mail.notice, mail.tries) == (DIGEST, 0)


def test_so_many_are_claimed_the_longest_due_first(outbox: Outbox, clock: Clock) -> None:
    for number in range(5):
        outbox.put(replace(WAITING, key=f"waiting:{number}"))
        clock.goes_on(seconds=1)
    assert claimed(outbox, 2) == ["waiting:0", "waiting:1"]
    assert claimed(outbox, 2) == ["waiting:2", "waiting:3"]
    assert claimed(outbox, 2) == ["waiting:4"]


def test_what_somebody_is_sending_nobody_else_gets_until_the_lease_ends(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    assert claimed(outbox) == ["waiting:17"]
    clock.goes_on(seconds=LEASE.total_seconds() - 1)
    assert claimed(outbox) == []
    clock.goes_on(seconds=1)
    assert claimed(outbox) == ["waiting:17"]


def test_senders_that_claim_at_once_never_get_the_same(engine: Engine, clock: Clock) -> None:
    boxes = [Outbox(engine, clock) for _ in range(4)]
    keys = [f"waiting:{number}" for number in range(60)]
    for key in keys:
        boxes[0].put(replace(WAITING, key=key))

    def takes_all(box: Outbox) -> list[str]:
        got: list[str] = []
        while len(got) < len(keys) and (more := claimed(box, 3)):
            got += more
        return got

    with ThreadPoolExecutor(len(boxes)) as senders:
        got = list(senders.map(takes_all, boxes))
    got.append(claimed(boxes[0], 60))
    assert sorted(key for some in got for key in some) == sorted(keys)


def test_gateways_that_queue_the_same_at_once_queue_it_once(engine: Engine, clock: Clock) -> None:
    boxes = [Outbox(engine, clock) for _ in range(8)]
    with ThreadPoolExecutor(len(boxes)) as gateways:
        assert sorted(gateways.map(lambda box: box.put(WAITING), boxes)) == [False] * 7 + [True]
    assert boxes[0].queued() == (WAITING,)


def test_what_fails_is_tried_again_after_ever_longer_pauses(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    pauses = fails(outbox, 10, clock)
    assert [pause.total_seconds() for pause in pauses] == [0, 15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_after_two_days_it_is_given_up(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    fails(outbox, 3, clock)
    clock.goes_on(days=2)
    assert (claimed(outbox), outbox.queued()) == ([], ())


def test_a_desk_is_told_since_when_its_mail_does_not_go_out(outbox: Outbox, clock: Clock) -> None:
    assert outbox.state("oppdal") == MailState(ok=True, since=None, waiting=0)
    outbox.put(WAITING)
    assert outbox.state("oppdal") == MailState(ok=True, since=None, waiting=1)
    clock.goes_on(minutes=1)
    first = clock.now
    fails(outbox, 3, clock)
    outbox.put(DIGEST)
    assert outbox.state("oppdal") == MailState(ok=False, since=first, waiting=2)
    assert outbox.state("tynset") == MailState(ok=True, since=None, waiting=0)


def test_once_all_is_sent_a_desk_is_told_that_its_mail_goes_out(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    fails(outbox, 1, clock)
    clock.goes_on(minutes=1)
    [mail] = outbox.claim(10)
    outbox.sent(mail.id)
    assert outbox.state("oppdal") == MailState(ok=True, since=None, waiting=0)


def test_what_is_no_longer_due_is_not_sent(outbox: Outbox) -> None:
    outbox.put(WAITING)
    outbox.put(DIGEST)
    assert (outbox.withdraw(WAITING.key), outbox.withdraw(WAITING.key)) == (True, False)
    assert (outbox.queued(), claimed(outbox)) == ((DIGEST,), [DIGEST.key])


def test_what_is_being_sent_or_was_sent_cannot_be_withdrawn(outbox: Outbox) -> None:
    outbox.put(WAITING)
    [mail] = outbox.claim(10)
    assert outbox.withdraw(WAITING.key) is False
    outbox.sent(mail.id)
    assert outbox.withdraw(WAITING.key) is False
    assert outbox.withdraw("waiting:99") is False


def test_what_was_withdrawn_and_is_due_again_is_sent(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    outbox.withdraw(WAITING.key)
    clock.goes_on(days=3)
    assert (outbox.put(WAITING), outbox.put(WAITING)) == (True, False)
    assert claimed(outbox) == [WAITING.key]


def test_a_fault_does_not_end_because_the_notice_was_withdrawn(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    first = clock.now
    fails(outbox, 1, clock)
    outbox.withdraw(WAITING.key)
    assert outbox.state("oppdal") == MailState(ok=False, since=first, waiting=0)
    assert outbox.is_in_doubt()


def test_a_fault_ends_when_another_notice_of_the_desk_is_sent(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    fails(outbox, 1, clock)
    outbox.withdraw(WAITING.key)
    clock.goes_on(minutes=1)
    outbox.put(DIGEST)
    [mail] = outbox.claim(10)
    outbox.sent(mail.id)
    assert outbox.state("oppdal") == MailState(ok=True, since=None, waiting=0)
    assert not outbox.is_in_doubt()


def test_a_fault_ends_when_the_mail_server_answers_again(outbox: Outbox, clock: Clock) -> None:
    for notice in (WAITING, DIGEST):
        outbox.put(notice)
    first = clock.now
    fails(outbox, 1, clock)
    outbox.withdraw(WAITING.key)
    outbox.is_up()
    assert outbox.state("oppdal") == MailState(ok=False, since=first, waiting=1)  # The other is still tried.
    outbox.withdraw(DIGEST.key)
    outbox.is_up()
    assert outbox.state("oppdal") == MailState(ok=True, since=None, waiting=0)


def test_a_sender_that_comes_late_does_not_undo_what_another_has_sent(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    [late] = outbox.claim(10)
    clock.goes_on(minutes=5)
    [mail] = outbox.claim(10)
    outbox.sent(mail.id)
    outbox.failed(late.id, "TimeoutError")
    clock.goes_on(hours=1)
    assert (claimed(outbox), outbox.state("oppdal").ok) == ([], True)


def test_after_thirty_days_nothing_is_left(outbox: Outbox, clock: Clock) -> None:
    outbox.put(WAITING)
    clock.goes_on(days=29)
    outbox.put(ELSEWHERE)
    assert outbox.purge() == 0
    clock.goes_on(days=2)
    assert (outbox.purge(), outbox.purge()) == (1, 0)


def test_those_who_operate_it_are_told_how_much_waits_and_how_much_of_it_has_failed(
    outbox: Outbox, clock: Clock
) -> None:
    assert outbox.counts() == MailCounts(0, 0)
    outbox.put(WAITING)
    fails(outbox, 1, clock)
    outbox.put(ELSEWHERE)
    assert outbox.counts() == MailCounts(waiting=2, failing=1)
    for mail in outbox.claim(10):
        outbox.sent(mail.id)
    assert outbox.counts() == MailCounts(waiting=1, failing=1)
    outbox.withdraw(WAITING.key)
    assert outbox.counts() == MailCounts(0, 0)
