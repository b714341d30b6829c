"""The calls that the gateway makes to Rasa, with a time limit."""

from __future__ import annotations

import json
import re
from asyncio import timeout
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp
import structlog
from aiohttp import ClientTimeout, DummyCookieJar, TCPConnector

from foundation.internal import bearer
from gateway.watched import watch_call

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from foundation.settings import Settings

log = structlog.get_logger()
WEBHOOK = "/webhooks/gate/webhook"
PARSE = "/webhooks/gate/parse"
HEALTH = "/webhooks/gate/"
CONVERSATIONS = "/webhooks/gate/conversations"
# As Rasa's front page says it.
VERSION = re.compile(r"Rasa:? (\d+\.\d+\.\d+)")
# What the gateway itself reads of an Answer.
NEEDED = {"reply", "outcome", "question_type"}
# So long a connection is kept that nothing goes over: less than Rasa, or what stands before it, keeps one.
KEPT_SECONDS = 5.0
# And so long the health of others is waited for.
HEALTH_SECONDS = 2.0
# What is raised where no answer came, or none in time.
FAILURES = (aiohttp.ClientError, TimeoutError)


class RasaDownError(Exception):
    """Rasa or the action server gave no answer in time."""


class OutOfStepError(Exception):
    """Rasa was not told last what came right before the message, and has not heard it."""

    def __init__(self, last: int | None) -> None:
        """`last`: the number of the message that Rasa was told last; None where it knows nothing."""
        super().__init__()
        self.last = last


class Said(NamedTuple):
    """What was said to one call."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether it is what was asked for: neither a refusal, nor a failure, nor a way to somewhere else."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def way_to_rasa(settings: Settings) -> aiohttp.ClientSession:
    """The connections to Rasa, which prove that it is the gateway that calls, and the time limit of a call."""
    # Names are looked up for every connection, as they lead elsewhere once Rasa is started anew.
    return aiohttp.ClientSession(
        connector=TCPConnector(keepalive_timeout=KEPT_SECONDS, use_dns_cache=False),
        timeout=ClientTimeout(total=settings.answer_timeout),
        headers=bearer(settings),
        skip_auto_headers=("Accept-Encoding",),
        cookie_jar=DummyCookieJar(),
        trust_env=False,  # No proxy of the environment: messages go to Rasa and to nobody between.
        middlewares=(watch_call,),
    )


class Rasa:
    """Rasa as the gateway knows it, and the action server behind it."""

    def __init__(self, session: aiohttp.ClientSession, address: str, actions: str = "") -> None:
        """`session` has the time limit; `address`: where Rasa is, `actions`: where the action server is."""
        self._session = session
        self._address = address
        self._actions = actions

    @property
    def seconds(self) -> float:
        """How long an answer is waited for."""
        return self._session.timeout.total or 0.0

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
            said = await self._told(WEBHOOK, body, self.seconds)
        except FAILURES as error:
            raise RasaDownError from error
        if said.status == HTTPStatus.CONFLICT:
            raise OutOfStepError(_last_in(said))
        if not said.is_success:
            raise RasaDownError
        return _answers_in(said)

    async def parse(self, texts: Sequence[str], seconds: float) -> list[dict[str, Any]]:
        """How each text is understood; nothing is remembered of it.

        Raises:
            RasaDownError: when Rasa is down, or takes longer than so many seconds.
        """
        try:
            said = await self._told(PARSE, {"texts": list(texts)}, seconds)
            parsed = json.loads(said.body)
        except (*FAILURES, ValueError) as error:
            raise RasaDownError from error
        if (
            not said.is_success
            or not isinstance(parsed, list)
            or len(parsed) != len(texts)
            or not all(isinstance(one, dict) for one in parsed)
        ):
            raise RasaDownError
        return parsed

    async def forget(self, sender: str) -> None:
        """Drops what Rasa remembers of a conversation; a Rasa that is down remembers nothing, one that is late may."""
        try:
            said = await self._call("DELETE", f"{self._address}{CONVERSATIONS}/{sender}", self.seconds)
        except FAILURES as error:
            log.warning("rasa_did_not_forget", conversation=sender, error=type(error).__name__)
            return
        if not said.is_success:
            log.warning("rasa_did_not_forget", conversation=sender, status=said.status)

    async def actions_are_up(self) -> bool:
        """Whether the action server answers."""
        return await self._is_well(f"{self._actions}/health")

    async def is_up(self) -> bool:
        """Whether Rasa answers."""
        return await self._is_well(f"{self._address}{HEALTH}")

    async def version(self) -> str | None:
        """Rasa's version as its front page says it, if it does."""
        try:
            said = await self._call("GET", f"{self._address}/", HEALTH_SECONDS)
        except FAILURES:
            return None
        found = VERSION.search(said.body.decode(errors="replace"))
        return found[1] if found else None

    async def _is_well(self, address: str) -> bool:
        try:
            return (await self._call("GET", address, HEALTH_SECONDS)).is_success
        except FAILURES:
            return False

    async def _told(self, path: str, body: Mapping[str, Any], seconds: float) -> Said:
        """What Rasa says to a body, which is sent once more where its connection ended before an answer came.

        A connection that is kept may have been closed from the other side, which shows only when something is sent over
        it. Sending twice is safe: Rasa hears a message once, by its number, and a parse is not remembered.
        """
        address = f"{self._address}{path}"
        async with timeout(seconds):
            try:
                return await self._call("POST", address, seconds, body)
            except aiohttp.ClientConnectorError:  # Nobody is there, which a second call would not mend.
                raise
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                return await self._call("POST", address, seconds, body)

    async def _call(self, method: str, address: str, seconds: float, body: Mapping[str, Any] | None = None) -> Said:
        limit = ClientTimeout(total=seconds)
        async with self._session.request(method, address, json=body, timeout=limit, allow_redirects=False) as response:
            return Said(response.status, await response.read())


def _last_in(said: Said) -> int | None:
    try:
        told = json.loads(said.body)
    except ValueError:
        return None
    last = told.get("last") if isinstance(told, dict) else None
    return last if isinstance(last, int) else None


def _answers_in(said: Said) -> list[dict[str, Any]]:
    """The Answers among Rasa's messages; none where it sent something else than a list of messages."""
    try:
        messages = json.loads(said.body)
    except ValueError:
        return []
    sent = messages if isinstance(messages, list) else []
    told = [message.get("custom") for message in sent if isinstance(message, dict)]
    return [custom for custom in told if isinstance(custom, dict) and custom.keys() >= NEEDED]


def plain(text: str) -> str:
    """As Rasa is to read it: it takes a first slash as a command past the understanding; people's slashes are words."""
    return text.lstrip("/ \t\n") or "?"
