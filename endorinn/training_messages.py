"""The training messages as they lie in `data/nlu/`, and which of them say the same thing twice.

A message that is another one with a word changed teaches nothing, and makes the figures look better than they are
when its twin is a test question. Short ones are let be: people do type the same three words into a search box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from endorinn.evaluation.asked import FRESH, WORKED, read_questions
from endorinn.training import NLU
from foundation.errors import OperatorError
from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

# Cosine of tf-idf vectors of four letters; from here on two messages are one with a word changed.
NEAR = 0.85
FEWEST_WORDS = 5
MUNICIPALITIES = "svar-kommune.yml"
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Message:
    """A training message or a test question, and where it stands."""

    where: str
    text: str


def training_messages(folder: Path = NLU) -> Iterator[Message]:
    """All messages under `behov/` and `sporsmal/`."""
    for path in sorted([*folder.glob("behov/*.yml"), *folder.glob("sporsmal/*.yml")]):
        # The C reader: thirty thousand messages in two seconds instead of a minute.
        for block in read_yaml(path)["nlu"]:
            for text in _texts(block["examples"]):
                yield Message(path.name, text)


def _texts(examples: str | Sequence[str | Mapping[str, Any]]) -> Iterator[str]:
    """Rasa's two ways of writing examples: one text with a line each, or a list."""
    if isinstance(examples, str):
        yield from (line.removeprefix("- ") for line in examples.splitlines())
    else:
        yield from (one if isinstance(one, str) else one["text"] for one in examples)


def test_messages() -> Iterator[Message]:
    """All messages of `tests/eval/` by which understanding is measured."""
    for collection in (WORKED, FRESH):
        for file in ("understanding.jsonl", "answers.jsonl", "danger.jsonl"):
            for question in read_questions(collection, file):
                yield Message(f"{collection}/{file}", question["text"])
        for talk in read_questions(collection, "conversations.jsonl"):
            yield from (Message(f"{collection}/conversations.jsonl", turn) for turn in talk["turns"])


def refuse_near_duplicates() -> None:
    """Compares all training messages with each other and with the test questions.

    Raises:
        OperatorError: naming every pair that is nearly the same.
    """
    # Answers to the assistant's own question are place names in a few words, and meant to be alike.
    messages = [one for one in training_messages() if one.where != MUNICIPALITIES]
    if pairs := near_duplicates(messages, list(test_messages())):
        told = "\n".join(f"{one.where}: «{one.text}» and {other.where}: «{other.text}»" for one, other in pairs)
        message = f"{len(pairs)} training messages say what another one says; take one of each out:\n{told}"
        raise OperatorError(message)


def near_duplicates(messages: Sequence[Message], others: Sequence[Message] = ()) -> list[tuple[Message, Message]]:
    """Pairs of long enough messages that are nearly the same: two of `messages`, or one of them and one of `others`."""
    own = [one for one in messages if _is_long(one)]
    everyone = [*own, *(one for one in others if _is_long(one))]
    if not own:
        return []
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True, dtype=np.float32)
    vectors = vectorizer.fit_transform([one.text for one in everyone])
    found = []
    for start in range(0, len(own), AT_ONCE):
        alike = (vectors[start : min(start + AT_ONCE, len(own))] @ vectors[start:].T).tocoo()
        near = (alike.data >= NEAR) & (alike.row < alike.col)
        places = zip(alike.row[near] + start, alike.col[near] + start, strict=True)
        found += [(everyone[first], everyone[second]) for first, second in places]
    return found


def _is_long(message: Message) -> bool:
    return len(message.text.split()) >= FEWEST_WORDS
