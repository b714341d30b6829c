"""Three processes that start and stop together, and leave nothing running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from endorinn import processes
from foundation.errors import OperatorError
from foundation.settings import settings
from tests.gateway.played_rasa import PlayedRasa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30
ALL_WELL = ("actions=waits", "rasa=waits", "gateway=answers")


@dataclass(frozen=True)
class Started:
    """A run of three small programs."""

    process: subprocess.Popen[str]
    folder: Path

    def wait_for(self, *names: str) -> None:
        """Waits until these have noted their process ids."""
        give_up = time.monotonic() + PATIENCE
        while not all(self.noted(name) for name in names) and time.monotonic() < give_up:
            time.sleep(0.005)

    def noted(self, name: str) -> str:
        """The process id that a program has noted; empty so long as it has not."""
        path = self.folder / f"{name}.pid"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def end(self) -> tuple[int, str, str]:
        """The exit code, standard output and standard error, once it has ended."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err

    def left(self) -> list[str]:
        """Which programs still run."""
        return [name for name in ("actions", "rasa", "gateway") if self.noted(name) and is_alive(int(self.noted(name)))]


def is_alive(pid: int) -> bool:
    """Whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def started(folder: Path, *programs: str) -> Iterator[Started]:
    """Starts small programs as `endorinn run` starts its three, in a session of their own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.endorinn.started", str(folder), *programs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
        start_new_session=True,
    )
    run = Started(process, folder)
    with process:
        yield run
        process.kill()
    for name in run.left():
        os.kill(int(run.noted(name)), signal.SIGKILL)


def test_a_process_that_dies_stops_the_others_and_is_named(own: Path) -> None:
    with started(own, "actions=waits", "rasa=fails", "gateway=waits") as run:
        code, _, err = run.end()
        assert run.left() == []
    log = processes.logs() / "rasa.log"
    assert code == 1
    assert err == (
        f"The process «rasa» stopped, so all of them were stopped. Its output is in {log}; it ends:\n"
        "Fant ikke modellen.\n"
        "Mend what it says, then start again.\n"
    )


def test_a_process_that_ends_without_a_word_is_named_too(own: Path) -> None:
    with started(own, "actions=waits", "rasa=waits", "gateway=ends") as run:
        code, _, err = run.end()
        assert run.left() == []
    assert code == 1
    assert err.startswith("The process «gateway» stopped, so all of them were stopped.")


def test_a_program_that_is_not_there_is_named(own: Path) -> None:
    with started(own, "actions=waits", "rasa=/borte/rasa", "gateway=waits") as run:
        code, _, err = run.end()
        assert run.left() == []
    assert code == 1
    assert "The process «rasa» stopped" in err
    assert "/borte/rasa: not found" in err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_told_to_stop_it_stops_all_and_says_nothing(own: Path, stop: signal.Signals) -> None:
    with started(own, *ALL_WELL) as run:
        assert run.process.stdout is not None
        assert run.process.stdout.readline() == "ready\n"
        os.killpg(run.process.pid, stop)  # As a terminal does: to everything that it holds.
        assert run.end() == (0, "", "")
        assert run.left() == []


def test_told_to_stop_while_it_starts_it_stops_all(own: Path) -> None:
    with started(own, *ALL_WELL) as run:
        run.wait_for("actions")
        run.process.terminate()
        assert run.end() == (0, "", "")
        assert run.left() == []


def test_a_process_that_does_not_listen_is_stopped_all_the_same(own: Path) -> None:
    with started(own, "actions=fails", "rasa=ignores", "gateway=waits") as run:
        code, _, err = run.end()
        assert run.left() == []
    assert code == 1
    assert err.startswith("The process «actions» stopped")


