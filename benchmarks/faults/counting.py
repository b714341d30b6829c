"""What became of the messages of one fault: one row of the table. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.faults.showing import Sent, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

type Told = Sequence[tuple[int, str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """Messages, unless it says tries. `danger_unhelped`: tries to tell of danger that came back without help lines.

    `after_begin_s` and `after_end_s` are the seconds from the fault's begin and end until every answer was full again.
    """

    fault: str
    messages: int
    full: int
    alone: int
    early_tries: int
    problem_tries: int
    cut_tries: int
    blank_tries: int
    hung_tries: int
    danger: int
    danger_unhelped: int
    unacknowledged: int
    lost: int
    doubled: int
    unanswered: int
    longest_s: float
    after_begin_s: float
    after_end_s: float
    by_hand: str
    noted: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nobody saw a blank page, waited in vain, was left alone in danger, or lost anything."""
        return not any(
            (
                self.blank_tries,
                self.hung_tries,
                self.danger_unhelped,
                self.unacknowledged,
                self.lost,
                self.doubled,
                self.unanswered,
            )
        )


def counted(  # noqa: PLR0913 - what a row is made of
    fault: str, talks: Iterable[tuple[Sequence[Sent], Told]], begun: float, ended: float, *, by_hand: str, noted: str
) -> Row:
    """The row of a fault: each family's messages beside its conversation as it is stored."""
    talks = list(talks)
    sent = [message for messages, _ in talks for message in messages]
    tries = [one for message in sent for one in message.tries]
    shown, last = Counter(one.shown for one in tries), recovered_at(sent)
    ends = Counter(message.tries[-1].shown for message in sent if message.is_acknowledged)
    return Row(
        fault=fault,
        messages=len(sent),
        full=ends[Shown.FULL],
        alone=ends[Shown.ALONE],
        early_tries=shown[Shown.EARLY],
        problem_tries=shown[Shown.PROBLEM],
        cut_tries=shown[Shown.CUT],
        blank_tries=shown[Shown.BLANK],
        hung_tries=shown[Shown.HUNG],
        danger=sum(message.is_danger for message in sent),
        danger_unhelped=sum(map(unhelped, sent)),
        unacknowledged=sum(not message.is_acknowledged for message in sent),
        lost=sum(lost(messages, told) for messages, told in talks),
        doubled=sum(doubled(told) for _, told in talks),
        unanswered=sum(unanswered(told) for _, told in talks),
        longest_s=round(max((message.seconds for message in sent), default=0.0), 1),
        after_begin_s=round(max(0.0, last - begun), 1),
        after_end_s=round(max(0.0, last - ended), 1),
        by_hand=by_hand,
        noted=noted,
    )


def recovered_at(sent: Iterable[Sent]) -> float:
    """When the last message that was not answered in full at once had its answer; 0 where there is none."""
    return max((message.tries[-1].ended for message in sent if message.tries and not message.is_full), default=0.0)


def unhelped(message: Sent) -> int:
    """Tries to tell of danger that got something, and no help lines in it."""
    return message.is_danger and sum(not one.helps for one in message.tries if one.status is not None)


def lost(messages: Iterable[Sent], told: Told) -> int:
    """Acknowledged messages that the stored conversation does not have."""
    stored = set(_ids(told))
    return sum(message.is_acknowledged and message.id not in stored for message in messages)


def doubled(told: Told) -> int:
    """Messages that the stored conversation has more than once."""
    return sum(times - 1 for times in Counter(_ids(told)).values())


def unanswered(told: Told) -> int:
    """Stored messages that no answer follows."""
    kinds = [event for _, event, _ in told if event in {"message", "answer"}]
    return sum(kind == "message" and after != "answer" for kind, after in zip(kinds, [*kinds[1:], ""], strict=True))


def _ids(told: Told) -> list[str]:
    return [data["id"] for _, event, data in told if event == "message"]
