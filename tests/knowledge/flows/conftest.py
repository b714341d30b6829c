"""A small flow without a fault, to walk through and to break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from knowledge.content import ContentError
from knowledge.flows import Flow, read_flows

if TYPE_CHECKING:
    from pathlib import Path


def said(nb: str, nn: str | None = None, en: str | None = None) -> dict[str, str]:
    """Words in three languages, the same where only one is given."""
    return {"nb": nb, "nn": nn or nb, "en": en or nb}


def small() -> dict[str, Any]:
    """An age, a place, and two ends."""
    return {
        "id": "liten",
        "title": said("En liten", "Ein liten", "A small one"),
        "aliases": {"nb": ["vis meg den lille"], "nn": ["vis meg den vesle"]},
        "start": "alder",
        "steps": {
            "alder": {
                "ask": said("Hvor gammel?", "Kor gammal?", "How old?"),
                "asks_for": "age",
                "answers": [
                    {"say": said("0–5 år"), "sets": {"age": 3}, "ages": {"low": 0, "high": 5}, "to": "sted"},
                    {"say": said("6–12 år"), "sets": {"age": 9}, "ages": {"low": 6, "high": 12}, "to": "sted"},
                ],
                "unknown": "sted",
            },
            "sted": {
                "ask": said("Hvor?", "Kvar?", "Where?"),
                "asks_for": "arena",
                "answers": [
                    {
                        "say": said("På skolen", "På skulen", "At school"),
                        "also": ["klassen", "i timene"],
                        "sets": {"needs": ["skolefravaer"]},
                        "to": "hjelp",
                    },
                    {
                        "say": said("På SFO", "På SFO", "At SFO"),
                        "also": ["etter skoletid"],
                        "sets": {"services": ["sfo"]},
                        "to": "hjelp",
                    },
                    {
                        "say": said("Usikkert", "Usikkert", "Unsure"),
                        "sets": {"danger": "barn-i-fare"},
                        "to": "plikt",
                        "unknown": True,
                    },
                ],
            },
        },
        "ends": {
            "hjelp": {"question_type": "finn-hjelp"},
            "plikt": {"question_type": "plikt", "role": "ansatt", "text": said("Hva må jeg?", "Kva må eg?", "What?")},
        },
    }


@pytest.fixture
def flow() -> Flow:
    """The small flow."""
    return Flow.model_validate(small())


class Folder:
    """A folder of flows that a test may write faults into."""

    def __init__(self, root: Path) -> None:
        """`root` is there."""
        self.root = root

    def write(self, raw: dict[str, Any], name: str = "liten.yml") -> None:
        """Write one flow."""
        (self.root / name).write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def faults(self) -> list[str]:
        """Return the faults as an editor reads them, without their lines."""
        with pytest.raises(ContentError) as caught:
            read_flows(self.root)
        return [f"{fault.path}: {fault.message}" for fault in caught.value.faults]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder of the test's own."""
    return Folder(tmp_path)
