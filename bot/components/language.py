"""Which written standard a message is in: bokmål, nynorsk or English. The reply uses the same."""

from __future__ import annotations

from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.graph import Marker
from components.written import written_in

LANGUAGE = "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class WrittenStandard(Marker):
    """Sets `language` to nb, nn, en, or None where the message does not tell."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `language` to each message."""
        for message in messages:
            words = [token.text.lower() for token in message.get(TOKENS_NAMES[TEXT]) or []]
            message.set(LANGUAGE, written_in(words), add_to_output=True)
        return messages
