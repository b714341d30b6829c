"""One pipeline on one set of data: trained and asked in the annex, and its answers compared with the right ones."""

from __future__ import annotations

import json
import resource
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.pipelines.data import MASSIVE
from endorinn import annex
from foundation.clock import now
from foundation.settings import settings
from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.pipelines.data import Data, Question

HERE = Path(__file__).parent
OURS = annex.BOT / "config.yml"
# Reads the messages once and unchecked, which is the same for all.
IMPORTERS = [{"name": "components.importer.MessagesImporter"}]
# Learn from what is said of a message besides its intent; of MASSIVE's, nothing is said.
OF_OWN_DATA = ("components.needs.NeedsClassifier", "components.role.RoleClassifier")
# No step of a training is taken from an earlier one.
FRESH = {"RASA_MAX_CACHE_SIZE": "0", "PYTHONHASHSEED": "0"}

OF_TRAINING = ("messages", "train_s", "train_cpu_s", "train_mb", "model_mb")

type Understood = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares between 0 and 1, seconds, milliseconds and megabytes.

    `accuracy` is of the nearest label, also where the pipeline fell back because it was not sure (`fell_back`).
    `needs_f1` is None where the pipeline tells no needs. `train_cpu_s` counts the processors' seconds, with the start
    of Rasa: what else the machine does matters less to it than to `train_s`. `train_mb` is the peak of training,
    `resident_mb` what a process that only asks holds after loading.
    """

    pipeline: str
    data: str
    day: str
    messages: int
    questions: int
    accuracy: float
    by_variety: dict[str, float]
    needs_f1: float | None
    fell_back: float
    train_s: float
    train_cpu_s: float
    train_mb: float
    model_mb: float
    resident_mb: float
    median_ms: float
    p99_ms: float


def measure(pipeline: str, config: Path, data: Data, before: Measured | None = None) -> Measured:
    """Trains and asks; only asks where the pipeline was trained before, and the costs of training are those of then.

    Raises:
        OperatorError: when Rasa refuses the configuration or the data; with the end of its output.
    """
    model = _models() / f"{data.name}-{pipeline}.tar.gz"
    if before and model.exists():
        trained = {name: getattr(before, name) for name in OF_TRAINING}
    else:
        trained = _train(config, data, model)
    with TemporaryDirectory() as folder:
        asked = Path(folder) / "questions.json"
        asked.write_text(json.dumps([question.text for question in data.questions]), encoding="utf-8")
        answered = _in_annex("ask", model, asked)
    understood = answered.pop("understood")
    return Measured(
        pipeline=pipeline,
        data=data.name,
        day=now().date().isoformat(),
        questions=len(data.questions),
        **shares(data.questions, understood),
        **trained,
        **answered,
    )


def _models() -> Path:
    folder = settings().var / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _train(config: Path, data: Data, model: Path) -> dict[str, float]:
    begun = _cpu_s()
    with TemporaryDirectory() as folder:
        own = Path(folder) / "config.yml"
        own.write_text(_only_understanding(config, data.name), encoding="utf-8")
        trained = _in_annex("train", own, data.folder, model)
    return {**trained, "train_cpu_s": _cpu_s() - begun, "messages": data.messages}


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _only_understanding(config: Path, data: str) -> str:
    """The configuration without the dialogue, read alike for all, and for MASSIVE without what it cannot teach."""
    raw = read_yaml(config)
    unfit = OF_OWN_DATA if data == MASSIVE else ()
    pipeline = [component for component in raw["pipeline"] if component["name"] not in unfit]
    kept = {key: raw[key] for key in ("recipe", "assistant_id", "language")}
    return yaml.safe_dump({**kept, "importers": IMPORTERS, "pipeline": pipeline}, sort_keys=False)


def _in_annex(*arguments: str | Path) -> dict[str, Any]:
    log = settings().var / "log" / "pipelines.log"
    printed = annex.run_module("benchmarks.measure", [*map(str, arguments)], log, **FRESH)
    result: dict[str, Any] = json.loads(printed)
    return result


def shares(questions: Sequence[Question], understood: Sequence[Understood]) -> dict[str, Any]:
    """The shares of `Measured`: what was understood of each question against what is right."""
    pairs = list(zip(questions, understood, strict=True))
    varieties: defaultdict[str, list[bool]] = defaultdict(list)
    for question, one in pairs:
        if question.variety:
            varieties[question.variety].append(question.label == one["label"])
    return {
        "accuracy": _share([question.label == one["label"] for question, one in pairs]),
        "by_variety": {variety: _share(right) for variety, right in varieties.items()},
        "needs_f1": _needs_f1(pairs),
        "fell_back": _share([one["fell_back"] for one in understood]),
    }


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def _needs_f1(pairs: Sequence[tuple[Question, Understood]]) -> float | None:
    """Micro F1: twice the needs told rightly, of all told and all expected."""
    if any(one["needs"] is None for _, one in pairs):
        return None
    right = sum(len(set(question.needs) & set(one["needs"])) for question, one in pairs)
    return 2 * right / sum(len(question.needs) + len(one["needs"]) for question, one in pairs)