def test_what_does_not_get_ready_in_time_is_stopped(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_START_TIMEOUT", "2")
    with started(own, "actions=waits", "rasa=waits", "gateway=waits") as run:
        code, out, err = run.end()
        assert run.left() == []
    assert (code, out) == (1, "")
    assert err == (
        "The assistant was not ready within 2 seconds, so all of it was stopped. "
        f"Look in {processes.logs()}, or raise ENDORINN_START_TIMEOUT on a slow machine.\n"
    )


def test_an_open_door_is_told_and_all_are_stopped(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_ENV", "production")
    with started(own, "actions=waits", "rasa=answers", "gateway=follows") as run:
        code, out, err = run.end()
        assert run.left() == []
    assert (code, out) == (1, "")
    assert err.startswith("Rasa answered a caller without a token.")


def test_a_new_run_forgets_the_output_of_the_last(own: Path) -> None:
    processes.logs().mkdir(parents=True)
    (processes.logs() / "rasa.log").write_text("fra i går\n", encoding="utf-8")
    with started(own, "actions=waits", "rasa=fails", "gateway=waits") as run:
        run.end()
    assert (processes.logs() / "rasa.log").read_text(encoding="utf-8") == "Fant ikke modellen.\n"


@pytest.mark.parametrize("name", ["actions", "rasa", "gateway"])
def test_a_taken_port_is_named_with_the_setting_that_moves_it(name: str) -> None:
    port = getattr(settings(), f"{name}_port")
    with socket.create_server(("127.0.0.1", port)), pytest.raises(OperatorError) as error:
        processes.refuse_taken_ports()
    assert str(error.value) == (
        f"Port {port}, which {name} needs, is taken by another program. "
        f"Stop that program, or set ENDORINN_{name.upper()}_PORT to a free port."
    )


def test_every_taken_port_is_named_at_once() -> None:
    one, other = settings().rasa_port, settings().gateway_port
    with (
        socket.create_server(("127.0.0.1", one)),
        socket.create_server(("0.0.0.0", other)),  # noqa: S104 - taken on every address, for a moment
        pytest.raises(OperatorError) as error,
    ):
        processes.refuse_taken_ports()
    assert [line.split(",")[0] for line in str(error.value).splitlines()] == [f"Port {one}", f"Port {other}"]


def test_free_ports_are_not_refused() -> None:
    processes.refuse_taken_ports()


def test_rasa_and_the_actions_listen_on_loopback_only() -> None:
    rasa = next(program for program in processes.programs() if program.name == "rasa")
    assert (rasa.environment["ENDORINN_RASA_HOST"], settings().actions_host) == ("127.0.0.1", "127.0.0.1")
    assert rasa.environment["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_processes_are_these_three_on_the_ports_of_the_settings() -> None:
    chosen = settings()
    assert {program.name: program.port for program in processes.programs()} == {
        "actions": chosen.actions_port,
        "rasa": chosen.rasa_port,
        "gateway": chosen.gateway_port,
    }


@pytest.mark.parametrize("part", list(processes.Part))
def test_one_process_alone_is_the_command_itself_in_its_folder(
    own: Path, monkeypatch: pytest.MonkeyPatch, part: processes.Part
) -> None:
    told = "import os; print(os.getpid(), os.getcwd(), os.environ['HVEM'])"
    chosen = [
        processes.Program(name, (sys.executable, "-c", told), own, {"HVEM": f"{name}!"}, 1, "")
        for name in processes.Part
    ]
    monkeypatch.setattr(processes, "programs", lambda: chosen)
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.dup2(writing, 1)
        processes.become(part)
    os.close(writing)
    with os.fdopen(reading) as said:
        assert said.read() == f"{pid} {own} {part}!\n"
    assert os.waitpid(pid, 0)[1] == 0


def test_a_gateway_that_answers_well_is_ready() -> None:
    with PlayedRasa() as played:
        assert processes.is_ready(played.address)


def test_a_gateway_that_answers_503_is_not_ready() -> None:
    with PlayedRasa() as played:
        played.status = 503
        assert not processes.is_ready(played.address)


@pytest.mark.parametrize("told", [b'{"status": "degraded"}', b"{}", b"[]", b"Hello"])
def test_what_answers_but_does_not_say_that_it_is_whole_is_not_ready(told: bytes) -> None:
    with PlayedRasa() as played:
        played.health = told
        assert not processes.is_ready(played.address)


def test_where_nobody_listens_nothing_is_ready() -> None:
    assert not processes.is_ready(settings().gateway_address)


def test_readiness_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", settings().gateway_address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with PlayedRasa() as played:
        assert processes.is_ready(played.address)
