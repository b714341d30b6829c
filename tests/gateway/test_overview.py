"""The front page: what runs here, told to those who develop, and to nobody in production."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from foundation.settings import Settings
from gateway.bus import LocalBus
from gateway.overview import UNKNOWN, overview_of
from gateway.rasa import Rasa, way_to_rasa
from tests.gateway.running import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.content import Content
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret


def facts(html: str) -> dict[str, str]:
    """Each version and number."""
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html))


def parts(html: str) -> list[str]:
    """What is up, in words and symbols."""
    [found] = re.findall(r'<ul class="parts">(.*?)</ul>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<li>(.*?)</li>", found)]


@pytest.fixture(scope="module")
def production(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[httpx.Client]:
    """A municipality's own gateway."""
    folder, nobody = tmp_path_factory.mktemp("production"), f"http://127.0.0.1:{closed_port}"
    shutil.copy(loaded, folder / "endorinn.db")
    chosen: dict[str, Any] = {"rasa_url": nobody, "actions_url": nobody, "internal_token": TOKEN, "env": "production"}
    settings = Settings(database_url=f"sqlite:///{folder / 'endorinn.db'}", log_level="ERROR", **chosen)
    with serving(settings, 0.2) as address, httpx.Client(base_url=address, trust_env=False) as client:
        yield client


def test_it_tells_what_is_up(together: Gateway) -> None:
    assert parts(together.client.get("/").text) == [
        "✓ Rasa svarer.",
        "✓ Handlingsserveren svarer.",
        "✓ Databasen svarer.",
    ]


def test_it_tells_what_is_down_and_what_that_means(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.status = 500
    told = parts(together.client.get("/").text)
    assert told[0] == "✗ Rasa svarer ikke. Svarene kommer fra biblioteket alene."
    together.rows("ALTER TABLE conversation RENAME TO away")
    told = parts(together.client.get("/").text)
    together.rows("ALTER TABLE away RENAME TO conversation")
    assert told[2] == "✗ Databasen svarer ikke. Samtaler kan ikke lagres."


def test_it_tells_versions_and_what_it_stands_on(alone: Gateway, content: Content) -> None:
    told = facts(alone.client.get("/").text)
    assert told["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert re.fullmatch(r"\d+\.\d+\.\d+", told["SQLAlchemy"])
    assert (told["Database"], told["Rasa"]) == ("SQLite", UNKNOWN)
    assert told["Poster i biblioteket"] == str(len(content.records))


def test_it_leads_everywhere(alone: Gateway) -> None:
    links = set(re.findall(r'href="([^"#]+)"', alone.client.get("/").text))
    assert {
        "/oppdal",
        "/eksempel/oppdal",
        "/api/docs",
        "/healthz",
        "/readyz",
        "/personvern",
        "/tilgjengelighet",
    } <= links


def test_it_tells_no_address_of_the_database(alone: Gateway) -> None:
    html = alone.client.get("/").text
    assert str(alone.database) not in html
    assert "sqlite://" not in html


@pytest.mark.parametrize(
    ("said", "version"), [("Hello from Rasa: 3.6.21", "3.6.21"), ("Hei", UNKNOWN), ("<b>Rasa: 1", UNKNOWN)]
)
async def test_rasas_version_is_read_from_its_front_page(rasa: PlayedRasa, said: str, version: str) -> None:
    rasa.health = said.encode()
    async with way_to_rasa(Settings(internal_token=TOKEN)) as session:
        assert (await Rasa(session, rasa.address).version() or UNKNOWN) == version


def _rooms() -> Any:  # noqa: ANN401 - as much of the rooms as is asked
    class Up:
        settings = Settings(database_url="postgresql+psycopg://a:hemmelig@127.0.0.1/b", _env_file=None)
        library = type("Library", (), {"records": ()})
        bus = LocalBus()

        def __init__(self) -> None:
            self.rasa = self.conversations = self

        async def is_up(self) -> bool:
            return True

        async def version(self) -> None:
            return None

        async def actions_are_up(self) -> bool:
            return True

        def are_readable(self) -> bool:
            return True

    return Up()


async def test_of_a_database_only_the_kind_is_told() -> None:
    told = (await overview_of(_rooms())).facts
    assert dict(told)["Database"] == "PostgreSQL"
    assert "hemmelig" not in repr(told)


def test_in_production_it_is_only_the_choice_of_municipality(production: httpx.Client) -> None:
    html = production.get("/").raise_for_status().text
    assert '<li><a href="/oppdal">Oppdal</a></li>' in html
    assert [word for word in ("svarer", "Python", "Rasa", "/api/docs", "/readyz", "eksempel") if word in html] == []


def test_in_production_there_is_no_example(production: httpx.Client) -> None:
    assert production.get("/eksempel/oppdal").status_code == 404
