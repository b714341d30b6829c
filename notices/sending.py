"""Sending by itself: the gateway's own look, at every so many seconds, for e-mails that are due."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog

from foundation.repeating import repeat

if TYPE_CHECKING:
    from notices.outbox import Mail, Outbox
    from notices.smtp import Smtp

log = structlog.get_logger()
# So many are claimed at once and may each take so long: together less than the lease of what is claimed.
AT_ONCE, SECONDS_EACH = 5, 30


async def send_always(outbox: Outbox, smtp: Smtp, seconds: float) -> None:
    """Sends what is due now and every so many seconds, until it is cancelled."""
    await repeat(partial(send_due, outbox, smtp), seconds, "outbox_failed")


async def send_due(outbox: Outbox, smtp: Smtp) -> None:
    """Sends until nothing is due. Where nothing was, but a desk is told of a fault, it asks whether that is over."""
    is_idle = True
    while mails := await asyncio.to_thread(outbox.claim, AT_ONCE):
        is_idle = False
        for mail in mails:
            await _send(outbox, smtp, mail)
    if is_idle and await asyncio.to_thread(outbox.is_in_doubt):
        await _ask(outbox, smtp)


async def _send(outbox: Outbox, smtp: Smtp, mail: Mail) -> None:
    try:
        async with asyncio.timeout(SECONDS_EACH):
            refused = await smtp.send(mail.notice)
    except Exception as error:  # noqa: BLE001 - a mail server has many ways to fail
        fault = type(error).__name__
        await asyncio.to_thread(outbox.failed, mail.id, fault)
        log.warning("mail_failed", kind=mail.notice.kind, error=fault, tries=mail.tries + 1)
    else:
        await asyncio.to_thread(outbox.sent, mail.id)
        log.info("mail_sent", kind=mail.notice.kind, refused=refused)


async def _ask(outbox: Outbox, smtp: Smtp) -> None:
    try:
        async with asyncio.timeout(SECONDS_EACH):
            await smtp.greet()
    except Exception as error:  # noqa: BLE001 - as above
        log.debug("mail_server_still_down", error=type(error).__name__)
    else:
        await asyncio.to_thread(outbox.is_up)
