"""One sentence understood as the chat understands it, and what it points to.

The sentence is hidden of personal data before anything reads it, goes to Rasa and is stored nowhere. Where Rasa does
not answer, the words alone decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog
from fastapi.concurrency import run_in_threadpool

from foundation.masking import mask
from gateway.oppslag.filtering import wanted_of
from gateway.rasa import RasaDownError, plain
from knowledge import Query
from knowledge.lookup.hits import Found, find
from understanding.message import Message
from understanding.understood import understand

if TYPE_CHECKING:
    from gateway.oppslag.filtering import Asked
    from gateway.oppslag.reader import Reader
    from gateway.rooms import Rooms

log = structlog.get_logger()
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as it was understood; `shares` are question types with how sure each is, `hidden` what was hidden."""

    query: Query
    shares: dict[str, float]

    @property
    def hidden(self) -> tuple[str, ...]:
        """Kinds of personal data that stood in it."""
        return self.query.hidden


async def hear(rooms: Rooms, reader: Reader, text: str, seconds: float) -> Heard:
    """Understands a sentence of an employee of this municipality, if that takes no longer than so many seconds."""
    masked = mask(text[:LONGEST], rooms.library.public_names)
    known = {"kommune": reader.kommune, "role": "ansatt", "language": reader.language, "hidden": list(masked.hidden)}
    try:
        [parsed] = await rooms.rasa.parse([plain(masked.text)], seconds)
    except RasaDownError:
        log.warning("rasa_down", by="lookup")
        return Heard(_unheard(reader, masked.text, masked.hidden), {})
    query = understand(Message(parsed | {"metadata": known, "text": masked.text}))
    here = replace(
        query,
        kommune=reader.kommune,
        role="ansatt",
        language=reader.language,
        signed_in=reader.is_own,
        other_language=None,
    )
    return Heard(here, _shares(parsed))


def _unheard(reader: Reader, text: str, hidden: tuple[str, ...]) -> Query:
    return Query(
        text, kommune=reader.kommune, role="ansatt", language=reader.language, hidden=hidden, signed_in=reader.is_own
    )


def _shares(parsed: dict[str, Any]) -> dict[str, float]:
    return {str(one["name"]): float(one["confidence"]) for one in parsed.get("intent_ranking") or ()}


async def look_up(rooms: Rooms, reader: Reader, asked: Asked, seconds: float) -> tuple[Heard, Found]:
    """What a sentence points to."""
    heard = await hear(rooms, reader, asked.q, seconds)
    wanted = wanted_of(asked)
    found = await run_in_threadpool(find, reader.reading.view, heard.query, heard.shares, reader.now, wanted)
    return heard, found
