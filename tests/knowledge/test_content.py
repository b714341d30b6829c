"""An editor sees every fault at once, as `path: message`; the project's own content has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from knowledge.content import FOLDER, Content, ContentError, read_content
from knowledge.ontology import ontology
from knowledge.records import Record

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

MEASURE = "stor-elvdal/tiltak"
SAID = "stor-elvdal/tiltak.yml"
DAY = "2026-11-01"


def faults_of(folder: Folder) -> list[str]:
    """Return the faults of a folder as an editor reads them."""
    with pytest.raises(ContentError) as caught:
        read_content(folder.root)
    return str(caught.value).splitlines()


def source(**fields: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a source's fields
    """Return the sources of a record that stands on the plan."""
    return [{"document": "plan", "locator": "6.1", "checked": DAY, **fields}]


def test_the_projects_content_is_without_a_fault(content: Content) -> None:
    files = [path for path in FOLDER.glob("*/**/*.yml") if path.is_file()]
    assert len(content.records) == len(files) > 700


def test_the_small_content_is_without_a_fault(folder: Folder) -> None:
    assert len(read_content(folder.root).records) == len(ontology().needs) + 3


def test_a_tab_is_named_with_its_line(folder: Folder) -> None:
    folder.write(SAID, "id: stor-elvdal/tiltak\nname:\n\tnb: Tiltak\n")
    [fault] = faults_of(folder)
    assert fault.startswith(f"{SAID}: Line 3 is not valid YAML: ")
    assert fault.endswith("Indent with spaces, never tabs.")


@pytest.mark.parametrize("text", ["id: a\nkind: gap\nid: b\n", "id: a\ntext:\n  nb: Ja\n  nb: Nei\n"])
def test_a_key_that_is_there_twice_is_named_and_hides_nothing(folder: Folder, text: str) -> None:
    folder.write(SAID, text)
    [fault] = faults_of(folder)
    assert re.match(rf"{re.escape(SAID)}: Line [34] is not valid YAML: the key (id|nb) is there twice\.", fault)


def test_a_file_that_is_not_utf8_is_named(folder: Folder) -> None:
    folder.write(SAID, "id: stor-elvdal/søknad".encode("latin-1"))
    assert faults_of(folder) == [f"{SAID}: The file is not UTF-8. Save it as UTF-8."]


def test_a_file_of_five_megabytes_is_not_read(folder: Folder) -> None:
    folder.write(SAID, b"#" * 5_000_000)
    assert faults_of(folder) == [f"{SAID}: The file is larger than 100 kB. Split it: one record a file."]


@pytest.mark.parametrize("text", ["", "- en\n- to\n", "bare ord\n"])
def test_a_file_that_holds_no_record_is_named(folder: Folder, text: str) -> None:
    folder.write(SAID, text)
    assert faults_of(folder) == [f"{SAID}: The file must hold one record: keys and values."]


@pytest.mark.parametrize("text", ["a: *ukjent\n", "!!python/object:os.system {}\n", "a: \x07\n", "a: [\n"])
def test_hostile_yaml_is_a_fault_and_runs_nothing(folder: Folder, text: str) -> None:
    folder.write(SAID, text)
    [fault] = faults_of(folder)
    assert fault.startswith(f"{SAID}: ")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tekst": "feil"}, "tekst: Extra inputs are not permitted"),
        ({"review_by": "31.12.2026"}, "review_by: Input should be a valid date"),
        ({"review_by": "2026-02-30"}, "review_by: Input should be a valid date"),
        ({"review_by": None}, "review_by: Input should be a valid date"),
        ({"text": {"nb": "Bare bokmål."}}, "text.nn: Field required"),
        ({"text": {"nb": "Et tiltak.", "nn": "  "}}, "text.nn: String should have at least 1 character"),
        ({"sources": []}, "sources: Tuple should have at least 1 item"),
        ({"audience": "alle sammen"}, "audience: Input should be 'alle' or 'ansatt'"),
        ({"status": "kanskje"}, "status: Input should be 'confirmed', 'unconfirmed' or 'superseded'"),
        ({"level": "blå"}, "level: Input should be 'gronn', 'gul' or 'rod'"),
        ({"ages": {"low": -1}}, "ages.low: Input should be greater than or equal to 0"),
    ],
)
def test_a_field_that_breaks_the_schema_is_named(folder: Folder, fields: dict[str, Any], message: str) -> None:
    folder.put("measure", MEASURE, **fields)
    [fault] = faults_of(folder)
    assert fault.startswith(f"{SAID}: {message}")


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ("{days: [ma], since: '15:00', until: '08:00'}", "a span ends later the same day. Split one that passes"),
        ("{days: [ma], since: '08:00', until: '08:00'}", "a span ends later the same day. Split one that passes"),
        ("{days: [on], since: '08:00', until: '15:00'}", "days.0: Input should be 'ma', 'ti', 'on'"),
        ("{days: ['on'], since: '25:00', until: '15:00'}", "since: Input should be in a valid time format"),
    ],
)
def test_opening_hours_that_would_be_read_wrongly_are_named(folder: Folder, span: str, message: str) -> None:
    opening = [yaml.safe_load(span)]
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", opening=opening)
    assert any(fault.startswith("stor-elvdal/kontakt.yml: opening") and message in fault for fault in faults_of(folder))


def test_an_unknown_kind_names_the_kinds_there_are(folder: Folder) -> None:
    folder.put("measure", MEASURE, kind="tiltak")
    [fault] = faults_of(folder)
    assert fault.startswith(f"{SAID}: ")
    assert "'measure'" in fault


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"needs": ["heimlengsel"]}, "Unknown need: heimlengsel. The ids are in knowledge/ontology.yml."),
        ({"services": ["trollmann"]}, "Unknown service: trollmann. The ids are in knowledge/ontology.yml."),
        ({"sources": source(document="avisa")}, "Unknown document: avisa. Add it to kilder.yml."),
        (
            {"sources": source(quote="Alle elever på 1. - 4. trinn får 12 timer")},
            "The quote does not stand in stor-elvdal.txt: «Alle elever på 1. - 4. trinn får 12 timer»",
        ),
        (
            {"sources": [{"document": "dokument", "locator": "1", "checked": DAY, "quote": "ord " * 26}]},
            f"The quote has 26 words; 25 is the most: «{('ord ' * 26)[:40]}…»",
        ),
        (
            {"sources": [{"document": "barnevernsloven", "locator": "§ 6-4", "checked": DAY}]},
            "barnevernsloven § 6-4 is repealed. Cite today's paragraph.",
        ),
        (
            {"sources": source(document="dokument", fields=["text", "acces"])},
            "dokument carries acces, which a measure does not have.",
        ),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, "valid_to is before valid_from."),
        (
            {"review_by": "2026-10-31"},
            "dokument was checked after the record's review is due (2026-10-31).",
        ),
        (
            {"text": {"nb": "Ring 62 48 51 60.", "nn": "Ring."}},
            "«62 48 51 60» looks like a phone number. Numbers stand in contacts and help lines only.",
        ),
        (
            {"cost": {"nb": "Gratis.", "nn": "Gratis, ring 116 111."}},
            "«116 111» looks like a phone number. Numbers stand in contacts and help lines only.",
        ),
    ],
)
def test_what_a_schema_cannot_see_is_named(folder: Folder, fields: dict[str, Any], message: str) -> None:
    folder.put("measure", MEASURE, **fields)
    assert faults_of(folder) == [f"{SAID}: {message}"]


def test_a_quote_of_twenty_five_words_is_allowed(folder: Folder) -> None:
    folder.put("measure", MEASURE, sources=[{**source(document="dokument")[0], "quote": "ord " * 25}])
    assert read_content(folder.root).records


def test_a_number_in_a_contact_is_where_it_belongs(folder: Folder) -> None:
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", value="62 48 51 60")
    assert read_content(folder.root).records


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("route", {"need": "heimlengsel"}, "Unknown need: heimlengsel."),
        ("route", {"steps": [{"service": "trollmann", "why": {"nb": "a", "nn": "b"}}]}, "Unknown service: trollmann."),
        ("contact", {"service": "stor-elvdal/trollmann"}, "Unknown service: trollmann."),
        ("gap", {"question_types": ["hvorfor"]}, "Unknown question type: hvorfor."),
        ("service", {"type": "skole"}, "A service's id is <owner>/<type>: write stor-elvdal/skole."),
    ],
)
def test_every_reference_is_looked_up(folder: Folder, kind: str, fields: dict[str, Any], message: str) -> None:
    folder.put(kind, MEASURE, **fields)
    [fault] = faults_of(folder)
    assert fault.startswith(f"{SAID}: {message}")


def test_an_id_used_twice_is_named_in_both_files(folder: Folder) -> None:
    folder.put("measure", MEASURE)
    folder.put("measure", MEASURE, path="stor-elvdal/annen/tiltak.yml")
    message = f"The id {MEASURE} is used by 2 files. An id names one record."
    assert faults_of(folder) == [f"stor-elvdal/annen/tiltak.yml: {message}", f"{SAID}: {message}"]


def test_an_id_in_another_owners_folder_is_named(folder: Folder) -> None:
    folder.put("measure", "oppdal/tiltak", path=SAID)
    assert faults_of(folder) == [f"{SAID}: The id oppdal/tiltak belongs in the folder oppdal/, not stor-elvdal/."]


def test_a_file_that_is_not_called_after_its_id_is_named(folder: Folder) -> None:
    folder.put("measure", MEASURE, path="stor-elvdal/annet.yml")
    assert faults_of(folder) == [
        f"stor-elvdal/annet.yml: The file is called annet.yml, but the id is {MEASURE}. Call it tiltak.yml."
    ]


def test_an_owner_that_is_no_place_is_named(folder: Folder) -> None:
    folder.put("measure", "atlantis/tiltak")
    assert faults_of(folder) == [
        "atlantis/tiltak.yml: The owner atlantis is neither a municipality, a plan area nor nasjonal."
    ]


def test_a_need_without_a_route_is_named_with_the_roles_that_lack_one(folder: Folder) -> None:
    folder.remove("nasjonal/rute-vold.yml")
    folder.put("route", "nasjonal/rute-sfo", need="sfo", roles=["forelder", "ukjent"])
    assert faults_of(folder) == [
        "nasjonal: No route for sfo for ungdom, ansatt.",
        "nasjonal: No route for vold for forelder, ungdom, ansatt, ukjent.",
    ]


@pytest.mark.parametrize("fields", [{"ages": {"low": 6}}, {"status": "unconfirmed"}, {"valid_to": "2026-12-31"}])
def test_a_route_that_is_not_for_everybody_leaves_the_need_without_one(folder: Folder, fields: dict[str, Any]) -> None:
    folder.put("route", "nasjonal/rute-sfo", need="sfo", **fields)
    assert faults_of(folder) == ["nasjonal: No route for sfo for forelder, ungdom, ansatt, ukjent."]


@pytest.mark.parametrize(
    "fields", [{"status": "unconfirmed"}, {"status": "superseded"}, {"ages": {"high": 18}}, {"acute": {"selvmord": 1}}]
)
def test_a_danger_without_a_line_that_everybody_can_call_is_named(folder: Folder, fields: dict[str, Any]) -> None:
    acute = dict.fromkeys(ontology().acute_kinds, 1)
    folder.put("helpline", "nasjonal/nodetater", **{"acute": acute, **fields})
    fault = "nasjonal: No confirmed help line with a phone for barn-i-fare, for people of every age."
    assert fault in faults_of(folder)


def test_missing_documents_are_one_fault_of_their_own(folder: Folder) -> None:
    folder.remove("kilder.yml")
    assert "kilder.yml: The file is missing." in faults_of(folder)


def test_a_document_that_breaks_the_schema_is_named(folder: Folder) -> None:
    folder.write("kilder.yml", "dokument: {title: Et dokument, kind: bok}\n")
    assert "kilder.yml: dokument.kind: Input should be 'plan', 'law' or 'page'" in faults_of(folder)


def test_an_address_that_is_not_of_the_web_is_named(folder: Folder) -> None:
    folder.put("measure", MEASURE, sources=source(url="javascript:alert(1)"))
    assert f"{SAID}: sources.0.url: String should match pattern '^https?://\\S+$'" in faults_of(folder)


def test_all_faults_are_told_in_one_run_sorted_by_file(folder: Folder) -> None:
    folder.write("oppdal/tab.yml", "id:\n\tnb\n")
    folder.write("oppdal/latin.yml", "ø".encode("latin-1"))
    folder.put("measure", "oppdal/a", needs=["heimlengsel"], services=["trollmann"], nokkel=1)
    folder.put("measure", "oppdal/b", needs=["heimlengsel"], services=["trollmann"])
    folder.remove("nasjonal/rute-vold.yml")
    paths = [fault.partition(": ")[0] for fault in faults_of(folder)]
    expected = ["nasjonal", "oppdal/a.yml", "oppdal/b.yml", "oppdal/b.yml", "oppdal/latin.yml", "oppdal/tab.yml"]
    assert paths == expected


def test_no_content_of_the_project_cites_a_repealed_paragraph_or_a_quote_too_long(content: Content) -> None:
    sources = [source for record in content.records for source in record.sources]
    assert all(isinstance(record, Record) and record.sources for record in content.records)
    assert max(len((source.quote or "").split()) for source in sources) <= 25
    assert not [one for one in sources if one.document == "barnevernsloven" and one.locator.startswith("§ 6-4")]
