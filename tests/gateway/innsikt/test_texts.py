"""What the page of figures says: in both written standards, for every value that there can be, and all of it used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from conversations.usage_figures import ALONE, UNDER, WHOLE
from gateway.drawing import FOLDER
from gateway.innsikt.tables import PARTS
from gateway.innsikt.texts import FILE, texts
from gateway.innsikt.values import SAID, name_of, values
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from tests.gateway.oppslag.browsing import LANGUAGES, Language

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge import Library

READ: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SOURCES = [
    *sorted((FOLDER / "templates" / "innsikt").glob("*.html")),
    *sorted(FILE.parent.glob("*.py")),
]


def test_every_text_is_there_in_both_written_standards() -> None:
    assert [key for key, said in READ.items() if set(said) != {"nb", "nn"} or not all(said.values())] == []


def test_every_text_is_said_somewhere() -> None:
    sources = " ".join(file.read_text(encoding="utf-8") for file in SOURCES)
    begun = re.compile(rf"(?:part|figure|about|csv|{'|'.join(set(SAID.values()))})_")
    whole = {key for key in READ if not begun.match(key)}
    assert [key for key in whole if not re.search(rf"""\bt\.{key}\b|\[["']{key}["']\]""", sources)] == []


def test_every_figure_has_its_place_its_values_and_its_words() -> None:
    shown = [figure for figures in PARTS.values() for figure in figures]
    assert sorted(shown) == sorted(values()) == sorted((*WHOLE, *UNDER, *ALONE))
    said = texts("nb")
    assert [one for one in shown if f"figure_{one}" not in said or f"about_{one}" not in said] == []
    assert [one for one in PARTS if f"part_{one}" not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_called_something_but_its_id(library: Library, moment: datetime, language: Language) -> None:
    reading = Reading(library.view("oppdal", moment.date(), signed_in=True), language)
    unnamed = [
        (figure, value)
        for figure, all_of_them in values().items()
        for value in all_of_them
        if name_of(figure, value, reading) == value
    ]
    # A service that nothing in the municipality names is not asked about by name either.
    assert {figure for figure, _ in unnamed} <= {"service_not_stated"}
    assert {value for _, value in unnamed}.isdisjoint(reading.view.services)


def test_a_value_of_an_older_vocabulary_is_shown_by_its_id(library: Library, moment: datetime) -> None:
    reading = Reading(library.view("oppdal", moment.date(), signed_in=True), "nb")
    assert {name_of(figure, "gammelt", reading) for figure in values()} == {"gammelt"}


def test_every_question_type_has_a_name_though_it_is_talk() -> None:
    assert [one for one in ontology().question_types if f"type_{one}" not in READ] == []
