"""What the figures' page says, in both written standards (`texts.yml`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gateway.oppslag.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.lookup.reading import Standard

FILE = Path(__file__).with_name("texts.yml")


def texts(language: Standard) -> Mapping[str, str]:
    """Every text of one standard."""
    return texts_of(FILE, language)
