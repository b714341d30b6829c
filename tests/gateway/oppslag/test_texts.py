"""What the look-up's pages say that is no fact: each text is there in both written standards, and is said somewhere."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest
import yaml

from foundation.pieces import Kind
from gateway.drawing import FOLDER
from gateway.oppslag.cases import EDITED
from gateway.oppslag.drawing import MENU
from gateway.oppslag.filtering import Readers
from gateway.oppslag.texts import FILE, texts
from gateway.oppslag.wall import UNITS
from knowledge.lookup.case import LevelReason
from knowledge.lookup.fitting import PLACES
from knowledge.lookup.record import PARTICULARS
from knowledge.lookup.sheet import ABOUT, FIELDS
from knowledge.lookup.shown import HitKind
from tests.gateway.oppslag.browsing import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

READ: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
TEMPLATES = sorted((FOLDER / "templates" / "oppslag").glob("*.html"))
MODULES = sorted(FILE.parent.glob("*.py"))
# Those whose names are put together, by how they begin: everything that they can end with.
PUT_TOGETHER: dict[str, tuple[str, ...]] = {
    "field_": ("text", *(one for one in FIELDS if one != "staff"), *PARTICULARS),
    "kind_": (*get_args(HitKind.__value__),),
    "kinds_": ABOUT,
    "unit_": tuple(UNITS),
    "in_sentence_": tuple(UNITS),
    "hidden_": get_args(Kind.__value__),
    "case_": EDITED,
    "case_reason_": get_args(LevelReason.__value__),
    "arena_": tuple(PLACES),
    "role_": get_args(Readers.__value__),
}
# How templates and modules name a text, and how they begin to name one that is put together.
WHOLE = re.compile(r"""\bt\.(\w+)|(?:\bt|\bsaid|texts\([\w.]+\))\[["']([\w-]+)["']\]""")
WHOLE_CHOSEN = re.compile(r"""said\[["'](\w+)["'] if .+? else ["'](\w+)["']\]""")
BEGUN = re.compile(r"""\bt\[["'](\w+_)["'] ~|(?:said|texts\([\w.]+\))\[f["'](\w+_)\{""")


def named_in(files: list[Path]) -> set[str]:
    """Every text that is named whole."""
    told = [file.read_text(encoding="utf-8") for file in files]
    found = (match for text in told for pattern in (WHOLE, WHOLE_CHOSEN) for match in pattern.finditer(text))
    return {name for match in found for name in match.groups() if name} - {"format"}


def begun_in(files: list[Path]) -> set[str]:
    """How texts begin whose names are put together."""
    found = (match for file in files for match in BEGUN.finditer(file.read_text(encoding="utf-8")))
    return {name for match in found for name in match.groups() if name}


def used() -> set[str]:
    """Every text that is said somewhere."""
    together = {f"{start}{end}" for start, ends in PUT_TOGETHER.items() for end in ends}
    return named_in(TEMPLATES) | named_in(MODULES) | {key for key, _ in MENU} | together


def blanks(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_templates_and_modules_are_found() -> None:
    assert len(TEMPLATES) > 15
    assert len(named_in(TEMPLATES)) > 120
    assert len(named_in(MODULES)) > 15


def test_whatever_is_put_together_is_known_here() -> None:
    assert begun_in([*TEMPLATES, *MODULES]) == set(PUT_TOGETHER)


def test_every_text_that_is_named_is_there() -> None:
    assert sorted(used() - set(READ)) == []


def test_no_text_is_there_that_nobody_says() -> None:
    assert sorted(set(READ) - used()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_both_written_standards(language: str) -> None:
    assert [key for key, said in READ.items() if set(said) != {"nb", "nn"} or not said[language].strip()] == []
    assert [key for key, said in READ.items() if said[language] != said[language].strip()] == []


def test_both_standards_have_the_same_blanks() -> None:
    assert [key for key, said in READ.items() if blanks(said["nb"]) != blanks(said["nn"])] == []


def test_nynorsk_is_no_copy_of_bokmal() -> None:
    same = [key for key, said in READ.items() if said["nb"] == said["nn"]]
    assert len(same) < len(READ) / 2
    # Whole sentences are never the same in both.
    assert [key for key in same if READ[key]["nb"].endswith((".", "?"))] == []


NOT_NYNORSK = re.compile(
    r"\b(jeg|ikke|hva|hvem|hvordan|hvor|hvilken|noen|noe|fra|skole\w*|tjenest\w+|dere|deres|opplysning(?:en|er)"
    r"|kilde\w*|mer|flere|uke|gjør|hjem|begynn\w*|hvis|selv|kommuner|ansatte|være|skriver|et|en)\b",
    re.IGNORECASE,
)
NOT_BOKMAL = re.compile(
    r"\b(eg|ikkje|kva|kven|korleis|kor|nokon|noko|frå|skul(?:e[nr]?|ane|ar)?|skulehelse\w*|tenest\w+|dykk|kjeld\w*|meir|fleire|veke|gjer|vere|ein|ei"
    r"|byrj\w*|sjølv|tilsett\w*|blir det|skriv du)\b",
    re.IGNORECASE,
)


def test_no_text_in_nynorsk_has_words_of_bokmal_and_the_other_way_round() -> None:
    assert {key: NOT_NYNORSK.findall(said["nn"]) for key, said in READ.items() if NOT_NYNORSK.search(said["nn"])} == {}
    assert {key: NOT_BOKMAL.findall(said["nb"]) for key, said in READ.items() if NOT_BOKMAL.search(said["nb"])} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_read_as_they_stand_in_the_file(language: str) -> None:
    read = texts("nn" if language == "nn" else "nb")
    assert dict(read) == {key: said[language] for key, said in READ.items()}


def test_no_text_holds_code() -> None:
    assert [key for key, said in READ.items() if re.search("[<>]", said["nb"] + said["nn"])] == []
