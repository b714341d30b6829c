"""Reads the content folder: YAML, one record a file, every fault collected as `path: message`.

`content/kilder.yml` lists the documents that sources point to; `content/<owner>/**/<slug>.yml` holds
the record `<owner>/<slug>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.constructor import ConstructorError

from knowledge.checks import check_records
from knowledge.faults import Fault
from knowledge.records import RECORD, AnyRecord, Document

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

FOLDER = Path(__file__).with_name("content")
DOCUMENTS = "kilder.yml"
MAX_BYTES = 100_000
_DOCUMENT_MAP = TypeAdapter(dict[str, Document])


class ContentError(Exception):
    """The content has faults. `faults` holds all of them, so that an editor mends ten at once."""

    def __init__(self, faults: list[Fault]) -> None:
        """`faults` is not empty."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is known: documents by id, and records with the file each came from."""

    documents: Mapping[str, Document]
    records: tuple[AnyRecord, ...]


class _OneOfEachKey(yaml.CSafeLoader):
    """YAML lets the second of two like keys win in silence; here it is a fault, for it would hide a fact."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """The mapping of a node."""
        keys = [key.value for key, _ in node.value]
        for key, _ in reversed(node.value):
            if keys.count(key.value) > 1:
                raise ConstructorError(problem=f"the key {key.value} is there twice", problem_mark=key.start_mark)
        return super().construct_mapping(node, deep)


def read_content(folder: Path = FOLDER) -> Content:
    """Reads and checks the whole folder.

    Raises:
        ContentError: with every fault found, never only the first.
    """
    faults: list[Fault] = []
    documents = _read_documents(folder / DOCUMENTS, faults)
    placed = list(_read_records(folder, faults))
    faults += check_records(placed, documents)
    if faults:
        raise ContentError(sorted(faults))
    return Content(documents, tuple(record for _, record in placed))


def _read_documents(path: Path, faults: list[Fault]) -> dict[str, Document]:
    raw = _read_yaml(path, path.name, faults)
    if raw is None:
        return {}
    try:
        return _DOCUMENT_MAP.validate_python(raw)
    except ValidationError as error:
        faults += [Fault(path.name, f"{_where(fault['loc'])}: {fault['msg']}") for fault in error.errors()]
        return {}


def _read_records(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, AnyRecord]]:
    for path in sorted(folder.glob("*/**/*.yml")):
        name = path.relative_to(folder).as_posix()
        raw = _read_yaml(path, name, faults)
        if raw is None:
            continue
        try:
            yield name, RECORD.validate_python(raw)
        except ValidationError as error:
            faults += _schema_faults(name, error)


def _read_yaml(path: Path, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            faults.append(Fault(name, f"The file is larger than {MAX_BYTES // 1000} kB. Split it: one record a file."))
            return None
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_OneOfEachKey)  # noqa: S506 - a safe loader too
    except FileNotFoundError:
        faults.append(Fault(name, "The file is missing."))
    except UnicodeDecodeError:
        faults.append(Fault(name, "The file is not UTF-8. Save it as UTF-8."))
    except OSError as error:
        faults.append(Fault(name, f"The file cannot be read: {error.strerror}."))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(Fault(name, f"Line {line} is not valid YAML: {error.problem}. Indent with spaces, never tabs."))
    except yaml.YAMLError as error:
        faults.append(Fault(name, f"The file is not valid YAML: {' '.join(str(error).split())}"))
    else:
        if isinstance(raw, dict):
            return raw
        faults.append(Fault(name, "The file must hold one record: keys and values."))
    return None


def _schema_faults(name: str, error: ValidationError) -> list[Fault]:
    # The first part of a place is the discriminator's tag (the record kind), which the file shows already.
    return [Fault(name, f"{_where(fault['loc'][1:] or fault['loc'])}: {fault['msg']}") for fault in error.errors()]


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location))
