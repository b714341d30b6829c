"""The family's way to a person: asking, waiting, leaving a number, saying yes or no, saying whether it helped."""

from __future__ import annotations

import re
from typing import Annotated

import phonenumbers
from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints, model_validator

from conversations.contacts import Contact
from conversations.handing import Helped
from gateway import wishes
from gateway.api import PROBLEMS as OF_CONVERSATIONS
from gateway.api import Held, Opened
from gateway.problems import described
from gateway.shapes import NO_TEXT, Strict, without_control
from gateway.standing import HandoverView, handover_view
from gateway.summaries import NewHandover

PROBLEMS = OF_CONVERSATIONS | {
    409: "It cannot happen in the state that the conversation is in, or the municipality has no desk here, "
    "or the desk is closed (`stengt`) and nobody can begin to wait."
}
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
HOME = "NO"
router = APIRouter(prefix="/api/conversations/{conversation_id}", tags=["hand-over"], responses=described(PROBLEMS))


def _phone(value: str) -> str:
    """A telephone number that can be dialled, in its international form."""
    try:
        number = phonenumbers.parse(value, HOME)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        message = "Telefonnummeret kan ikke ringes. Skriv åtte sifre, eller + og landkode først."
        raise ValueError(message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _mail(value: str) -> str:
    if not MAIL.fullmatch(value):
        message = "E-postadressen kan ikke brukes. Skriv den slik: navn@eksempel.no."
        raise ValueError(message)
    return value


type Short = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), BeforeValidator(without_control)
]


class ContactBody(Strict):
    """How to reach the family: one of the two."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("phone", "email")]
        }
    )
    phone: Short | None = None
    email: Short | None = None

    @model_validator(mode="after")
    def _usable(self) -> ContactBody:
        if (self.phone is None) == (self.email is None):
            message = "Skriv enten et telefonnummer eller en e-postadresse."
            raise ValueError(message)
        if self.phone is not None:
            self.phone = _phone(self.phone)
        if self.email is not None:
            self.email = _mail(self.email)
        return self

    def contact(self, when: str | None) -> Contact:
        """As it is kept."""
        if self.phone is not None:
            return Contact("phone", self.phone, when)
        return Contact("email", self.email or "", when)


class NewCallback(NewHandover):
    """A wish to be called, or written to."""

    contact: ContactBody
    when: Short | None = Field(None, description="When it suits, in their own words.")


class ConsentBody(Strict):
    """Yes or no to a proposal."""

    proposal: Annotated[int, Field(ge=1, le=10_000), NO_TEXT]
    consent: StrictBool


class TypingBody(Strict):
    """Whether somebody is writing; never what."""

    typing: StrictBool


class HelpedBody(Strict):
    """Whether help came."""

    helped: Helped


@router.get("/handover", summary="Where a wish for a person stands")
async def look(conversation: Opened, rooms: Held) -> HandoverView:
    """Where it stands, whether somebody is at the desk, and a draft of what would go along."""
    return await run_in_threadpool(handover_view, rooms, conversation)


@router.post("/handover", summary="Ask for a person")
async def ask(body: NewHandover, conversation: Opened, rooms: Held) -> HandoverView:
    """Puts the conversation into the queue of the municipality's desk. Asked again while waiting, it is described anew.

    While the desk is closed nobody can begin to wait: that is refused as `stengt`, and a call-back can be asked for.
    Whoever waits when it closes keeps the place.

    The assistant answers until somebody comes; then it is silent, but for help lines where there is danger.
    """
    await wishes.ask(rooms, conversation.id, body)
    return await run_in_threadpool(handover_view, rooms, conversation)


@router.delete("/handover", summary="Let go of a person")
async def cancel(conversation: Opened, rooms: Held) -> HandoverView:
    """Leaves the queue, takes a call-back back, or ends the talk with the coordinator; the assistant answers again.

    After a talk the family may say whether it helped.
    """
    await wishes.cancel(rooms, conversation.id)
    return await run_in_threadpool(handover_view, rooms, conversation)


@router.post("/callback", summary="Leave a number or an address")
async def call_back(body: NewCallback, conversation: Opened, rooms: Held) -> HandoverView:
    """Promises a day by which somebody calls or writes. The contact is encrypted, and deleted once that is done.

    `callback.overdue` says that the day is over. It can then be waited for somebody instead, while the desk is open.
    """
    await wishes.call_back(rooms, conversation.id, body)
    return await run_in_threadpool(handover_view, rooms, conversation)


@router.post("/consent", summary="Say yes or no to being passed on")
async def consent(body: ConsentBody, conversation: Opened, rooms: Held) -> HandoverView:
    """Answers the coordinator's proposal; without a yes nothing is passed on."""
    await wishes.answer_consent(rooms, conversation.id, body.proposal, consent=body.consent)
    return await run_in_threadpool(handover_view, rooms, conversation)


@router.post("/typing", status_code=204, summary="Say that somebody is writing")
async def typing(body: TypingBody, conversation: Opened, rooms: Held) -> Response:
    """Shown to the coordinator while it lasts, and stored nowhere."""
    await rooms.lookers.tell_typing(conversation.id, "family", typing=body.typing)
    return Response(status_code=204)


@router.post("/helped", summary="Say whether help came")
async def helped(body: HelpedBody, conversation: Opened, rooms: Held) -> HandoverView:
    """Counted without anything that tells who said it."""
    await run_in_threadpool(rooms.handovers.say_helped, conversation.id, body.helped)
    return await run_in_threadpool(handover_view, rooms, conversation)
