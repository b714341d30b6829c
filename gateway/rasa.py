"""The one call that the gateway makes to Rasa, with a time limit."""

from __future__ import annotations

from asyncio import timeout
from typing import TYPE_CHECKING, Any

import httpx
import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping

log = structlog.get_logger()
WEBHOOK = "/webhooks/gate/webhook"
HEALTH = "/webhooks/gate/"
CONVERSATIONS = "/webhooks/gate/conversations"
# What the gateway itself reads of an Answer.
NEEDED = {"reply", "outcome", "question_type"}


class RasaDownError(Exception):
    """Rasa or the action server gave no answer in time."""


class Rasa:
    """Rasa as the gateway knows it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """`client` has Rasa's address as its base, and the time limit."""
        self._client = client

    async def answers(self, sender: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The Answers to one message.

        Raises:
            RasaDownError: when Rasa is down, late, or the action server behind it did not answer.
        """
        body = {"sender": sender, "message": plain(text), "metadata": dict(metadata)}
        try:
            # httpx limits each step; the limit is meant for the whole.
            async with timeout(self._client.timeout.read):
                response = await self._client.post(WEBHOOK, json=body)
            response.raise_for_status()
        except (httpx.HTTPError, TimeoutError) as error:
            raise RasaDownError from error
        answers = _answers_in(response)
        if not answers:
            raise RasaDownError
        return answers

    async def forget(self, sender: str) -> None:
        """Drops what Rasa remembers of a conversation; a Rasa that is down remembers nothing, one that is late may."""
        try:
            (await self._client.delete(f"{CONVERSATIONS}/{sender}")).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("rasa_did_not_forget", conversation=sender, error=type(error).__name__)

    async def is_up(self) -> bool:
        """Whether Rasa answers."""
        try:
            return (await self._client.get(HEALTH, timeout=2.0)).is_success
        except httpx.HTTPError:
            return False


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
