"""Every text of a record, in both written standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from knowledge.records import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.faults import Place


def texts(value: object, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a record or a part of one, with its place (`("steps", 0, "why", "nb")`); not its sources'."""
    match value:
        case Text():
            yield from (((*at, "nb"), value.nb), ((*at, "nn"), value.nn))
        case BaseModel():
            for name in type(value).model_fields:
                if name != "sources":
                    yield from texts(getattr(value, name), (*at, name))
        case tuple():
            for n, part in enumerate(value):
                yield from texts(part, (*at, n))


def sentences(value: object) -> Iterator[str]:
    """The same texts without their places."""
    return (text for _, text in texts(value))
