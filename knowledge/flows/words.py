"""How what a person writes is compared with what a button says."""

from __future__ import annotations

import re

WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """The words of a text in small letters, without marks: «Nei, ingen.» and «nei ingen» are the same."""
    return " ".join(WORD.findall(text.casefold()))
