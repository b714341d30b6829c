"""The family's side of a hand-over played over real HTTP, in front of the real gateway's pages.

A test plays the coordinator: it says what happens, and sees what the page has sent.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

NOW = "2026-11-27T09:42:00+00:00"
KEY = {"id": "played", "token": "played-token"}
SETUP = re.compile(r'data-setup="([^"]*)"')
FOLLOW_UP = "oppfolging-1"
WRITTEN_ON = 3
OPEN: dict[str, Any] = {
    "kommune": "oppdal",
    "exists": True,
    "open": True,
    "someone_here": True,
    "opens_at": None,
    "hours": [{"days": ["ma", "ti", "on", "to", "fr"], "since": "09:00", "until": "15:00"}],
    "callback_by": "2026-11-30",
}
EMPTY = {**OPEN, "someone_here": False}
CLOSED = {**OPEN, "open": False, "someone_here": False, "opens_at": "2026-11-30T08:00:00+00:00"}
TOLD = {
    "id": "oppdal/taushetsplikt",
    "text": "Den som svarer deg, har taushetsplikt. Er et barn i fare, må de si fra til barnevernet.",
    "sources": [{"title": "Barnevernsloven § 13-2", "url": "https://lovdata.no/lov/2021-06-18-97/§13-2"}],
}
DRAFT: dict[str, Any] = {
    "role": "forelder",
    "age": 9,
    "kommune": "oppdal",
    "needs": [{"id": "skolefravaer", "name": "Skolefravær"}, {"id": "angst", "name": "Engstelse og uro"}],
    "services": [{"id": "oppdal/ppt", "name": "Pedagogisk-psykologisk tjeneste (PPT)"}],
    "words": "Gutten vår på 9 vil ikke på skolen.",
}
NEEDS = [*DRAFT["needs"], {"id": "mobbing", "name": "Mobbing"}, {"id": "okonomi", "name": "Økonomi i familien"}]
IDLE: dict[str, Any] = {
    "state": "assistant",
    "desk": OPEN,
    "draft": DRAFT,
    "told": [TOLD],
    "place": None,
    "wait_minutes": None,
    "asked_at": None,
    "by": None,
    "callback": None,
    "helped": None,
    "follow_up": None,
}


@dataclass
class PlayedDesk:
    """One conversation, what has happened in it, and what the page has sent."""

    answer: dict[str, Any]
    acute: dict[str, Any]
    desk: dict[str, Any] = field(default_factory=lambda: dict(OPEN))
    view: dict[str, Any] = field(default_factory=lambda: dict(IDLE))
    is_started: bool = False
    # Each with its kind and its data; its place is its number.
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # What has no number, for whoever listens now.
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # What was answered to each message, by its id: sent again, it counts once.
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Messages to the assistant after somebody was there.
    written_on: int = 0
    # A refusal for the next call to this address.
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)

    def stands(self, **changed: Any) -> None:  # noqa: ANN401 - fields of the view
        """The view, changed; told to whoever listens."""
        self.view = {**self.view, "desk": self.desk, **changed}
        self.told.append(("handover", self.view))

    def happens(self, kind: str, **more: Any) -> None:  # noqa: ANN401 - fields of the event
        """Something happens with the hand-over."""
        self.events.append(("status", {"kind": kind, "at": NOW, **more}))

    def comes(self, name: str | None = None) -> None:
        """A coordinator takes it."""
        self.happens("claimed", by=name)
        self.stands(state="coordinator", by=name, place=None)

    def writes(self, text: str, by: str | None = None, card: dict[str, Any] | None = None) -> None:
        """The coordinator writes."""
        self.events.append(("coordinator", {"id": None, "text": text, "at": NOW, "by": by, "answer": card}))

    def is_typing(self, *, typing: bool) -> None:
        """The coordinator's keys."""
        self.told.append(("typing", {"typing": typing}))

    def asks_consent(self, proposal: int, words: str) -> None:
        """May these words be passed on?"""
        self.happens("consent-asked", proposal=proposal, service=_ppt(), words=words)

    def closes(self) -> None:
        """The coordinator ends it."""
        self.happens("closed", follow_up=FOLLOW_UP)
        self.stands(state="closed", by=None, follow_up=FOLLOW_UP)

    def returns(self) -> None:
        """The assistant answers again."""
        self.happens("returned", follow_up=FOLLOW_UP)
        self.stands(state="assistant", place=None, by=None, callback=None, follow_up=FOLLOW_UP)

    def is_now(self, desk: dict[str, Any]) -> None:
        """The desk closes or opens, and whoever waits is told."""
        self.desk = desk
        self.stands()

    def breaks_its_promise(self) -> None:
        """The day that was promised is over."""
        self.stands(callback={**self.view["callback"], "overdue": True})

    def heard(self, address: str) -> list[dict[str, Any]]:
        """What was sent to this address, in order."""
        return [body for at, body in self.sent if at == address]

    def wait_for(self, address: str, count: int = 1) -> dict[str, Any]:
        """The last of what was sent there, once so much was."""
        until = time.monotonic() + 8
        while len(self.heard(address)) < count:
            assert time.monotonic() < until, f"Nothing came to {address}: {self.sent}"
            time.sleep(0.02)
        return self.heard(address)[-1]

    def take(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call of the family's API; what it answers."""
        return {
            "messages": self._message,
            "POST handover": self._asked,
            "DELETE handover": self._stopped,
            "callback": self._call_back,
            "consent": self._consent,
            "helped": self._helped,
        }[what](body)

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["id"] in self.written:
            return self.written[body["id"]]
        state = self.view["state"]
        to = "coordinator" if state == "coordinator" else "assistant"
        told = {"id": body["id"], "text": body["text"], "replaces": None, "at": NOW, "to": to}
        self.events.append(("message", told))
        answers = [self.acute] if "slår" in body["text"] else [] if to == "coordinator" else [self._said(body["text"])]
        self.events += [("answer", answer) for answer in answers]
        self._writes_on(state)
        self.written[body["id"]] = {"answers": answers, "state": state}
        return self.written[body["id"]]

    def _writes_on(self, state: str) -> None:
        """Whoever writes to the assistant again is soon asked no more whether it helped; nobody is told of that."""
        self.written_on += state == "assistant" and self.view["follow_up"] is not None
        if self.written_on >= WRITTEN_ON:
            self.view = {**self.view, "follow_up": None}

    def _said(self, text: str) -> dict[str, Any]:
        if "menneske" in text:
            reply = "Du kan få snakke med en koordinator."
            return {**self.answer, "outcome": "handover", "services": [], "reply": reply, "body": [reply]}
        return self.answer

    def _asked(self, _: dict[str, Any]) -> dict[str, Any]:
        self.happens("asked")
        self.written_on = 0
        self.stands(state="waiting", place=2, asked_at=NOW, follow_up=None)
        return self.view

    def _stopped(self, _: dict[str, Any]) -> dict[str, Any]:
        if self.view["state"] == "coordinator":
            self.returns()
        else:
            self.happens("cancelled")
            self.stands(state="assistant", place=None, callback=None)
        return self.view

    def _call_back(self, body: dict[str, Any]) -> dict[str, Any]:
        by = self.desk["callback_by"]
        kind = next(iter(body["contact"]))
        promise = {"by": by, "overdue": False, "kind": kind, "hint": "…" + body["contact"][kind][-2:]}
        self.happens("callback", by=by)
        self.stands(state="callback", callback=promise)
        return self.view

    def _consent(self, body: dict[str, Any]) -> dict[str, Any]:
        kind = "consent-given" if body["consent"] else "consent-refused"
        self.happens(kind, proposal=body["proposal"], service=_ppt())
        return self.view

    def _helped(self, body: dict[str, Any]) -> dict[str, Any]:
        self.stands(helped=body["helped"])
        return self.view


def _ppt() -> dict[str, str]:
    return {"id": "oppdal/ppt", "name": "PPT i Oppdal"}


def _problem(status: int, slug: str) -> JSONResponse:
    body = {"type": f"/problem/{slug}", "title": slug, "status": status, "detail": "Det går ikke nå."}
    return JSONResponse(body, status, media_type="application/problem+json")


@dataclass
class Played:
    """The server; `desk` is set anew before each test."""

    pages: str
    desk: PlayedDesk
    address: str = ""

    async def start(self, _: Request) -> Response:
        """A conversation is started."""
        self.desk.is_started = True
        self.desk.events.clear()
        return JSONResponse(KEY, 201)

    async def call(self, request: Request) -> Response:
        """A call of the conversation."""
        desk, what = self.desk, request.path_params["what"]
        if not desk.is_started:
            return _problem(404, "ikke-funnet")
        if request.method == "GET":
            return JSONResponse({**desk.view, "desk": desk.desk})
        body = json.loads(await request.body() or b"{}")
        desk.sent.append((what if request.method == "POST" else f"{request.method} {what}", body))
        if what == "typing":
            return Response(status_code=204)
        if what in desk.refusals:
            return _problem(*desk.refusals.pop(what))
        if what == "messages" and desk.view["state"] == "closed":
            return _problem(409, "avsluttet")
        return JSONResponse(desk.take(f"{request.method} handover" if what == "handover" else what, body))

    async def forget(self, _: Request) -> Response:
        """The conversation is deleted."""
        self.desk.is_started = False
        return Response(status_code=204)

    async def events(self, request: Request) -> Response:
        """The stream."""
        if not self.desk.is_started:
            return _problem(404, "ikke-funnet")
        after = int(request.headers.get("Last-Event-ID", "0"))
        return StreamingResponse(self._events(self.desk, after), media_type="text/event-stream")

    async def _events(self, desk: PlayedDesk, after: int) -> AsyncIterator[str]:
        told = len(desk.told)
        yield _event("handover", {**desk.view, "desk": desk.desk})
        is_caught_up = False
        while desk is self.desk and desk.is_started:
            for kind, data in desk.events[after:]:
                after += 1
                yield f"id: {after}\n{_event(kind, data)}"
            for kind, data in desk.told[told:]:
                told += 1
                yield _event(kind, data)
            if not is_caught_up:
                is_caught_up = True
                yield ": now\n\n"
            await asyncio.sleep(0.03)

    async def page(self, request: Request) -> Response:
        """A page or a file of the real gateway's; the chat is told of the desk."""
        async with httpx.AsyncClient(base_url=self.pages, trust_env=False) as client:
            found = await client.get(request.url.path, params=dict(request.query_params))
        kept = {name: found.headers[name] for name in ("content-security-policy",) if name in found.headers}
        kind = found.headers.get("content-type", "")
        body = SETUP.sub(self._with_desk, found.text) if kind.startswith("text/html") else found.content
        return Response(body, found.status_code, kept, media_type=kind)

    def _with_desk(self, found: re.Match[str]) -> str:
        setup = json.loads(html.unescape(found[1])) | {"desk": self.desk.desk, "needs": NEEDS}
        return f'data-setup="{html.escape(json.dumps(setup))}"'


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"


@contextmanager
def serving_desk(pages: str, desk: PlayedDesk) -> Iterator[Played]:
    """Serves it, with the pages of the gateway at this address."""
    played = Played(pages, desk)
    conversation = f"/api/conversations/{KEY['id']}"
    routes = [
        Route("/api/conversations", played.start, methods=["POST"]),
        Route(conversation, played.forget, methods=["DELETE"]),
        Route(f"{conversation}/events", played.events),
        Route(f"{conversation}/{{what}}", played.call, methods=["GET", "POST", "DELETE"]),
        Route("/{path:path}", played.page),
    ]
    config = uvicorn.Config(Starlette(routes=routes), log_config=None, ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        played.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            yield played
        finally:
            played.desk.is_started = False  # Its streams end.
            server.should_exit = True
            thread.join()
