"""The growth of a database is told as a ratio, each database by itself, and turns are played as families talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.growth import FEW, MANY, Measured, measure, ratios
from foundation.database import make_engine

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_many_are_compared_with_few_of_the_same_database() -> None:
    measured = [
        Measured("sqlite", FEW, 10, 20, 1),
        Measured("sqlite", MANY, 12, 20, 100),
        Measured("postgresql", FEW, 5, 20, 1),
        Measured("postgresql", MANY, 4, 20, 100),
    ]
    assert ratios(measured) == {"sqlite": 1.2, "postgresql": 0.8}


def test_each_database_is_filled_and_played_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.growth.TALKS_PLAYED", 2)
    answers = [{"question": "Hei", "reply": "Hei.", "acute": None}]
    engines = {stored: make_engine(f"sqlite:///{tmp_path}/{stored}.db") for stored in (3, 5)}
    measured = measure(engines, answers)
    assert [(one.database, one.stored) for one in measured] == [("sqlite", 3), ("sqlite", 5)]
    for engine in engines.values():
        engine.dispose()
