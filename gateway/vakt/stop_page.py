"""The page of the kill switch as it is drawn: how it stands, what was done, and what is to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from conversations.stopping import LONGEST, Message
from foundation.lines import one_line
from gateway.days import moment_in_words
from gateway.drawing import FOLDER, draw
from gateway.headers import without_frames
from gateway.oppslag.texts import texts_of
from gateway.vakt.page import NOT_FOUND_BY_SEARCH
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from conversations.stopping import Change
    from gateway.rooms import Rooms
    from knowledge.lookup.reading import Standard

TEXTS = FOLDER / "templates" / "nodstopp.yml"
ADDRESS = "/vakt/nodstopp"
# So much of what was done is shown.
SHOWN = 10


class Sent(BaseModel):
    """What the page's forms send."""

    model_config = ConfigDict(extra="ignore")

    do: Literal["ask-stop", "stop", "ask-start", "start"]
    kommune: str
    nb: str = ""
    nn: str = ""

    @property
    def message(self) -> Message:
        """The municipality's own words, in one line each; none where nothing was written."""
        return Message(one_line(self.nb) or None, one_line(self.nn) or None)

    @property
    def is_too_long(self) -> bool:
        """Whether the words are more than are kept."""
        return any(len(words or "") > LONGEST for words in (self.message.nb, self.message.nn))


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did, and what they had families told."""

    text: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """How it stands in a municipality: by its own stop, and by that for all. `sent`: what could not be used."""

    id: str
    name: str
    own: str | None
    all: str | None
    message: Message
    history: tuple[Done, ...]
    sent: Sent | None = None


def texts(language: Standard) -> Mapping[str, str]:
    """Every text of one standard."""
    return texts_of(TEXTS, language)


def name_of(kommune: str) -> str:
    """What a municipality is called."""
    return ontology().municipalities[kommune].name


def read_places(rooms: Rooms, kommuner: Iterable[str], language: Standard, sent: Sent | None) -> list[Place]:
    """How it stands in these municipalities now; `sent` is what one of them cannot use."""
    holding = rooms.stops.in_force()
    return [
        _place(kommune, holding, rooms.stops.history(kommune, None)[:SHOWN], language, sent) for kommune in kommuner
    ]


def _place(
    kommune: str,
    holding: Mapping[str | None, Change],
    history: Iterable[Change],
    language: Standard,
    sent: Sent | None,
) -> Place:
    t, own, every = texts(language), holding.get(kommune), holding.get(None)
    return Place(
        id=kommune,
        name=name_of(kommune),
        own=t["stopped"].format(since=_since(own, language), by=own.by.name) if own else None,
        all=t["stopped_all"].format(since=_since(every, language)) if every else None,
        message=own.message if own else Message(),
        history=tuple(_done(one, language) for one in history),
        sent=sent if sent and sent.kommune == kommune else None,
    )


def _since(change: Change, language: Standard) -> str:
    return moment_in_words(change.since or change.at, language)


def _done(change: Change, language: Standard) -> Done:
    deed = f"did_{'stop' if change.is_stop else 'start'}{'' if change.kommune else '_all'}"
    text = texts(language)[deed].format(at=moment_in_words(change.at, language), by=change.by.name)
    return Done(text, tuple(filter(None, (change.message.nb, change.message.nn))))


def draw_page(request: Request, rooms: Rooms, language: Standard, told: Mapping[str, object]) -> HTMLResponse:
    """The page, with how it stands (`places`) or what is to be confirmed (`asked`)."""
    shared = {"t": texts(language), "address": ADDRESS, "most": LONGEST, "places": (), "asked": None}
    response = draw(request, "nodstopp.html", {**shared, **told}, language=language)
    response.headers.update(without_frames(rooms.settings) | NOT_FOUND_BY_SEARCH)
    return response
