"""What the assistant is asked, counted: how often in a week, and nothing that leads to a talk, a person or a word.

A message is counted where its answers are stored, in the same transaction, so that it is counted once. What is counted
are ids of the closed vocabulary, each in a row of its own.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Date, String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from conversations.store import Base
from conversations.weeks import first_kept, monday_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Insert
    from sqlalchemy.orm import Session

type Figure = Literal[
    "outcome", "language", "role",
    "answered", "not_stated", "acute",
    "need", "need_no_route", "need_no_match", "level", "service_not_stated",
]  # fmt: skip
# What of an Answer is read here.
READ = frozenset({"outcome", "language", "role", "question_type", "needs", "acute", "services"})
VALUE = 40
# An id of the vocabulary: no word that anybody has written is one.
ID = re.compile(rf"[a-z][a-z0-9_-]{{0,{VALUE - 1}}}", re.ASCII)


class UsageRow(Base):
    """How often something was asked in a municipality in the week that begins on `monday`."""

    __tablename__ = "usage_count"

    kommune: Mapped[str] = mapped_column(String(40), primary_key=True)
    monday: Mapped[date] = mapped_column(Date, primary_key=True)
    figure: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(VALUE), primary_key=True)
    count: Mapped[int]


def count_usage(session: Session, kommune: str | None, answers: Sequence[dict[str, Any]], today: date) -> None:
    """Counts a message by its answers: for the municipality by whose door it came, else the one that it is about."""
    told = next((body for body in answers if body.get("acute")), answers[0])
    counted_for = kommune or told.get("kommune")
    if counted_for is None:
        return
    # In one order for all, so that no two gateways wait for each other for ever.
    marks = sorted({(figure, value) for figure, value in marks_of(told) if ID.fullmatch(value)})
    if not marks:
        return
    key = {"kommune": counted_for, "monday": monday_of(today)}
    rows = [{**key, "figure": figure, "value": value, "count": 1} for figure, value in marks]
    connection = session.connection()
    connection.execute(_upsert(connection.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Insert:
    """A row that is there already is counted up; made once, for it is the same for every message."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(UsageRow.__table__)
    keys = list(UsageRow.__table__.primary_key)
    upsert: Insert = insert.on_conflict_do_update(index_elements=keys, set_={"count": UsageRow.__table__.c.count + 1})
    return upsert


def marks_of(answer: dict[str, Any]) -> Iterator[tuple[Figure, str]]:
    """What an Answer counts for: figure and value; none where it is no whole Answer.

    Help lines count as `acute`, whatever else is said. What stands under an outcome is told of those answers only.
    """
    if not answer.keys() >= READ:
        return
    outcome = "acute" if answer["acute"] else answer["outcome"]
    yield "outcome", outcome
    yield "language", answer["language"]
    yield "role", answer["role"]
    if outcome == "acute":
        yield "acute", answer["acute"]["kind"]
    elif outcome == "answered":
        yield "answered", answer["question_type"]
    elif outcome == "not_stated":
        yield "not_stated", answer["question_type"]
    if (figure := _figure_of_needs(outcome, answer)) is not None:
        yield from ((figure, need["id"]) for need in answer["needs"])
    if outcome == "not_stated":
        # The service that was asked about stands first; those after it are shown beside it.
        yield from (("service_not_stated", service["type"]) for service in answer["services"][:1])
    else:
        yield from (("level", level) for service in answer["services"] for level in service["level"])


def _figure_of_needs(outcome: str, answer: dict[str, Any]) -> Figure | None:
    """Where needs count; None where something is asked back, for they come again with what is said to that."""
    if outcome == "no_match":
        return "need_no_match"
    if outcome == "not_stated" and not answer["services"]:
        return "need_no_route"
    return "need" if outcome in {"answered", "acute", "not_stated"} else None


def purge_usage(session: Session, today: date) -> None:
    """Deletes counts as old as the figures of hand-overs that are deleted."""
    session.execute(delete(UsageRow).where(UsageRow.monday < first_kept(today)))
