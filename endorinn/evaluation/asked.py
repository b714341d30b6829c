"""The test questions, and what the running assistant answered to each."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from endorinn.asking import ask_all, running
from endorinn.evaluation.looked_up import look_up
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from endorinn.evaluation.looked_up import Looked

FOLDER = ROOT / "tests" / "eval"
WORKED, FRESH = "worked", "fresh"
# Where a message says nothing of the place, it is asked from here.
PLACE = "oppdal"


@dataclass(frozen=True, slots=True)
class Asked:
    """A test question with its answer, both as JSON; `collection` is `worked` or `fresh`."""

    collection: str
    question: Mapping[str, Any]
    answer: Mapping[str, Any]

    @property
    def inside(self) -> bool:
        """Whether the question is one that the assistant is for."""
        return bool(self.question.get("question_type") != "utenfor")

    @property
    def needs(self) -> list[str]:
        """The ids of the needs that were understood, most certain first."""
        return [need["id"] for need in self.answer["needs"]]

    @property
    def services(self) -> list[str]:
        """The types of the services shown, in order."""
        return [service["type"] for service in self.answer["services"]]


@dataclass(frozen=True, slots=True)
class Everything:
    """Of both collections: messages, questions with an answer, turns of talks, danger and calm, sentences looked up."""

    messages: list[Asked]
    questions: list[Asked]
    turns: list[Asked]
    dangers: list[Asked]
    looked_up: Mapping[str, list[Looked]]


def ask_everything() -> Everything:
    """Asks all of it.

    Raises:
        OperatorError: when no assistant runs and none can be started.
    """
    with running() as addresses:
        address = addresses.gateway
        messages = [one for name in (WORKED, FRESH) for one in _ask(address, name, "understanding.jsonl")]
        questions = [one for name in (WORKED, FRESH) for one in _ask(address, name, "answers.jsonl")]
        turns = [one for name in (WORKED, FRESH) for one in _talk(address, name)]
        dangers = [one for name in (WORKED, FRESH) for one in _ask(address, name, "danger.jsonl")]
        looked_up = {name: look_up(addresses.rasa, read_questions(name, "oppslag.jsonl")) for name in (WORKED, FRESH)}
    return Everything(messages, questions, turns, dangers, looked_up)


def _ask(address: str, collection: str, file: str) -> list[Asked]:
    questions = read_questions(collection, file)
    answers = asyncio.run(ask_all(address, [_line(question) for question in questions]))
    return [Asked(collection, *pair) for pair in zip(questions, answers, strict=True)]


def _talk(address: str, collection: str) -> list[Asked]:
    """Every turn of every conversation; `conversation` of its question says of which."""
    talks = read_questions(collection, "conversations.jsonl")
    sent = [json.dumps({key: talk[key] for key in ("id", "turns", "kommune", "role")}) for talk in talks]
    found = asyncio.run(ask_all(address, sent))
    return [
        Asked(
            collection,
            {"id": f"{talk['id']}/{turn}", "conversation": talk["id"], "text": text, "expect": expect},
            answer,
        )
        for talk, one in zip(talks, found, strict=True)
        for turn, (text, expect, answer) in enumerate(
            zip(talk["turns"], talk["expect"], one["answers"], strict=True), 1
        )
    ]


def read_questions(collection: str, file: str) -> Sequence[dict[str, Any]]:
    """The lines of one file of one collection."""
    path = FOLDER / collection / file
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _line(question: Mapping[str, Any]) -> str:
    sent = {"id": question["id"], "text": question["text"], "kommune": question.get("kommune")}
    if "expect" in question:
        sent["role"] = question["role"]
    else:
        # Of a message, the assistant is to find out the role itself; what to answer is not measured.
        sent["kommune"] = sent["kommune"] or PLACE
    return json.dumps(sent)
