"""What pipelines are compared on: the project's own messages, and MASSIVE, which others have measured on too.

MASSIVE (FitzGerald et al. 2022, CC BY 4.0): orders to a voice assistant, here in bokmål. It is no part of the project.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from endorinn.evaluation.asked import WORKED, read_questions
from endorinn.training import NLU, VARIETIES, write_names
from endorinn.training_messages import training_messages
from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN, TENTH, MASSIVE = "own", "tenth", "massive"


@dataclass(frozen=True, slots=True)
class Question:
    """A message that no pipeline is trained on; `variety` is empty where nobody has said it."""

    text: str
    label: str
    needs: tuple[str, ...] = ()
    variety: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """Messages to train on, as Rasa reads them from a folder, and questions to ask afterwards."""

    name: str
    folder: Path
    messages: int
    questions: tuple[Question, ...]


def own_data(folder: Path) -> Data:
    """The project's training data as it lies here now, and the worked questions."""
    _copy(folder)
    return _asked_worked_questions(OWN, folder)


def tenth_data(folder: Path) -> Data:
    """Every tenth message of each block of the training data, for pipelines that take hours on all of it."""
    _copy(folder)
    for path in (*folder.glob("behov/*.yml"), *folder.glob("sporsmal/*.yml")):
        body = read_yaml(path)
        for block in body["nlu"]:
            block["examples"] = _every_tenth(block["examples"])
        path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    return _asked_worked_questions(TENTH, folder)


def _copy(folder: Path) -> None:
    shutil.copytree(NLU, folder)
    write_names(folder)


def _every_tenth(examples: str | list[Any]) -> str | list[Any]:
    return "".join(examples.splitlines(keepends=True)[::10]) if isinstance(examples, str) else examples[::10]


def _asked_worked_questions(name: str, folder: Path) -> Data:
    questions = tuple(
        Question(one["text"], one["question_type"], tuple(one["needs"]), VARIETIES[one["variety"]])
        for one in read_questions(WORKED, "understanding.jsonl")
    )
    return Data(name, folder, sum(1 for _ in training_messages(folder)), questions)


def massive_data(folder: Path, source: Path) -> Data:
    """MASSIVE's messages from a file with a JSON object a line: its training part, and its development part to ask."""
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    train = [row for row in rows if row["partition"] == "train"]
    folder.mkdir()
    body = {"version": "3.1", "nlu": list(_by_intent(train))}
    (folder / "messages.yml").write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    questions = tuple(Question(_text(row), row["intent"]) for row in rows if row["partition"] == "dev")
    return Data(MASSIVE, folder, len(train), questions)


def _by_intent(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    examples: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        examples[row["intent"]].append({"text": _text(row)})
    for intent, texts in sorted(examples.items()):
        yield {"intent": intent, "examples": texts}


def _text(row: dict[str, Any]) -> str:
    """MASSIVE calls it `utt`."""
    return str(row.get("utt") or row["text"])
