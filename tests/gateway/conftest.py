"""Two gateways over real HTTP: one whose Rasa is not running, and one whose Rasa a small server plays."""

from __future__ import annotations

import socket
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import NORWAY
from foundation.database import make_engine
from foundation.desks import Desk, Hours
from knowledge.store import load_content
from tests.gateway.played_rasa import PlayedRasa, as_sent
from tests.gateway.running import gateway_on
from tests.gateway.vakt.employees import at_the_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from knowledge import Answer
    from knowledge.content import Content
    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator


OFFICE = Desk(opening=(Hours(days=("ma", "ti", "on", "to", "fr"), since=time(9), until=time(15)),))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Path:
    """A database with all content and no conversation; to be copied, not to be written to."""
    path = tmp_path_factory.mktemp("loaded") / "endorinn.db"
    engine = make_engine(f"sqlite:///{path}")
    load_content(engine, content)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def alone(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway whose Rasa is not running."""
    with gateway_on(loaded, tmp_path_factory.mktemp("alone"), f"http://127.0.0.1:{closed_port}") as gateway:
        yield gateway


@pytest.fixture(scope="session")
def office(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A gateway where Oppdal's desk keeps office hours, and Tynset's never closes; see `at`."""
    always = Desk(opening=(Hours(days=("ma", "ti", "on", "to", "fr", "lo", "so"), since=time(0), until=time(0)),))
    desks = {"oppdal": OFFICE, "tynset": always}
    nobody = f"http://127.0.0.1:{closed_port}"
    with gateway_on(loaded, tmp_path_factory.mktemp("office"), nobody, desks=desks) as gateway:
        yield gateway


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says what time it is for families who ask at a desk: a day of November 2026, of which the 27th is a Friday."""

    def is_now(day: int, hour: int, minute: int = 0) -> None:
        moment = datetime(2026, 11, day, hour, minute, tzinfo=NORWAY)
        for place in ("gateway.wishes.now", "gateway.standing.now"):
            monkeypatch.setattr(place, lambda: moment)
        monkeypatch.setattr("gateway.standing.today", moment.date)

    return is_now


@pytest.fixture(scope="session")
def _rasa() -> Iterator[PlayedRasa]:
    with PlayedRasa() as rasa:
        yield rasa


@pytest.fixture(scope="session")
def _together(loaded: Path, tmp_path_factory: pytest.TempPathFactory, _rasa: PlayedRasa) -> Iterator[Gateway]:
    with gateway_on(loaded, tmp_path_factory.mktemp("together"), _rasa.address) as gateway:
        yield gateway


@pytest.fixture
def rasa(_rasa: PlayedRasa) -> PlayedRasa:
    """The played Rasa, with nothing to say yet."""
    _rasa.reset()
    return _rasa


@pytest.fixture
def said(ask: Callable[..., Answer], rasa: PlayedRasa) -> dict[str, Any]:
    """What Rasa says to everything."""
    greeting = as_sent(ask("Hei", kommune="oppdal", question_type="smaprat"))
    rasa.says(greeting)
    return greeting


@pytest.fixture
def together(_together: Gateway, rasa: PlayedRasa) -> Gateway:  # noqa: ARG001 - reset before each test
    """A gateway whose Rasa is played."""
    return _together


@pytest.fixture
def talk(alone: Gateway) -> Talk:
    """A new conversation in Oppdal, while Rasa is not running."""
    return alone.start(kommune="oppdal")


@pytest.fixture(scope="session")
def coordinator(alone: Gateway) -> Iterator[Coordinator]:
    """Who takes cases in Oppdal."""
    with at_the_desk(alone, "ola.oppdal", ("oppdal", "koordinator")) as one:
        yield one


@pytest.fixture(scope="session")
def colleague(alone: Gateway) -> Iterator[Coordinator]:
    """Who does so too."""
    with at_the_desk(alone, "kari.oppdal", ("oppdal", "koordinator")) as one:
        yield one


@pytest.fixture(scope="session")
def lead(alone: Gateway) -> Iterator[Coordinator]:
    """Who leads the desk of Oppdal."""
    with at_the_desk(alone, "leder.oppdal", ("oppdal", "leder")) as one:
        yield one


@pytest.fixture(scope="session")
def neighbour(alone: Gateway) -> Iterator[Coordinator]:
    """Who takes cases in another municipality."""
    with at_the_desk(alone, "nils.tynset", ("tynset", "koordinator"), ("tynset", "leder")) as one:
        yield one
