"""Gateways whose look-up is read: one where Rasa is down, one where it is played, and one that is open to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from foundation.database import make_engine
from gateway.oppslag.cases import EDITED
from knowledge.store import load_content
from tests.gateway.oppslag.browsing import employee, guest
from tests.gateway.oppslag.made_up import with_made_up
from tests.gateway.running import gateway_on
from tests.gateway.vakt.employees import employed
from tests.understanding.parsed import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from knowledge.content import Content
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

# As large as where it is really run: a case sheet is longer than a message.
BODY = 65_536
EDITOR = "redaktor@example.org"


@pytest.fixture(scope="session")
def quiet(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway whose Rasa is down, that nobody reads who is not signed in."""
    folder, nobody = tmp_path_factory.mktemp("oppslag"), f"http://127.0.0.1:{closed_port}"
    with gateway_on(loaded, folder, nobody, max_body_bytes=BODY) as gateway:
        yield gateway


@pytest.fixture(scope="session")
def opened(content: Content, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway whose Rasa is down, with what is made up in its database, where everybody may read Oppdal's look-up."""
    folder = tmp_path_factory.mktemp("apent")
    made = folder / "loaded.db"
    engine = make_engine(f"sqlite:///{made}")
    load_content(engine, with_made_up(content))
    engine.dispose()
    chosen: dict[str, Any] = {"lookup_public": ("oppdal",), "editors": {"oppdal": EDITOR}, "max_body_bytes": BODY}
    with gateway_on(made, folder, f"http://127.0.0.1:{closed_port}", **chosen) as gateway:
        yield gateway


@pytest.fixture(scope="session")
def kari(quiet: Gateway) -> Iterator[httpx.Client]:
    """The browser of somebody who works in Oppdal."""
    employed(quiet, "kari-oppslag", ("oppdal", "ansatt"))
    with employee(quiet, "kari-oppslag") as client:
        yield client


@pytest.fixture(scope="session")
def insider(opened: Gateway) -> Iterator[httpx.Client]:
    """The browser of somebody who works in Oppdal, where everybody may read its look-up."""
    employed(opened, "inne", ("oppdal", "ansatt"))
    with employee(opened, "inne") as client:
        yield client


@pytest.fixture(scope="session")
def neighbouring(opened: Gateway) -> Iterator[httpx.Client]:
    """The browser of somebody who works in Tynset, of the same gateway."""
    employed(opened, "nabo", ("tynset", "ansatt"))
    with employee(opened, "nabo") as client:
        yield client


@pytest.fixture
def stranger(quiet: Gateway, kari: httpx.Client) -> Iterator[httpx.Client]:  # noqa: ARG001 - somebody could sign in
    """A browser that nobody is signed in with."""
    with guest(quiet) as client:
        yield client


@pytest.fixture
def public(opened: Gateway) -> Iterator[httpx.Client]:
    """A browser that nobody is signed in with, where everybody may read Oppdal's look-up."""
    with guest(opened) as client:
        yield client


@pytest.fixture(scope="session")
def _heard_by(_together: Gateway) -> Iterator[httpx.Client]:
    employed(_together, "hort", ("oppdal", "ansatt"))
    with employee(_together, "hort") as client:
        yield client


@pytest.fixture
def heard(_heard_by: httpx.Client, rasa: PlayedRasa) -> httpx.Client:
    """The browser of somebody who works in Oppdal, whose sentences Rasa hears; it understands none of them."""
    rasa.reads = lambda text: parse(text, intent="utenfor", intent_ranking=[{"name": "utenfor", "confidence": 0.9}])
    return _heard_by


@pytest.fixture(scope="session")
def a_sheet_of() -> Callable[[str], dict[str, str]]:
    """All that is sent of a case sheet, each field with the same words in it."""
    return lambda text: {key: f"{key}: {text}" for key in EDITED} | {"applies": "1", "sources": text}
