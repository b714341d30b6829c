"""What may be shown of a breakdown whose whole everybody knows: nothing that a count of 1 to 4 could be reckoned from.

Counts below five are hidden, and with them the smallest of the others until those that are hidden leave doubt: together
they are at least five, and so few that each of them could be four, or three, or two. Then every way to spread what is
left over what is hidden looks the same from outside, also to those who know this rule. Where all that is hidden is
nought, nothing is. `tests/conversations/test_breakdown.py` looks for exceptions among all small tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.suppression import FEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.suppression import Shown


def breakdown(parts: Mapping[str, int], fewest: int = FEWEST) -> Shown:
    """The parts as they may be shown, in their order; None where hidden. The whole is their sum, and is not few."""
    smallest_first = sorted(parts, key=lambda name: (parts[name], name))
    few = sum(count < fewest for count in parts.values())
    for many in range(few, len(parts) + 1):
        hidden = smallest_first[:many]
        rest = sum(parts[name] for name in hidden)
        if rest == 0:
            return dict(parts)
        if fewest <= rest <= many * (fewest - 2):
            return {name: None if name in hidden else count for name, count in parts.items()}
    return dict.fromkeys(parts)


def alone(parts: Mapping[str, int], fewest: int = FEWEST) -> Shown:
    """Counts that add up to nothing that is known, for one message may count in several: nought is hidden too."""
    return {name: count if count >= fewest else None for name, count in parts.items()}
