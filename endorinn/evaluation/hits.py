"""How often the look-up puts a right hit first, and among the first three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from endorinn.evaluation.figures import AMONG_HITS, FIRST_HIT, Figure
from endorinn.training import VARIETIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from endorinn.evaluation.looked_up import Looked

AMONG = 3


def lookup_figures(collection: str, looked: Sequence[Looked]) -> list[Figure]:
    """The figures of one collection, by written form too."""
    figures = [*_figures(collection, "", looked)]
    for form in dict.fromkeys(sentence["variety"] for sentence, _ in looked):
        of_it = [one for one in looked if one[0]["variety"] == form]
        figures += _figures(collection, VARIETIES.get(form, form), of_it)
    return figures


def _figures(collection: str, group: str, looked: Sequence[Looked]) -> Iterator[Figure]:
    for name, among in ((FIRST_HIT, 1), (AMONG_HITS, AMONG)):
        right = sum(bool(set(keys[:among]) & set(sentence["want"])) for sentence, keys in looked)
        if looked:
            yield Figure(collection, name, group, right / len(looked), len(looked))
