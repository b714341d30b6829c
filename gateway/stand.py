"""How it stands with a person, and what can be done about it, as the page without script says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.days import day_in_words
from gateway.telling import someone_here
from gateway.texts import interface

if TYPE_CHECKING:
    from conversations.handing import Whose
    from gateway.standing import HandoverView, Promise
    from gateway.texts import Interface
    from gateway.words import Language

# A wait of less than so many minutes is told without a number.
SHORT = 2


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends it, and how it is asked whether that is meant."""

    stop: str
    ask: str
    yes: str


@dataclass(frozen=True, slots=True)
class Stand:
    """What the page says of it. `asks_helped`: somebody was there, and it is asked whether that helped."""

    state: Whose
    lead: str | None
    more: tuple[str, ...] = ()
    ending: Ending | None = None
    can_call_back: bool = False
    asks_helped: bool = False
    helped: str | None = None
    follow_up: str | None = None


def stand_of(view: HandoverView, language: Language) -> Stand | None:
    """None where the conversation is the assistant's, and there is nothing to ask."""
    said = interface(language)
    match view.state:
        case "waiting":
            ending = Ending(said.wait_stop, said.wait_stop_ask, said.wait_stop_yes)
            return Stand("waiting", _place(view, said), (_wait(view, said), said.wait_help), ending, view.desk.exists)
        case "coordinator":
            ending = Ending(said.back, said.back_ask, said.back_yes)
            return Stand("coordinator", someone_here(view.by, language), (), ending, view.desk.exists)
        case "callback":
            ending = Ending(said.call_stop, said.call_stop_ask, said.call_stop_yes)
            return Stand("callback", _promise(view.callback, language), (), ending)
        case _:
            return _ended(view, said)


def _ended(view: HandoverView, said: Interface) -> Stand | None:
    is_closed = view.state == "closed"
    if not is_closed and view.follow_up is None:
        return None
    return Stand(
        view.state,
        said.closed_lead if is_closed else None,
        asks_helped=True,
        helped=view.helped,
        follow_up=view.follow_up,
    )


def _place(view: HandoverView, said: Interface) -> str:
    return said.wait_lead if view.place is None else said.wait_place.format(place=view.place)


def _wait(view: HandoverView, said: Interface) -> str:
    if view.wait_minutes is None:
        return said.wait_unknown
    return said.wait_short if view.wait_minutes < SHORT else said.wait_minutes.format(minutes=view.wait_minutes)


def _promise(promise: Promise | None, language: Language) -> str:
    said = interface(language)
    if promise is None:
        return said.happened_callback
    words = said.callback_phone if promise.kind == "phone" else said.callback_email
    return words.format(date=day_in_words(promise.by, language), hint=promise.hint)
