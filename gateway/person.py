"""The way to a person without script: the page that asks for one, and what the chat page has buttons for.

Like the chat page it is a form that is sent, and no redirect: the key to the conversation stands in no address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from conversations.handing import HELPED, NotNowError
from conversations.writing import UnknownConversationError
from foundation.clock import today
from foundation.errors import DomainError, OperatorError
from gateway import wishes
from gateway.asking import Form, needs_to_tick, services_to_tick
from gateway.chat_page import View, page, texts, view_of
from gateway.days import day_in_words, hours_in_words
from gateway.drawing import draw
from gateway.facing import LEAVE
from gateway.form import PANEL, Place, Sent, Talk, opened, sent_of, started
from gateway.privacy import emergency
from gateway.rates import TooManyError
from gateway.stand import closed_said
from gateway.standing import handover_view
from gateway.texts import interface, panel
from gateway.themes import look_of
from gateway.wishes import ShutError, desk_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.rooms import Rooms
    from gateway.standing import DeskView, HandoverView
    from gateway.words import Language

MAX_FIELDS = 100
NOT_USABLE = 422
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Visit:
    """One press of a button: where, with which form, and what follows the button's name."""

    request: Request
    place: Place
    sent: Sent
    form: Form | None
    said: tuple[str, ...]

    @property
    def rooms(self) -> Rooms:
        """What the application holds."""
        rooms: Rooms = self.request.app.state.rooms
        return rooms

    @property
    def typed(self) -> str:
        """What must not be lost, whichever field it stood in."""
        return self.sent.text or (self.form.words if self.form else "")


@router.get("/{kommune:kommune}/menneske")
async def front(kommune: str) -> RedirectResponse:
    """Whoever comes by an address has no key with them: the chat page is where one begins."""
    return RedirectResponse(f"/{kommune}", status_code=303)


@router.post("/{kommune:kommune}/menneske")
async def press(request: Request, kommune: str, vis: str = "") -> HTMLResponse:
    """One button pressed, and the page after it."""
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as given:
        sent, form, said = sent_of(given), Form.sent(given), given.get("do")
    deed, *more = said.split("-") if isinstance(said, str) else [""]
    visit = Visit(request, Place(kommune, vis == PANEL), sent, form, tuple(more))
    try:
        return await DEEDS.get(deed, _shown)(visit)
    except UnknownConversationError:
        gone = View(sent.language, sent.role, words=visit.typed, fault=texts().gone.of(sent.language), status=404)
        return await page(request, visit.place, gone)
    except TooManyError as error:
        return await _refused(visit, texts().too_many.of(sent.language), error.status)
    except DomainError as error:  # It stands otherwise than when the button was drawn.
        return await _refused(visit, panel(sent.language).person_changed, error.status)
    except OperatorError as error:
        log.error("operator_error", error=str(error))  # noqa: TRY400 - a trace may hold words
        return await _undone(visit)


async def _refused(visit: Visit, fault: str, status: int) -> HTMLResponse:
    """The chat page as it stands now, with what was typed."""
    talk = await opened(visit.rooms, visit.place, visit.sent)
    view = replace(view_of(visit.sent, talk), words=visit.typed, fault=fault, status=status)
    return await page(visit.request, visit.place, view)


async def _undone(visit: Visit) -> HTMLResponse:
    """Nothing could be stored. The page that was sent comes back as it was, where it can be drawn."""
    trouble, sent = interface(visit.sent.language).person_unsent, visit.sent
    try:
        talk = await opened(visit.rooms, visit.place, sent)
        if talk is not None and visit.form is not None:
            return await _drawn(visit, talk, visit.form, trouble=trouble, status=503)
        view = view_of(sent, talk)
    except OperatorError:
        view = View(sent.language, sent.role, sent.conversation, sent.token)
    return await page(visit.request, visit.place, replace(view, words=visit.typed, fault=trouble, status=503))


async def _opened(visit: Visit) -> Talk:
    """The conversation of the form.

    Raises:
        UnknownConversationError: when there is none any more.
    """
    talk = await opened(visit.rooms, visit.place, visit.sent)
    if talk is None:
        raise UnknownConversationError
    return talk


async def _begun(visit: Visit) -> Talk:
    """The conversation of the form, or a new one where there is none yet, or none any more."""
    talk = await opened(visit.rooms, visit.place, visit.sent)
    return talk or await started(visit.request, visit.place, visit.sent)


async def _talked(visit: Visit, talk: Talk) -> HTMLResponse:
    """The chat page, read anew."""
    sent = replace(visit.sent, conversation=talk.conversation.id, token=talk.token)
    view = view_of(sent, await opened(visit.rooms, visit.place, sent))
    return await page(visit.request, visit.place, replace(view, words=sent.text))


async def _shown(visit: Visit) -> HTMLResponse:
    """The page that asks for a person."""
    desk_of(visit.rooms, visit.place.kommune)
    talk = await _begun(visit)
    return await _drawn(visit, talk, visit.form)


