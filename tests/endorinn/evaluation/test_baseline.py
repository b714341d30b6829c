"""The saved figures: kept, read again, and what counts as a fall since."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from endorinn.evaluation import baseline, figures
from endorinn.evaluation.asked import FRESH, WORKED
from endorinn.evaluation.baseline import HEADLINES, Fall, compare, read_baseline, save_baseline
from endorinn.evaluation.figures import SMALL, Figure
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def path(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the figures of this test are saved."""
    chosen = own / "baseline.json"
    monkeypatch.setattr(baseline, "PATH", chosen)
    return chosen


def figure(name: str, value: float, collection: str = FRESH, group: str = "") -> Figure:
    """A figure of a hundred questions."""
    return Figure(collection, name, group, value, 100)


def test_what_was_saved_is_read_again() -> None:
    saved = [figure(figures.RIGHT, 0.9), figure(figures.QUESTION_TYPE, 0.25, WORKED, "bokmål")]
    save_baseline(saved)
    assert read_baseline() == saved


def test_saving_takes_the_place_of_what_was_saved_before() -> None:
    save_baseline([figure(figures.RIGHT, 0.9)])
    save_baseline([figure(figures.RIGHT, 0.8)])
    assert read_baseline() == [figure(figures.RIGHT, 0.8)]


def test_a_figure_that_was_saved_has_not_fallen_since() -> None:
    third = [figure(name, 1 / 3) for name in sorted(HEADLINES)]
    save_baseline(third)
    assert compare(read_baseline(), third) == []


def test_without_a_saved_figure_nothing_has_fallen() -> None:
    assert read_baseline() == []
    assert compare([], [figure(figures.RIGHT, 0.0)]) == []


UNREADABLE = {
    "no JSON": b"<<<<<<< HEAD",
    "empty": b"",
    "a list": b"[]",
    "no figures": b"{}",
    "figures are nothing": b'{"figures": null}',
    "a figure is a number": b'{"figures": [5]}',
    "a figure lacks something": b'{"figures": [{"name": "right answers"}]}',
    "a figure has too much": json.dumps({"figures": [{**asdict(Figure(FRESH, "x", "", 1, 1)), "more": 1}]}).encode(),
    "no text": b"\xff\xfe",
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_says_what_to_do(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    with pytest.raises(OperatorError) as error:
        read_baseline()
    assert str(error.value).startswith(f"{path} cannot be read: ")
    assert str(error.value).endswith("Restore it from git, or write it anew: endorinn evaluate --save.")


@pytest.mark.parametrize("name", sorted(HEADLINES))
def test_a_headline_that_is_more_than_a_point_worse_has_fallen(name: str) -> None:
    worse = 1 if name in SMALL else -1
    before = figure(name, 0.5)
    a_point, more, better = (figure(name, 0.5 + worse * change) for change in (0.01, 0.011, -0.2))
    assert compare([before], [a_point]) == []
    assert compare([before], [more]) == [Fall(before, more)]
    assert compare([before], [better]) == []


@pytest.mark.parametrize("hundredths", range(1, 101))
def test_a_point_is_a_point_wherever_it_falls(hundredths: int) -> None:
    before, now = figure(figures.RIGHT, hundredths / 100), figure(figures.RIGHT, (hundredths - 1) / 100)
    assert compare([before], [now]) == []


NO_FALLS = {
    "a figure that is no headline": (figure(figures.CLARIFIED, 0.0), figure(figures.CLARIFIED, 1.0)),
    "a group": (figure(figures.RIGHT, 1.0, group="nynorsk"), figure(figures.RIGHT, 0.0, group="nynorsk")),
    "of another collection": (figure(figures.RIGHT, 1.0, WORKED), figure(figures.RIGHT, 0.0, FRESH)),
    "of another name": (figure(figures.RIGHT, 1.0), figure(figures.QUESTION_TYPE, 0.0)),
}


@pytest.mark.parametrize(("before", "now"), NO_FALLS.values(), ids=NO_FALLS)
def test_what_cannot_be_compared_has_not_fallen(before: Figure, now: Figure) -> None:
    assert compare([before], [now]) == []
