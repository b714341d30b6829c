"""Who waits and who is to be called, as `notices` asks for it: the two rooms do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.handing import State
from notices.due import DueCallback, Waiting

if TYPE_CHECKING:
    from conversations.cases import Cases


class PendingCases:
    """The open cases of all municipalities."""

    def __init__(self, cases: Cases) -> None:
        """Reads them anew each time."""
        self._cases = cases

    def waiting(self) -> tuple[Waiting, ...]:
        """All who wait now."""
        found = self._cases.open_everywhere(State.WAITING)
        return tuple(Waiting(one.id, one.kommune, one.asked_at, one.acute is not None) for one in found)

    def callbacks(self) -> tuple[DueCallback, ...]:
        """All call-backs that are promised and not made."""
        found = self._cases.open_everywhere(State.CALLBACK)
        return tuple(DueCallback(one.id, one.kommune, one.due) for one in found if one.due is not None)
