"""Which written standard a message is in: bokmål, nynorsk or English. The reply uses the same."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional

import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components.graph import Marker
from components.vocabulary import WORD_LISTS

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
class WrittenStandard(Marker):
    """Sets `language` to nb, nn, en, or None where the message does not tell."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `language` to each message."""
        for message in messages:
            words = [token.text.lower() for token in message.get(TOKENS_NAMES[TEXT]) or []]
            message.set(LANGUAGE, written_in(words), add_to_output=True)
        return messages
