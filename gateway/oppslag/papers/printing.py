"""Prints a paper: its data goes into a template as JSON, and what comes out is a PDF that a screen reader can read."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typst

from gateway.days import NORWEGIAN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

type Written = Literal["nb", "nn"]
type Template = Literal["sheet.typ", "card.typ"]
FOLDER = Path(__file__).parent


@cache
def fonts() -> typst.Fonts:
    """Those that the library brings, so that a paper is the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def printed(template: Template, data: Mapping[str, Any]) -> bytes:
    """The PDF/UA of a template with its data."""
    return typst.compile(
        FOLDER / template,
        root=FOLDER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(data),
        pdf_standards=["ua-1"],
    )


def pages_of(template: Template, data: Mapping[str, Any]) -> int:
    """How many pages it would take."""
    found = typst.query(
        FOLDER / template,
        "<pages>",
        field="value",
        one=True,
        root=FOLDER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(data),
    )
    return int(found)


def day_of(made: date) -> str:
    """«27. november 2026», in both languages."""
    return f"{made.day}. {NORWEGIAN[made.month - 1]} {made.year}"


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data)}
