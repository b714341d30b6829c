"""Messages as Rasa parses them, without Rasa."""

from __future__ import annotations

from typing import Any, cast

from understanding.message import Message

ENTITIES = ("service", "kommune", "alder", "trinn", "niva", "risikoomrade")


def parse(text: str = "", **parsed: Any) -> dict[str, Any]:  # noqa: ANN401 - as Rasa has it
    """What Rasa makes of a text: `intent` is given plainly, entities by their own names; the rest as Rasa has it."""
    intent = {"name": parsed.pop("intent", None), "confidence": 0.9}
    entities = [{"entity": name, "value": value} for name in ENTITIES for value in parsed.pop(name, ())]
    return {"text": text, "intent": intent, "entities": entities, **parsed}


def a_message(text: str = "", *, slots: dict[str, Any] | None = None, **parsed: Any) -> Message:  # noqa: ANN401
    """A message that was parsed so, with what the conversation remembers."""
    return Message(parse(text, **parsed), slots or {})


def sure(*needs: str) -> list[dict[str, Any]]:
    """Needs as the bot tells them."""
    return [{"id": need, "confidence": 0.9} for need in needs]


def parse_of(message: Message) -> dict[str, Any]:
    """The parse of a message that `a_message` has made, to be told more of."""
    return cast("dict[str, Any]", message.data)
