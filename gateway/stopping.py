"""The kill switch as a gateway sees it: looked at every few seconds, once for all messages and pages.

What was seen last holds while the database is away, and no message waits for a look.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

import structlog
from fastapi.concurrency import run_in_threadpool

from foundation.clock import now
from foundation.repeating import repeat
from gateway.words import LANGUAGES
from knowledge import Query, Stopped, answer
from knowledge.answering.cite import WEB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conversations.stopping import Change, Message, Stops
    from foundation.settings import Settings
    from gateway.words import Language
    from knowledge import Library

# By so much may a gateway be late to know what was done at another, or at the command line.
LOOK_SECONDS = 2.0
log = structlog.get_logger()


class Paragraph(TypedDict):
    """What is said, and where it leads, if it names a page of the municipality's."""

    said: str
    to: str | None


class StoppedError(Exception):
    """No automatic answer may be given about a municipality; None: where none is known."""

    def __init__(self, kommune: str | None) -> None:
        """`kommune` is the first that is stopped, of those that were asked about."""
        super().__init__(kommune)
        self.kommune = kommune


class Stopping:
    """Where automatic answers are stopped, as far as is known here."""

    def __init__(self, stops: Stops, settings: Settings) -> None:
        """Nothing is known before the first look."""
        self._stops = stops
        self._settings = settings
        self._in_force: Mapping[str | None, Change] = {}
        # One after the other, so that nothing that was read before a change is taken for what holds after it.
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Sees what holds now.

        Raises:
            OperatorError: when the database cannot be read; what was seen before holds then.
        """
        async with self._looking:
            before, self._in_force = self._in_force, await run_in_threadpool(self._stops.in_force)
        if set(before) != set(self._in_force):
            log.warning("automatic_answers", stopped=sorted(kommune or "all" for kommune in self._in_force))

    async def look_always(self) -> None:
        """Looks now and every few seconds, until it is cancelled."""
        await repeat(self.look, LOOK_SECONDS, "stops_not_seen")

    def of(self, kommune: str | None) -> Change | None:
        """The stop that holds in a municipality, its own before the one for all; None where none does."""
        return self._in_force.get(kommune) or self._in_force.get(None)

    def refuse(self, *kommuner: str | None) -> None:
        """Lets pass what is about municipalities that are not stopped.

        Raises:
            StoppedError: naming the first that is.
        """
        for kommune in kommuner:
            if self.of(kommune) is not None:
                raise StoppedError(kommune)

    def over(self, query: Query) -> Query:
        """The question, with the stop that holds where it is asked; the same where none does."""
        stop = self.of(query.kommune)
        return query if stop is None else self._with(query, stop.message)

    def notice(self, library: Library, kommune: str) -> dict[Language, list[Paragraph]] | None:
        """What a page says at once where answers are stopped, in each language: what every message would get."""
        stop = self.of(kommune)
        return None if stop is None else self.told(library, kommune, stop.message)

    def told(self, library: Library, kommune: str, message: Message) -> dict[Language, list[Paragraph]]:
        """What families are told with a message of the municipality's own."""
        moment = now()
        webs = [one.value for one in library.view(kommune, moment.date()).contacts(WEB) if one.channel == "nettside"]
        asked = {one: self._with(Query("", kommune=kommune, language=one), message) for one in LANGUAGES}
        said = {language: answer(query, library, moment).body for language, query in asked.items()}
        return {language: [_paragraph(text, webs) for text in texts] for language, texts in said.items()}

    def _with(self, query: Query, message: Message) -> Query:
        has_desk = self._settings.desk_of(query.kommune) is not None
        return replace(query, stopped=Stopped(message.nb, message.nn), has_desk=has_desk)


def _paragraph(text: str, webs: Sequence[str]) -> Paragraph:
    return {"said": text, "to": next((web for web in webs if web.startswith("https://") and text.endswith(web)), None)}
