"""Assembles the gateway; everything it does lies in the modules it names."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import fastapi_offline
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from foundation.logging import configure_logging
from foundation.settings import Settings
from foundation.settings import settings as settings_of_process
from gateway import api, health, pages
from gateway.limits import Limits
from gateway.problems import add_problem_handlers
from gateway.rooms import open_rooms

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Swagger UI as a package ships it; fetched from nowhere while running.
SWAGGER = Path(fastapi_offline.__file__).with_name("static")
DESCRIPTION = """
The conversation API of Én dør inn. Start a conversation, write messages, follow what comes, forget it all.
Every fact in an answer carries its source and the day it was checked. Errors are RFC 9457 problem documents.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The gateway as an ASGI application; `uvicorn --factory gateway.app:create_app` serves it."""
    chosen = settings or settings_of_process()
    configure_logging(chosen.log_level)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_rooms(chosen) as rooms:
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
    )
    add_problem_handlers(app)
    app.add_middleware(Limits, max_bytes=chosen.max_body_bytes)  # Added last, so it stands outermost.
    app.include_router(health.router)
    app.include_router(api.router)
    app.mount("/static/swagger", StaticFiles(directory=SWAGGER))
    app.mount("/static", StaticFiles(directory=pages.STATIC))
    app.include_router(pages.router)
    return app
