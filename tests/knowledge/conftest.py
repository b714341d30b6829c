"""Made records and a small content folder, for what the real content does not hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from knowledge import Library
from knowledge.content import Content, ContentError, check_content, read_content
from knowledge.ontology import ontology
from knowledge.records import RECORD, AnyRecord, Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOCUMENT = {"title": "Et dokument", "kind": "page", "url": "https://example.no/dokument"}
PLAN = {"title": "Planen", "kind": "plan", "text": "stor-elvdal.txt"}
LAWS = {
    "barnevernsloven": {"title": "Barnevernsloven", "kind": "law"},
    "opplaringslova": {"title": "Opplæringslova", "kind": "law"},
}
DOCUMENTS = {
    "dokument": Document.model_validate(DOCUMENT),
    "annet": Document(title="Et annet", kind="page"),
}
SOURCE = {"document": "dokument", "locator": "Side 1", "checked": "2026-11-01", "url": "https://example.no/side-1"}
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


@pytest.fixture
def two(make_record: Callable[..., AnyRecord]) -> Content:
    """Two measures on one document."""
    return Content(DOCUMENTS, (make_record("measure", "oppdal/en"), make_record("measure", "oppdal/to")))


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
        record = made(kind, key, **fields)
        self.write(path, yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000))

    def remove(self, path: str) -> None:
        """Take one file away."""
        (self.root / path).unlink()

    def faults(self) -> list[str]:
        """Return the faults as an editor reads them; that there are none is a failure of the test."""
        with pytest.raises(ContentError) as caught:
            read_content(self.root)
        return str(caught.value).splitlines()

    def faults_on(self, day: str) -> list[str]:
        """Return what an editor has to mend on a day, if anything."""
        return list(map(str, check_content(self.root, on=date.fromisoformat(day))[1]))

    def said(self, path: str, place: str, message: str) -> str:
        """Return a fault as an editor reads it, of the first line of a file in which `place` stands."""
        lines = (self.root / path).read_text(encoding="utf-8").splitlines()
        return f"{path}:{next(n for n, line in enumerate(lines, 1) if place in line)}: {message}"


def small_content(root: Path) -> Folder:
    """Write a small content without a fault: a route for every need, a line for every danger, a service, a measure."""
    small = Folder(root)
    small.write("kilder.yml", yaml.safe_dump({"dokument": DOCUMENT, "plan": PLAN, **LAWS}, sort_keys=False))
    for need in ontology().needs:
        small.put("route", f"nasjonal/rute-{need}", need=need)
    small.put("helpline", "nasjonal/nodetater", acute=dict.fromkeys(ontology().acute_kinds, 1))
    small.put("service", "nasjonal/skole", type="skole", name={"nb": "Skolen", "nn": "Skulen"})
    quoted = {"document": "plan", "locator": "6.1", "checked": "2026-11-01"}
    quoted["quote"] = "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke."
    small.put("measure", "stor-elvdal/sfo-12", sources=[quoted], services=["sfo"])
    return small


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small content folder of the test's own, without a fault."""
    return small_content(tmp_path / "content")
