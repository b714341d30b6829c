"""Asks questions through the whole path: gateway, Rasa, actions, knowledge."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from endorinn.processes import is_ready
from foundation.errors import OperatorError
from foundation.internal import INTERNAL_HEADER, internal_token
from foundation.masking import mask
from foundation.settings import settings
from knowledge.answers import Answer, Handover, to_json
from knowledge.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

AT_ONCE = 8
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a batch: a conversation of its own. `turns` holds one message or several."""

    id: str | None
    turns: tuple[str, ...]
    kommune: str | None
    role: str | None
    several: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running assistant is reached, and where its understanding is."""

    gateway: str
    rasa: str


@contextmanager
def assistant() -> Iterator[str]:
    """The gateway of `running`."""
    with running() as addresses:
        yield addresses.gateway


@contextmanager
def running() -> Iterator[Addresses]:
    """A running assistant; one is started for the while where none runs.

    Raises:
        OperatorError: when it cannot be started.
    """
    chosen = settings()
    if is_ready(chosen.gateway_address):
        yield Addresses(chosen.gateway_address, chosen.rasa_address)
        return
    with _started() as started:
        yield started


@contextmanager
def _started() -> Iterator[Addresses]:
    ports = free_ports(3)
    environment = dict(os.environ)
    names = ("ENDORINN_GATEWAY_PORT", "ENDORINN_RASA_PORT", "ENDORINN_ACTIONS_PORT")
    environment.update({name: str(port) for name, port in zip(names, ports, strict=True)})
    address = f"http://{settings().gateway_host}:{ports[0]}"
    command = [sys.executable, "-m", "endorinn.main", "run"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _wait(process, address)
            yield Addresses(address, f"http://127.0.0.1:{ports[1]}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def _wait(process: subprocess.Popen[str], address: str) -> None:
    # Training may come first; the process itself gives up when it takes too long to get ready.
    while not is_ready(address):
        if process.poll() is not None:
            assert process.stderr is not None  # noqa: S101 - it was asked for
            raise OperatorError(process.stderr.read().strip())
        time.sleep(0.25)


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on just now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def read_question(line: str) -> Question:
    """A line of a batch.

    Raises:
        ValueError: when it is not an object with `text` or `turns`.
    """
    body = _parsed(line)
    if not isinstance(body, dict):
        raise ValueError(line)  # noqa: TRY004 - a line of a file, no argument of ours
    several = "turns" in body
    turns = body["turns"] if several else [body.get("text")]
    if not turns or not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise ValueError(line)
    number = body.get("id")
    return Question(
        None if number is None else str(number), tuple(turns), body.get("kommune"), body.get("role"), several
    )


def _parsed(line: str) -> Any:  # noqa: ANN401 - whatever the line holds
    try:
        body = json.loads(line)
        json.dumps(body, ensure_ascii=False).encode()  # Half a surrogate pair is valid JSON, and no text.
    except RecursionError as error:
        raise ValueError(line) from error
    return body


async def ask_all(address: str, lines: Sequence[str], done: Callable[[], None] = lambda: None) -> list[dict[str, Any]]:
    """Answers to all lines, in order, some at once. A line that cannot be read becomes an `error` answer."""
    gate = asyncio.Semaphore(AT_ONCE)
    ours = {INTERNAL_HEADER: internal_token(settings())}
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False, headers=ours) as client:

        async def one(line: str) -> dict[str, Any]:
            async with gate:
                answer = await _ask_line(client, line)
            done()
            return answer

        return list(await asyncio.gather(*(one(line) for line in lines)))


async def _ask_line(client: httpx.AsyncClient, line: str) -> dict[str, Any]:
    try:
        question = read_question(line)
    except ValueError:
        return _error(_id_in(line), "", say("unreadable", "nb"))
    answers = await ask(client, question)
    if question.several:
        return {"id": question.id, "answers": answers}
    return answers[-1]


async def ask(client: httpx.AsyncClient, question: Question) -> list[dict[str, Any]]:
    """One conversation: each turn's answer, with the caller's id."""
    sent = {"kommune": question.kommune, "role": question.role}
    try:
        started = await _post(client, "/api/conversations", {key: value for key, value in sent.items() if value}, {})
    except RefusedError as error:
        return [_error(question.id, turn, str(error)) for turn in question.turns]
    headers = {"Authorization": f"Bearer {started['token']}"}
    path = f"/api/conversations/{started['id']}"
    answers = [await _turn(client, path, headers, question.id, turn) for turn in question.turns]
    with suppress(httpx.HTTPError):  # Answers are answers, though the gateway went away after them.
        await client.delete(path, headers=headers)
    return answers


async def _turn(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], number: str | None, text: str
) -> dict[str, Any]:
    try:
        body = await _post(client, f"{path}/messages", {"text": text}, headers)
    except RefusedError as error:
        return _error(number, text, str(error))
    answer: dict[str, Any] = body["answers"][-1]
    return answer if number is None else {"id": number, **answer}


class RefusedError(Exception):
    """The gateway refused; the text says why, in Norwegian."""


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    try:
        response = await client.post(path, json=body, headers=headers)
        answer: dict[str, Any] = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise RefusedError(say("technical_nothing", "nb")) from error
    if response.is_error:
        raise RefusedError(answer.get("detail", say("technical_nothing", "nb")))
    return answer


def _id_in(line: str) -> str | None:
    try:
        body = _parsed(line)
    except ValueError:
        return None
    number = body.get("id") if isinstance(body, dict) else None
    return None if number is None else str(number)


def _error(number: str | None, text: str, reason: str) -> dict[str, Any]:
    answer = Answer(
        question=mask(text).text,
        kommune=None,
        role="ukjent",
        language="nb",
        outcome="error",
        question_type="finn-hjelp",
        needs=(),
        acute=None,
        services=(),
        statements=(),
        clarification=None,
        handover=Handover(offered=True, reason=reason),
        reply=reason,
        body=(reason,),
        id=number,
    )
    return to_json(answer)
