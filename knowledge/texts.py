"""What the assistant says that is no fact, what needs are called on buttons, and the phrases that it listens for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from knowledge.query import Language
    from knowledge.records import Text

FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return read_yaml(FOLDER / name)


def say(key: str, language: Language, **values: object) -> str:
    """The text of a key in a language, with its blanks filled."""
    text: str = _read("texts.yml")[key][language]
    return text.format(**values)


def channel_words() -> dict[str, list[str]]:
    """Channel to the words that ask for it (`channels.yml`)."""
    words: dict[str, list[str]] = _read("channels.yml")
    return words


@cache
def phrases(key: str) -> tuple[str, ...]:
    """The words and phrases that decide what is answered (`phrases.yml`)."""
    return tuple(_read("phrases.yml")[key])


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
    name: str = _read("topics.yml")[need]["nn" if language == "nn" else "nb"]
    return name


def in_words(text: Text, language: Language) -> str:
    """A record's text in the person's written standard; bokmål for those who write English."""
    return text.nn if language == "nn" else text.nb
