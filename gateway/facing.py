"""What the face in the browser starts from: the page's `data-setup` (`web/src/chat/setup.ts` reads it)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foundation.clock import today
from foundation.errors import OperatorError
from gateway.privacy import emergency
from gateway.standing import DeskView, desk_view
from gateway.starts import all_starts
from gateway.summaries import named_need
from gateway.words import LANGUAGES
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from gateway.rooms import Rooms
    from gateway.words import Emergency, Language

# Where the quick exit leads: a page that anyone may have open.
LEAVE = "https://www.yr.no/"


def setup_of(rooms: Rooms, kommune: str, name: str, language: Language, *, panel: bool) -> dict[str, Any]:
    """All of it; `name` is the municipality's own, `panel` whether the page stands in the widget's frame."""
    content = rooms.library.view(None, today())
    return {
        "kommune": kommune,
        "name": name,
        "language": language,
        "panel": panel,
        "leave": LEAVE,
        "emergency": {one: _lines(emergency(content, one)) for one in LANGUAGES},
        "starts": all_starts(),
        "stopped": rooms.stopping.notice(rooms.library, kommune),
        "desk": _desk(rooms, kommune).model_dump(mode="json"),
        "needs": [named_need(need, language) for need in ontology().needs],
    }


def _desk(rooms: Rooms, kommune: str) -> DeskView:
    """The desk now; where the store cannot be read, only that there is one."""
    try:
        return desk_view(rooms, kommune)
    except OperatorError:
        return DeskView(kommune=kommune, exists=rooms.settings.desk_of(kommune) is not None)


def _lines(numbers: Emergency) -> dict[str, Any]:
    lines = [{"number": one.number, "digits": one.digits, "label": one.label} for one in numbers.lines]
    return {"lines": lines, "always": numbers.always}
