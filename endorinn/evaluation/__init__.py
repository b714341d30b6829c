"""Measures understanding and answers on the project's own test questions, through the whole path.

`tests/eval/README.md` says what the collections are. The errors of `fresh` are never printed: who has seen
them tunes to them.
"""

from endorinn.evaluation.asked import FRESH, WORKED, Asked, ask_everything
from endorinn.evaluation.baseline import Fall, compare, read_baseline, save_baseline
from endorinn.evaluation.confusions import Confusion, Miss, confusions, misses
from endorinn.evaluation.figures import TARGETS, Figure, figures_of
from endorinn.evaluation.page import write_page

__all__ = [
    "FRESH",
    "TARGETS",
    "WORKED",
    "Asked",
    "Confusion",
    "Fall",
    "Figure",
    "Miss",
    "ask_everything",
    "compare",
    "confusions",
    "figures_of",
    "misses",
    "read_baseline",
    "save_baseline",
    "write_page",
]
