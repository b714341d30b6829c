"""The last saved figures, and which headline figures have fallen since."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from endorinn.evaluation import figures as names
from endorinn.evaluation.asked import FOLDER
from endorinn.evaluation.figures import SMALL, Figure
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH = FOLDER / "baseline.json"
# More than one question in a hundred worse is a fall.
POINT = 0.01
DIGITS = 4
HEADLINES = {
    names.QUESTION_TYPE,
    names.NEEDS_MICRO,
    names.NEEDS_MACRO,
    names.FIRST_SERVICE,
    names.AMONG_FIVE,
    names.OUTSIDE,
    names.REFUSED,
    names.ACUTE,
    names.FALSE_ALARM,
    names.CALIBRATION,
    names.RIGHT,
    names.TALKS,
    names.TURNS,
    names.DANGER,
    names.CALM,
    names.FIRST_NET,
    names.FIRST_NET_CALM,
    names.HIDDEN_NUMBERS,
    names.HIDDEN_NAMES,
    names.WRONGLY_HIDDEN,
    names.FIRST_HIT,
}


@dataclass(frozen=True, slots=True)
class Fall:
    """A headline figure that is more than one point worse than the saved one."""

    before: Figure
    now: Figure


def read_baseline() -> list[Figure]:
    """The saved figures; none where none were saved.

    Raises:
        OperatorError: when the file is not one that `save_baseline` wrote.
    """
    if not PATH.exists():
        return []
    try:
        return [Figure(**one) for one in json.loads(PATH.read_text(encoding="utf-8"))["figures"]]
    except (ValueError, KeyError, TypeError) as error:
        message = f"{PATH} cannot be read: {error}. Restore it from git, or write it anew: endorinn evaluate --save."
        raise OperatorError(message) from error


def save_baseline(figures: Sequence[Figure]) -> None:
    """Keeps the figures for the next comparison."""
    body = {"figures": [asdict(figure) | {"value": round(figure.value, DIGITS)} for figure in figures]}
    PATH.write_text(f"{json.dumps(body, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


def compare(before: Sequence[Figure], now: Sequence[Figure]) -> list[Fall]:
    """The falls since the last saved figures, of figures that both have."""
    saved = {(one.collection, one.name): one for one in before if _is_headline(one)}
    pairs = ((saved.get((one.collection, one.name)), one) for one in now if _is_headline(one))
    return [Fall(old, new) for old, new in pairs if old is not None and _fell(old, new)]


def _is_headline(figure: Figure) -> bool:
    return figure.name in HEADLINES and not figure.group


def _fell(before: Figure, now: Figure) -> bool:
    worse = now.value - before.value if now.name in SMALL else before.value - now.value
    return round(worse, DIGITS) > POINT
