"""What is ours: the annex alone with actions that do nothing, and the whole path of a family's message."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.load.crowd import TURNS, Line
from benchmarks.servers import RASA, Server, wait_for
from benchmarks.talk import KOMMUNE, NEED, ROLE, STEPS, WORDS
from endorinn.asking import free_ports
from endorinn.processes import programs
from foundation.errors import OperatorError
from foundation.internal import internal_token
from foundation.settings import ROOT, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a family writes in one conversation: a need, and the nine other kinds of messages.
KINDS = (NEED, *(kind for step in STEPS for kind in step))
assert len(KINDS) == TURNS  # noqa: S101 - one conversation goes through all of them once


class AnnexTalk:
    """A conversation with the annex, as the gateway holds it."""

    def __init__(self, address: str) -> None:
        """Begins one."""
        self._line = Line(address)
        self._sender = uuid4().hex
        self._proof = {"Authorization": f"Bearer {internal_token(settings())}"}

    def say(self, number: int) -> None:
        """One message."""
        place = {"number": number, "after": number - 1 if number else None}
        metadata: dict[str, object] = {"kommune": KOMMUNE, "role": ROLE, "language": "nb", "hidden": [], **place}
        sent = {"sender": self._sender, "message": WORDS[KINDS[number]], "metadata": metadata}
        if not self._line.send("POST", "/webhooks/gate/webhook", sent, self._proof):
            message = f"The annex answered «{WORDS[KINDS[number]]}» with nothing. Look in reports/bench-*.log."
            raise OperatorError(message)

    def end(self) -> None:
        """Rasa forgets it."""
        self._line.send("DELETE", f"/webhooks/gate/conversations/{self._sender}", headers=self._proof)
        self._line.close()


class WholeTalk:
    """A conversation of a family, over the API."""

    def __init__(self, address: str) -> None:
        """Begins one."""
        self._line = Line(address)
        started = self._line.send("POST", "/api/conversations", {"kommune": KOMMUNE, "role": ROLE})
        self._headers = {"Authorization": f"Bearer {started['token']}"}
        self._path = f"/api/conversations/{started['id']}"

    def say(self, number: int) -> None:
        """One message, under an id as the page sends it."""
        kind = KINDS[number % TURNS]
        sent = {"text": WORDS[kind], "id": uuid4().hex}
        said = self._line.send("POST", f"{self._path}/messages", sent, self._headers)
        if not said["answers"]:
            message = f"The assistant answered «{WORDS[kind]}» with nothing. Look in reports/bench-*.log."
            raise OperatorError(message)

    def end(self) -> None:
        """It stays, as families' conversations do."""
        self._line.close()


@contextmanager
def annex_alone() -> Iterator[tuple[str, tuple[Server, ...], float]]:
    """Where our Rasa answers with actions that do nothing, its processes, and the seconds till it did.

    Raises:
        OperatorError: when it does not start.
    """
    (port,) = free_ports(1)
    rasa = next(one for one in programs() if one.name == RASA)
    environment = rasa.environment | {"ENDORINN_ACTIONS_URL": f"http://127.0.0.1:{port}"}
    bare = (sys.executable, "-m", "benchmarks.load.bare", str(port))
    servers = (
        Server("bare-actions", bare, ROOT, dict(environment)),
        Server("annex", rasa.command, rasa.folder, environment),
    )
    address = settings().rasa_address
    begun = time.perf_counter()
    try:
        for server in servers:
            server.start()
        wait_for(lambda: _answers(address), "The annex did not answer")
        yield address, servers, round(time.perf_counter() - begun, 1)
    finally:
        for server in servers:
            server.stop()


def _answers(address: str) -> bool:
    try:
        AnnexTalk(address).say(0)
    except (OSError, OperatorError):
        return False
    return True
