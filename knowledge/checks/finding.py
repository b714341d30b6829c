"""What a check says of one record: a message, and the place in the record that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from knowledge.faults import Place
    from knowledge.records import AnyRecord


class Placed(NamedTuple):
    """A record and the file that it stands in, relative to the content folder."""

    path: str
    record: AnyRecord


class Finding(NamedTuple):
    """A fault of one record."""

    message: str
    at: Place = ()
