"""The gateway's channel: like Rasa's REST channel, but it logs no words and can forget a conversation."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

import adapters
import structlog
from adapters import connections
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.memory import MemoryDownError
from channels.tracker_store import ForgettingTrackerStore, Turn
from channels.watched import WatchedEndpoint, trace_if_wanted, watch

logger = structlog.get_logger()
# A message, and itself without each of its words.
MAX_TEXTS = 100


class GateInput(InputChannel):
    """`POST /webhooks/gate/webhook {"sender", "message", "metadata"}` answers with the bot's messages.

    A message may have its `number` in `metadata`, and `after`, the number of the one before it or null. Then it is
    answered once: sent again, it gets the same messages. Where another one than `after` was told last, it is not heard,
    and the answer is 409 `{"status": "unknown conversation", "last"}`, with the number that was told last or null. What
    is told only to be remembered has `again`: it counts though nothing is said to it.

    `POST /webhooks/gate/parse {"texts"}` answers with how each text is understood, and remembers nothing.
    `GET /webhooks/gate/metrics` is for Prometheus (`channels/watched.py`).
    `DELETE /webhooks/gate/conversations/<sender>` forgets everything that Rasa holds of a conversation.
    Where the memory of conversations cannot be reached, the answer is 503 `{"status": "memory down"}`.
    Each of them, and the health at `/webhooks/gate/`, wants the token of the house as a bearer token.
    """

    def __init__(self, token: Text) -> None:
        """`token`: what the gateway proves itself with."""
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> Text:
        """The name in the address and in `credentials.yml`."""
        return "gate"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        """Takes `token`.

        Raises:
            ValueError: where there is none, so that Rasa does not start with an open door.
        """
        token = (credentials or {}).get("token")
        if not token:
            error = "credentials.yml gives channels.gate.GateInput no token. Set ENDORINN_INTERNAL_TOKEN."
            raise ValueError(error)
        return cls(str(token))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's addresses."""
        adapters.apply()
        gate = Blueprint("gate_webhook", __name__)
        gate.exception(MemoryDownError)(_memory_down)
        gate.after_server_start(_keep_connection)
        gate.after_server_start(_warm_up)
        gate.after_server_stop(_close_memory)
        gate.after_server_stop(connections.close)
        watch(gate)
        trace_if_wanted(gate)

        @gate.middleware("request")
        async def refuse_strangers(request: Request) -> Optional[HTTPResponse]:
            # Headers may hold bytes beyond ASCII, which only bytes can be compared with.
            sent = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
            known = hmac.compare_digest(sent, self._expected)
            return None if known else response.json({"status": "unknown caller"}, status=401)

        @gate.get("/")
        async def health(request: Request) -> HTTPResponse:
            # Rasa serves without a model too, and then answers nothing.
            ready = request.app.ctx.agent.is_ready()
            await _store_of(request.app.ctx.agent).memory.check()
            return response.json({"status": "ok" if ready else "no model"}, status=200 if ready else 503)

        @gate.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            body = request.json
            collector = CollectingOutputChannel()
            message = UserMessage(
                body["message"], collector, body["sender"], input_channel=self.name(), metadata=body.get("metadata")
            )
            async with _store_of(request.app.ctx.agent).turn(message.sender_id) as turn:
                known = _known(turn, message)
                if known is not None:
                    return known
                if not await _heard(on_new_message, message):
                    return response.json({"status": "failed"}, status=500)
                await _remember(turn, message, collector.messages)
            return response.json(collector.messages)

        @gate.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            try:
                return response.json([await agent.parse_message(text) for text in request.json["texts"][:MAX_TEXTS]])
            except Exception as error:  # noqa: BLE001 - as above
                logger.error("gate.parse.failed", error=type(error).__name__)  # noqa: TRY400 - as above
                return response.json({"status": "failed"}, status=500)

        @gate.delete("/conversations/<sender:str>")
        async def forget(request: Request, sender: str) -> HTTPResponse:
            await _store_of(request.app.ctx.agent).forget(sender)
            return response.empty()

        return gate


async def _warm_up(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
    # What is loaded with the first text takes seconds, for which nobody should wait for an answer.
    if app.ctx.agent.is_ready():
        await app.ctx.agent.parse_message("hei")


# Sanic takes functions only: a `partial` it would pass over, and say nothing.
async def _keep_connection(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
    connections.keep(WatchedEndpoint, app)


async def _close_memory(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
    agent = getattr(app.ctx, "agent", None)
    if agent is not None:
        await _store_of(agent).memory.close()


async def _memory_down(_: Request, error: Exception) -> HTTPResponse:
    logger.error("gate.memory.down", error=str(error))
    return response.json({"status": "memory down"}, status=503)


async def _heard(on_new_message: Callable[[UserMessage], Awaitable[Any]], message: UserMessage) -> bool:
    """Has Rasa answer a message; False where it failed."""
    try:
        await on_new_message(message)
    except Exception as error:  # noqa: BLE001 - whatever it is, the words of the message may be in its text
        logger.error(  # noqa: TRY400 - a stack trace would hold them too
            "gate.message.failed", sender=message.sender_id, error=type(error).__name__
        )
        return False
    return True


def _known(turn: Turn, message: UserMessage) -> Optional[HTTPResponse]:
    """What is answered without the message being heard: it was heard before, or what came before it was not."""
    place = message.metadata or {}
    if "number" not in place:
        return None
    said, last = turn.talk.said_to(place["number"]), turn.talk.last_told
    if said is not None:
        return response.json(said)
    if last != place.get("after"):
        return response.json({"status": "unknown conversation", "last": last}, status=409)
    return None


async def _remember(turn: Turn, message: UserMessage, said: List[Dict[Text, Any]]) -> None:
    """Notes that a message was told, and what was said to it.

    Where nothing was said the action server was away, and the slots lack what it would have set: better to remember
    nothing, and be told all of it once more. Where the memory goes away during the turn, the answer is given all the
    same, and the next message finds that this one was not told.
    """
    place = message.metadata or {}
    try:
        if "number" not in place:
            await turn.keep()
        elif said or place.get("again"):
            await turn.keep(place["number"], said)
        else:
            await turn.forget()
    except MemoryDownError as error:
        logger.error("gate.turn.not_kept", sender=message.sender_id, error=str(error))  # noqa: TRY400 - as above


def _store_of(agent: Agent) -> ForgettingTrackerStore:
    # Rasa wraps a store of one's own in others that catch its errors and await its results.
    store: Any = agent.tracker_store
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store
