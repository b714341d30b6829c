"""Which written standard a message is in: bokmål, nynorsk or English. The reply uses the same."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Optional, Text, Type

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.normal_form import WORD_LISTS

LANGUAGE = "language"
DEFAULT = "nb"


@lru_cache(maxsize=1)
def marks() -> Dict[str, FrozenSet[str]]:
    """The telling words of each written form, from `data/norsk/sprak.yml`."""
    raw = yaml.safe_load((WORD_LISTS / "sprak.yml").read_text(encoding="utf-8"))
    return {language: frozenset(map(str, words)) for language, words in raw.items()}


def written_in(words: List[str]) -> Optional[str]:
    """The form with most telling words; None where no word tells, or bokmål where two tie."""
    votes = Counter(language for word in words for language, telling in marks().items() if word in telling)
    if not votes:
        return None
    most = max(votes.values())
    leaders = [language for language, count in votes.items() if count == most]
    return leaders[0] if len(leaders) == 1 else DEFAULT


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class WrittenStandard(GraphComponent):
    """Sets `language` to nb, nn, en, or None where the message does not tell."""

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
    ) -> "WrittenStandard":
        """The component; it keeps nothing."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `language` to each message."""
        for message in messages:
            words = [token.text.lower() for token in message.get(TOKENS_NAMES[TEXT]) or []]
            message.set(LANGUAGE, written_in(words), add_to_output=True)
        return messages
