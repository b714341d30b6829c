"""The path of one message through the house, as a table of contents."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from fastapi.concurrency import run_in_threadpool

from conversations.service import ASSISTANT, PERSON, UnknownConversationError
from foundation.clock import now
from foundation.errors import OperatorError
from foundation.masking import Masked, mask
from gateway.rasa import RasaDownError
from gateway.rates import TooManyError
from gateway.seats import NoSeatError
from knowledge import Query, answer, asks_to_be_forgotten, to_json
from knowledge.safety import assess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.service import Conversation, Conversations
    from gateway.rasa import Rasa
    from gateway.seats import Seats
    from gateway.streams import Streams
    from knowledge import Library

log = structlog.get_logger()
# So many answers back danger is remembered where Rasa is not there to remember it.
LATELY = 5


class Turns:
    """Takes messages: masks, stores, has them understood and answered, and stores the answer."""

    def __init__(
        self, conversations: Conversations, rasa: Rasa, library: Library, seats: Seats, streams: Streams
    ) -> None:
        """All that a turn needs."""
        self._conversations = conversations
        self._rasa = rasa
        self._library = library
        self._seats = seats
        self._streams = streams

    async def take(self, conversation: Conversation, text: str, address: str) -> list[dict[str, Any]]:
        """One message in, its answers out. The message is stored before anything else happens to it.

        `address` is whom a place in the queue before Rasa is counted for; it is neither stored nor logged.

        Raises:
            OperatorError: when it cannot be stored and tells of no danger.
            UnknownConversationError: when the conversation was forgotten meanwhile.
        """
        begun = perf_counter()
        masked = mask(text, self._library.public_names)
        if asks_to_be_forgotten(masked.text):
            return await self._forgotten(conversation, masked)
        try:
            answers = await self._stored(conversation, masked, address)
        except OperatorError:
            if assess(masked.text) is None:
                raise
            answers = await self._unstored(conversation, masked)
        _record(conversation, answers, perf_counter() - begun)
        return answers

    async def refuse(self, conversation: Conversation, text: str) -> list[dict[str, Any]]:
        """A message too many: it is not stored, and Rasa does not hear it.

        But danger in it gets its help lines, and «glem meg» is done.

        Raises:
            TooManyError: where it tells of none.
        """
        masked = mask(text, self._library.public_names)
        if asks_to_be_forgotten(masked.text):
            return await self._forgotten(conversation, masked)
        if assess(masked.text) is None:
            raise TooManyError("write")
        log.warning("danger_in_a_message_too_many", conversation=conversation.id)
        return [await run_in_threadpool(self._from_library_alone, conversation, masked)]

    async def _lately(self, conversation: Conversation) -> Sequence[dict[str, Any]]:
        """The last answers that are stored, the last one first; none where the store cannot be read."""
        try:
            return await run_in_threadpool(self._conversations.last_answers, conversation.id, LATELY)
        except OperatorError:
            return ()

    async def _forgotten(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        """«Glem meg»: everything is deleted, and the answer to that is stored nowhere.

        Danger that was spoken of just before is not forgotten with it: its help lines stand beside.
        """
        told = await self._lately(conversation)
        await self.forget(conversation)
        query = Query(
            text=masked.text,
            kommune=conversation.kommune,
            role=conversation.role,
            language=told[0]["language"] if told else conversation.language,
            question_type="personvern",
            danger=_danger_in(told),
            forgotten=True,
        )
        return [to_json(await run_in_threadpool(answer, query, self._library, now()))]

    async def _stored(self, conversation: Conversation, masked: Masked, address: str) -> list[dict[str, Any]]:
        await run_in_threadpool(self._conversations.tell, conversation.id, PERSON, masked.text)
        answers = await self._answers(conversation, masked, address)
        try:
            for body in answers:
                await run_in_threadpool(self._conversations.tell, conversation.id, ASSISTANT, body["reply"], body)
        except OperatorError:
            # The question is stored and the person has the answer: only the history lacks it.
            log.error("answer_not_stored", conversation=conversation.id)  # noqa: TRY400 - a trace may hold words
        except UnknownConversationError:
            # Forgotten while Rasa was at it: what Rasa has kept of it since then goes too.
            await self._rasa.forget(conversation.id)
            raise
        self._streams.wake(conversation.id)
        return answers

    async def _unstored(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        """Danger waits for no database: the help lines go out though nothing can be stored."""
        log.error("danger_not_stored", conversation=conversation.id)
        return [await run_in_threadpool(self._from_library_alone, conversation, masked)]

    async def _answers(self, conversation: Conversation, masked: Masked, address: str) -> list[dict[str, Any]]:
        metadata = {
            "kommune": conversation.kommune,
            "role": conversation.role,
            "language": conversation.language,
            "hidden": list(masked.hidden),
        }
        try:
            with self._seats.taken(address):
                answers = await self._rasa.answers(conversation.id, masked.text, metadata)
        except (RasaDownError, NoSeatError) as error:
            log.warning("rasa_down" if isinstance(error, RasaDownError) else "rasa_busy", conversation=conversation.id)
        else:
            if not _misses_danger(masked, answers):
                return answers
            log.error("danger_missed_by_rasa", conversation=conversation.id)
        danger = _danger_in(await self._lately(conversation))
        return [await run_in_threadpool(self._from_library_alone, conversation, masked, danger)]

    def _from_library_alone(
        self, conversation: Conversation, masked: Masked, danger: str | None = None
    ) -> dict[str, Any]:
        """The safety net and a plain search: what can be said when nothing understands.

        `danger` is what was spoken of lately, which Rasa would remember.
        """
        query = Query(
            text=masked.text,
            kommune=conversation.kommune,
            role=conversation.role,
            language=conversation.language,
            hidden=masked.hidden,
            danger=danger,
            alone=True,
        )
        return to_json(answer(query, self._library, now()))

    async def forget(self, conversation: Conversation) -> None:
        """Deletes a conversation everywhere."""
        await run_in_threadpool(self._conversations.forget, conversation.id)
        await self._rasa.forget(conversation.id)
        self._streams.wake(conversation.id)


def _misses_danger(masked: Masked, answers: list[dict[str, Any]]) -> bool:
    """Whether the safety net is certain of danger in the message, and no answer shows the help lines."""
    alarm = assess(masked.text)
    return alarm is not None and alarm.certain and not any(body.get("acute") for body in answers)


def _danger_in(told: Sequence[dict[str, Any]]) -> str | None:
    """The kind of emergency that was last met with help lines, of answers with the last one first."""
    return next((body["acute"]["kind"] for body in told if body["acute"]), None)


def _record(conversation: Conversation, answers: list[dict[str, Any]], seconds: float) -> None:
    log.info(
        "turn",
        conversation=conversation.id,
        outcomes=[body["outcome"] for body in answers],
        question_types=[body["question_type"] for body in answers],
        milliseconds=round(seconds * 1000),
    )
