"""What a page offers to begin with, for each role: the guided flows, then topics (`templates/starts.yml`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from foundation.yaml_files import read_yaml
from gateway.words import LANGUAGES, Language, Strict, Words
from knowledge.flows import flows

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path(__file__).parent / "templates" / "starts.yml"


class Topic(Strict):
    """What a button says, and what is written when it is pressed."""

    label: Words
    payload: Words


class Offered(Strict):
    """What one role is offered: flows by their id, then topics."""

    flows: tuple[str, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """A button, in one language."""

    label: str
    payload: str


@cache
def offered() -> Mapping[str, Offered]:
    """The file by role, read once."""
    return TypeAdapter(dict[str, Offered]).validate_python(read_yaml(PATH))


@cache
def starts(role: str, language: Language) -> tuple[Start, ...]:
    """What a role can begin with. A flow is started by its title."""
    mine = offered()[role]
    titles = (flows()[key].title.of(language) for key in mine.flows)
    topics = (Start(topic.label.of(language), topic.payload.of(language)) for topic in mine.topics)
    return (*(Start(title, title) for title in titles), *topics)


def all_starts() -> dict[str, dict[str, list[dict[str, str]]]]:
    """Role to language to buttons, as the face in the browser reads them."""
    return {
        role: {language: [asdict(start) for start in starts(role, language)] for language in LANGUAGES}
        for role in offered()
    }
