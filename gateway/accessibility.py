"""The accessibility statement, in the form that the Norwegian authority asks for (`templates/tilgjengelighet.yml`)."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.yaml_files import read_yaml
from gateway.words import Held, Language, Page, ShownSection, Words, draw_sections

if TYPE_CHECKING:
    from knowledge.library import View

TEXTS = Path(__file__).parent / "templates" / "tilgjengelighet.yml"
# The service whose contacts hold the municipality's own web address.
WEB = "servicetorg"


class Statement(Page):
    """The whole file. `written`: the day that it was made and last looked through."""

    written: date
    somewhere: Words


@cache
def texts() -> Statement:
    """The file, read once."""
    return Statement.model_validate(read_yaml(TEXTS))


def sections(language: Language, place: str | None, view: View) -> tuple[ShownSection, ...]:
    """The statement, in order; of a municipality where one is given, with its web address where the content has it."""
    written = texts().written
    blanks = {
        "place": place or texts().somewhere.of(language),
        "written": f"{written.day}.{written.month}.{written.year}",
    }
    return draw_sections(texts().sections, language, Held(blanks, addresses=_addresses(view)))


def _addresses(view: View) -> dict[str, str]:
    webs = (contact.value for contact in view.contacts(WEB) if contact.channel == "nettside")
    address = next((web for web in webs if web.startswith("https://")), None)
    return {"kommune": address} if address else {}
