"""Tells whoever looks on that there is something new: the family, the desk, in this gateway and in others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi.concurrency import run_in_threadpool

from foundation.errors import OperatorError
from gateway.bus import Event, of_conversation, of_desk

if TYPE_CHECKING:
    from conversations.cases import Cases
    from conversations.holding import Touched
    from gateway.bus import Bus

type Writer = Literal["family", "coordinator"]
# What stands before the name of whoever writes, in the value of an event.
BEGINS, STOPS = "+", "-"


class Lookers:
    """Everybody who has a stream open."""

    def __init__(self, bus: Bus, cases: Cases) -> None:
        """`cases` say which desk a conversation belongs to."""
        self._bus = bus
        self._cases = cases

    async def tell(self, touched: Touched) -> None:
        """A hand-over has changed."""
        await self._bus.publish(Event(of_conversation(touched.conversation_id), "changed"))
        await self._bus.publish(Event(of_desk(touched.kommune), "changed"))

    async def tell_written(self, conversation_id: str, *, to_desk: bool = False) -> None:
        """Something was written; `to_desk`: that is the desk's business too, where one has the conversation."""
        await self._bus.publish(Event(of_conversation(conversation_id), "written"))
        if to_desk and (kommune := await self.desk_of(conversation_id)) is not None:
            await self._bus.publish(Event(of_desk(kommune), "changed"))

    async def tell_forgotten(self, conversation_id: str, kommune: str | None) -> None:
        """A conversation is gone; `kommune`: the desk that it was with."""
        await self._bus.publish(Event(of_conversation(conversation_id), "written"))
        if kommune is not None:
            await self._bus.publish(Event(of_desk(kommune), "changed"))

    async def tell_typing(self, conversation_id: str, who: Writer, *, typing: bool) -> None:
        """Somebody begins or stops to write."""
        value = f"{BEGINS if typing else STOPS}{who}"
        await self._bus.publish(Event(of_conversation(conversation_id), "typing", value))

    async def desk_of(self, conversation_id: str) -> str | None:
        """The municipality whose desk a conversation is with; None where it is with none, or nobody can tell."""
        try:
            return await run_in_threadpool(self._cases.desk_of, conversation_id)
        except OperatorError:  # The desk sees it at its next look.
            return None


def typing_of(events: tuple[Event, ...], who: Writer) -> bool | None:
    """Whether somebody was last said to write; None where nothing was said of it."""
    said = [event.value.startswith(BEGINS) for event in events if event.kind == "typing" and event.value[1:] == who]
    return said[-1] if said else None
