"""What the abbreviations of an answer mean, for whoever does not use them every day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.answering.cite import refer
from knowledge.answers import Statement
from knowledge.records import Definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene

# An s makes a genitive: «PPTs vurdering».
ABBREVIATION = re.compile(r"\b[A-ZÆØÅ]{2,}(?:-[A-ZÆØÅ]+)*(?=s?\b)")
# «PPT (pedagogisk-psykologisk tjeneste)»: how a definition writes an abbreviation that it spells out.
SPELT_OUT = re.compile(rf"(?P<short>{ABBREVIATION.pattern}) \((?P<long>[^)]+)\)")


def glosses(scene: Scene, said: str) -> Iterator[Statement]:
    """A statement for each abbreviation in what is said that is not spelt out there.

    None for employees, and none while the library is to tell nothing: the words are the municipality's own then.
    """
    if scene.query.role == "ansatt" or scene.query.stopped is not None:
        return
    known = _spelt_out(scene)
    for short in dict.fromkeys(ABBREVIATION.findall(said)):
        if short in known and f"{short} (" not in said and f"({short})" not in said:
            long, definition = known[short]
            if long.lower() not in said.lower():
                yield Statement(f"{short}: {long}.", refer(scene, definition.sources))


def _spelt_out(scene: Scene) -> dict[str, tuple[str, Definition]]:
    found: dict[str, tuple[str, Definition]] = {}
    for record in scene.view.of_kind("definition"):
        if isinstance(record, Definition) and (term := SPELT_OUT.fullmatch(scene.words(record.term))):
            found.setdefault(term["short"], (term["long"], record))
    return found
