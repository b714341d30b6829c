"""Who waits and who is to be called, as `notices` asks for it: the two rooms do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.handing import State
from notices.due import DueCallback, Pending, Silence, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.cases import Cases


def pending_in(cases: Cases) -> Pending:
    """All that is open now, in all municipalities."""
    return Pending(
        waiting=tuple(Waiting(one.id, one.kommune, one.at, one.acute) for one in cases.waits()),
        callbacks=tuple(_callbacks(cases)),
        silences=tuple(Silence(one.id, one.kommune, one.at) for one in cases.silences()),
    )


def _callbacks(cases: Cases) -> Iterator[DueCallback]:
    for one in cases.open_everywhere(State.CALLBACK):
        if one.due is not None:
            taken, acute = one.holder is not None, one.acute is not None
            yield DueCallback(one.id, one.kommune, one.due, one.asked_at, taken, acute)
