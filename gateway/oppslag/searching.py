"""One sentence understood as the chat understands it, and what it points to.

The sentence is hidden of personal data before anything reads it, goes to Rasa and is stored nowhere. Where Rasa does
not answer, the words alone decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from fastapi.concurrency import run_in_threadpool

from foundation.masking import mask
from gateway.oppslag.filtering import LONGEST, wanted_of
from gateway.rasa import RasaDownError, plain
from knowledge.lookup.hits import find
from understanding.sentence import Sentence, heard

if TYPE_CHECKING:
    from gateway.oppslag.filtering import Asked
    from gateway.oppslag.reader import Reader
    from gateway.rooms import Rooms
    from knowledge.lookup.hits import Found
    from understanding.sentence import Heard

log = structlog.get_logger()


async def hear(rooms: Rooms, reader: Reader, text: str, seconds: float) -> Heard:
    """Understands a sentence of an employee of this municipality, if that takes no longer than so many seconds."""
    masked = mask(text[:LONGEST], rooms.library.public_names)
    sentence = Sentence(masked.text, reader.kommune, reader.language, masked.hidden, reader.is_own)
    try:
        [parsed] = await rooms.rasa.parse([plain(masked.text)], seconds)
    except RasaDownError:
        log.warning("rasa_down", by="lookup")
        return heard(sentence, None)
    return heard(sentence, parsed)


async def look_up(rooms: Rooms, reader: Reader, asked: Asked, seconds: float) -> tuple[Heard, Found]:
    """What a sentence points to."""
    understood = await hear(rooms, reader, asked.q, seconds)
    wanted = wanted_of(asked)
    found = await run_in_threadpool(find, reader.reading.view, understood.query, understood.shares, reader.now, wanted)
    return understood, found


def told_of(understood: Heard, found: Found) -> dict[str, Any]:
    """What the hits are drawn from."""
    query = understood.query
    return {"hits": found.hits, "danger": found.danger, "hidden": query.hidden, "needs": query.need_ids}
