"""How it stands with a person, and what can be done about it, as the page without script says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.days import day_in_words, moment_in_words
from gateway.telling import someone_here
from gateway.texts import interface

if TYPE_CHECKING:
    from conversations.handing import Whose
    from gateway.standing import DeskView, HandoverView, Promise
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
    """What the page says of it. `asks_helped`: somebody was there, and it is asked whether that helped.

    `is_alone`: nobody comes now, so what to do instead stands first, with whom to call; `instead` opens the page that
    asks.
    """

    state: Whose
    lead: str | None
    more: tuple[str, ...] = ()
    ending: Ending | None = None
    instead: str | None = None
    is_alone: bool = False
    meanwhile: str | None = None
    asks_helped: bool = False
    helped: str | None = None
    follow_up: str | None = None


def stand_of(view: HandoverView, language: Language) -> Stand | None:
    """None where the conversation is the assistant's, and there is nothing to ask."""
    said = interface(language)
    match view.state:
        case "waiting":
            return _waiting(view, language)
        case "coordinator":
            ending = Ending(said.back, said.back_ask, said.back_yes)
            instead = said.rather_contact if view.desk.exists else None
            return Stand("coordinator", someone_here(view.by, language), (), ending, instead)
        case "callback":
            return _promised(view, language)
        case _:
            return _ended(view, said)


def closed_said(desk: DeskView, language: Language) -> str:
    """That it is closed, and when it opens."""
    said = interface(language)
    if desk.opens_at is None:
        return said.person_closed
    return f"{said.person_closed} {said.person_opens.format(moment=moment_in_words(desk.opens_at, language))}"


def _waiting(view: HandoverView, language: Language) -> Stand:
    """How long it takes is told only where somebody is there to come."""
    said, desk = interface(language), view.desk
    ending = Ending(said.wait_stop, said.wait_stop_ask, said.wait_stop_yes)
    instead = said.rather_contact if desk.exists else None
    lead, told = _place(view, said), _wait(view, said)
    if desk.exists and not desk.open:
        lead, told = closed_said(desk, language), f"{lead} {said.wait_kept}"
    elif desk.exists and not desk.someone_here:
        told = said.person_nobody
    is_alone = desk.exists and not desk.someone_here
    return Stand("waiting", lead, (told,), ending, instead, is_alone, said.wait_help)


def _promised(view: HandoverView, language: Language) -> Stand:
    said, promise = interface(language), view.callback
    ending = Ending(said.call_stop, said.call_stop_ask, said.call_stop_yes)
    if promise is None or not promise.overdue:
        return Stand("callback", _promise(promise, language), (), ending)
    late = said.callback_late.format(date=day_in_words(promise.by, language))
    if view.can_wait:
        return Stand("callback", late, (said.callback_sorry,), ending, said.rather_wait, is_alone=True)
    return Stand("callback", late, (said.callback_sorry, closed_said(view.desk, language)), ending, is_alone=True)


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
