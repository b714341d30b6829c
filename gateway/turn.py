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
from knowledge import Query, answer, to_json
from knowledge.safety import assess

if TYPE_CHECKING:
    from conversations.service import Conversation, Conversations
    from gateway.rasa import Rasa
    from knowledge import Library

log = structlog.get_logger()


class Turns:
    """Takes messages: masks, stores, has them understood and answered, and stores the answer."""

    def __init__(self, conversations: Conversations, rasa: Rasa, library: Library) -> None:
        """All that a turn needs."""
        self._conversations = conversations
        self._rasa = rasa
        self._library = library

    async def take(self, conversation: Conversation, text: str) -> list[dict[str, Any]]:
        """One message in, its answers out. The message is stored before anything else happens to it.

        Raises:
            OperatorError: when it cannot be stored and tells of no danger.
            UnknownConversationError: when the conversation was forgotten meanwhile.
        """
        begun = perf_counter()
        masked = mask(text)
        try:
            answers = await self._stored(conversation, masked)
        except OperatorError:
            if assess(masked.text) is None:
                raise
            answers = await self._unstored(conversation, masked)
        _record(conversation, answers, perf_counter() - begun)
        return answers

    async def _stored(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        await run_in_threadpool(self._conversations.tell, conversation.id, PERSON, masked.text)
        answers = await self._answers(conversation, masked)
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
        return answers

    async def _unstored(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        """Danger waits for no database: the help lines go out though nothing can be stored."""
        log.error("danger_not_stored", conversation=conversation.id)
        return [await run_in_threadpool(self._from_library_alone, conversation, masked)]

    async def _answers(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        metadata = {
            "kommune": conversation.kommune,
            "role": conversation.role,
            "language": conversation.language,
            "hidden": list(masked.hidden),
        }
        try:
            answers = await self._rasa.answers(conversation.id, masked.text, metadata)
        except RasaDownError:
            log.warning("rasa_down", conversation=conversation.id)
        else:
            if not _misses_danger(masked, answers):
                return answers
            log.error("danger_missed_by_rasa", conversation=conversation.id)
        return [await run_in_threadpool(self._from_library_alone, conversation, masked)]

    def _from_library_alone(self, conversation: Conversation, masked: Masked) -> dict[str, Any]:
        """The safety net and a plain search: what can be said when nothing understands."""
        query = Query(
            text=masked.text,
            kommune=conversation.kommune,
            role=conversation.role,
            language=conversation.language,
            hidden=masked.hidden,
            alone=True,
        )
        return to_json(answer(query, self._library, now()))

    async def forget(self, conversation: Conversation) -> None:
        """Deletes a conversation everywhere."""
        await run_in_threadpool(self._conversations.forget, conversation.id)
        await self._rasa.forget(conversation.id)


def _misses_danger(masked: Masked, answers: list[dict[str, Any]]) -> bool:
    """Whether the safety net is certain of danger in the message, and no answer shows the help lines."""
    alarm = assess(masked.text)
    return alarm is not None and alarm.certain and not any(body.get("acute") for body in answers)


def _record(conversation: Conversation, answers: list[dict[str, Any]], seconds: float) -> None:
    log.info(
        "turn",
        conversation=conversation.id,
        outcomes=[body["outcome"] for body in answers],
        question_types=[body["question_type"] for body in answers],
        milliseconds=round(seconds * 1000),
    )
