"""The conversations of `tests/test_stories/`: as Rasa predicts them, and as a person gets them through the whole path.

A story's `metadata` says where it is asked (`kommune`, `role`) and what the answer to each message must hold
(`expect`, tests/eval/README.md).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from endorinn import annex
from endorinn.expectations import faults
from endorinn.training import model

if TYPE_CHECKING:
    from tests.path.conftest import Assistant

FOLDER = Path(__file__).parents[1] / "test_stories"
ENOUGH = 120
SHORTEST, LONGEST = 2, 8
# «[Oppdal]{"entity": "kommune"}»: Rasa's way of saying what a name means.
NAME = re.compile(r"\[(?P<words>[^\]]+)\](?:\{[^}]*\}|\[\{.*?\}\])")


def stories() -> list[dict[str, Any]]:
    """Every story of every file."""
    return [
        story
        for path in sorted(FOLDER.glob("test_*.yml"))
        for story in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["stories"]
    ]


def turns_of(story: dict[str, Any]) -> list[str]:
    """What the person writes, without marks."""
    return [NAME.sub(r"\g<words>", step["user"]) for step in story["steps"] if "user" in step]


STORIES = stories()


def test_rasa_predicts_every_message_name_and_action(assistant: Assistant, tmp_path: Path) -> None:
    assert assistant  # It has trained the model.
    arguments = ["test", "core", "--model", str(model()), "--stories", str(FOLDER), "--out", str(tmp_path)]
    annex.run([*arguments, "--e2e", "--fail-on-prediction-errors", "--no-plot"], tmp_path / "rasa-test.log")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_every_turn_of_a_story_is_answered_right(story: dict[str, Any], assistant: Assistant) -> None:
    told, turns = story["metadata"], turns_of(story)
    answers = assistant.answers(*turns, kommune=told["kommune"], role=told["role"])
    wrong = {turn: faults(expect, answer) for turn, expect, answer in zip(turns, told["expect"], answers, strict=True)}
    assert {turn: found for turn, found in wrong.items() if found} == {}


def test_there_are_enough_stories_of_two_to_eight_messages_by_all_who_write() -> None:
    assert len(STORIES) >= ENOUGH
    assert len({story["story"] for story in STORIES}) == len(STORIES)
    assert {story["story"] for story in STORIES if not SHORTEST <= len(turns_of(story)) <= LONGEST} == set()
    assert {"forelder", "ungdom", "ansatt", None} == {story["metadata"]["role"] for story in STORIES}
