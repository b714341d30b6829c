"""Our own texts in bokmål, nynorsk and English, and the pages that are made of them: headings, paragraphs, lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

type Language = Literal["nb", "nn", "en"]
# Each language by its own name.
LANGUAGES: dict[Language, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


class Strict(BaseModel):
    """A part of a file; a key that nobody reads is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """One text in every language."""

    nb: str
    nn: str
    en: str

    def of(self, language: Language, blanks: Mapping[str, str] | None = None) -> str:
        """The text in a language, its blanks filled."""
        said: str = getattr(self, language)
        return said.format(**(blanks or {}))


class Point(Words):
    """A line of a list; `law` is the record of the duty that it tells."""

    law: str | None = None


class Link(Words):
    """What a link says, and where it leads: an address, or the name of one that the content may hold."""

    to: str


class Part(Strict):
    """A paragraph, a list, links, or all of them; `lines`: the emergency numbers follow."""

    text: Words | None = None
    points: tuple[Point, ...] = ()
    links: tuple[Link, ...] = ()
    lines: bool = False


class Section(Strict):
    """A heading and what stands under it; `urgent` ones stand out."""

    id: str
    title: Words
    parts: tuple[Part, ...]
    urgent: bool = False


class Page(Strict):
    """A page of our own texts. `norwegian`: names that stay Norwegian within the English page."""

    norwegian: tuple[str, ...]
    title: Words
    languages: Words
    to_front: Words
    lead: Words
    sections: tuple[Section, ...]


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
class Held:
    """What content and settings put into a page. A link to a name that has no address is left out."""

    blanks: Mapping[str, str]
    emergency: Emergency | None = None
    addresses: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as it is drawn."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a page as it is drawn."""

    text: str | None
    points: tuple[str, ...]
    links: tuple[ShownLink, ...]
    emergency: Emergency | None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A heading of a page and its parts."""

    id: str
    title: str
    urgent: bool
    parts: tuple[Shown, ...]


def language_of(asked: str) -> Language:
    """The language that is asked for; bokmål where it is none of ours."""
    return next((language for language in LANGUAGES if language == asked), "nb")


def standard_of(language: str) -> Language:
    """The written standard in which employees read of somebody who writes in a language; bokmål where that has none."""
    return "nn" if language == "nn" else "nb"


def spoken(text: str, language: Language, names: Iterable[str]) -> Markup:
    """A text for a page, the names in it that stay Norwegian marked as such where the page is in English."""
    safe = escape(text)
    if language != "en":
        return safe
    # The longest first: «Én dør inn» within a longer name is no name of its own.
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return Markup(re.sub(rf"({either})", r'<span lang="nb">\1</span>', safe))  # noqa: S704 - escaped above


def draw_sections(
    sections: Iterable[Section],
    language: Language,
    held: Held,
    say: Callable[[Point], str | None] | None = None,
) -> tuple[ShownSection, ...]:
    """A page in a language, in order. `say` tells what a point says, or that it is left out."""

    def shown(part: Part) -> Shown:
        points = (say(point) if say else point.of(language, held.blanks) for point in part.points)
        return Shown(
            part.text.of(language, held.blanks) if part.text else None,
            tuple(said for said in points if said),
            tuple(
                ShownLink(link.of(language, held.blanks), to)
                for link in part.links
                if (to := link.to if link.to.startswith("https://") else held.addresses.get(link.to))
            ),
            held.emergency if part.lines else None,
        )

    return tuple(
        ShownSection(one.id, one.title.of(language), one.urgent, tuple(shown(part) for part in one.parts))
        for one in sections
    )
