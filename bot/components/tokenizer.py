"""Rasa's tokens from the spaCy pipeline of the normal form."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from components.normal_form import norwegian

NORM = "norm"
PARTS = "parts"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NorwegianTokenizer(Tokenizer):
    """Splits a message; each token's lemma, `norm` and `parts` are those of the normal form."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The options that Rasa's own tokenizers share."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @staticmethod
    def required_packages() -> List[Text]:
        """What must be installed."""
        return ["spacy", "simplemma"]

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """The tokens of one attribute of a message, without white space."""
        return [
            Token(token.text, token.idx, lemma=token.lemma_, data={NORM: token.norm_, PARTS: token._.parts})
            for token in norwegian()(message.get(attribute))
            if not token.is_space
        ]
