"""Assembles the gateway; everything it does lies in the modules it names."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import fastapi_offline
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

from foundation.hardening import refuse_unsafe
from foundation.logging import configure_logging
from foundation.settings import Settings
from foundation.settings import settings as settings_of_process
from foundation.tracing import tracing
from gateway import api, assets, chat, handover, health, helped, pages, person, scraped, themes
from gateway.assets import read_assets
from gateway.doors import refuse_open_doors
from gateway.drawing import STATIC
from gateway.headers import SecurityHeaders, headers_for
from gateway.innsikt import pages as insight_pages
from gateway.limits import BodyLimits
from gateway.oppslag import api as lookup_api
from gateway.oppslag import cases as case_sheets
from gateway.oppslag import entrance, wall
from gateway.oppslag import pages as lookup_pages
from gateway.oppslag.reader import ClosedPageError, NoSuchPageError
from gateway.problems import add_problem_handlers
from gateway.rates import AddressRate, Rates
from gateway.rooms import open_rooms
from gateway.vakt import cases, figures, municipalities, page, replies, signing_in, stopping, streams
from gateway.watched import Watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi.telemetry import TelemetryConfig

# FastAPI's own would tell addresses, and with them the ids of conversations and what is searched for.
NOT_FASTAPIS_OWN: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
# Swagger UI as a package ships it; fetched from nowhere while running.
SWAGGER = Path(fastapi_offline.__file__).with_name("static")
DESCRIPTION = """
The conversation API of Én dør inn. Start a conversation, write messages, follow what comes, forget it all.
Every fact in an answer carries its source and the day it was checked. Errors are RFC 9457 problem documents.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The gateway as an ASGI application; `uvicorn --factory gateway.app:create_app` serves it."""
    chosen = settings or settings_of_process()
    refuse_unsafe(chosen)
    themes.refuse_unknown(chosen)
    municipalities.refuse_unknown(chosen)
    configure_logging(chosen.log_level)
    rates = Rates(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(refuse_open_doors, chosen)
        with tracing("endorinn-gateway"):
            async with open_rooms(chosen, rates) as rooms:
                app.state.rooms = rooms
                yield

    app = FastAPI(
        title="Én dør inn",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        telemetry=NOT_FASTAPIS_OWN,
    )
    app.state.assets = read_assets()
    add_problem_handlers(app)
    app.add_exception_handler(ClosedPageError, entrance.ask_to_sign_in)
    app.add_exception_handler(NoSuchPageError, entrance.draw_nothing)
    # What is added last stands outermost.
    app.add_middleware(BodyLimits, max_bytes=chosen.max_body_bytes, seconds=chosen.body_timeout)
    app.add_middleware(AddressRate, rates=rates)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=chosen.allowed_origins,
        allow_methods=("GET", "POST", "DELETE"),
        allow_headers=("Authorization", "Content-Type", "Last-Event-ID"),
    )
    app.add_middleware(SecurityHeaders, headers=headers_for(chosen))
    app.add_middleware(Watched)
    app.include_router(health.router)
    app.include_router(scraped.router)
    for router in (api.router, handover.router):
        app.include_router(router)
    app.mount("/static/swagger", StaticFiles(directory=SWAGGER))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.router.routes.extend(assets.routes(app.state.assets))
    for router in (themes.router, pages.router, helped.router, person.router):
        app.include_router(router)
    for router in (
        signing_in.router,
        signing_in.ways,
        cases.router,
        streams.router,
        replies.router,
        figures.router,
        figures.table,
        page.router,
        stopping.router,
    ):
        app.include_router(router)
    for router in (entrance.router, lookup_api.router, case_sheets.router, wall.router, lookup_pages.router):
        app.include_router(router)
    app.include_router(insight_pages.router)
    app.include_router(chat.router)  # Last: its address takes any word.
    return app
