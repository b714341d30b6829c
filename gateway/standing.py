"""Where a family's wish for a person stands, as the face draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from conversations.cases import Line
from conversations.handing import Helped, Whose
from foundation.calendar import is_open, open_day_after, opens_next
from foundation.clock import now, today
from foundation.desks import MIDNIGHT
from gateway import privacy
from gateway.summaries import draft

if TYPE_CHECKING:
    from conversations.cases import Standing
    from conversations.service import Conversation
    from foundation.desks import Desk, Hours
    from gateway.rooms import Rooms
    from gateway.words import Language
    from knowledge.library import View
    from knowledge.records import Duty

# A draft is made of so many answers, the last ones.
ANSWERS = 8
MINUTE = 60


class Named(BaseModel):
    """An id, and what it is called."""

    id: str
    name: str


class Draft(BaseModel):
    """What is known of the family so far, for them to edit before it goes anywhere."""

    role: str
    age: int | None
    kommune: str | None
    needs: list[Named]
    services: list[Named]
    words: str | None


class OpenHours(BaseModel):
    """When the desk is open."""

    days: list[str]
    since: str = Field(description="As «09:00».")
    until: str = Field(description="As «15:00»; the end of the day is «24:00».")


class DeskView(BaseModel):
    """Whether there is a desk, and whether somebody sits there now. `callback_by` is the day that would be promised."""

    kommune: str | None
    exists: bool
    open: bool = False
    someone_here: bool = False
    opens_at: datetime | None = None
    hours: list[OpenHours] = Field(default_factory=list)
    callback_by: date | None = None


class Source(BaseModel):
    """Where something is written."""

    title: str
    url: str | None


class Told(BaseModel):
    """What an employee is obliged to do."""

    id: str
    text: str
    sources: list[Source]


class Promise(BaseModel):
    """A call-back: by when, and the end of where to. `overdue`: that day is over, and nobody got hold of them."""

    by: date
    overdue: bool
    kind: Literal["phone", "email"]
    hint: str


class HandoverView(BaseModel):
    """Where a wish for a person stands, and what the family needs to know to make one."""

    state: Whose
    desk: DeskView
    draft: Draft
    told: list[Told]
    place: int | None = Field(description="Place in the queue, from 1.")
    wait_minutes: int | None = Field(description="How long people usually wait; null where there were too few to tell.")
    asked_at: datetime | None
    by: str | None = Field(description="The name that the coordinator lets be shown, if any.")
    callback: Promise | None
    helped: Helped | None
    follow_up: str | None = Field(
        description="Token of /hjulpet/{token}, once somebody was there; null again when the family has written on."
    )

    @property
    def can_wait(self) -> bool:
        """Whether one may begin to wait: nobody was asked for yet, or whoever was to be in touch was not in time."""
        is_late = self.callback is not None and self.callback.overdue
        return self.desk.open and (self.state == "assistant" or is_late)


def handover_view(rooms: Rooms, conversation: Conversation) -> HandoverView:
    """As it is now.

    Raises:
        UnknownConversationError: when the conversation was forgotten.
    """
    standing = rooms.cases.standing(conversation.id)
    answers = rooms.conversations.last_answers(conversation.id, ANSWERS)
    language = answers[0].get("language", conversation.language) if answers else conversation.language
    told = draft(conversation, answers, language)
    kommune = standing.kommune if standing.state in {"waiting", "coordinator", "callback"} else told["kommune"]
    return HandoverView(
        state=standing.state,
        desk=desk_view(rooms, kommune),
        draft=Draft.model_validate(told),
        told=duties(rooms.library.view(kommune, today()), language),
        **_standing(standing),
    )


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """What all who wait for the same desk are told anew from time to time."""

    line: Line
    desk: DeskView


def waiting_room(rooms: Rooms, kommune: str | None) -> WaitingRoom:
    """A municipality's, as it is now."""
    return WaitingRoom(rooms.cases.line(kommune) if kommune else Line((), None), desk_view(rooms, kommune))


def moved_on(conversation_id: str, before: HandoverView, now_there: WaitingRoom) -> HandoverView | None:
    """The same as before, but for the place in the queue and the desk; None where they do not wait there any more."""
    place = now_there.line.place_of(conversation_id)
    if place is None:
        return None
    told = {"place": place, "wait_minutes": _minutes(now_there.line.wait), "desk": now_there.desk}
    return before.model_copy(update=told)


def _minutes(wait: float | None) -> int | None:
    return None if wait is None else max(1, math.ceil(wait / MINUTE))


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "place": standing.place,
        "wait_minutes": _minutes(standing.wait),
        "asked_at": standing.asked_at,
        "by": standing.by,
        "callback": _promise(standing),
        "helped": standing.helped,
        "follow_up": standing.follow_up,
    }


def _promise(standing: Standing) -> dict[str, Any] | None:
    if standing.due is None or standing.hint is None:
        return None
    is_over = standing.due < today()
    return {"by": standing.due, "overdue": is_over, "kind": standing.contact_kind, "hint": standing.hint}


def desk_view(rooms: Rooms, kommune: str | None) -> DeskView:
    """A municipality's desk now."""
    desk, moment = rooms.settings.desk_of(kommune), now()
    if desk is None or kommune is None:
        return DeskView(kommune=kommune, exists=False)
    is_now = is_open(desk, moment)
    return DeskView(
        kommune=kommune,
        exists=True,
        open=is_now,
        someone_here=is_now and rooms.accounts.presence.someone_here(kommune),
        opens_at=None if is_now else opens_next(desk, moment),
        hours=[_hours(one) for one in desk.opening],
        callback_by=promised(desk, moment),
    )


def _hours(hours: Hours) -> OpenHours:
    until = "24:00" if hours.until == MIDNIGHT else f"{hours.until:%H:%M}"
    return OpenHours(days=list(hours.days), since=f"{hours.since:%H:%M}", until=until)


def promised(desk: Desk, moment: datetime) -> date:
    """The day by which whoever leaves a number now is called."""
    return open_day_after(desk, moment.date(), desk.callback_days)


def duties(view: View, language: Language) -> list[Told]:
    """What an employee is obliged to do, as the page about privacy says it, with the content's sources."""
    found = privacy.duties(language, view)
    return [Told(id=duty.id, text=said, sources=_sources(view, duty)) for duty, said in found]


def _sources(view: View, duty: Duty) -> list[Source]:
    named = dict.fromkeys((one.document, one.locator) for one in duty.sources)
    return [
        Source(title=f"{view.documents[document].title}, {locator}", url=view.documents[document].url)
        for document, locator in named
    ]
