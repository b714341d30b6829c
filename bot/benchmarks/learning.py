"""The learning curve: how much is understood after a sixteenth, an eighth … of the training messages.

`python -m benchmarks.learning` (in `bot/`) asks the worked test questions and prints a Markdown table, by written form
and by who writes; where a column still climbs from left to right, more messages of that kind are worth writing.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import numpy as np
from components.featurizer import NorwegianFeaturizer
from components.importer import CheckedReader, TrainingMessage
from components.needs import NeedsClassifier
from components.question_type import QuestionTypeClassifier
from components.signs import SignsMarker
from components.tokenizer import NorwegianTokenizer
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "eval" / "worked" / "understanding.jsonl"
# Answers to a question of ours: of so few, a sixteenth is not enough to learn from.
ANSWERS = "svar-kommune.yml"
SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1)
SEED = 20
GROUPS = {"variety": ("nb", "nn", "dialekt", "skrivefeil"), "role": ("forelder", "ungdom", "ansatt")}

Asked = Tuple[Dict[str, Any], Message]


def main() -> None:
    """Prints the table."""
    messages = _messages()
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    groups = [group for names in GROUPS.values() for group in names]
    _row("messages", "question type", *(f"… {group}" for group in groups), "needs, micro F1")
    _row(*["---"] * (len(groups) + 3))
    for share in SHARES:
        # Without the features of the round before, which are of another length.
        part = [TrainingMessage(message.data) for message in messages[: round(len(messages) * share)]]
        asked = list(_asked(part, questions))
        shares = [_right([one for one in asked if group in one[0].values()]) for group in groups]
        _row(f"{len(part):,}", *(f"{value:.1%}" for value in (_right(asked), *shares, _f1(asked))))


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


def _messages() -> List[Message]:
    paths = [*ROOT.glob("data/nlu/behov/*.yml"), *ROOT.glob("data/nlu/sporsmal/*.yml")]
    paths = [path for path in paths if path.name != ANSWERS]
    read = (CheckedReader().reads(path.read_text(encoding="utf-8")) for path in sorted(paths))
    messages = [message for data in read for message in data.training_examples]
    random.Random(SEED).shuffle(messages)  # noqa: S311 - no secret
    return messages


def _asked(messages: List[Message], questions: List[Dict[str, Any]]) -> Iterator[Asked]:
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage.create(Path(folder))
        tokenizer, signs = _component(NorwegianTokenizer, storage), _component(SignsMarker, storage)
        featurizer = _component(NorwegianFeaturizer, storage)
        classifiers = [_component(kind, storage) for kind in (QuestionTypeClassifier, NeedsClassifier)]
        data = tokenizer.process_training_data(TrainingData(messages))
        featurizer.train(data)
        featurizer.process_training_data(data)
        heard = featurizer.process(
            signs.process(tokenizer.process([Message({TEXT: one["text"]}) for one in questions]))
        )
        for classifier in classifiers:
            classifier.train(data)
            classifier.process(heard)
        yield from zip(questions, heard, strict=True)


def _component(kind: Any, storage: LocalModelStorage) -> Any:
    context = ExecutionContext(GraphSchema({}), node_name=kind.__name__)
    return kind.create(kind.get_default_config(), storage, Resource(kind.__name__), context)


def _right(asked: List[Asked]) -> float:
    return float(np.mean([message.get(INTENT)[INTENT_NAME_KEY] == one["question_type"] for one, message in asked]))


def _f1(asked: List[Asked]) -> float:
    hits = wrong = 0
    for one, message in asked:
        expected, found = set(one["needs"]), {need["id"] for need in message.get("needs")}
        hits, wrong = hits + len(expected & found), wrong + len(expected ^ found)
    return 2 * hits / (2 * hits + wrong)


if __name__ == "__main__":
    main()
