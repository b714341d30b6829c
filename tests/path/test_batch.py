"""`endorinn ask`, single and batch, against the running assistant."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from foundation.settings import ROOT
from tests.path.conftest import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from knowledge.content import Content

COLLECTIONS = ROOT / "tests" / "eval"
NAMES = ("batch.jsonl", "worked/answers.jsonl")
NUMBER = re.compile(r"\d(?:[\d ]*\d)?(?:[.,]\d+)*")
ADDRESS = re.compile(r"https?://[^\s)»]+")
QUOTATION = re.compile(r"«([^»]+)»")


def endorinn(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "endorinn.main", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def batch(environment_of_assistant: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The answers to 200 lines and the questions with known answers, in one batch each."""
    answers = []
    for name in NAMES:
        out = tmp_path_factory.mktemp("batch") / "out.jsonl"
        done = endorinn(environment_of_assistant, "ask", "--batch", str(COLLECTIONS / name), "--out", str(out))
        assert done.returncode == 0, done.stderr
        answers += read_lines(out.read_text(encoding="utf-8"))
    return answers


def questions() -> list[dict[str, Any]]:
    files = (COLLECTIONS / name for name in NAMES)
    return [line for file in files for line in read_lines(file.read_text(encoding="utf-8"))]


def single(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [answer for entry in answers for answer in entry.get("answers", [entry])]


def test_answers_come_in_the_order_of_the_questions_with_their_ids(batch: list[dict[str, Any]]) -> None:
    assert [entry["id"] for entry in batch] == [question["id"] for question in questions()]


def test_a_conversation_of_turns_gives_an_answer_to_each(batch: list[dict[str, Any]]) -> None:
    turns = {question["id"]: len(question["turns"]) for question in questions() if "turns" in question}
    assert {entry["id"]: len(entry["answers"]) for entry in batch if "answers" in entry} == turns


def test_every_answer_validates(batch: list[dict[str, Any]], answer_schema: Draft202012Validator) -> None:
    assert [error.message for answer in single(batch) for error in answer_schema.iter_errors(answer)] == []


def test_every_number_address_and_quotation_of_a_reply_stands_in_a_record(
    batch: list[dict[str, Any]], content: Content
) -> None:
    # What the assistant itself says («koordinator») holds no fact, and stands in texts.yml.
    own_words = (ROOT / "knowledge" / "texts.yml").read_text(encoding="utf-8")
    known = own_words + " ".join(
        [*(record.model_dump_json() for record in content.records), *map(str, content.documents.values())]
    )
    replies = [answer["reply"] for answer in single(batch)]
    assert len(replies) >= 300
    assert [(piece, reply) for reply in replies for piece in pieces(reply) if piece not in known] == []


def pieces(reply: str) -> list[str]:
    # Numbers of a list and the date of the last check are no facts of a record's text; the date is its `checked`.
    told = re.sub(r"\((?:sjekk\w+|checked) [\d.]+\)|^\d+\. ", "", reply, flags=re.MULTILINE)
    found = NUMBER.findall(told) + ADDRESS.findall(told)
    return [*found, *(json.dumps(quote, ensure_ascii=False)[1:-1] for quote in QUOTATION.findall(told))]


def test_one_question_is_printed_as_plain_text(environment_of_assistant: dict[str, str]) -> None:
    done = endorinn(environment_of_assistant, "ask", "--kommune", "oppdal", "hva er telefonnummeret til PPT?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Dette står ikke i kildene jeg har")


def test_one_question_is_printed_as_json(
    environment_of_assistant: dict[str, str], answer_schema: Draft202012Validator
) -> None:
    done = endorinn(environment_of_assistant, "ask", "--json", "hva er været i morgen")
    answer_schema.validate(json.loads(done.stdout))


def test_an_unknown_municipality_is_named_with_those_that_exist(environment_of_assistant: dict[str, str]) -> None:
    done = endorinn(environment_of_assistant, "ask", "--kommune", "oslo", "hei")
    assert done.returncode == 1
    assert "oppdal" in done.stdout


def test_a_line_that_cannot_be_read_becomes_an_error_and_the_run_goes_on(
    environment_of_assistant: dict[str, str], tmp_path: Path
) -> None:
    lines = ['{"id": "1", "text": "hei"}', "ikke json", '{"id": "3"}', '{"id": "4", "text": "hei"}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    endorinn(environment_of_assistant, "ask", "--batch", str(tmp_path / "in.jsonl"), "--out", str(out))
    outcomes = [answer["outcome"] for answer in read_lines(out.read_text(encoding="utf-8"))]
    assert outcomes == ["smalltalk", "error", "error", "smalltalk"]
