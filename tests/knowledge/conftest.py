"""Made records and a small content folder, for what the real content does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from knowledge import Library
from knowledge.ontology import ontology
from knowledge.records import RECORD, AnyRecord, Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOCUMENT = {"title": "Et dokument", "kind": "page", "url": "https://example.no/dokument"}
PLAN = {"title": "Planen", "kind": "plan", "text": "stor-elvdal.txt"}
LAW = {"title": "Barnevernsloven", "kind": "law"}
SOURCE = {"document": "dokument", "locator": "Side 1", "checked": "2026-11-01"}
# What each kind must have besides an id, sources and a review date.
LEAST: dict[str, dict[str, Any]] = {
    "service": {},
    "contact": {"channel": "telefon", "value": "61 00 00 00", "label": {"nb": "Telefon", "nn": "Telefon"}},
    "route": {
        "need": "sfo",
        "first": {"nb": "Snakk med skolen.", "nn": "Snakk med skulen."},
        "steps": [{"service": "skole", "why": {"nb": "Skolen vet mer.", "nn": "Skulen veit meir."}}],
    },
    "measure": {"name": {"nb": "Tiltak", "nn": "Tiltak"}, "text": {"nb": "Et tiltak.", "nn": "Eit tiltak."}},
    "helpline": {
        "type": "nodetater",
        "name": {"nb": "Nødnummer", "nn": "Naudnummer"},
        "text": {"nb": "Ring når det haster.", "nn": "Ring når det hastar."},
        "lines": [{"channel": "telefon", "value": "112", "label": {"nb": "Politiet", "nn": "Politiet"}}],
    },
    "gap": {"question_types": ["pris"], "text": {"nb": "Det står ikke.", "nn": "Det står ikkje."}},
}


def made(kind: str, key: str, /, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - a record's fields
    """Return a record as an editor would write it."""
    needed = {"sources": [SOURCE], "review_by": "2027-11-01"}
    return {"id": key, "kind": kind, **needed, **LEAST.get(kind, {}), **fields}


@pytest.fixture(scope="session")
def make_record() -> Callable[..., AnyRecord]:
    """Makes a record of a kind with an id and whatever fields matter to the test."""

    def make(kind: str, key: str, /, **fields: Any) -> AnyRecord:  # noqa: ANN401 - a record's fields
        return RECORD.validate_python(made(kind, key, **fields))

    return make


@pytest.fixture(scope="session")
def make_library() -> Callable[..., Library]:
    """Makes a library of records that stand on one document."""

    def make(*records: AnyRecord) -> Library:
        return Library(records, {"dokument": Document.model_validate(DOCUMENT)})

    return make


class Folder:
    """A content folder that a test may write faults into."""

    def __init__(self, root: Path) -> None:
        """`root` is empty."""
        self.root = root

    def write(self, path: str, text: str | bytes) -> None:
        """Write one file as it is given."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def put(self, kind: str, key: str, /, **fields: Any) -> None:  # noqa: ANN401 - a record's fields
        """Write one record where it belongs; `path` puts it elsewhere."""
        path = fields.pop("path", f"{key}.yml")
        self.write(path, yaml.safe_dump(made(kind, key, **fields), allow_unicode=True, sort_keys=False))

    def remove(self, path: str) -> None:
        """Take one file away."""
        (self.root / path).unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small content without a fault: a route for every need, a line for every danger, a service and a measure."""
    small = Folder(tmp_path / "content")
    small.write("kilder.yml", yaml.safe_dump({"dokument": DOCUMENT, "plan": PLAN, "barnevernsloven": LAW}))
    for need in ontology().needs:
        small.put("route", f"nasjonal/rute-{need}", need=need)
    small.put("helpline", "nasjonal/nodetater", acute=dict.fromkeys(ontology().acute_kinds, 1))
    small.put("service", "nasjonal/skole", type="skole", name={"nb": "Skolen", "nn": "Skulen"})
    quoted = {"document": "plan", "locator": "6.1", "checked": "2026-11-01"}
    quoted["quote"] = "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke."
    small.put("measure", "stor-elvdal/sfo-12", sources=[quoted], services=["sfo"])
    return small
