"""Stock Rasa as `rasa init` makes it, with one custom action on its own action server, and nothing else."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.load.crowd import Line
from benchmarks.servers import Server, wait_for
from endorinn import annex
from endorinn.asking import free_ports
from foundation.errors import OperatorError
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

# `rasa init` answers these with `utter_iamabot` by a rule; here a custom action says it.
WORDS = ("are you a bot?", "are you a human?", "am I talking to a bot?", "am I talking to a human?")
ACTION = "action_iamabot"
ACTIONS = f"""from rasa_sdk import Action


class ActionIAmABot(Action):
    def name(self):
        return "{ACTION}"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="I am a bot, powered by Rasa.")
        return []
"""


@dataclass(frozen=True, slots=True)
class Served:
    """Where it answers, and how many seconds it took to train and to start."""

    address: str
    servers: tuple[Server, ...]
    training_s: float
    start_s: float


class StockTalk:
    """A conversation over Rasa's REST channel."""

    def __init__(self, address: str) -> None:
        """Begins one."""
        self._line = Line(address)
        self._sender = uuid4().hex

    def say(self, number: int) -> None:
        """One message; the custom action answers."""
        words = WORDS[number % len(WORDS)]
        said = self._line.send("POST", "/webhooks/rest/webhook", {"sender": self._sender, "message": words})
        if not said:
            message = f"Stock Rasa answered «{words}» with nothing. Look in reports/bench-stock*.log."
            raise OperatorError(message)

    def end(self) -> None:
        """Stock Rasa forgets nothing."""
        self._line.close()


@contextmanager
def stock_rasa() -> Iterator[Served]:
    """Makes the project, trains it, and serves it.

    Raises:
        OperatorError: when it cannot be made or does not start.
    """
    with TemporaryDirectory(prefix="endorinn-stock-") as folder:
        project = Path(folder)
        log = ROOT / "reports" / "bench-stock-training.log"
        annex.run(["init", "--no-prompt", "--init-dir", folder], log)
        _give_action(project)
        begun = time.perf_counter()
        annex.run(
            ["train", "--force", *_files(project), "--out", str(project / "models"), "--fixed-model-name", "stock"], log
        )
        training = time.perf_counter() - begun
        yield from _served(project, training)


def _served(project: Path, training: float) -> Iterator[Served]:
    port, actions_port = free_ports(2)
    (project / "endpoints.yml").write_text(f'action_endpoint:\n  url: "http://127.0.0.1:{actions_port}/webhook"\n')
    model = str(project / "models" / "stock.tar.gz")
    serving = ("run", "--model", model, "--endpoints", "endpoints.yml", "--interface", "127.0.0.1", "--port", str(port))
    commands = {
        "stock-actions": ("run", "actions", "--port", str(actions_port)),
        "stock-rasa": serving,
    }
    environment = annex.environment()
    servers = tuple(
        Server(name, (annex.RASA, *arguments), project, environment) for name, arguments in commands.items()
    )
    address = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    try:
        for server in servers:
            server.start()
        wait_for(lambda: _answers(address), "Stock Rasa did not answer")
        yield Served(address, servers, round(training, 1), round(time.perf_counter() - begun, 1))
    finally:
        for server in servers:
            server.stop()


def _files(project: Path) -> list[str]:
    return ["--domain", f"{project}/domain.yml", "--config", f"{project}/config.yml", "--data", f"{project}/data"]


def _give_action(project: Path) -> None:
    (project / "actions" / "actions.py").write_text(ACTIONS, encoding="utf-8")
    rules = project / "data" / "rules.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("utter_iamabot", ACTION), encoding="utf-8")
    domain = project / "domain.yml"
    told = re.sub(
        r"^responses:", f"actions:\n  - {ACTION}\n\nresponses:", domain.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    domain.write_text(told, encoding="utf-8")


def _answers(address: str) -> bool:
    try:
        StockTalk(address).say(0)
    except (OSError, OperatorError):
        return False
    return True
