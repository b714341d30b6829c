"""Reads the content folder: YAML, one record a file, every fault collected with its file, its line and its cure.

`content/kilder.yml` lists the documents that sources point to; `content/<owner>/**/<slug>.yml` holds
the record `<owner>/<slug>`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from knowledge.checks import check_dates, check_records
from knowledge.checks.finding import Placed
from knowledge.checks.sources import check_documents
from knowledge.cures import messages
from knowledge.faults import Fault
from knowledge.files import FileError, line_of, read_yaml
from knowledge.records import RECORD, AnyRecord, Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

FOLDER = Path(__file__).with_name("content")
DOCUMENTS = "kilder.yml"
# What people's programs call a text file that was meant to be read.
LIKE_RECORDS = (".yml", ".yaml", ".txt")
UNREAD = "The file is not read. A record is called <owner>/<name>.yml, in small letters: rename it, or move it."
_DOCUMENT_MAP = TypeAdapter(dict[str, Document])


class ContentError(Exception):
    """The content has faults. `faults` holds all of them, so that an editor mends ten at once."""

    def __init__(self, faults: list[Fault]) -> None:
        """`faults` is not empty."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is known: documents by id, and records."""

    documents: Mapping[str, Document]
    records: tuple[AnyRecord, ...]


def read_content(folder: Path = FOLDER) -> Content:
    """Reads and checks the whole folder.

    Raises:
        ContentError: with every fault found, never only the first.
    """
    documents, placed, faults = _read(folder)
    if faults:
        raise ContentError(sorted(set(faults)))
    return Content(documents, tuple(record for _, record in placed))


def check_content(folder: Path = FOLDER, *, on: date) -> tuple[int, list[Fault]]:
    """How many records there are, and everything that an editor has to mend, including what is due on a day."""
    _, placed, faults = _read(folder)
    return len(placed), sorted({*faults, *_with_lines(folder, check_dates(placed, on))})


def _read(folder: Path) -> tuple[Mapping[str, Document], Sequence[Placed], list[Fault]]:
    faults: list[Fault] = []
    documents = _read_documents(folder / DOCUMENTS, faults)
    complete = not faults
    placed = tuple(_read_records(folder, faults))
    faults += check_records(placed, documents, complete=complete)
    faults += _unread(folder)
    return documents, placed, list(_with_lines(folder, faults))


def _with_lines(folder: Path, faults: Iterable[Fault]) -> Iterator[Fault]:
    for fault in faults:
        yield replace(fault, line=line_of(folder / fault.path, fault.at)) if fault.at else fault


def _read_documents(path: Path, faults: list[Fault]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    try:
        for key, raw in read_yaml(path).items():
            try:
                documents |= _DOCUMENT_MAP.validate_python({key: raw})
            except ValidationError as error:
                faults += [Fault(path.name, 0, message, at) for message, at in messages(error)]
    except FileError as error:
        faults.append(Fault(path.name, error.line, str(error)))
    faults += [Fault(path.name, 0, message, at) for message, at in check_documents(documents)]
    return documents


def _read_records(folder: Path, faults: list[Fault]) -> Iterator[Placed]:
    for path in sorted(folder.glob("*/**/*.yml")):
        name = path.relative_to(folder).as_posix()
        try:
            raw = read_yaml(path)
            yield Placed(name, RECORD.validate_python(raw))
        except FileError as error:
            faults.append(Fault(name, error.line, str(error)))
        except ValidationError as error:
            faults += [Fault(name, 0, message, at) for message, at in messages(error, raw.get("kind"))]


def _unread(folder: Path) -> Iterator[Fault]:
    read = {folder / DOCUMENTS, *folder.glob("*/**/*.yml")}
    for path in sorted(set(folder.rglob("*")) - read):
        if path.suffix.lower() in LIKE_RECORDS and not path.name.startswith(".") and path.is_file():
            yield Fault(path.relative_to(folder).as_posix(), 0, UNREAD)
