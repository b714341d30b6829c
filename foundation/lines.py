"""A text in one line."""

from __future__ import annotations


def one_line(text: str) -> str:
    """A text in one line, with the signs that can be seen."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
