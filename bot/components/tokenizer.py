"""Rasa's tokens from the spaCy pipeline of the normal form."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from components.normal_form import norwegian

NORM = "norm"
PARTS = "parts"
# What foundation/masking.py put where personal data stood: no word of the person's («[telefonnummer]» asks for none).
MASKED = re.compile(r"\[[^\W\d_]+(?:-[^\W\d_]+)?\]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NorwegianTokenizer(Tokenizer):
    """Splits a message; each token's lemma, `norm` and `parts` are those of the normal form.

    What stands for hidden personal data is no token.
    """

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
        text = message.get(attribute)
        masked = {place for match in MASKED.finditer(text) for place in range(*match.span())}
        doc = norwegian()(text)
        return [
            Token(token.text, token.idx, lemma=token.lemma_, data={NORM: token.norm_, PARTS: parts})
            for token, parts in zip(doc, doc._.parts, strict=True)
            if not token.is_space and token.idx not in masked
        ]
