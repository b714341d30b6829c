"""How what a person writes is compared with what a button says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.query import LANGUAGES
from knowledge.texts import phrases
from knowledge.words import holds, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from knowledge.query import Language

WORD = re.compile(r"\w+")
# «Jeg er ikke helt sikker.»
DO_NOT_KNOW_WORDS = 5


def plain(text: str) -> str:
    """The words of a text in small letters, without marks: «Nei, ingen.» and «nei ingen» are the same."""
    return " ".join(WORD.findall(text.casefold()))


def only_language(text: str, said: Callable[[Language], Iterable[str]]) -> Language | None:
    """The only language in which a message is one of the texts; None where it is in none, or in several."""
    sought = plain(text)
    found = [language for language in LANGUAGES if any(plain(one) == sought for one in said(language))]
    return found[0] if len(found) == 1 else None


def does_not_know(words: tuple[str, ...]) -> bool:
    """Whether the stems of a message say «vet ikke», and little else."""
    return len(words) <= DO_NOT_KNOW_WORDS and any(holds(words, phrase(one)) for one in phrases("do_not_know"))
