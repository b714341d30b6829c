"""Reads YAML files that people wrote: never half, never silently, and with the line of every place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.reader import ReaderError

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from knowledge.faults import Place

MAX_BYTES = 100_000
TOO_LARGE = f"The file is larger than {MAX_BYTES // 1000} kB. Split it: one record a file."
MISSING = "The file is missing."
NOT_UTF8 = "The file is not UTF-8. Save it as UTF-8."
ALIAS = "This is used again elsewhere by an alias (*). Write it out in both places, without & and *."
NO_RECORD = "The file must hold one record: keys and values."


class FileError(Exception):
    """A file cannot be used; the message says why and what to do. `line` is 0 where it is the whole file."""

    def __init__(self, message: str, line: int = 0) -> None:
        """A message for an editor."""
        super().__init__(message)
        self.line = line


class _AsWritten(yaml.CSafeLoader):
    """A safe loader that guesses less.

    YAML lets the second of two like keys win in silence; here it is a fault, for it would hide a fact. Dates are
    left as they are written, for the schema to judge: YAML itself stops at the thirtieth of February. A list
    or mapping that is used again by an alias may contain itself, or grow without end; it is a fault too.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """The mapping of a node."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    message = f"The key {key.value} is there twice. Keep one."
                    raise FileError(message, key.start_mark.line + 1)
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's signature
        """The value of a node."""
        if node in self.constructed_objects and isinstance(node, yaml.CollectionNode):
            raise FileError(ALIAS, node.start_mark.line + 1)
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError) as error:
            message = f"«{node.value}» is not what its tag says. Put it in quotes."
            raise FileError(message, node.start_mark.line + 1) from error


def _as_text(loader: _AsWritten, node: yaml.ScalarNode) -> Any:  # noqa: ANN401 - PyYAML's signature
    return loader.construct_scalar(node)


_AsWritten.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping that a file holds.

    Raises:
        FileError: when the file is missing, too large, not UTF-8, not YAML, or holds something else.
    """
    text = _read(path)
    try:
        raw = yaml.load(text, Loader=_AsWritten)  # noqa: S506 - a safe loader too
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = f"Not valid YAML: {error.problem}. Indent with spaces, never tabs; put a text with a colon in quotes."
        raise FileError(message, line) from error
    except ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        message = "Not valid YAML: a character that cannot be seen stands here. Take it away."
        raise FileError(message, line) from error
    if not isinstance(raw, dict):
        raise FileError(NO_RECORD)
    return raw


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(TOO_LARGE)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileError(MISSING) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileError(NOT_UTF8, line) from error
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}. Check its permissions."
        raise FileError(message) from error


def line_of(path: Path, at: Place) -> int:
    """The line (from 1) of a place in a file that holds a mapping; of the deepest part of it that is there."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    line = 1
    for step in at:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    match node, step:
        case yaml.MappingNode(), str():
            return next(
                ((key.start_mark.line + 1, value) for key, value in node.value if key.value == step),
                None,
            )
        case yaml.SequenceNode(), int() if step < len(node.value):
            return node.value[step].start_mark.line + 1, node.value[step]
    return None
