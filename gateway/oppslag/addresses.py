"""Where everything that can be looked up lies: addresses that can be shared, for they say nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from knowledge.lookup.reading import Standard
    from knowledge.lookup.shown import Hit

ROOT = "/oppslag"
# The other page for employees that the way in leads to: figures for leaders.
FIGURES = "/innsikt"
# No address of ours is longer than a comparison of all municipalities.
LONGEST = 600
# Records that have a page of their own kind; all others have a page each.
TABLE, PROCESS, ARENA, SERVICE = "responsibility", "process", "arena", "service"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one municipality, in the reader's written standard."""

    kommune: str
    language: Standard

    def to(self, path: str = "", anchor: str = "", **query: str | int) -> str:
        """An address below the municipality's own."""
        asked = {key: value for key, value in query.items() if value != ""}
        if self.language == "nn":
            asked["lang"] = "nn"
        below = f"/{path}" if path else ""
        tail = (f"?{urlencode(asked)}" if asked else "") + (f"#{anchor}" if anchor else "")
        return f"{ROOT}/{self.kommune}{below}{tail}"

    def service(self, kind: str) -> str:
        """A service's page."""
        return self.to(f"tjeneste/{kind}")

    def record(self, kind: str, record: str) -> str:
        """A record's page."""
        if kind == TABLE:
            return self.to("ansvar", celle=record.partition("/")[2], anchor=anchor_of(record))
        if kind == SERVICE:
            return self.service(record.partition("/")[2])
        if kind == PROCESS:
            return self.to(f"steg/{record}")
        if kind == ARENA:
            return self.to("moteplasser", anchor=anchor_of(record))
        return self.to(f"post/{record}")

    def hit(self, hit: Hit) -> str:
        """Where a hit leads."""
        return self.service(hit.service) if hit.service is not None else self.record(hit.kind, hit.id)


def anchor_of(record: str) -> str:
    """A record's place on a page that tells of several."""
    return record.replace("/", "-")


def of_ours(way: str) -> str:
    """An address for employees that somebody was going to; the look-up's front page where it is none."""
    is_ours = way in {ROOT, FIGURES} or way.startswith((f"{ROOT}/", f"{ROOT}?", f"{FIGURES}?"))
    path = way.partition("?")[0]
    leads_out = "\\" in way or "//" in path or "%" in path or ".." in path.split("/")
    return way if is_ours and not leads_out and way.isprintable() and len(way) <= LONGEST else ROOT
