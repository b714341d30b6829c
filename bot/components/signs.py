"""Marks the signs of need in a message, for the needs classifier and for `endorinn ask --explain`."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.graph import Marker
from components.lexicon import Word, lexicon
from components.tokenizer import NORM

SIGNS = "signs"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SignsMarker(Marker):
    """Sets `signs`: `{"need", "strength", "sign", "start", "end"}`, places in characters of the message."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `signs` to each message."""
        for message in messages:
            message.set(SIGNS, _signs(message.get(TOKENS_NAMES[TEXT]) or []), add_to_output=True)
        return messages


def _signs(tokens: List[Token]) -> List[Dict[Text, Any]]:
    return [
        {
            "need": match.sign.need,
            "strength": match.sign.strength,
            "sign": match.sign.shown,
            "start": tokens[match.first].start,
            "end": tokens[match.last].end,
        }
        for match in lexicon().find([Word(token.get(NORM), token.lemma) for token in tokens])
    ]
