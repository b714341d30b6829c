"""The library as this process holds it: read from the database once; a new loading is seen after a restart."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from foundation.clock import now, today
from foundation.database import make_engine
from foundation.settings import settings
from foundation.tracing import OURS, part
from knowledge import answer
from knowledge.store import read_library

if TYPE_CHECKING:
    from knowledge import Answer, Query
    from knowledge.library import Library


@cache
def library() -> Library:
    """All content, read at the first question or at the start of the server.

    Raises:
        OperatorError: when the database cannot be read or holds no content.
    """
    engine = make_engine(settings().database_url)
    try:
        read = read_library(engine)
    finally:
        engine.dispose()
    read.warm(today())
    return read


def answered(query: Query) -> Answer:
    """What the library answers now."""
    with part("library") as span:
        found = answer(query, library(), now())
        span.set_attribute(f"{OURS}outcome", found.outcome)
        span.set_attribute(f"{OURS}question_type", found.question_type or "other")
    return found
