"""Tf-idf of lemmas (words and pairs) and of characters, over the normal form.

Stock Rasa counts; with weights the same linear classifiers were some points better on the project's own
messages (docs/forstaaelse.md): the everyday words that every worried message repeats weigh less.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Text, Tuple

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from components.clauses import parts_to_read
from components.graph import Stored
from components.tokenizer import NORM, PARTS
from components.vectorizer import Reader, load_vectorizer, save_vectorizer

BEHIND = "|"
CLAUSES = "clause_features"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NorwegianFeaturizer(Stored, SparseFeaturizer):
    """One sparse vector of shape (1, features) for a whole message, and of a long one also a row a clause.

    Those are no feature of the message, but what `CLAUSES` holds: shape (clauses, features).
    """

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Knows no terms until `train` or `load`."""
        SparseFeaturizer.__init__(self, type(self).__name__, config)
        super().__init__(config, model_storage, resource)
        self._lemmas: Optional[Reader] = None
        self._characters: Optional[Reader] = None

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Lengths of word and character n-grams, in how many messages one must occur, and which messages are long."""
        return {
            **SparseFeaturizer.get_default_config(),
            "max_words": 2,
            "min_chars": 2,
            "max_chars": 5,
            "min_messages": 2,
            "long_message": 30,
        }

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Nothing to check: scikit-learn refuses lengths that make no sense."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the vocabularies and their weights."""
        examples = [message for message in training_data.training_examples if message.get(TEXT)]
        lemmas = TfidfVectorizer(**self._lemma_options(self._config))
        lemmas.fit([_lemmas(_tokens(message)) for message in examples])
        characters = TfidfVectorizer(**self._character_options(self._config))
        characters.fit([_common_forms(_tokens(message)) for message in examples])
        with self._model_storage.write_to(self._resource) as folder:
            save_vectorizer(lemmas, folder / "lemmas")
            save_vectorizer(characters, folder / "characters")
        self._lemmas, self._characters = Reader(lemmas), Reader(characters)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vector to each training message."""
        self._add_vectors(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the vector to each message that has text, and the rows of its clauses to each long one."""
        self._add_vectors(messages)
        for message in messages:
            if parts := parts_to_read(_tokens(message), self._config["long_message"]):
                message.set(CLAUSES, self._vectors(parts))
        return messages

    def _add_vectors(self, messages: List[Message]) -> None:
        for message in messages:
            if message.get(TEXT) is not None:
                self.add_features_to_message(None, self._vectors([_tokens(message)]), TEXT, message)

    def _read(self, folder: Path) -> None:
        self._lemmas = Reader(load_vectorizer(folder / "lemmas", **self._lemma_options(self._config)))
        self._characters = Reader(load_vectorizer(folder / "characters", **self._character_options(self._config)))

    def _vectors(self, texts: Sequence[Sequence[Token]]) -> csr_matrix:
        """A row a text, the columns of the lemmas before those of the characters."""
        rows = [self._row(tokens) for tokens in texts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns, weights = (np.concatenate(part) for part in zip(*rows, strict=True))
        return csr_matrix((weights, columns, ends), shape=(len(rows), self._lemmas.width + self._characters.width))

    def _row(self, tokens: Sequence[Token]) -> Tuple[np.ndarray, np.ndarray]:
        lemmas, of_lemmas = self._lemmas.read(_lemmas(tokens))
        characters, of_characters = self._characters.read(_common_forms(tokens))
        columns = np.concatenate([lemmas, characters + np.int32(self._lemmas.width)])
        return columns, np.concatenate([of_lemmas, of_characters])

    @staticmethod
    def _lemma_options(config: Dict[Text, Any]) -> Dict[Text, Any]:
        return {
            "token_pattern": r"\S+",
            "lowercase": False,
            "ngram_range": (1, config["max_words"]),
            "min_df": config["min_messages"],
            "sublinear_tf": True,
        }

    @staticmethod
    def _character_options(config: Dict[Text, Any]) -> Dict[Text, Any]:
        return {
            "analyzer": "char_wb",
            "lowercase": False,
            "ngram_range": (config["min_chars"], config["max_chars"]),
            "min_df": config["min_messages"],
            "sublinear_tf": True,
        }


def _tokens(message: Message) -> List[Token]:
    return message.get(TOKENS_NAMES[TEXT]) or []


def _lemmas(tokens: Sequence[Token]) -> str:
    parts = [part for token in tokens for part in token.get(PARTS)]
    # The parts of compounds come last, behind a mark that keeps the word pairs of the message as they are.
    return " ".join([*(token.lemma for token in tokens), *([BEHIND, *parts] if parts else [])])


def _common_forms(tokens: Sequence[Token]) -> str:
    return " ".join(token.get(NORM) for token in tokens)
