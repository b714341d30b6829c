"""Measures understanding and answers on the project's own test questions, through the whole path.

`tests/eval/README.md` says what the collections are. The errors of `fresh` are never printed: who has seen
them tunes to them.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from endorinn.asking import ask_all, assistant
from endorinn.expectations import faults
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

FOLDER = ROOT / "tests" / "eval"
WORKED, FRESH = "worked", "fresh"
REPORTS = ROOT / "reports"


@dataclass(frozen=True, slots=True)
class Figure:
    """A share, and of how many questions of which collection."""

    collection: str
    name: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Miss:
    """An answer that lacks something it must hold."""

    id: str
    text: str
    lacks: str


def evaluate() -> tuple[list[Figure], list[Miss]]:
    """Asks every test question, and writes the figures to `reports/evaluation.json`."""
    with assistant() as address:
        figures, misses = _measure(address, WORKED)
        fresh, _unseen = _measure(address, FRESH)
    _report([*figures, *fresh], misses)
    return [*figures, *fresh], misses


def _measure(address: str, collection: str) -> tuple[list[Figure], list[Miss]]:
    messages, questions = _read(collection, "understanding.jsonl"), _read(collection, "answers.jsonl")
    understood = asyncio.run(ask_all(address, [_line(message) for message in messages]))
    answered = asyncio.run(ask_all(address, [_line(question) for question in questions]))
    misses = [miss for question, answer in zip(questions, answered, strict=True) for miss in _misses(question, answer)]
    wrong = {miss.id for miss in misses}
    shares = [
        *_understanding(messages, understood),
        _share("right answers", [(one, one) for one in questions], lambda pair: pair[0]["id"] not in wrong),
    ]
    return [Figure(collection, *share) for share in shares], misses


def _read(collection: str, name: str) -> list[dict[str, Any]]:
    path = FOLDER / collection / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _line(question: dict[str, Any]) -> str:
    # The role is for the assistant to find out in the first collection, where no municipality is given either.
    sent = {key: question[key] for key in ("id", "text", "kommune") if question.get(key)}
    if "expect" in question:
        sent["role"] = question["role"]
    else:
        sent["kommune"] = "oppdal"
    return json.dumps(sent)


def _understanding(messages: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]) -> list[Share]:
    pairs = list(zip(messages, answers, strict=True))
    return [
        *_by("question type", pairs, _same_type),
        _needs_f1(pairs),
        _share("first need", [pair for pair in pairs if pair[0]["needs"]], _first_need),
        _share("outside answered as inside", [p for p in pairs if p[0]["question_type"] == "utenfor"], _inside),
        _share("inside refused", [p for p in pairs if p[0]["question_type"] != "utenfor"], _refused),
    ]


type Pair = tuple[dict[str, Any], dict[str, Any]]
type Share = tuple[str, float, int]


def _by(name: str, pairs: Sequence[Pair], right: Callable[[Pair], bool]) -> list[Share]:
    groups: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[f"{name}, {pair[0]['variety']}"].append(pair)
        groups[f"{name}, {pair[0]['role']}"].append(pair)
    return [_share(name, pairs, right), *(_share(group, groups[group], right) for group in sorted(groups))]


def _share(name: str, pairs: Sequence[Pair], right: Callable[[Pair], bool]) -> Share:
    return (name, sum(map(right, pairs)) / max(1, len(pairs)), len(pairs))


def _same_type(pair: Pair) -> bool:
    return bool(pair[0]["question_type"] == pair[1]["question_type"])


def _first_need(pair: Pair) -> bool:
    return bool(pair[1]["needs"]) and bool(pair[1]["needs"][0]["id"] == pair[0]["needs"][0])


def _inside(pair: Pair) -> bool:
    return pair[1]["outcome"] not in {"out_of_scope", "no_match", "smalltalk", "clarification"}


def _refused(pair: Pair) -> bool:
    return bool(pair[1]["outcome"] == "out_of_scope")


def _needs_f1(pairs: Iterable[Pair]) -> Share:
    hit = wrong = missed = count = 0
    for message, answer in pairs:
        expected, found = set(message["needs"]), {need["id"] for need in answer["needs"]}
        hit, wrong, missed = hit + len(expected & found), wrong + len(found - expected), missed + len(expected - found)
        count += 1
    return ("needs, micro F1", 2 * hit / max(1, 2 * hit + wrong + missed), count)


def _misses(question: dict[str, Any], answer: dict[str, Any]) -> Iterable[Miss]:
    return (Miss(question["id"], question["text"], fault) for fault in faults(question["expect"], answer))


def _report(figures: Sequence[Figure], misses: Sequence[Miss]) -> Path:
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / "evaluation.json"
    body = {
        "figures": [asdict(figure) for figure in figures],
        "misses": [{"id": miss.id, "text": miss.text, "lacks": miss.lacks} for miss in misses],
    }
    path.write_text(json.dumps(body, ensure_ascii=False, indent=2), encoding="utf-8")
    return path
