"""What runs here, for those who develop and operate it: what is up, which versions, where what is."""

from __future__ import annotations

import asyncio
import platform
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import make_url

from foundation.clock import NORWAY
from gateway.health import look

if TYPE_CHECKING:
    from pathlib import Path

    from foundation.settings import Settings
    from gateway.rooms import Rooms

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
UNKNOWN = "ukjent"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that must be up; `without`: what happens where it is not."""

    name: str
    is_up: bool
    without: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page tells."""

    parts: tuple[Part, ...]
    facts: tuple[tuple[str, str], ...]


async def overview_of(rooms: Rooms) -> Overview:
    """How things stand now."""
    ready, rasa = await asyncio.gather(look(rooms), rooms.rasa.version())
    parts = (
        Part("Rasa", ready.rasa, "Svarene kommer fra biblioteket alene."),
        Part("Handlingsserveren", ready.actions, "Svarene kommer fra biblioteket alene."),
        Part("Databasen", ready.database, "Samtaler kan ikke lagres."),
        *_events(ready.events),
    )
    model = await run_in_threadpool(_model_time, rooms.settings.var / "models")
    facts = (
        ("Én dør inn", version("endorinn")),
        ("Python", platform.python_version()),
        ("SQLAlchemy", version("sqlalchemy")),
        ("Rasa", rasa or UNKNOWN),
        ("Modellen er trent", model),
        ("Poster i biblioteket", str(ready.records)),
        ("Database", _database(rooms.settings)),
    )
    return Overview(parts, facts)


def _events(reach_others: bool | None) -> tuple[Part, ...]:  # noqa: FBT001 - as /readyz tells it
    if reach_others is None:
        return ()
    return (Part("Redis", reach_others, "Det som skrives ved en annen gateway, vises litt senere."),)


def _model_time(folder: Path) -> str:
    times = [one.stat().st_mtime for one in folder.glob("*.tar.gz")]
    return datetime.fromtimestamp(max(times), NORWAY).strftime("%d.%m.%Y kl. %H:%M") if times else UNKNOWN


def _database(settings: Settings) -> str:
    # The kind alone: the address may hold a password.
    kind = make_url(settings.database_url).get_backend_name()
    return DATABASES.get(kind, kind)
