"""What the look-up's pages say that is no fact, in both written standards (`texts.yml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.lookup.reading import Standard

FILE = Path(__file__).with_name("texts.yml")


def texts(language: Standard) -> Mapping[str, str]:
    """Every text of one standard."""
    return texts_of(FILE, language)


@cache
def texts_of(file: Path, language: Standard) -> Mapping[str, str]:
    """Every text of one standard in a file for employees, read once."""
    read: dict[str, dict[str, str]] = read_yaml(file)
    return MappingProxyType({key: said[language] for key, said in read.items()})
