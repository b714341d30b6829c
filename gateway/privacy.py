"""What the page about privacy says: our own texts, with the settings' days and the content's numbers and paragraphs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.yaml_files import read_yaml
from gateway.words import Emergency, Held, Language, Page, PhoneLine, Point, ShownSection, Words, draw_sections
from knowledge.records import Duty, Helpline

if TYPE_CHECKING:
    from foundation.settings import Settings
    from knowledge.library import View

TEXTS = Path(__file__).parent / "templates" / "personvern.yml"
# The section that tells what employees must do.
DUTIES = "plikter"


class LineOf(Words):
    """Who answers at the telephone of a record."""

    line: str


class Texts(Page):
    """The whole file."""

    articles: dict[str, int]
    day: Words
    days: Words
    always: Words
    laws: dict[str, Words]
    lines: tuple[LineOf, ...]


@cache
def texts() -> Texts:
    """The file, read once."""
    return Texts.model_validate(read_yaml(TEXTS))


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
    held = Held(blanks, emergency(view, language))
    return draw_sections(texts().sections, language, held, lambda point: _said(point, language, blanks, view))


def duties(language: Language, view: View) -> tuple[tuple[Duty, str], ...]:
    """What an employee must do, in one sentence each, with the record that says it."""
    points = (
        point for section in texts().sections if section.id == DUTIES for part in section.parts for point in part.points
    )
    told = ((view.by_id.get(point.law or ""), _said(point, language, {}, view)) for point in points)
    return tuple((duty, said) for duty, said in told if isinstance(duty, Duty) and said is not None)


def _blanks(language: Language, settings: Settings) -> dict[str, str]:
    kept = {"talks": settings.keep_talks, "handovers": settings.keep_handovers, "callbacks": settings.keep_callbacks}
    days = {name: _days(count, language) for name, count in kept.items()}
    return days | {name: str(article) for name, article in texts().articles.items()}


def _days(count: int, language: Language) -> str:
    words = texts().day if count == 1 else texts().days
    return words.of(language, {"count": str(count)})


def _said(point: Point, language: Language, blanks: dict[str, str], view: View) -> str | None:
    """A point; one that tells a duty ends with its paragraph, and is not told where the content has none."""
    if point.law is None:
        return point.of(language, blanks)
    duty = view.by_id.get(point.law)
    if not isinstance(duty, Duty) or duty.law is None:
        return None
    name, _, paragraph = duty.law.replace("§ ", "§\N{NO-BREAK SPACE}").partition(" ")
    return f"{point.of(language, blanks)} ({texts().laws[name].of(language)} {paragraph})."
