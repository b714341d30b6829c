"""A gateway that crashes, with the message in the error's text, when a message says so. For `uvicorn --factory`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import foundation.database
import gateway.turn
from gateway.app import create_app
from knowledge import answer

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import FastAPI

    from knowledge import Answer, Library, Query


def create() -> FastAPI:
    """The gateway as it is, but for one broken board in the library's floor."""
    gateway.turn.answer = _breaking  # type: ignore[attr-defined]
    foundation.database.BUSY_SECONDS = 0.2  # type: ignore[assignment]
    return create_app()


def _breaking(query: Query, library: Library, now: datetime) -> Answer:
    if "krasj" in query.text:
        raise ValueError(query.text)
    return answer(query, library, now)
