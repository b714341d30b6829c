"""Questions about every municipality with the facts that a right answer holds, through the whole path.

`questions/<place>-content.jsonl` was written by whoever wrote that place's content, `<place>-blind.jsonl` by
people who had seen the plans and the facts, but neither content nor training data. Those of a plan area are asked
in each of its municipalities.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from endorinn.expectations import faults
from knowledge.ontology import ontology
from tests.path.conftest import read_lines

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

FOLDER = Path(__file__).with_name("questions")
ENOUGH = 40


def questions_of(kommune: str, *writers: str) -> list[dict[str, Any]]:
    """The questions of a municipality and of its plan area, as lines of a batch."""
    paths = [FOLDER / f"{owner}-{writer}.jsonl" for owner in ontology().owners(kommune) for writer in writers]
    lines = [line for path in paths if path.exists() for line in read_lines(path.read_text(encoding="utf-8"))]
    return [{**line, "id": f"{kommune}/{line['id']}", "kommune": kommune} for line in lines]


QUESTIONS = [line for place in ontology().municipalities for line in questions_of(place, "content", "blind")]


@pytest.fixture(scope="module")
def answers(
    environment_of_assistant: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """Every question's answer, in one batch."""
    folder = tmp_path_factory.mktemp("questions")
    asked = [{key: line[key] for key in ("id", "text", "kommune", "role")} for line in QUESTIONS]
    (folder / "in.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in asked), encoding="utf-8")
    command = [sys.executable, "-m", "endorinn.main", "ask", "--batch", f"{folder}/in.jsonl"]
    command += ["--out", f"{folder}/out.jsonl"]
    subprocess.run(command, env=environment_of_assistant, check=True, capture_output=True)
    return {line["id"]: line for line in read_lines((folder / "out.jsonl").read_text(encoding="utf-8"))}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_question_gets_the_facts_that_the_sources_hold(
    question: dict[str, Any], answers: dict[str, dict[str, Any]], answer_schema: Draft202012Validator
) -> None:
    answer = answers[question["id"]]
    answer_schema.validate(answer)
    assert faults(question["expect"], answer) == [], f"{question['text']}\n\n{answer['reply']}"


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_municipality_has_forty_questions_half_of_them_blind(kommune: str) -> None:
    assert len(questions_of(kommune, "content", "blind")) >= ENOUGH
    assert len(questions_of(kommune, "blind")) >= ENOUGH / 2


def test_no_question_is_asked_twice() -> None:
    assert len({line["id"] for line in QUESTIONS}) == len(QUESTIONS)
