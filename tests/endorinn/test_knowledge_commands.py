"""`endorinn knowledge …`: check, load and export."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from knowledge.content import check_content, read_content
from knowledge.flows import check_flows, flows
from tests.knowledge.conftest import small_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from knowledge.content import Content
    from tests.endorinn.conftest import Ran
    from tests.knowledge.conftest import Folder

type Endorinn = Callable[..., Ran]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A small content without a fault, which the commands read on a day of its own time."""
    folder = small_content(tmp_path / "content")
    monkeypatch.setattr("endorinn.knowledge_commands.read_content", partial(read_content, folder.root))
    monkeypatch.setattr("endorinn.knowledge_commands.check_content", partial(check_content, folder.root))
    monkeypatch.setattr("endorinn.knowledge_commands.today", lambda: date(2026, 11, 25))
    return folder


@pytest.fixture
def broken(small: Folder) -> Folder:
    """The same, with two files that cannot be read and one that names a need there is not."""
    small.write("oppdal/en.yml", "- en liste\n")
    small.write("oppdal/to.yml", b"id: oppdal/to\nnavn: \xe6\n")
    small.put("measure", "oppdal/tre", needs=["skolefravar"])
    return small


def told(folder: Folder) -> list[str]:
    """What is said of the broken files."""
    return [
        "oppdal/en.yml: The file must hold one record: keys and values.",
        "oppdal/to.yml:2: The file is not UTF-8. Save it as UTF-8.",
        folder.said("oppdal/tre.yml", "- skolefravar", "Unknown need: skolefravar. Did you mean skolefravaer?"),
    ]


def records_in(database: Path) -> int:
    """How many records the database holds."""
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT count(*) FROM knowledge_record").fetchone()[0]
    return found


def said_in(database: Path) -> list[tuple[str, str]]:
    """Every record that the database holds, with its body."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id, body FROM knowledge_record ORDER BY id").fetchall()


def test_content_without_faults_says_so(endorinn: Endorinn, small: Folder) -> None:
    number = len(read_content(small.root).records)
    ran = endorinn("knowledge", "check")
    assert (ran.code, ran.out, ran.err) == (0, f"No faults in {number} records and {len(flows())} flows.\n", "")


@pytest.mark.usefixtures("small")
def test_a_fault_in_a_flow_is_told_with_those_of_the_content(
    endorinn: Endorinn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "halv.yml").write_text("id: halv\n", encoding="utf-8")
    monkeypatch.setattr("endorinn.knowledge_commands.check_flows", partial(check_flows, tmp_path))
    ran = endorinn("knowledge", "check")
    assert (ran.code, ran.out.splitlines()[0].split(":")[0]) == (1, "flows/halv.yml")


@pytest.mark.usefixtures("small")
def test_content_without_faults_is_an_empty_list_for_machines(endorinn: Endorinn) -> None:
    ran = endorinn("knowledge", "check", "--json")
    assert (ran.code, ran.out) == (0, "[]\n")


def test_every_fault_is_told_with_its_file_and_line(endorinn: Endorinn, broken: Folder) -> None:
    ran = endorinn("knowledge", "check")
    assert (ran.code, ran.out.splitlines(), ran.err) == (1, told(broken), "")


def test_every_fault_is_told_to_machines(endorinn: Endorinn, broken: Folder) -> None:
    ran = endorinn("knowledge", "check", "--json")
    faults = json.loads(ran.out)
    assert (ran.code, [fault["line"] for fault in faults][:2]) == (1, [None, 2])
    assert [f"{one['path']}:{one['line']}: {one['message']}" for one in faults][1:] == told(broken)[1:]


def test_what_is_due_is_told_but_loaded(endorinn: Endorinn, small: Folder) -> None:
    small.put("measure", "oppdal/en", review_by="2026-11-24")
    message = "The review was due on 2026-11-24. Compare it with its sources, then move the date on."
    ran = endorinn("knowledge", "check")
    assert (ran.code, ran.out) == (1, small.said("oppdal/en.yml", "review_by", message) + "\n")
    assert endorinn("knowledge", "load").code == 0


def test_loading_says_how_much_changed(endorinn: Endorinn, small: Folder, own: Path) -> None:
    number = len(read_content(small.root).records)
    ran = endorinn("knowledge", "load")
    assert (ran.code, ran.out) == (0, f"{number} records, {number} added, 0 changed, 0 removed\n")
    assert records_in(own / "endorinn.db") == number


def test_loading_names_the_few_records_that_changed(endorinn: Endorinn, small: Folder) -> None:
    number = len(read_content(small.root).records)
    endorinn("knowledge", "load")
    small.remove("stor-elvdal/sfo-12.yml")
    small.put("route", "nasjonal/rute-sfo", need="sfo", keywords=["sfo"])
    small.put("measure", "oppdal/en")
    assert endorinn("knowledge", "load").out.splitlines() == [
        f"{number} records, 1 added, 1 changed, 1 removed",
        "added: oppdal/en",
        "changed: nasjonal/rute-sfo",
        "removed: stor-elvdal/sfo-12",
    ]


def test_loading_again_changes_nothing(endorinn: Endorinn, small: Folder) -> None:
    endorinn("knowledge", "load")
    number = len(read_content(small.root).records)
    ran = endorinn("knowledge", "load", "--json")
    assert json.loads(ran.out) == {"records": number, "added": [], "changed": [], "removed": []}


def test_content_with_faults_is_not_loaded_and_the_database_is_as_it_was(
    endorinn: Endorinn, own: Path, small: Folder, request: pytest.FixtureRequest
) -> None:
    endorinn("knowledge", "load")
    before = said_in(own / "endorinn.db")
    small.put("route", "nasjonal/rute-sfo", need="sfo", keywords=["endret"])
    broken = request.getfixturevalue("broken")
    ran = endorinn("knowledge", "load")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == ["3 faults in the content:", *told(broken)]
    assert said_in(own / "endorinn.db") == before != []


def test_content_with_faults_makes_no_database(endorinn: Endorinn, own: Path, broken: Folder) -> None:
    assert endorinn("knowledge", "load").err.splitlines()[1:] == told(broken)
    assert not (own / "endorinn.db").exists()


@pytest.mark.usefixtures("small")
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


@pytest.mark.usefixtures("small")
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
