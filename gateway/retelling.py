"""Telling Rasa a message, and before it what Rasa does not know of the talk: it was started anew, or has forgotten.

Rasa's memory lies in its process, or in a Redis that writes nothing to disk. Each message names the one before it;
where that is not what Rasa was told last, Rasa says so and does nothing (`bot/channels/gate.py`). A telling that ends
in the middle is therefore never taken for a whole one: the next message is refused like the first, and the telling goes
on from where it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foundation.masking import masked_before
from gateway.rasa import OutOfStepError, RasaDownError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.service import Conversation, Message
    from gateway.rasa import Rasa

# So many messages are told again: as many as Rasa keeps of a conversation (`MESSAGES` in `bot/channels/talk.py`).
MESSAGES = 10


async def tell(
    rasa: Rasa, conversation: Conversation, message: Message, earlier: Sequence[Message]
) -> list[dict[str, Any]]:
    """The Answers to a message; `earlier` are those of the person's that came right before it, in order.

    Raises:
        RasaDownError: when Rasa is down or late, or loses its memory while it is told.
    """
    before = earlier[-1].number if earlier else None
    try:
        return await rasa.answers(conversation.id, message.text, _metadata(conversation, message, before))
    except OutOfStepError as error:
        last = error.last
    try:
        await _tell_again(rasa, conversation, earlier, last)
        return await rasa.answers(conversation.id, message.text, _metadata(conversation, message, before))
    except OutOfStepError as error:  # Another gateway told it something meanwhile.
        raise RasaDownError from error


async def _tell_again(rasa: Rasa, conversation: Conversation, earlier: Sequence[Message], last: int | None) -> None:
    """Everything after what Rasa was told last, or all of it where that is no part of the talk any more."""
    numbers = [one.number for one in earlier]
    if last in numbers:
        missing = earlier[numbers.index(last) + 1 :]
    else:
        await rasa.forget(conversation.id)
        last, missing = None, earlier
    for one in missing:
        metadata = {**_metadata(conversation, one, last), "again": True}
        # Silence may be the message's own fault, and then it is passed over; or nothing could have answered it.
        if not await rasa.hear(conversation.id, one.text, metadata) and not await rasa.actions_are_up():
            raise RasaDownError
        last = one.number


def _metadata(conversation: Conversation, message: Message, before: int | None) -> dict[str, Any]:
    """What goes along: who writes, what was hidden, and the message's place in the talk."""
    return {
        "kommune": conversation.kommune,
        "role": conversation.role,
        "language": conversation.language,
        "hidden": list(masked_before(message.text).hidden),
        "number": message.number,
        "after": before,
    }
