"""The path of one message through the house, as a table of contents."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

import structlog
from fastapi.concurrency import run_in_threadpool

from conversations.handing import OverError
from conversations.service import COORDINATOR, Conversation, WithdrawnError
from conversations.writing import UnknownConversationError
from foundation.clock import now
from foundation.errors import OperatorError
from foundation.masking import Masked, mask, masked_before
from gateway import retelling
from gateway.metrics import DANGER_MISSED, TURN_SECONDS, count_danger, count_turn, stage
from gateway.queues import Queues
from gateway.rasa import RasaDownError
from gateway.rates import TooManyError
from gateway.seats import NoSeatError
from gateway.stopping import StoppedError
from knowledge import Query, answer, asks_to_be_forgotten, help_lines, to_json
from knowledge.safety import assess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.handing import Whose
    from conversations.service import Conversations, Language, Message
    from gateway.lookers import Lookers
    from gateway.metrics import Answerer
    from gateway.rasa import Rasa
    from gateway.seats import Seats
    from gateway.shapes import NewMessage
    from gateway.stopping import Stopping
    from knowledge import Library
    from knowledge.safety import Alarm

type Lack = Literal["message", "answer"] | None
log = structlog.get_logger()
# So many answers back danger is remembered where Rasa is not there to remember it.
LATELY = 5
# What is known of a conversation that cannot be read.
UNOPENED = Conversation("", None, "ukjent", "nb")


@dataclass(frozen=True, slots=True)
class Limits:
    """Whom a place before Rasa is counted for, and until when Rasa is waited for, by the loop's clock."""

    address: str
    deadline: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message got; `lacks`: what of it could not be stored, so that it is to be sent again under its id.

    `turn`: whose turn it is then, where storing the answers has told.
    """

    answers: list[dict[str, Any]]
    lacks: Lack = None
    turn: Whose | None = None


class Turns:
    """Takes messages: masks, stores, has them understood and answered, and stores the answer."""

    def __init__(  # noqa: PLR0913, PLR0917 - the rooms that a message goes through
        self,
        conversations: Conversations,
        rasa: Rasa,
        library: Library,
        seats: Seats,
        lookers: Lookers,
        stopping: Stopping,
    ) -> None:
        """All that a turn needs."""
        self._conversations = conversations
        self._rasa = rasa
        self._library = library
        self._seats = seats
        self._lookers = lookers
        self._stopping = stopping
        self._queues = Queues()

    @property
    def open_conversations(self) -> int:
        """How many conversations a message is being answered in now."""
        return len(self._queues)

    @property
    def seats_taken(self) -> int:
        """How many messages Rasa is asked now."""
        return len(self._seats)

    async def kept(self, conversation: Conversation, said: NewMessage) -> Message | None:
        """What is stored of a message that was sent before; None where it is new, or the store cannot be read."""
        if said.id is None:
            return None
        try:
            return await run_in_threadpool(self._conversations.written, conversation.id, said.id)
        except OperatorError:
            return None

    async def take(self, conversation: Conversation, said: NewMessage, address: str, kept: Message | None) -> Taken:
        """One message in, its answers out. The message is stored before anything else happens to it, and once.

        `address` is whom a place in the queue before Rasa is counted for; it is neither stored nor logged. `kept` is
        what `kept` has found of the message.

        Raises:
            OperatorError: when it cannot be stored and tells of no danger.
            WithdrawnError: when another message was put in the place of this one, and it tells of no danger.
            OverError: when the conversation is closed, and it tells of no danger.
            UnknownConversationError: when the conversation was forgotten meanwhile.
        """
        begun = perf_counter()
        masked = mask(said.text, self._library.public_names)
        if asks_to_be_forgotten(masked.text):
            return Taken(await self._forgotten(conversation, masked))
        alarm = assess(masked.text)
        if kept is None:
            count_danger(alarm)
        limits = Limits(address, asyncio.get_running_loop().time() + self._rasa.seconds)
        try:
            message = kept or await self._stored(conversation, said, masked, limits)
            taken = await self._answered(conversation, message, limits)
        except (OperatorError, WithdrawnError, OverError) as error:
            if alarm is None:
                raise
            # What was withdrawn, or came too late, would be refused again.
            lacks: Lack = "message" if isinstance(error, OperatorError) else None
            taken = Taken(await self._unstored(conversation, masked), lacks)
        if _misses_danger(alarm, taken.answers):  # Other words, sent under an id that has its answer.
            alone = await run_in_threadpool(self._from_library_alone, conversation, masked)
            taken = replace(taken, answers=[alone])
        _record(conversation, taken.answers, perf_counter() - begun)
        return taken

    async def whose(self, conversation: Conversation) -> Whose:
        """Whose turn it is; the assistant's where nobody can tell."""
        try:
            return await run_in_threadpool(self._conversations.turn, conversation.id)
        except OperatorError:
            return "assistant"

    async def refuse(self, conversation: Conversation, text: str) -> list[dict[str, Any]]:
        """A message too many: it is not stored, and Rasa does not hear it.

        But danger in it gets its help lines, and «glem meg» is done.

        Raises:
            TooManyError: where it tells of none.
        """
        masked = mask(text, self._library.public_names)
        if asks_to_be_forgotten(masked.text):
            return await self._forgotten(conversation, masked)
        if (alarm := assess(masked.text)) is None:
            raise TooManyError("write")
        log.warning("danger_in_a_message_too_many", conversation=conversation.id)
        count_danger(alarm)
        return count_turn([await run_in_threadpool(self._from_library_alone, conversation, masked)], "refused")

    async def unopened(self, text: str) -> list[dict[str, Any]]:
        """A message to a conversation that the store cannot tell of now: danger in it gets its help lines.

        Raises:
            OperatorError: where it tells of none.
        """
        masked = mask(text, self._library.public_names)
        if assess(masked.text) is None:
            message = "A message cannot be stored: the database does not tell of its conversation."
            raise OperatorError(message)
        return await self._unstored(UNOPENED, masked)

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
            language=_language(conversation, told),
            question_type="personvern",
            danger=_danger_in(told),
            forgotten=True,
        )
        return count_turn([to_json(await run_in_threadpool(answer, query, self._library, now()))], "forgotten")

    async def _stored(self, conversation: Conversation, said: NewMessage, masked: Masked, limits: Limits) -> Message:
        """The message as it is stored: what was written first, if its id has come to be there meanwhile."""
        if said.replaces is not None:
            await self._finish(conversation, said.replaces, limits)
        with stage("store"):
            message = await run_in_threadpool(
                self._conversations.write, conversation.id, masked.text, said.id, said.replaces
            )
        await self._lookers.tell_written(conversation.id, to_desk=message.addressee == COORDINATOR)
        return message

    async def _finish(self, conversation: Conversation, replaced: str, limits: Limits) -> None:
        """Has the last message answered before it is withdrawn: only its answer shows whether it told of danger."""
        last = await run_in_threadpool(self._conversations.last_written, conversation.id)
        if last is not None and last.client_id == replaced:
            with suppress(WithdrawnError):  # By another call just then: what comes now follows it.
                await self._answered(conversation, last, limits)

    async def _answered(self, conversation: Conversation, message: Message, limits: Limits) -> Taken:
        """The answers to a stored message: those that it has, or those that are given now."""
        async with self._queues.turn(conversation.id, limits.deadline) as in_turn:
            told = await run_in_threadpool(
                self._conversations.told, conversation.id, message.number, retelling.MESSAGES
            )
            if told.answers:
                return Taken(list(told.answers))
            answers = await self._answers(conversation, message, told.before, limits, in_turn=in_turn)
            return await self._kept(conversation, message, answers)

    async def _kept(self, conversation: Conversation, message: Message, answers: list[dict[str, Any]]) -> Taken:
        """Stores the answers; where another gateway was faster, its answers are the ones that were given."""
        try:
            with stage("keep"):
                kept = await run_in_threadpool(self._conversations.reply, conversation.id, message.number, answers)
            return Taken(list(kept.answers), turn=kept.turn)
        except OperatorError:
            # The question is stored and the person has the answer: only the history lacks it, until it is sent again.
            log.error("answer_not_stored", conversation=conversation.id)  # noqa: TRY400 - a trace may hold words
            return Taken(answers, "answer")
        except UnknownConversationError:
            # Forgotten while Rasa was at it: what Rasa has kept of it since then goes too.
            await self._rasa.forget(conversation.id)
            raise
        finally:
            await self._lookers.tell_written(conversation.id, to_desk=_danger_in(answers) is not None)

    async def _unstored(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        """Danger waits for no database: the help lines go out though nothing can be stored."""
        log.error("danger_not_stored", conversation=conversation.id)
        return count_turn([await run_in_threadpool(self._from_library_alone, conversation, masked)], "library")

    async def _answers(
        self, conversation: Conversation, message: Message, before: Sequence[Message], limits: Limits, *, in_turn: bool
    ) -> list[dict[str, Any]]:
        """What Rasa answers, or the library where Rasa does not; `in_turn`: whether Rasa may be asked now.

        `before`: the last messages to the assistant before this one, in order.
        """
        masked, answers = masked_before(message.text), []
        answerer: Answerer = "library"
        if message.addressee == COORDINATOR:
            return count_turn(await self._watched(conversation, masked), "coordinator")
        try:
            self._stopping.refuse(conversation.kommune)
            answers = await self._heard(conversation, message, before, limits, in_turn=in_turn)
            self._stopping.refuse(conversation.kommune, *(body.get("kommune") for body in answers))
        except StoppedError as error:
            answerer = "stopped"
            told = [*answers, *await self._lately(conversation)]
            conversation = replace(conversation, kommune=error.kommune, language=_language(conversation, told))
        except (RasaDownError, TimeoutError, NoSeatError) as error:
            log.warning("rasa_busy" if isinstance(error, NoSeatError) else "rasa_down", conversation=conversation.id)
        else:
            if not _misses_danger(assess(masked.text), answers):
                return count_turn(answers, "rasa")
            log.error("danger_missed_by_rasa", conversation=conversation.id)
            DANGER_MISSED.inc()
        danger = _danger_in([*answers, *await self._lately(conversation)])
        found = await run_in_threadpool(self._from_library_alone, conversation, masked, danger)
        return count_turn([found], answerer)

    async def _watched(self, conversation: Conversation, masked: Masked) -> list[dict[str, Any]]:
        """What is said to a person the assistant does not answer; but danger gets its help lines."""
        found = await run_in_threadpool(help_lines, _query(conversation, masked), self._library, now())
        return [] if found is None else [to_json(found)]

    async def _heard(
        self, conversation: Conversation, message: Message, before: Sequence[Message], limits: Limits, *, in_turn: bool
    ) -> list[dict[str, Any]]:
        if not in_turn:
            raise NoSeatError
        with self._seats.taken(limits.address):
            async with asyncio.timeout_at(limits.deadline):
                with stage("rasa"):
                    return await retelling.tell(self._rasa, conversation, message, before)

    def _from_library_alone(
        self, conversation: Conversation, masked: Masked, danger: str | None = None
    ) -> dict[str, Any]:
        """The safety net and a plain search: what can be said when nothing understands, or that nothing may be said.

        `danger` is what was spoken of lately, which Rasa would remember.
        """
        query = self._stopping.over(replace(_query(conversation, masked), danger=danger, alone=True))
        with stage("library"):
            return to_json(answer(query, self._library, now()))

    async def forget(self, conversation: Conversation) -> None:
        """Deletes a conversation everywhere."""
        desk = await self._lookers.desk_of(conversation.id)
        await run_in_threadpool(self._conversations.forget, conversation.id)
        await self._rasa.forget(conversation.id)
        await self._lookers.tell_forgotten(conversation.id, desk)


def _query(conversation: Conversation, masked: Masked) -> Query:
    """What there is to go by where nothing has understood the words."""
    return Query(
        text=masked.text,
        kommune=conversation.kommune,
        role=conversation.role,
        language=conversation.language,
        hidden=masked.hidden,
    )


def _language(conversation: Conversation, told: Sequence[dict[str, Any]]) -> Language:
    """The family's own written standard, which the last answer kept to; where there is none, the one they chose."""
    return told[0]["language"] if told else conversation.language


def _misses_danger(alarm: Alarm | None, answers: list[dict[str, Any]]) -> bool:
    """Whether the safety net is certain of danger in the message, and no answer shows the help lines."""
    return alarm is not None and alarm.certain and not any(body.get("acute") for body in answers)


def _danger_in(told: Sequence[dict[str, Any]]) -> str | None:
    """The kind of emergency that was last met with help lines, of answers with the last one first."""
    return next((body["acute"]["kind"] for body in told if body.get("acute")), None)


def _record(conversation: Conversation, answers: list[dict[str, Any]], seconds: float) -> None:
    TURN_SECONDS.observe(seconds)
    log.info(
        "turn",
        conversation=conversation.id,
        outcomes=[body["outcome"] for body in answers],
        question_types=[body["question_type"] for body in answers],
        milliseconds=round(seconds * 1000),
    )
