"""`endorinn knowledge …`: check, load and export."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from knowledge.content import FOLDER, read_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from knowledge.content import Content
    from tests.endorinn.conftest import Ran

type Endorinn = Callable[..., Ran]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content with two broken files."""
    folder = shutil.copytree(FOLDER, tmp_path / "content")
    (folder / "oppdal" / "en.yml").write_text("- en liste\n", encoding="utf-8")
    (folder / "oppdal" / "to.yml").write_bytes(b"navn: \xe6\n")
    monkeypatch.setattr("endorinn.knowledge_commands.read_content", partial(read_content, folder))


def records_in(database: Path) -> int:
    """How many records the database holds."""
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT count(*) FROM knowledge_record").fetchone()[0]
    return found


def test_content_without_faults_says_so(endorinn: Endorinn, content: Content) -> None:
    ran = endorinn("knowledge", "check")
    assert (ran.code, ran.out, ran.err) == (0, f"No faults in {len(content.records)} records.\n", "")


def test_content_without_faults_is_an_empty_list_for_machines(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "check", "--json")
    assert (ran.code, ran.out) == (0, "[]\n")


@pytest.mark.usefixtures("broken")
def test_every_fault_is_told_with_its_file(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "check")
    assert ran.code == 1
    assert ran.out == (
        "oppdal/en.yml: The file must hold one record: keys and values.\n"
        "oppdal/to.yml: The file is not UTF-8. Save it as UTF-8.\n"
    )


@pytest.mark.usefixtures("broken")
def test_every_fault_is_told_to_machines(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "check", "--json")
    assert ran.code == 1
    assert [fault["path"] for fault in json.loads(ran.out)] == ["oppdal/en.yml", "oppdal/to.yml"]


def test_loading_says_what_changed(endorinn: Endorinn, content: Content, own: Path) -> None:
    number = len(content.records)
    ran = endorinn("knowledge", "load")
    assert (ran.code, ran.out) == (0, f"{number} records, {number} added, 0 changed, 0 removed\n")
    assert records_in(own / "endorinn.db") == number


def test_loading_again_changes_nothing(endorinn: Endorinn, content: Content) -> None:
    endorinn("knowledge", "load")
    ran = endorinn("knowledge", "load", "--json")
    assert json.loads(ran.out) == {"records": len(content.records), "added": 0, "changed": 0, "removed": 0}


def test_content_with_faults_is_not_loaded(
    endorinn: Endorinn, own: Path, content: Content, request: pytest.FixtureRequest
) -> None:
    endorinn("knowledge", "load")
    request.getfixturevalue("broken")
    ran = endorinn("knowledge", "load")
    assert ran.code == 1
    assert ran.err.startswith("2 faults in the content:\noppdal/en.yml: ")
    assert records_in(own / "endorinn.db") == len(content.records)


def test_a_locked_database_is_told_and_left_alone(
    endorinn: Endorinn, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endorinn("knowledge", "load")
    monkeypatch.setattr("foundation.database.BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(own / "endorinn.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        ran = endorinn("knowledge", "load")
    assert ran.code == 1
    assert ran.err == (
        f"The database sqlite:///{own}/endorinn.db is locked by another program. Stop that program, then try again.\n"
    )


def test_what_is_no_database_is_told(endorinn: Endorinn, own: Path) -> None:
    (own / "endorinn.db").write_text("Dette er ingen database, men en lang nok tekst.\n" * 50, encoding="utf-8")
    ran = endorinn("knowledge", "load")
    assert ran.code == 1
    assert "cannot be read. Restore it from a backup, or move it away to start afresh." in ran.err


def test_the_export_holds_everything(endorinn: Endorinn, content: Content) -> None:
    exported = json.loads(endorinn("knowledge", "export").out)
    assert exported["records"] == [record.model_dump(mode="json") for record in content.records]
    assert list(exported["documents"]) == list(content.documents)


def test_every_exported_record_has_its_sources(endorinn: Endorinn) -> None:
    exported = json.loads(endorinn("knowledge", "export", "--format", "json").out)
    used = {source["document"] for record in exported["records"] for source in record["sources"]}
    assert [record["id"] for record in exported["records"] if not record["sources"]] == []
    assert used <= set(exported["documents"])


def test_the_table_has_a_row_for_every_source(endorinn: Endorinn, content: Content) -> None:
    rows = list(csv.DictReader(StringIO(endorinn("knowledge", "export", "--format", "csv").out)))
    expected = [(record.id, source.locator) for record in content.records for source in record.sources]
    assert [(row["id"], row["locator"]) for row in rows] == expected


def test_a_row_of_the_table_says_what_and_where(endorinn: Endorinn, content: Content) -> None:
    rows = list(csv.DictReader(StringIO(endorinn("knowledge", "export", "--format", "csv").out)))
    row = next(row for row in rows if row["id"] == "nasjonal/alarmtelefonen")
    record = next(record for record in content.records if record.id == "nasjonal/alarmtelefonen")
    assert (row["kind"], row["owner"], row["status"]) == (record.kind, "nasjonal", "confirmed")
    assert row["document"] == content.documents[record.sources[0].document].title
    assert row["checked"] == record.sources[0].checked.isoformat()
    assert row["nb"]
    assert row["nn"]


def test_an_unknown_format_is_refused(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "export", "--format", "xml")
    assert ran.code == 2
    assert "'xml'" in ran.err
