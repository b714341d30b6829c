"""What the page about privacy says: our own texts, with the settings' days and the content's numbers and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict

from knowledge.records import Duty, Helpline

if TYPE_CHECKING:
    from foundation.settings import Settings
    from knowledge.library import View

TEXTS = Path(__file__).parent / "templates" / "personvern.yml"
type Language = Literal["nb", "nn", "en"]
# Each language by its own name.
LANGUAGES: dict[Language, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


class Strict(BaseModel):
    """A part of the file; a key that nobody reads is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """One text in every language."""

    nb: str
    nn: str
    en: str

    def of(self, language: Language, blanks: dict[str, str] | None = None) -> str:
        """The text in a language, its blanks filled."""
        said: str = getattr(self, language)
        return said.format(**(blanks or {}))


class Point(Words):
    """A line of a list; `law` is the record of the duty that it tells."""

    law: str | None = None


class LineOf(Words):
    """Who answers at the telephone of a record."""

    line: str


class Part(Strict):
    """A paragraph, a list, or both; `lines`: the emergency numbers follow."""

    text: Words | None = None
    points: tuple[Point, ...] = ()
    lines: bool = False


class Section(Strict):
    """A heading and what stands under it; `urgent` ones stand out."""

    id: str
    title: Words
    parts: tuple[Part, ...]
    urgent: bool = False


class Texts(Strict):
    """The whole file."""

    articles: dict[str, int]
    day: Words
    days: Words
    always: Words
    norwegian: tuple[str, ...]
    laws: dict[str, Words]
    title: Words
    opening: Words
    new_tab: Words
    languages: Words
    to_front: Words
    lead: Words
    lines: tuple[LineOf, ...]
    sections: tuple[Section, ...]


@cache
def texts() -> Texts:
    """The file, read once."""
    return Texts.model_validate(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A number to call, and who answers."""

    number: str
    label: str

    @property
    def digits(self) -> str:
        """As a telephone dials it."""
        return self.number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whom to call in danger; `always` says so where all of them answer day and night."""

    lines: tuple[PhoneLine, ...]
    always: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the page as it is drawn."""

    text: str | None
    points: tuple[str, ...]
    emergency: Emergency | None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A heading of the page and its parts."""

    id: str
    title: str
    urgent: bool
    parts: tuple[Shown, ...]


def language_of(asked: str) -> Language:
    """The language that an address asks for; bokmål where it asks for none of ours."""
    return next((language for language in LANGUAGES if language == asked), "nb")


def spoken(text: str, language: Language) -> Markup:
    """A text for the page, its Norwegian names marked as such where the page is in English."""
    safe = escape(text)
    if language != "en":
        return safe
    names = "|".join(re.escape(name) for name in texts().norwegian)
    return Markup(re.sub(rf"({names})", r'<span lang="nb">\1</span>', safe))  # noqa: S704 - escaped above


def emergency(view: View, language: Language) -> Emergency:
    """Whom to call in danger, as the content has it; a line that the content no longer has is left out."""
    found = [
        (told, record.lines[0]) for told in texts().lines if isinstance(record := view.by_id.get(told.line), Helpline)
    ]
    always = all(line.opening == "always" for _, line in found)
    return Emergency(
        tuple(PhoneLine(line.value, told.of(language)) for told, line in found),
        texts().always.of(language) if found and always else None,
    )


def sections(language: Language, settings: Settings, view: View) -> tuple[ShownSection, ...]:
    """The page, in order."""
    blanks = _blanks(language, settings)
    return tuple(
        ShownSection(
            one.id,
            one.title.of(language),
            one.urgent,
            tuple(_shown(part, language, blanks, view) for part in one.parts),
        )
        for one in texts().sections
    )


def _blanks(language: Language, settings: Settings) -> dict[str, str]:
    kept = {"talks": settings.keep_talks, "handovers": settings.keep_handovers, "callbacks": settings.keep_callbacks}
    days = {name: _days(count, language) for name, count in kept.items()}
    return days | {name: str(article) for name, article in texts().articles.items()}


def _days(count: int, language: Language) -> str:
    words = texts().day if count == 1 else texts().days
    return words.of(language, {"count": str(count)})


def _shown(part: Part, language: Language, blanks: dict[str, str], view: View) -> Shown:
    return Shown(
        part.text.of(language, blanks) if part.text else None,
        tuple(said for point in part.points if (said := _said(point, language, blanks, view))),
        emergency(view, language) if part.lines else None,
    )


def _said(point: Point, language: Language, blanks: dict[str, str], view: View) -> str | None:
    """A point; one that tells a duty ends with its paragraph, and is not told where the content has none."""
    if point.law is None:
        return point.of(language, blanks)
    duty = view.by_id.get(point.law)
    if not isinstance(duty, Duty) or duty.law is None:
        return None
    name, _, paragraph = duty.law.replace("§ ", "§\N{NO-BREAK SPACE}").partition(" ")
    return f"{point.of(language, blanks)} ({texts().laws[name].of(language)} {paragraph})."
