"""Starts Rasa, the action server and the gateway together, and stops them together (honcho)."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

import httpx
from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Printer

from endorinn import annex
from foundation.errors import OperatorError
from foundation.settings import ROOT, settings
from foundation.tracing import standard_variables
from gateway.doors import refuse_open_doors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honcho.printer import Message

STOPPED = " stopped (rc="
TAIL = 15
STOPPED_BY_USER = frozenset({130, 143})


class Part(StrEnum):
    """The three processes by name."""

    ACTIONS = "actions"
    RASA = "rasa"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class Program:
    """One of the three processes."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: dict[str, str]
    port: int
    setting: str


def programs() -> tuple[Program, ...]:
    """What is started, in order."""
    traced = standard_variables()
    own = traced | dict(os.environ)
    chosen = settings()
    python = sys.executable
    actions, gateway = (python, "-m", "actions.server"), (python, "-m", "gateway.serve")
    rasa = (str(annex.PYTHON), "-m", "serving")
    return (
        Program(Part.ACTIONS, actions, ROOT, own, chosen.actions_port, "ENDORINN_ACTIONS_PORT"),
        Program(Part.RASA, rasa, annex.BOT, traced | annex.environment(), chosen.rasa_port, "ENDORINN_RASA_PORT"),
        Program(Part.GATEWAY, gateway, ROOT, own, chosen.gateway_port, "ENDORINN_GATEWAY_PORT"),
    )


def become(part: Part) -> NoReturn:
    """Goes on as one of the three, under the same process id: its output and its end are its own."""
    program = next(program for program in programs() if program.name == part)
    os.chdir(program.folder)
    os.execve(program.command[0], program.command, program.environment)  # noqa: S606 - our own command


def logs() -> Path:
    """Where this run's processes write: a folder a gateway port, so that two runs keep out of each other's way."""
    return settings().var / "log" / str(settings().gateway_port)


def refuse_taken_ports() -> None:
    """Looks before it starts anything.

    Raises:
        OperatorError: naming every port that is taken, and the setting that moves it.
    """
    taken = [
        f"Port {program.port}, which {program.name} needs, is taken by another program. "
        f"Stop that program, or set {program.setting} to a free port."
        for program in programs()
        if _is_taken(program.port)
    ]
    if taken:
        raise OperatorError("\n".join(taken))


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


class LogPrinter(Printer):  # type: ignore[misc] # honcho has no types
    """Writes each process's lines to its own file, and remembers which process stopped first."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the files."""
        super().__init__()
        self.folder = folder
        self.first_stopped: str | None = None
        self.stopping = False
        self.refusal: OperatorError | None = None

    def write(self, message: Message) -> None:
        """One line of one process, or of honcho itself."""
        line = message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data
        if message.name == SYSTEM_PRINTER_NAME:
            self._watch(line)
            return
        with self.log_of(message.name).open("a", encoding="utf-8") as log:
            log.write(line if line.endswith("\n") else f"{line}\n")

    def _watch(self, line: str) -> None:
        if "received" in line:
            self.stopping = True
        if STOPPED in line and not self.stopping and self.first_stopped is None:
            self.first_stopped = line.partition(STOPPED)[0]

    def log_of(self, name: str) -> Path:
        """The file that holds a process's output."""
        return self.folder / f"{name}.log"

    def tail_of(self, name: str) -> str:
        """The last lines of a process's output."""
        path = self.log_of(name)
        if not path.exists():
            return ""
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL:])


class Keeper(Manager):  # type: ignore[misc] # honcho has no types
    """Honcho's manager, but told to stop while it starts, it stops them once it knows them all.

    Honcho would fail at the first whose process id it has not heard yet, and leave the others running.
    """

    _stop_when_started = False

    def terminate(self) -> None:
        """Stops all, at once or as soon as they have started."""
        if self._all_started():
            super().terminate()
        else:
            self._stop_when_started = True

    def _all_started(self) -> bool:
        # Honcho's loop asks this after every event.
        started: bool = super()._all_started()
        if started and self._stop_when_started:
            self._stop_when_started = False
            super().terminate()
        return started


def run_all(when_ready: Callable[[], None]) -> None:
    """Runs all three until stopped; calls `when_ready` once they answer.

    Raises:
        OperatorError: when a port is taken, when one of them dies, or when they do not get ready in time.
            Nothing is left running then.
    """
    refuse_taken_ports()
    printer = LogPrinter(logs())
    printer.folder.mkdir(parents=True, exist_ok=True)
    manager = Keeper(printer)
    for program in programs():
        printer.log_of(program.name).unlink(missing_ok=True)
        manager.add_process(
            program.name, f"exec {shlex.join(program.command)}", env=program.environment, cwd=str(program.folder)
        )
    late = threading.Event()
    threading.Thread(target=_wait_until_ready, args=(when_ready, late, printer), daemon=True).start()
    # A terminal that is closed stops them as Ctrl-C does. Inherited, and so harmless, in honcho's helpers.
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    manager.loop()
    _explain(printer, manager.returncode, late=late.is_set())


def _wait_until_ready(when_ready: Callable[[], None], late: threading.Event, printer: LogPrinter) -> None:
    give_up = time.monotonic() + settings().start_timeout
    while not is_ready(settings().gateway_address):
        if printer.first_stopped is not None or printer.stopping:
            return
        if time.monotonic() > give_up:
            late.set()
            os.kill(os.getpid(), signal.SIGTERM)
            return
        time.sleep(0.25)
    try:
        refuse_open_doors(settings())
    except OperatorError as error:
        printer.refusal = error
        os.kill(os.getpid(), signal.SIGTERM)
        return
    when_ready()


def is_ready(address: str) -> bool:
    """Whether a gateway answers at an address, and all that is behind it: one that is degraded does not do here."""
    try:
        told = httpx.get(f"{address}/readyz", timeout=3, trust_env=False)
        return bool(told.is_success and told.json()["status"] == "ok")
    except (httpx.HTTPError, ValueError, KeyError, TypeError):  # Somebody else's server says what it likes.
        return False


def _explain(printer: LogPrinter, code: int | None, *, late: bool) -> None:
    if printer.refusal is not None:
        raise printer.refusal
    if late:
        message = (
            f"The assistant was not ready within {settings().start_timeout:.0f} seconds, so all of it was stopped. "
            f"Look in {printer.folder}, or raise ENDORINN_START_TIMEOUT on a slow machine."
        )
        raise OperatorError(message)
    if printer.first_stopped is not None:
        name = printer.first_stopped
        message = (
            f"The process «{name}» stopped, so all of them were stopped. Its output is in {printer.log_of(name)}; "
            f"it ends:\n{printer.tail_of(name)}\nMend what it says, then start again."
        )
        raise OperatorError(message)
    if code not in STOPPED_BY_USER:
        message = f"The processes stopped with code {code}. Their output is in {printer.folder}."
        raise OperatorError(message)
