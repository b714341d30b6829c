"""The names that the content declares are what the understanding recognises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from foundation.masking import mask
from knowledge.names import HEADER, lookup_tables, names_of_content, public_names, service_names
from knowledge.ontology import ontology
from knowledge.records import Arena, Definition

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Library
    from knowledge.content import Content
    from knowledge.records import AnyRecord


def test_a_service_is_known_by_its_names_and_nicknames_in_every_municipality(
    make_record: Callable[..., AnyRecord],
) -> None:
    nation = make_record("service", "nasjonal/ppt", type="ppt", name={"nb": "PPT", "nn": "PPT"}, aliases=["ppt"])
    local = {"name": {"nb": "Rådgivning", "nn": "Rådgjeving"}, "aliases": ["ppt", "mgpp"]}
    ringebu = make_record("service", "ringebu/ppt", type="ppt", **local)
    assert service_names([nation, ringebu]) == {"ppt": ["PPT", "ppt", "Rådgivning", "Rådgjeving", "mgpp"]}


def test_a_service_without_a_name_of_its_own_is_still_known_by_its_nicknames(
    make_record: Callable[..., AnyRecord],
) -> None:
    assert service_names([make_record("service", "oppdal/nav", type="nav", aliases=["nav"])]) == {"nav": ["nav"]}


def test_tables_are_training_data_of_one_lookup_a_type(make_record: Callable[..., AnyRecord]) -> None:
    nav = make_record("service", "oppdal/nav", type="nav", aliases=["nav", "sosialkontoret"])
    tables = lookup_tables([nav, make_record("measure", "oppdal/tiltak")])
    assert tables.startswith(HEADER)
    assert yaml.safe_load(tables) == {
        "version": "3.1",
        "nlu": [{"lookup": "service:nav", "examples": "- nav\n- sosialkontoret\n"}],
    }


def test_the_same_content_gives_the_same_tables(content: Content) -> None:
    assert lookup_tables(content.records) == lookup_tables(tuple(reversed(tuple(reversed(content.records)))))


def test_no_name_holds_a_line_break_that_would_split_a_table(content: Content) -> None:
    names = [name for names in service_names(content.records).values() for name in names]
    assert [name for name in names if not name.strip() or "\n" in name] == []


def names_of(content: Content) -> list[str]:
    """Every name in the ontology, of a document, and of what the content declares."""
    declared = [name for names in service_names(content.records).values() for name in names]
    terms = [one.term for one in content.records if isinstance(one, Definition)]
    arenas = [one for one in content.records if isinstance(one, Arena)]
    places = [one.name for one in ontology().municipalities.values()]
    titles = [document.title for document in content.documents.values()]
    named = [text for one in (*terms, *(arena.name for arena in arenas)) for text in (one.nb, one.nn)]
    return sorted({*declared, *named, *places, *titles, *(alias for one in arenas for alias in one.aliases)})


@pytest.mark.parametrize(
    "sentence",
    [
        "Hvem er {name}?",
        "Jeg har snakket med {name} og {name} om det.",
        "Læreren på {name} sa det",
        "mor til barnet i {name}",
        "Det heter {name}, sier rektor. {name} svarer ikke.",
        "Mvh {name}",
    ],
)
def test_no_name_of_the_content_is_taken_for_a_persons(content: Content, library: Library, sentence: str) -> None:
    sentences = [sentence.format(name=name) for name in names_of(content)]
    assert [one for one in sentences if "navn" in mask(one, library.public_names).hidden] == []


def test_the_content_folder_gives_the_same_public_names(library: Library) -> None:
    words = ["Barnevernet", "i", "Nord-Østerdal", "Kari", "Vinstra"]
    assert names_of_content().places(words) == library.public_names.places(words) == {0, 1, 2, 4}


def test_organisations_inside_sentences_of_the_content_are_public(make_record: Callable[..., AnyRecord]) -> None:
    text = "Kurset holdes av Emma Hansen Stiftelsen hvert år."
    phrases = public_names([make_record("measure", "oppdal/tiltak", text={"nb": text, "nn": text})], [])
    assert phrases.places(["Emma", "Hansen", "Stiftelsen"]) == {0, 1, 2}
