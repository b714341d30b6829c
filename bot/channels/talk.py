"""What is remembered of a conversation between its messages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Text

Said = List[Dict[Text, Any]]
# So many messages are kept, and as many are told again where nothing is (`gateway/retelling.py`). What the conversation
# should remember for longer lies in slots.
MESSAGES = 10


@dataclass(frozen=True)
class Talk:
    """Rasa's tracker as text, and the numbers of the last messages in order, each with what was said to it."""

    tracker: Optional[Text] = None
    said: Dict[int, Said] = field(default_factory=dict)

    @property
    def last_told(self) -> Optional[int]:
        """The number of the message that was told last; None where nothing is remembered."""
        return next(reversed(self.said), None)

    def said_to(self, number: int) -> Optional[Said]:
        """What was said to a message, if that is remembered."""
        return self.said.get(number)

    def told(self, number: int, said: Said) -> Talk:
        """The same once another message was told; of the messages before it only the last stay."""
        earlier = {other: its for other, its in self.said.items() if other != number}
        last = dict([*earlier.items(), (number, said)][-MESSAGES:])
        return Talk(self.tracker, last)

    def as_text(self) -> Text:
        """All of it as JSON."""
        return json.dumps({"tracker": self.tracker, "said": self.said})

    @classmethod
    def from_text(cls, text: Text) -> Talk:
        """What `as_text` wrote."""
        held = json.loads(text)
        return cls(held["tracker"], {int(number): said for number, said in held["said"].items()})
