"""What an e-mail in the outbox may be, as conditions on its row. Everything that chooses among them reads it here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased

from notices.store import MailRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

GIVE_UP_AFTER = timedelta(days=2)


def is_live(now: datetime) -> ColumnElement[bool]:
    """It is still to be sent: it is neither sent nor withdrawn, nor was it given up."""
    return and_(MailRow.sent_at.is_(None), MailRow.withdrawn_at.is_(None), MailRow.created_at >= now - GIVE_UP_AFTER)


def is_free(now: datetime) -> ColumnElement[bool]:
    """Nobody is sending it: it was never claimed, or the lease of whoever did has ended."""
    return or_(MailRow.claimed_until.is_(None), MailRow.claimed_until <= now)


def is_failing(now: datetime) -> ColumnElement[bool]:
    """It could not be sent, and is still tried, or nothing of the same desk has been sent since.

    Whoever looked at the desk and took the conversation must not read there that the mail server is well again.
    """
    other = aliased(MailRow)
    went_since = exists().where(other.kommune == MailRow.kommune, other.sent_at > MailRow.failing_since)
    return and_(MailRow.sent_at.is_(None), MailRow.failing_since.is_not(None), or_(is_live(now), ~went_since))
