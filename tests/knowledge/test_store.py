"""The database says what the files say, or what it said before; never something between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event, text

from foundation.errors import OperatorError
from knowledge.content import Content, ContentError, read_content
from knowledge.records import Text
from knowledge.store import Loaded, history, load_content, read_library
from tests.knowledge.conftest import DOCUMENTS
from tests.postgres import empty_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from knowledge.records import AnyRecord
    from tests.knowledge.conftest import Folder


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with empty_database(request.param, tmp_path / "hus.db", lambda: request.getfixturevalue("postgres")) as made:
        yield made


def rows(engine: Engine, table: str) -> int:
    """Count the rows of a table."""
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own names


def test_every_record_read_from_the_database_equals_the_one_in_the_files(engine: Engine, content: Content) -> None:
    load_content(engine, content)
    library = read_library(engine)
    assert {one.id: one for one in library.records} == {one.id: one for one in content.records}
    assert set(library.documents) == set(content.documents)


def test_a_document_keeps_its_title_kind_address_and_text(engine: Engine, content: Content) -> None:
    load_content(engine, content)
    read = read_library(engine).documents
    kept = {key: (one.title, one.kind, one.url, one.text) for key, one in content.documents.items()}
    assert {key: (one.title, one.kind, one.url, one.text) for key, one in read.items()} == kept


def test_the_first_loading_adds_everything(engine: Engine, two: Content) -> None:
    assert load_content(engine, two) == Loaded(("oppdal/en", "oppdal/to"), (), (), 2)
    assert rows(engine, "knowledge_record") == 2


def test_loading_twice_changes_nothing(engine: Engine, content: Content) -> None:
    load_content(engine, content)
    before = read_library(engine).records
    again = load_content(engine, content)
    assert again == Loaded((), (), (), len(content.records))
    assert read_library(engine).records == before


def test_what_was_changed_added_and_removed_is_told_and_done(
    engine: Engine, two: Content, make_record: Callable[..., AnyRecord]
) -> None:
    load_content(engine, two)
    changed = make_record("measure", "oppdal/en", needs=["sfo"])
    added = make_record("measure", "oppdal/tre")
    loaded = load_content(engine, replace(two, records=(changed, added)))
    assert loaded == Loaded(("oppdal/tre",), ("oppdal/en",), ("oppdal/to",), 2)
    assert set(read_library(engine).records) == {changed, added}


def test_a_changed_source_is_a_changed_record(
    engine: Engine, two: Content, make_record: Callable[..., AnyRecord]
) -> None:
    load_content(engine, two)
    moved = [{"document": "annet", "locator": "Side 2", "checked": "2026-11-02", "quote": "Ord.", "fields": ["text"]}]
    changed = make_record("measure", "oppdal/en", sources=moved)
    loaded = load_content(engine, replace(two, records=(changed, two.records[1])))
    assert loaded.changed == ("oppdal/en",)
    assert read_library(engine).records[0].sources == changed.sources


def test_sources_of_a_removed_record_and_documents_nobody_cites_go_too(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    load_content(engine, Content({"dokument": DOCUMENTS["dokument"]}, two.records[:1]))
    assert (rows(engine, "knowledge_source"), rows(engine, "knowledge_document")) == (1, 1)


def test_each_loading_is_remembered(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    load_content(engine, replace(two, records=two.records[:1]))
    with engine.connect() as connection:
        told = connection.execute(text("SELECT records, added, changed, removed FROM knowledge_load ORDER BY id")).all()
    assert told == [(2, 2, 0, 0), (1, 0, 0, 1)]


def test_content_with_a_fault_leaves_the_database_as_it_was(engine: Engine, folder: Folder) -> None:
    load_content(engine, read_content(folder.root))
    before = read_library(engine).records
    folder.put("measure", "oppdal/ny", needs=["heimlengsel"])
    with pytest.raises(ContentError):
        load_content(engine, read_content(folder.root))
    assert read_library(engine).records == before


def test_a_write_that_fails_in_the_middle_is_taken_back_whole(
    engine: Engine, two: Content, make_record: Callable[..., AnyRecord]
) -> None:
    load_content(engine, two)
    nowhere = [{"document": "finnes-ikke", "locator": "1", "checked": "2026-11-01"}]
    broken = (make_record("measure", "oppdal/tre"), make_record("measure", "oppdal/fire", sources=nowhere))
    with pytest.raises(OperatorError):
        load_content(engine, replace(two, records=broken))
    assert set(read_library(engine).records) == set(two.records)
    assert rows(engine, "knowledge_load") == 1


def test_a_loading_that_is_cut_off_before_its_end_leaves_nothing(engine: Engine, two: Content) -> None:
    load_content(engine, two)

    def cut(*told: object) -> None:
        if "INSERT INTO knowledge_load" in str(told[2]):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(KeyboardInterrupt):
        load_content(engine, replace(two, records=two.records[:1]))
    event.remove(engine, "before_cursor_execute", cut)
    assert set(read_library(engine).records) == set(two.records)


def test_a_database_that_was_never_loaded_says_what_to_run(engine: Engine) -> None:
    with pytest.raises(OperatorError, match=r"holds no content yet\. Run `endorinn knowledge load` first\."):
        read_library(engine)


def test_content_emptied_on_purpose_is_a_loading_too(engine: Engine) -> None:
    assert load_content(engine, Content({}, ())) == Loaded((), (), (), 0)
    assert read_library(engine).records == ()


def test_a_record_in_a_form_that_is_no_more_is_written_anew(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    with engine.begin() as connection:
        connection.execute(text("UPDATE knowledge_record SET body = '{}' WHERE id = 'oppdal/en'"))
    with pytest.raises(OperatorError, match=r"in the form of another version\. Run `endorinn knowledge load` first\."):
        read_library(engine)
    assert load_content(engine, two).changed == ("oppdal/en",)
    assert set(read_library(engine).records) == set(two.records)


def test_norwegian_letters_stand_readable_in_the_database(
    engine: Engine, make_record: Callable[..., AnyRecord]
) -> None:
    record = make_record("measure", "oppdal/en", text={"nb": "Blåbær på øya", "nn": "Blåbær på øya"})
    load_content(engine, Content(DOCUMENTS, (record,)))
    with engine.connect() as connection:
        assert (
            "Blåbær på øya" in connection.execute(text("SELECT CAST(body AS TEXT) FROM knowledge_record")).scalar_one()
        )


def test_what_a_record_said_before_is_kept_with_when_it_said_it(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    first = two.records[0]
    for text_now in ("Nytt.", "Nyest."):
        said = first.model_copy(update={"text": Text(nb=text_now, nn=text_now)})
        load_content(engine, replace(two, records=(said, two.records[1])))
    versions = history(engine, first.id)
    assert [one.record["text"]["nb"] for one in versions] == ["Et tiltak.", "Nytt.", "Nyest."]
    assert [one.record["sources"][0]["locator"] for one in versions] == ["Side 1"] * 3
    assert [one.until for one in versions] == [versions[1].since, versions[2].since, None]
    assert versions[0].since < versions[1].since < versions[2].since


def test_a_record_that_was_removed_has_its_history_and_nothing_now(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    load_content(engine, replace(two, records=two.records[1:]))
    [version] = history(engine, two.records[0].id)
    assert version.until is not None
    assert len(history(engine, two.records[1].id)) == 1


def test_an_id_that_was_never_loaded_has_no_history(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    assert history(engine, "oppdal/aldri") == ()


def test_loading_the_same_again_makes_no_history(engine: Engine, two: Content) -> None:
    load_content(engine, two)
    load_content(engine, two)
    assert rows(engine, "knowledge_history") == 0
