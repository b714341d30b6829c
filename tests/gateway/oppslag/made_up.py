"""Records that nobody has told: secret ones of every kind, one that nobody has confirmed, and some that are no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from knowledge.records import RECORD, Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.content import Content
    from knowledge.records import AnyRecord

# Words that stand nowhere else: in all that only employees may read, and in what nobody has confirmed.
SECRET, UNCONFIRMED = "zvorkelia", "qvirmolin"
# What is written in the words of its own choice; all else in a record is chosen among ids.
FREE = frozenset({"value", "as_written", "aliases", "law", "keywords", "asked", "quote", "locator"})
KINDS = (
    "service",
    "contact",
    "helpline",
    "route",
    "threshold",
    "level",
    "responsibility",
    "arena",
    "duty",
    "right",
    "process",
    "definition",
    "measure",
    "factor",
    "figure",
    "plan",
    "gap",
)
OPPDAL, NATIONAL = "oppdal", "nasjonal"
SUCCESSOR = f"{OPPDAL}/ny-rett"


def with_made_up(content: Content) -> Content:
    """The content, and what is made up beside it."""
    made = [*_secret(content), *_unconfirmed(content), *_gone(content), *_meetings(content)]
    return replace(content, records=(*content.records, *made))


def secret_of(kind: str) -> str:
    """The id of the record of a kind that only employees in Oppdal may read."""
    return f"{OPPDAL}/{SECRET}-{kind}"


def _secret(content: Content) -> list[AnyRecord]:
    return [
        _copied(_example(content, kind), secret_of(kind), marked=f"{SECRET} {kind}", audience="ansatt")
        for kind in KINDS
    ]


def _unconfirmed(content: Content) -> list[AnyRecord]:
    example = _example(content, "contact")
    told = {"status": "unconfirmed", "service": f"{OPPDAL}/ppt"}
    return [_copied(example, f"{OPPDAL}/{UNCONFIRMED}-kontakt", marked=UNCONFIRMED, **told)]


def _gone(content: Content) -> list[AnyRecord]:
    """Rights and processes that held once, or will; each says what is no more, and what holds now if anything does."""
    right, process = _example(content, "right"), _example(content, "process")
    inner = secret_of("right")

    def superseded(name: str, by: str | None = None, **told: Any) -> AnyRecord:  # noqa: ANN401 - a record's own
        return _copied(right, name, marked=f"({name})", status="superseded", replaced_by=by, **told)

    return [
        _copied(right, SUCCESSOR, marked="(ny)"),
        superseded("oppdal/gammel-rett", SUCCESSOR),
        superseded("oppdal/gammel-uten-ny"),
        superseded("oppdal/gammel-intern", SUCCESSOR, audience="ansatt"),
        superseded("oppdal/gammel-til-intern", inner),
        superseded("oppdal/gammel-eldre", "oppdal/gammel-rett"),
        superseded("oppdal/gammel-til-tjeneste", "oppdal/ppt"),
        superseded("tynset/gammel-rett"),
        _copied(right, "oppdal/utlopt-rett", marked="(utløpt)", valid_to="2020-01-01"),
        _copied(right, "oppdal/kommende-rett", marked="(kommende)", valid_from="2199-01-01"),
        _copied(
            process, "oppdal/gammel-prosess", marked="(gammel)", status="superseded", replaced_by="nasjonal/prosess-bup"
        ),
    ]


def _meetings(content: Content) -> list[AnyRecord]:
    """A team that meets on a day, one that meets twice a month, in municipalities of their own."""
    arena = _example(content, "arena")
    day = {"every": "maned", "least": 1, "on": "ti", "week": 2, "since": "13:00", "until": "14:30"}
    return [
        _copied(arena, "sor-odal/mote-tirsdag", marked="(tirsdag)", rhythm=day),
        _copied(arena, "stor-elvdal/mote-ofte", marked="(ofte)", rhythm={"every": "maned", "least": 2}),
    ]


def _example(content: Content, kind: str) -> AnyRecord:
    """A confirmed record of the kind, Oppdal's own where it has one; a route for a need that Oppdal says nothing of."""
    told = [one for one in content.records if one.kind == kind and one.status == "confirmed" and one.audience == "alle"]
    if kind == "route":
        own = {one.need for one in told if isinstance(one, Route) and one.owner == OPPDAL}
        return next(one for one in told if isinstance(one, Route) and one.owner == NATIONAL and one.need not in own)
    return min(told, key=lambda one: (one.owner != OPPDAL, one.owner != NATIONAL, one.id))


def _copied(record: AnyRecord, name: str, *, marked: str, **told: Any) -> AnyRecord:  # noqa: ANN401 - a record's own
    """A record under another id, with a mark in every text of its own, and whatever else is told of it."""
    body = {**record.model_dump(mode="json"), **told, "id": name}
    changed = _in_texts(body, lambda text: f"{text} {marked}")
    return RECORD.validate_python(changed)


def _in_texts(value: Any, change: Callable[[str], str], *, free: bool = False) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        in_both = value.keys() == {"nb", "nn"}
        return {key: _in_texts(one, change, free=in_both or key in FREE) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_in_texts(one, change, free=free) for one in value]
    return change(value) if isinstance(value, str) and free else value
