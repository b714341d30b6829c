"""MASSIVE is read as it was published, and a figure measured anew takes the place of the older one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from benchmarks.pipelines.__main__ import CONFIGS, NAMES
from benchmarks.pipelines.data import MASSIVE, OWN, TENTH, Question, massive_data, tenth_data
from benchmarks.pipelines.measured import Measured, shares
from benchmarks.pipelines.report import join
from endorinn.training import NLU
from endorinn.training_messages import training_messages

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {"partition": "train", "intent": "alarm_set", "utt": "vekk meg klokka sju"},
    {"partition": "train", "intent": "play_music", "utt": "spill litt jazz"},
    {"partition": "dev", "intent": "alarm_set", "utt": "sett alarmen på åtte"},
    {"partition": "test", "intent": "alarm_set", "utt": "alarm nå"},
]
FIGURES = Measured("words", OWN, "2026-01-01", 2, 1, 0.5, {}, None, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


def test_massive_trains_on_its_training_part_and_asks_its_development_part(tmp_path: Path) -> None:
    source = tmp_path / "nb-NO.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    data = massive_data(tmp_path / "nlu", source)
    groups = yaml.safe_load((data.folder / "messages.yml").read_text(encoding="utf-8"))["nlu"]
    assert data.messages == 2
    assert [(one["intent"], one["examples"]) for one in groups] == [
        ("alarm_set", [{"text": "vekk meg klokka sju"}]),
        ("play_music", [{"text": "spill litt jazz"}]),
    ]
    assert data.questions == (Question("sett alarmen på åtte", "alarm_set"),)


def test_a_tenth_of_the_own_messages_holds_every_label_and_every_name(tmp_path: Path) -> None:
    data = tenth_data(tmp_path / "nlu")
    whole = sum(1 for _ in training_messages())
    assert data.name == TENTH
    assert 0.1 <= data.messages / whole < 0.11
    assert {path.name for path in data.folder.glob("*/*.yml")} >= {path.name for path in NLU.glob("*/*.yml")}


def test_every_pipeline_has_a_configuration() -> None:
    assert all(CONFIGS[name].exists() for name in NAMES)


def test_needs_are_measured_only_where_they_are_told() -> None:
    questions = (Question("a", "pris", ("bolig",), "nynorsk"), Question("b", "niva", (), "nynorsk"))
    told = [
        {"label": "pris", "needs": ["bolig", "sfo"], "fell_back": False},
        {"label": "pris", "needs": [], "fell_back": True},
    ]
    found = shares(questions, told)
    assert found == {"accuracy": 0.5, "by_variety": {"nynorsk": 0.5}, "needs_f1": 2 / 3, "fell_back": 0.5}
    assert shares(questions, [{**one, "needs": None} for one in told])["needs_f1"] is None


def test_new_figures_replace_older_ones_of_the_same_pipeline_and_data() -> None:
    other = replace(FIGURES, data=MASSIVE)
    newer = replace(FIGURES, accuracy=0.9)
    assert join([other, FIGURES], newer, NAMES) == [newer, other]