async def _asked(visit: Visit) -> HTMLResponse:
    desk_of(visit.rooms, visit.place.kommune)
    form, talk = visit.form or Form(), await _begun(visit)
    if faults := form.faults(visit.sent.language, with_contact=False):
        return await _drawn(visit, talk, form, faults, status=NOT_USABLE)
    try:
        await wishes.ask(visit.rooms, talk.conversation.id, form.handover(visit.place.kommune))
    except ShutError as error:  # The page was drawn while it was open.
        shut = panel(visit.sent.language).person_shut
        return await _drawn(visit, talk, form, trouble=shut, status=error.status)
    return await _talked(visit, talk)


async def _called_back(visit: Visit) -> HTMLResponse:
    desk_of(visit.rooms, visit.place.kommune)
    form, talk = visit.form or Form(), await _begun(visit)
    if faults := form.faults(visit.sent.language, with_contact=True):
        return await _drawn(visit, talk, form, faults, status=NOT_USABLE)
    await wishes.call_back(visit.rooms, talk.conversation.id, form.callback(visit.place.kommune))
    return await _talked(visit, talk)


async def _fetched(visit: Visit) -> HTMLResponse:
    return await _talked(visit, await _opened(visit))


async def _went_back(visit: Visit) -> HTMLResponse:
    """To the chat; what was typed for the coordinator goes to its field."""
    talk = await opened(visit.rooms, visit.place, visit.sent)
    return await page(visit.request, visit.place, replace(view_of(visit.sent, talk), words=visit.typed))


async def _cancelled(visit: Visit) -> HTMLResponse:
    talk = await _opened(visit)
    await wishes.cancel(visit.rooms, talk.conversation.id)
    return await _talked(visit, talk)


async def _consented(visit: Visit) -> HTMLResponse:
    talk = await _opened(visit)
    match visit.said:
        case (number, "yes" | "no" as answer) if number.isascii() and number.isdecimal():
            await wishes.answer_consent(visit.rooms, talk.conversation.id, int(number), consent=answer == "yes")
        case _:
            raise NotNowError
    return await _talked(visit, talk)


async def _helped(visit: Visit) -> HTMLResponse:
    talk = await _opened(visit)
    said = next((one for one in HELPED if visit.said == (one,)), None)
    if said is None:
        raise NotNowError
    await run_in_threadpool(visit.rooms.handovers.say_helped, talk.conversation.id, said)
    return await _talked(visit, talk)


async def _started_over(visit: Visit) -> HTMLResponse:
    """An empty page; the closed conversation stays until its time is over."""
    sent = visit.sent
    view = View(sent.language, sent.role, words=visit.typed, news=interface(sent.language).started_over)
    return await page(visit.request, visit.place, view)


DEEDS: dict[str, Callable[[Visit], Awaitable[HTMLResponse]]] = {
    "ask": _asked,
    "callback": _called_back,
    "refresh": _fetched,
    "back": _went_back,
    "cancel": _cancelled,
    "consent": _consented,
    "helped": _helped,
    "new": _started_over,
}


async def _drawn(  # noqa: PLR0913 - what differs from one drawing to the next
    visit: Visit,
    talk: Talk,
    form: Form | None,
    faults: dict[str, str] | None = None,
    *,
    trouble: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    view = await run_in_threadpool(handover_view, visit.rooms, talk.conversation)
    if view.state == "closed" or (view.state == "callback" and not view.can_wait):  # There is nothing to ask for.
        return await (_refused(visit, trouble, status) if trouble else _talked(visit, talk))
    return _page(visit, talk, view, form or Form.proposed(view.draft), faults or {}, trouble, status)


def _page(  # noqa: PLR0913, PLR0917 - all that the page holds
    visit: Visit, talk: Talk, view: HandoverView, form: Form, faults: dict[str, str], trouble: str | None, status: int
) -> HTMLResponse:
    language, kommune, library = visit.sent.language, visit.place.kommune, visit.rooms.library
    known, others = needs_to_tick(form, view.draft, language)
    told = {
        "name": look_of(kommune, visit.rooms.settings).name,
        "panel": visit.place.panel,
        "leave": LEAVE,
        "own": panel(language),
        "sent": visit.sent,
        "talk": talk,
        "view": view,
        "form": form,
        "faults": faults,
        "trouble": trouble,
        # Whoever waits, or has somebody there, can only be called instead; and so can all when it is closed.
        "can_wait": view.can_wait,
        "desk": _desk(view.desk, language),
        "needs": known,
        "other_needs": others,
        "services": services_to_tick(form, view.draft, library.view(kommune, today()), language),
        "sources": list(dict.fromkeys((one.title, one.url) for told in view.told for one in told.sources)),
        "emergency": emergency(library.view(None, today()), language),
    }
    response = draw(visit.request, "person.html", told, language=language, kommune=kommune)
    response.status_code = status
    return response


def _desk(desk: DeskView, language: Language) -> dict[str, object]:
    """When it is open, and by when one is called, in words."""
    promised = panel(language).person_promise
    promise = promised.format(date=day_in_words(desk.callback_by, language)) if desk.callback_by else ""
    hours = [hours_in_words(one, language) for one in desk.hours]
    return {"closed": closed_said(desk, language), "promise": promise, "hours": hours}
