"""Replies that coordinators often give: everyone at the desk uses them, leads change them."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, BeforeValidator, StringConstraints

from conversations.replies import CannedReply
from gateway.api import Held
from gateway.shapes import KnownMunicipality, Strict, without_control
from gateway.vakt.bodies import Words
from gateway.vakt.guards import Employee, desk_router

type Title = Annotated[
    str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True), BeforeValidator(without_control)
]
router = desk_router()


class ReplyBody(Strict):
    """A reply in both written standards."""

    kommune: KnownMunicipality
    title: Title
    nb: Words
    nn: Words

    def reply(self) -> CannedReply:
        """As it is stored."""
        return CannedReply(self.kommune, self.title, self.nb, self.nn)


class ShownReply(BaseModel):
    """A stored reply."""

    id: int
    title: str
    nb: str
    nn: str

    @classmethod
    def of(cls, reply: CannedReply) -> Self:
        """As the desk draws it."""
        return cls(id=reply.id or 0, title=reply.title, nb=reply.nb, nn=reply.nn)


class ShownReplies(BaseModel):
    """A municipality's replies."""

    replies: list[ShownReply]


@router.get("/replies")
async def listed(kommune: KnownMunicipality, rooms: Held, employee: Employee) -> ShownReplies:
    """A municipality's replies, by title."""
    employee.must("koordinator", kommune)
    found = await run_in_threadpool(rooms.replies.of, kommune)
    return ShownReplies(replies=[ShownReply.of(one) for one in found])


@router.post("/replies", status_code=201)
async def add(body: ReplyBody, rooms: Held, employee: Employee) -> ShownReply:
    """A new one."""
    employee.must("leder", body.kommune)
    return ShownReply.of(await run_in_threadpool(rooms.replies.add, body.reply()))


@router.put("/replies/{number}")
async def change(number: int, body: ReplyBody, rooms: Held, employee: Employee) -> ShownReply:
    """Other words in its place."""
    employee.must("leder", body.kommune)
    return ShownReply.of(await run_in_threadpool(rooms.replies.change, number, body.reply()))


@router.delete("/replies/{number}", status_code=204)
async def remove(number: int, rooms: Held, employee: Employee) -> Response:
    """Of a municipality that one leads."""
    await run_in_threadpool(rooms.replies.remove, number, employee.kommuner("leder"))
    return Response(status_code=204)
