"""A desk's API that is played: a real server, real cookies and real event streams; what it knows lies in memory.

It holds to the contract of the desk: `test_played_desk.py` lays what it says beside the gateway's own models. Tests
write in it what families and colleagues do.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from conversations.handing import OUTCOMES
from foundation.settings import Settings
from gateway import assets, themes
from gateway.drawing import STATIC
from gateway.headers import SecurityHeaders, headers_for
from gateway.problems import problem
from gateway.vakt import page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.requests import Request

type Json = dict[str, Any]

COOKIE = "vakt"
ME: Json = {"id": 1, "name": "Koordinator Én"}
OTHER: Json = {"id": 2, "name": "Koordinator To"}
PASSWORD = "hemmelig"  # noqa: S105 - of this play
OPPDAL, RENNEBU = {"id": "oppdal", "name": "Oppdal"}, {"id": "rennebu", "name": "Rennebu"}
SUGGESTED = ("Skolehelsetjenesten i Oppdal", "Fastlegene i Oppdal")
POLL = 0.02
ALL = ["release", "pass", "pass-on", "return", "close", "write", "name", "note"]


def ago(**how_long: float) -> str:
    """A time in the past, as the API writes it."""
    return (datetime.now(UTC) - timedelta(**how_long)).isoformat()


def answer(reply: str, *names: str, question: str = "skolevegring") -> Json:
    """An answer with a service for each name."""
    source = {"title": "Plan for oppvekst", "locator": "side 14", "url": None, "quote": None, "checked": "2026-11-25"}
    contact = {
        "kind": "telefon",
        "value": "72 40 10 00",
        "label": "Sentralbordet",
        "audience": "alle",
        "source": source,
    }
    services = [
        {
            "id": f"oppdal/{name.split()[0].lower()}",
            "type": "helsestasjon",
            "name": name,
            "why": "De snakker med foreldre om det som er vanskelig hjemme og på skolen.",
            "level": ["gronn"],
            "access": "Du kan ta kontakt selv.",
            "contacts": [contact],
            "sources": [source],
        }
        for name in names
    ]
    told: Json = {
        "acute": None,
        "statements": [],
        "clarification": None,
        "handover": {"offered": False, "reason": None},
    }
    return told | {
        "question": question,
        "kommune": "oppdal",
        "role": "forelder",
        "language": "nb",
        "outcome": "answered",
        "question_type": "finn-hjelp",
        "needs": [],
        "services": services,
        "reply": reply,
        "body": [reply],
    }


@dataclass
class Played:
    """All that the desk knows. `version` grows with everything that is to be told."""

    cases: dict[int, Json] = field(default_factory=dict)
    entries: dict[int, list[Json]] = field(default_factory=dict)
    replies: list[Json] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    presence: Json = field(default_factory=lambda: {"state": "available", "text": ""})
    mail: Json | None = field(default_factory=lambda: {"ok": True, "since": None, "waiting": 0})
    role: str = "leder"
    ways: Json = field(default_factory=lambda: {"local": True, "oidc": None})
    typed: list[bool] = field(default_factory=list)
    received: list[Json] = field(default_factory=list)
    # What the next requests of a kind are refused with: (part of the path, status, slug, detail).
    refusals: list[tuple[str, int, str, str]] = field(default_factory=list)
    family_types: dict[int, bool] = field(default_factory=dict)
    version: int = 0

    def begin(self) -> None:
        """As it was before anything happened; nobody is signed in any more."""
        version = self.version + 1
        self.__dict__.update(Played().__dict__)
        self.version = version

    def changed(self) -> None:
        """There is something to be told."""
        self.version += 1

    def add(self, state: str = "waiting", **other: Any) -> int:  # noqa: ANN401 - any field of a case
        """A case, and its number."""
        number = max(self.cases, default=10) + 1
        minutes = other.pop("minutes", 4)
        needs = [{"id": "skolevegring", "name": "Skolevegring"}, {"id": "uro", "name": "Angst og uro"}]
        case = {
            "id": number,
            "kommune": OPPDAL,
            "state": state,
            "acute": None,
            "age": 9,
            "role": "forelder",
            "needs": needs,
            "language": "nb",
            "asked_at": ago(minutes=minutes),
            "claimed_at": None,
            "holder": None,
            "due": None,
            "overdue": False,
            "unread": 0,
            "services": [{"id": "oppdal/pp", "name": "PP-tjenesten"}],
            "words": "Gutten vår vil ikke på skolen, og gråter hver morgen. Vi vet ikke hva vi skal gjøre.",
            "is_empty": False,
            "shares_talk": True,
            "notes": [],
            "history": [{"at": ago(minutes=minutes), "by": None, "kind": "asked", "detail": None}],
            "contact": None,
            "consent": None,
            "ended_at": None,
            "outcome": None,
            "contact_kind": None,
            "helped": None,
        }
        self.cases[number] = case | other
        self.entries[number] = []
        self.changed()
        return number

    def says(self, number: int, text: str, kind: str = "message", **other: Any) -> Json:  # noqa: ANN401 - any field of an entry
        """Something is said in a case."""
        entries = self.entries[number]
        empty = {"by": None, "id": None, "answer": None, "status": None, "at": ago()}
        entry = {"number": len(entries) + 1, "kind": kind, "text": text, **empty, **other}
        entries.append(entry)
        if kind == "message":
            self.cases[number]["unread"] += 1
        self.changed()
        return entry

    def happens(self, number: int, kind: str, by: str | None = None, **other: Any) -> None:  # noqa: ANN401 - as above
        """Something is done with a case."""
        self.cases[number]["history"].append({"at": ago(), "by": by, "kind": kind, "detail": other.get("detail")})
        self.says(number, "", "status", status={"kind": kind, "at": ago(), "by": by, **other})

    def queue(self) -> Json:
        """The queue, in its order."""
        told = [self.told(one) for one in self.cases.values()]
        waiting = [one for one in told if one["state"] == "waiting"]
        return {
            "waiting": sorted(waiting, key=lambda one: (one["acute"] is None, one["asked_at"])),
            "live": [one for one in told if one["state"] == "coordinator"],
            "callbacks": [one for one in told if one["state"] == "callback"],
            "colleagues": [OTHER | {"kommuner": ["oppdal"], "state": "available", "text": "", "here": True}],
            "mail": self.mail,
            "stopped": [],
            "at": ago(),
        }

    def told(self, case: Json) -> Json:
        """A case as it stands in the queue."""
        whole = (
            "services",
            "words",
            "is_empty",
            "shares_talk",
            "notes",
            "history",
            "contact",
            "consent",
            "helped",
        )
        mine = case["holder"] is not None and case["holder"]["id"] == ME["id"]
        return {key: value for key, value in case.items() if key not in whole} | {"mine": mine}

    def whole(self, number: int) -> Json:
        """A case as it is opened."""
        case = self.cases[number]
        parts = ("is_empty", "shares_talk", "notes", "history", "contact", "consent", "helped")
        summary = {key: case[key] for key in ("role", "age", "kommune", "needs", "services", "words")}
        told = self.told(case) | {key: case[key] for key in parts}
        return told | {"summary": summary, "entries": self.entries[number], "may": self.may(told)}

    def may(self, case: Json) -> list[str]:
        """What may be done with a case."""
        if case["state"] == "waiting":
            return ["claim", "note"]
        if case["state"] == "callback":
            mine = ["attempted", "called", "release", "pass", "note"]
            return mine if case["mine"] else ["claim", "attempted", "called", "note"]
        if case["state"] == "coordinator":
            return ALL if case["mine"] else ["take-over", "note"]
        return []

    def me(self) -> Json:
        """Whoever is signed in."""
        grants = [{"kommune": one, "role": self.role} for one in ("oppdal", "rennebu")]
        return ME | {
            "login": "en",
            "grants": grants,
            "presence": self.presence,
            "oidc": False,
            "kommuner": [OPPDAL, RENNEBU],
        }

    def end_sessions(self) -> None:
        """Somebody has revoked them."""
        self.sessions.clear()
        self.changed()


def app_of(played: Played) -> FastAPI:
    """The real page, and a played API behind it."""
    settings = Settings()
    app = FastAPI(openapi_url=None)
    app.state.assets = assets.read_assets()
    app.state.rooms = SimpleNamespace(settings=settings)
    app.add_middleware(SecurityHeaders, headers=headers_for(settings))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.router.routes.extend([*assets.routes(app.state.assets), *Doors(played).routes()])
    app.include_router(themes.router)
    app.include_router(page.router)
    return app


class Doors:
    """The addresses."""

    def __init__(self, played: Played) -> None:
        """Plays for `played`."""
        self._played = played

    def routes(self) -> list[Route]:
        """All of them."""
        case = "/api/vakt/cases/{id:int}"
        told: dict[str, Callable[[Request], Any]] = {
            "/api/vakt/me": lambda _: self._played.me(),
            "/api/vakt/queue": lambda _: self._played.queue(),
            "/api/vakt/search": self._search,
            "/api/vakt/ended": self._ended,
            "/api/vakt/replies": lambda _: {"replies": self._played.replies},
            "/api/vakt/figures": self._figures,
            case: lambda request: self._played.whole(request.path_params["id"]),
        }
        return [
            Route("/api/vakt/ways-in", self._ways),
            Route("/api/vakt/sign-in", self._sign_in, methods=["POST"]),
            Route("/api/vakt/sign-out", self._sign_out, methods=["POST"]),
            Route("/api/vakt/events", self._queue_events),
            Route("/vakt/tall.csv", self._csv),
            Route("/api/vakt/presence", self._presence, methods=["PUT"]),
            Route("/api/vakt/replies", self._save_reply, methods=["POST"]),
            Route("/api/vakt/replies/{id:int}", self._save_reply, methods=["PUT", "DELETE"]),
            Route(f"{case}/events", self._case_events),
            Route(f"{case}/messages", self._write, methods=["POST"]),
            Route(f"{case}/typing", self._typing, methods=["POST"]),
            Route(f"{case}/{{act}}", self._act, methods=["POST"]),
            *(Route(path, self._telling(what)) for path, what in told.items()),
        ]

    def _refusal(self, request: Request) -> Response | None:
        if request.cookies.get(COOKIE) not in self._played.sessions:
            return problem(401, "logg-inn", "Logg inn", "Du må logge inn for å se vakta.")
        if request.method != "GET" and request.headers.get("x-endorinn-desk") != "1":
            return problem(403, "ikke-lov", "Ikke lov", "Forespørselen kom ikke fra vakta.")
        number = request.path_params.get("id")
        if "/cases/" in request.url.path and number not in self._played.cases:
            return problem(404, "ikke-funnet", "Finnes ikke", "Saken finnes ikke, eller hører til en annen kommune.")
        for refusal in self._played.refusals:
            part, status, slug, detail = refusal
            if part in request.url.path:
                self._played.refusals.remove(refusal)
                return problem(status, slug, slug, detail)
        return None

    def _telling(self, what: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def tell(request: Request) -> Response:
            return self._refusal(request) or JSONResponse(what(request))

        return tell

    async def _ways(self, _: Request) -> Response:
        return JSONResponse(self._played.ways)

    async def _sign_in(self, request: Request) -> Response:
        if (await request.json())["password"] != PASSWORD:
            return problem(401, "logg-inn", "Feil", "Brukernavnet eller passordet er feil. Prøv igjen.")
        session = f"s{len(self._played.sessions) + time.time_ns()}"
        self._played.sessions.add(session)
        response = JSONResponse(self._played.me())
        response.set_cookie(COOKIE, session, httponly=True, samesite="strict")
        return response

    async def _sign_out(self, request: Request) -> Response:
        self._played.sessions.discard(request.cookies.get(COOKIE, ""))
        return Response(status_code=204)

    async def _presence(self, request: Request) -> Response:
        refused = self._refusal(request)
        if refused is None:
            self._played.presence = await request.json()
        return refused or JSONResponse(self._played.me())

    async def _queue_events(self, request: Request) -> Response:
        return self._refusal(request) or self._stream(request, self._queue_changes())

    async def _case_events(self, request: Request) -> Response:
        after = int(request.headers.get("last-event-id", "0"))
        return self._refusal(request) or self._stream(request, self._case_changes(request.path_params["id"], after))

    def _stream(self, request: Request, changes: AsyncIterator[str]) -> Response:
        async def events() -> AsyncIterator[str]:
            session = request.cookies[COOKIE]
            async for change in changes:
                if session not in self._played.sessions:
                    yield "event: gone\ndata: {}\n\n"
                    return
                yield change

        return StreamingResponse(events(), media_type="text/event-stream")

    async def _queue_changes(self) -> AsyncIterator[str]:
        seen = -1
        while True:
            if seen != self._played.version:
                seen = self._played.version
                yield f"event: queue\ndata: {json.dumps(self._played.queue())}\n\n"
            await asyncio.sleep(POLL)

    async def _case_changes(self, number: int, after: int) -> AsyncIterator[str]:
        seen, typed = self._played.version, False
        yield ": now\n\n"
        while True:
            for entry in self._played.entries[number][after:]:
                yield f"id: {entry['number']}\nevent: entry\ndata: {json.dumps(entry)}\n\n"
            after = max(after, len(self._played.entries[number]))
            if seen != self._played.version:
                seen = self._played.version
                yield f"event: case\ndata: {json.dumps(self._played.whole(number))}\n\n"
            if typed != self._played.family_types.get(number, False):
                typed = not typed
                yield f"event: typing\ndata: {json.dumps({'typing': typed})}\n\n"
            await asyncio.sleep(POLL)

    async def _write(self, request: Request) -> Response:
        refused = self._refusal(request)
        if refused:
            return refused
        body, number = await request.json(), request.path_params["id"]
        self._played.received.append(body)
        kept = [one for one in self._played.entries[number] if one["id"] == body["id"]]
        if kept:
            return JSONResponse(kept[0])
        sent = answer("", "Helsestasjonen i Oppdal") if body["card"] else None
        told = {"by": ME["name"], "answer": sent, "id": body["id"]}
        entry = self._played.says(number, body["text"], "coordinator", **told)
        self._played.cases[number]["unread"] = 0
        return JSONResponse(entry)

    async def _typing(self, request: Request) -> Response:
        self._played.typed.append((await request.json())["typing"])
        return self._refusal(request) or Response(status_code=204)

    async def _act(self, request: Request) -> Response:  # noqa: C901 - a branch a deed
        refused = self._refusal(request)
        if refused:
            return refused
        number, act, body = request.path_params["id"], request.path_params["act"], await request.json()
        case = self._played.cases[number]
        self._played.received.append({"act": act, **body})
        match act:
            case "claim" | "take-over":
                state = case["state"] if case["state"] == "callback" else "coordinator"
                case |= {"state": state, "holder": ME | {"here": True}, "claimed_at": ago()}
                self._played.happens(number, "claimed" if act == "claim" else "taken-over", body["name"] or ME["name"])
            case "name":
                self._played.happens(number, "named", body["name"])
            case "attempted":
                self._played.happens(number, "attempted")
            case "release":
                case |= {"state": "waiting", "holder": None}
                self._played.happens(number, "released")
            case "pass":
                case |= {"holder": OTHER | {"here": True}}
                self._played.happens(number, "passed", OTHER["name"])
            case "pass-on":
                service = {"id": body["service"], "name": "Helsestasjonen i Oppdal"}
                case["consent"] = {"proposal": 1, "service": service, "words": body["words"], "state": "asked"}
                self._played.happens(number, "consent-asked", service=service)
            case "return":
                case |= {"state": "returned", "holder": None, "ended_at": ago()}
                self._played.happens(number, "returned")
            case "close" | "called":
                state = "closed" if act == "close" else "called"
                case |= {"state": state, "outcome": body["outcome"], "ended_at": ago()}
                case |= {"contact": None, "contact_kind": None}
                self._played.happens(number, state, ME["name"], detail=body["outcome"])
            case "notes":
                case["notes"].append(
                    {"id": len(case["notes"]) + 1, "at": ago(), "by": ME["name"], "text": body["text"]}
                )
                self._played.changed()
        return JSONResponse(self._played.whole(number))

    def _search(self, request: Request) -> Json:
        words = request.query_params.get("q")
        if words is None:
            case = self._played.cases[int(request.query_params["case"])]
            return {"answer": answer("", *SUGGESTED, question="") if case["needs"] else None}
        if "ingenting" in words:
            return {"answer": answer("Det står ikke i planene våre.", question=words)}
        names = ("Helsestasjonen i Oppdal", "PP-tjenesten i Oppdal")
        return {"answer": answer("Her er to som kan hjelpe.", *names, question=words)}

    def _ended(self, _: Request) -> Json:
        return {"cases": [self._played.told(one) for one in self._played.cases.values() if one["ended_at"]]}

    async def _save_reply(self, request: Request) -> Response:
        refused = self._refusal(request)
        if refused:
            return refused
        number = request.path_params.get("id")
        kept = [one for one in self._played.replies if one["id"] != number]
        if request.method == "DELETE":
            self._played.replies = kept
            return Response(status_code=204)
        given = await request.json()
        reply = {key: given[key] for key in ("title", "nb", "nn")} | {"id": number or len(kept) + 1}
        self._played.replies = [*kept, reply]
        return JSONResponse(reply)

    def _figures(self, request: Request) -> Json:
        weeks = int(request.query_params["weeks"])
        return {
            "kommune": request.query_params["kommune"],
            "weeks": [week(number, 48 - weeks) for number in range(weeks)],
        }

    async def _csv(self, _: Request) -> Response:
        return PlainTextResponse("uke;ba om\n", media_type="text/csv")


def week(number: int, before: int) -> Json:
    """A week's figures; in the first some are too few to be told."""
    monday = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(weeks=48 - (before + number + 1))
    helped = {"yes": 6 + number % 5, "partly": None if number % 3 == 0 else 5, "no": 0}
    return {
        "week": f"2026-W{before + number + 1}",
        "since": monday.date().isoformat(),
        "asked": 12 + number * 2,
        "answered": 10 + number,
        "abandoned": None if number % 2 else 0,
        "callbacks": 5,
        "kept": 5,
        "median_wait": 90 + 10 * number,
        "p90_wait": 400 + 25 * number,
        "outcomes": dict.fromkeys(OUTCOMES) | {"svar-gitt": 8 + number},
        "helped": helped,
        "helped_later": helped,
        "later_from": None,
    }


@contextmanager
def playing(played: Played) -> Iterator[str]:
    """Serves it on a free port; its address."""
    config = uvicorn.Config(app_of(played), port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(POLL)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
