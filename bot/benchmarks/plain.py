"""The project's features without the normal form, to see what the normal form is worth."""

from __future__ import annotations

from typing import List, Text

from components.tokenizer import NORM, PARTS
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class PlainTokenizer(WhitespaceTokenizer):
    """Rasa's tokens as `NorwegianFeaturizer` reads them: each word stands, in lower case, for its common form."""

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """The tokens of one attribute of a message."""
        return [_as_written(token) for token in super().tokenize(message, attribute)]


def _as_written(token: Token) -> Token:
    word = token.text.lower()
    return Token(token.text, token.start, lemma=word, data={NORM: word, PARTS: ()})
