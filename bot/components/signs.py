"""Marks the signs of need in a message, for the needs classifier and for `endorinn ask --explain`."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.lexicon import Word, lexicon
from components.tokenizer import NORM

SIGNS = "signs"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SignsMarker(GraphComponent):
    """Sets `signs`: `{"need", "strength", "sign", "start", "end"}`, places in characters of the message."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """No options."""
        return {}

    @classmethod
    def required_components(cls) -> List[Type]:
        """A tokenizer must come before."""
        return [Tokenizer]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SignsMarker":
        """The component; it keeps nothing, the lexicon is read once a process."""
        return cls()

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
