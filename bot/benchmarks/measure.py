"""Trains one pipeline, or asks a trained one; `benchmarks/pipelines/` of the house calls it and reads what it prints.

`python -m benchmarks.measure train CONFIG DATA MODEL` and `python -m benchmarks.measure ask MODEL QUESTIONS` print one
JSON object each; everything else goes to standard error. They are two processes, so that what training leaves behind
in memory is not counted as the model's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
from components.needs import NEEDS
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY
from rasa.utils.log_utils import configure_structlog

from benchmarks.memory import KILO, resident_mb, watched

# The first messages after loading fill caches; they are asked before the clock starts.
WARMING = 5


def train(config: Path, data: Path, model: Path) -> Dict[str, float]:
    """Trains to the file `model`: seconds from reading the data to the stored model, and megabytes."""
    begun = time.perf_counter()
    with watched() as peak:
        train_nlu(str(config), str(data), str(model.parent), fixed_model_name=model.name)
    return {
        "train_s": time.perf_counter() - begun,
        "train_mb": peak.mb,
        "model_mb": model.stat().st_size / KILO / KILO,
    }


def ask(model: Path, questions: Path) -> Dict[str, Any]:
    """Asks every text of a JSON list: what was understood, and milliseconds a message."""
    agent = Agent.load(str(model))
    resident = resident_mb()
    texts = json.loads(questions.read_text(encoding="utf-8"))
    parsed, times = asyncio.run(_parse(agent, texts))
    return {
        "resident_mb": resident,
        "median_ms": float(np.median(times)),
        "p99_ms": float(np.percentile(times, 99)),
        "understood": [_understood(one) for one in parsed],
    }


async def _parse(agent: Agent, texts: List[str]) -> Any:
    for text in texts[:WARMING]:
        await agent.parse_message(text)
    parsed, times = [], []
    for text in texts:
        begun = time.perf_counter()
        parsed.append(await agent.parse_message(text))
        times.append(1000 * (time.perf_counter() - begun))
    return parsed, times


def _understood(parsed: Dict[str, Any]) -> Dict[str, Any]:
    """The nearest label, the needs (None where the pipeline tells none), and whether it was too unsure to tell."""
    return {
        "label": _nearest(parsed),
        "needs": [need["id"] for need in parsed[NEEDS]] if NEEDS in parsed else None,
        "fell_back": parsed[INTENT][INTENT_NAME_KEY] in {None, DEFAULT_NLU_FALLBACK_INTENT_NAME},
    }


def _nearest(parsed: Dict[str, Any]) -> Optional[str]:
    ranked = [one[INTENT_NAME_KEY] for one in (parsed[INTENT], *parsed[INTENT_RANKING_KEY])]
    return next((label for label in ranked if label != DEFAULT_NLU_FALLBACK_INTENT_NAME), None)


def main() -> None:
    """Does what the command line says and prints the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    for measured, places in ((train, ("config", "data", "model")), (ask, ("model", "questions"))):
        command = commands.add_parser(measured.__name__)
        command.set_defaults(measured=measured)
        for place in places:
            command.add_argument(place, type=Path)
    arguments = vars(parser.parse_args())
    measured = arguments.pop("measured")
    with redirect_stdout(sys.stderr):
        # As the command `rasa` does it; without, every parse would be written to the log.
        configure_structlog()
        result = measured(**arguments)
    sys.stdout.write(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
