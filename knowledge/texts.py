"""What the assistant says that is no fact, what needs are called on buttons, and the phrases that it listens for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from knowledge.query import Language
    from knowledge.records import Text

FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return read


def say(key: str, language: Language, **values: object) -> str:
    """The text of a key in a language, with its blanks filled."""
    return _read("texts.yml")[key][language].format(**values)


@cache
def channel_words() -> dict[str, list[str]]:
    """Channel to the words that ask for it (`channels.yml`)."""
    read: dict[str, list[str]] = yaml.safe_load((FOLDER / "channels.yml").read_text(encoding="utf-8"))
    return read


@cache
def phrases(key: str) -> tuple[str, ...]:
    """The words and phrases that decide what is answered (`phrases.yml`)."""
    read: dict[str, list[str]] = yaml.safe_load((FOLDER / "phrases.yml").read_text(encoding="utf-8"))
    return tuple(read[key])


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language that the assistant does not speak: its own name, its Norwegian name, and what is said in it."""

    name: str
    norwegian: str
    text: str


@cache
def other_languages() -> dict[str, OtherLanguage]:
    """By ISO 639 code (`languages.yml`)."""
    return {code: OtherLanguage(**entry) for code, entry in _read("languages.yml").items()}


def topic(need: str, language: Language) -> str:
    """What a need is called on a button; content is in bokmål for those who write English."""
    return _read("topics.yml")[need]["nn" if language == "nn" else "nb"]


def in_words(text: Text, language: Language) -> str:
    """A record's text in the person's written standard; bokmål for those who write English."""
    return text.nn if language == "nn" else text.nb
