"""The calls that the gateway makes to Rasa, with a time limit."""

from __future__ import annotations

import re
from asyncio import timeout
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

log = structlog.get_logger()
WEBHOOK = "/webhooks/gate/webhook"
PARSE = "/webhooks/gate/parse"
HEALTH = "/webhooks/gate/"
CONVERSATIONS = "/webhooks/gate/conversations"
# As Rasa's front page says it.
VERSION = re.compile(r"Rasa:? (\d+\.\d+\.\d+)")
# What the gateway itself reads of an Answer.
NEEDED = {"reply", "outcome", "question_type"}


class RasaDownError(Exception):
    """Rasa or the action server gave no answer in time."""


class OutOfStepError(Exception):
    """Rasa was not told last what came right before the message, and has not heard it."""

    def __init__(self, last: int | None) -> None:
        """`last`: the number of the message that Rasa was told last; None where it knows nothing."""
        super().__init__()
        self.last = last


class Rasa:
    """Rasa as the gateway knows it, and the action server behind it."""

    def __init__(self, client: httpx.AsyncClient, actions: str = "") -> None:
        """`client` has Rasa's address as its base, and the time limit; `actions`: where the action server is."""
        self._client = client
        self._actions = actions

    @property
    def seconds(self) -> float:
        """How long an answer is waited for."""
        return self._client.timeout.read or 0.0

    async def answers(self, sender: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The Answers to one message.

        Raises:
            OutOfStepError: when Rasa does not know what came before.
            RasaDownError: when Rasa is down, late, or the action server behind it did not answer.
        """
        answers = await self.hear(sender, text, metadata)
        if not answers:
            raise RasaDownError
        return answers

    async def hear(self, sender: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The Answers to one message; none where the action server did not answer.

        Raises:
            OutOfStepError: when Rasa does not know what came before.
            RasaDownError: when Rasa is down or late.
        """
        body = {"sender": sender, "message": plain(text), "metadata": dict(metadata)}
        try:
            # httpx limits each step; the limit is meant for the whole.
            async with timeout(self._client.timeout.read):
                response = await self._client.post(WEBHOOK, json=body)
            if response.status_code == HTTPStatus.CONFLICT:
                raise OutOfStepError(_last_in(response))
            response.raise_for_status()
        except (httpx.HTTPError, TimeoutError) as error:
            raise RasaDownError from error
        return _answers_in(response)

    async def parse(self, texts: Sequence[str], seconds: float) -> list[dict[str, Any]]:
        """How each text is understood; nothing is remembered of it.

        Raises:
            RasaDownError: when Rasa is down, or takes longer than so many seconds.
        """
        try:
            async with timeout(seconds):
                response = await self._client.post(PARSE, json={"texts": list(texts)})
            response.raise_for_status()
            parsed = response.json()
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            raise RasaDownError from error
        if (
            not isinstance(parsed, list)
            or len(parsed) != len(texts)
            or not all(isinstance(one, dict) for one in parsed)
        ):
            raise RasaDownError
        return parsed

    async def forget(self, sender: str) -> None:
        """Drops what Rasa remembers of a conversation; a Rasa that is down remembers nothing, one that is late may."""
        try:
            (await self._client.delete(f"{CONVERSATIONS}/{sender}")).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("rasa_did_not_forget", conversation=sender, error=type(error).__name__)

    async def actions_are_up(self) -> bool:
        """Whether the action server answers."""
        try:
            return (await self._client.get(f"{self._actions}/health", timeout=2.0)).is_success
        except httpx.HTTPError:
            return False

    async def is_up(self) -> bool:
        """Whether Rasa answers."""
        try:
            return (await self._client.get(HEALTH, timeout=2.0)).is_success
        except httpx.HTTPError:
            return False

    async def version(self) -> str | None:
        """Rasa's version as its front page says it, if it does."""
        try:
            response = await self._client.get("/", timeout=2.0)
        except httpx.HTTPError:
            return None
        found = VERSION.search(response.text)
        return found[1] if found else None


def _last_in(response: httpx.Response) -> int | None:
    try:
        told = response.json()
    except ValueError:
        return None
    last = told.get("last") if isinstance(told, dict) else None
    return last if isinstance(last, int) else None


def _answers_in(response: httpx.Response) -> list[dict[str, Any]]:
    """The Answers among Rasa's messages; none where it sent something else than a list of messages."""
    try:
        messages = response.json()
    except ValueError:
        return []
    sent = messages if isinstance(messages, list) else []
    told = [message.get("custom") for message in sent if isinstance(message, dict)]
    return [custom for custom in told if isinstance(custom, dict) and custom.keys() >= NEEDED]


def plain(text: str) -> str:
    """As Rasa is to read it: it takes a first slash as a command past the understanding; people's slashes are words."""
    return text.lstrip("/ \t\n") or "?"
