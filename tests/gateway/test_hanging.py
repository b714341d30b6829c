"""A database that hangs: nobody waits for ever, and danger gets its help lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from foundation import postgresql
from foundation.database import make_engine
from foundation.settings import Settings
from gateway.problems import EMERGENCY
from knowledge.store import load_content
from tests.gateway.running import FAST, serving
from tests.postgres import frozen, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from knowledge.content import Content

SECONDS = 0.5
# What no client waits for: far more than all limits together.
PATIENCE = 60
DANGER = "Faren til barna slår meg nå, jeg er redd"


@pytest.fixture(scope="module")
def engine(content: Content) -> Iterator[Engine]:
    """A PostgreSQL that may be frozen, with all content."""
    with served() as address:
        made = make_engine(f"{address}/postgres")
        load_content(made, content)
        yield made
        made.dispose()


@pytest.fixture
def client(engine: Engine, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A gateway on it that does not wait long."""
    monkeypatch.setattr(postgresql, "GRACE", SECONDS)
    nobody = f"http://127.0.0.1:{closed_port}"
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        database_timeout=SECONDS,
        rasa_url=nobody,
        actions_url=nobody,
        log_level="ERROR",
        **FAST,
    )
    with serving(settings, 0.2) as address, httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) as made:
        yield made


def test_while_the_database_hangs_danger_gets_help_lines_and_nobody_waits_for_ever(
    client: httpx.Client, engine: Engine
) -> None:
    started = client.post("/api/conversations", json={"kommune": "oppdal"}).raise_for_status().json()
    path, key = f"/api/conversations/{started['id']}", {"Authorization": f"Bearer {started['token']}"}

    def write(text: str) -> httpx.Response:
        return client.post(f"{path}/messages", json={"text": text}, headers=key)

    write("Hvem er PPT?").raise_for_status()
    with frozen(engine):
        told = write(DANGER).raise_for_status().json()
        [answer] = told["answers"]
        assert told["stored"] is False  # So that the page sends it again.
        assert (answer["outcome"], answer["acute"]["contacts"][0]["value"]) == ("acute", "112")
        refused = write("Hvem er PPT?")
        assert (refused.status_code, EMERGENCY in refused.json()["detail"]) == (503, True)
        assert client.post("/api/conversations", json={}).status_code == 503
        assert client.get("/readyz").json()["database"] is False
    write("Hvem er PPT?").raise_for_status()
