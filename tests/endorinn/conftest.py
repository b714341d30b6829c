"""The command line with settings of its own: a database, a folder and ports that nobody else uses."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from endorinn.asking import free_ports
from endorinn.main import main
from foundation.database import make_engine
from foundation.settings import settings
from knowledge.store import load_content
from tests.gateway.played_rasa import PlayedRasa
from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from knowledge.content import Content
    from tests.gateway.running import Gateway

PORTS = ("ENDORINN_GATEWAY_PORT", "ENDORINN_RASA_PORT", "ENDORINN_ACTIONS_PORT")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that everything of this test lies in."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/endorinn.db")
    monkeypatch.setenv("ENDORINN_VAR_DIR", str(tmp_path / "var"))
    for name, port in zip(PORTS, free_ports(3), strict=True):
        monkeypatch.setenv(name, str(port))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def endorinn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ran]]:
    """Runs `endorinn …` as the shell does."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def ran(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["endorinn", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Ran(int(ended.value.code or 0), written.out, written.err)

    yield ran
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Iterator[Gateway]:
    loaded = tmp_path_factory.mktemp("loaded") / "endorinn.db"
    engine = make_engine(f"sqlite:///{loaded}")
    load_content(engine, content)
    engine.dispose()
    # This Rasa is up and answers nothing: the library answers alone, and the gateway counts as ready.
    folder = tmp_path_factory.mktemp("running")
    with PlayedRasa() as rasa, gateway_on(loaded, folder, rasa.address, patience=10) as gateway:
        yield gateway


@pytest.fixture
def gateway(_running: Gateway, own: Path, monkeypatch: pytest.MonkeyPatch) -> Gateway:  # noqa: ARG001 - goes first
    """A running gateway, at the port of the settings; behind it, the library answers alone."""
    monkeypatch.setenv("ENDORINN_GATEWAY_PORT", str(_running.client.base_url.port))
    settings.cache_clear()
    return _running
