"""An editor sees every fault at once, as `path:line: message`; the project's own content has none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from knowledge.content import FOLDER, Content, read_content
from knowledge.ontology import ontology
from knowledge.records import Record

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

MEASURE = "stor-elvdal/tiltak"
SAID = "stor-elvdal/tiltak.yml"
INDENT = "Indent with spaces, never tabs; put a text with a colon in quotes."


def source(**fields: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a source's fields
    """Return the sources of a record that stands on one document."""
    return [{"document": "dokument", "locator": "Side 1", "checked": "2026-11-01", **fields}]


def test_the_projects_content_is_without_a_fault(content: Content) -> None:
    files = [path for path in FOLDER.glob("*/**/*.yml") if path.is_file()]
    assert len(content.records) == len(files) > 700
    assert all(isinstance(record, Record) and record.sources for record in content.records)


def test_the_small_content_is_without_a_fault(folder: Folder) -> None:
    assert len(read_content(folder.root).records) == len(ontology().needs) + 3
    assert folder.faults_on("2026-11-25") == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("id: a\nname:\n\tnb: Tiltak\n", 3, f"Not valid YAML: found character that cannot start any token. {INDENT}"),
        ("id: a\nkind: measure: b\n", 2, f"Not valid YAML: mapping values are not allowed in this context. {INDENT}"),
        ("id: a\ntext: *ukjent\n", 2, f"Not valid YAML: found undefined alias. {INDENT}"),
        ("id: a\ntext: [\n", 3, f"Not valid YAML: did not find expected node content. {INDENT}"),
        ("id: a\n---\nid: b\n", 2, f"Not valid YAML: but found another document. {INDENT}"),
        ("id: a\ntext: \x07\n", 2, "Not valid YAML: a character that cannot be seen stands here. Take it away."),
        ("id: a\nkind: gap\nid: b\n", 3, "The key id is there twice. Keep one."),
        ("id: a\ntext:\n  nb: Ja\n  nb: Nei\n", 4, "The key nb is there twice. Keep one."),
        ("id: a\nyear: !!int tolv\n", 2, "«tolv» is not what its tag says. Put it in quotes."),
        ("", 0, "The file must hold one record: keys and values."),
        ("- en\n- to\n", 0, "The file must hold one record: keys and values."),
        ("bare ord\n", 0, "The file must hold one record: keys and values."),
    ],
)
def test_yaml_that_cannot_be_read_is_named_with_its_line(folder: Folder, text: str, line: int, message: str) -> None:
    folder.write(SAID, text)
    assert folder.faults() == [f"{SAID}:{line}: {message}" if line else f"{SAID}: {message}"]


def test_a_tag_that_would_run_something_runs_nothing(folder: Folder) -> None:
    folder.write(SAID, "id: a\nkind: !!python/object/apply:os._exit [3]\n")
    [fault] = folder.faults()
    assert fault.startswith(f"{SAID}:2: Not valid YAML: could not determine a constructor for the tag")


def test_the_line_that_is_not_utf8_is_named(folder: Folder) -> None:
    folder.write(SAID, "id: stor-elvdal/tiltak\n# en søknad".encode("latin-1"))
    assert folder.faults() == [f"{SAID}:2: The file is not UTF-8. Save it as UTF-8."]


def test_a_file_of_five_megabytes_is_not_read(folder: Folder) -> None:
    folder.write(SAID, b"#" * 5_000_000)
    assert folder.faults() == [f"{SAID}: The file is larger than 100 kB. Split it: one record a file."]


@pytest.mark.parametrize(("size", "faults"), [(100_000, 0), (100_001, 1)])
def test_a_file_of_a_hundred_kilobytes_is_still_read(folder: Folder, size: int, faults: int) -> None:
    folder.put("measure", MEASURE)
    text = (folder.root / SAID).read_bytes()
    folder.write(SAID, text + b"#" * (size - len(text)))
    assert len(folder.faults_on("2026-11-25")) == faults


def test_what_cannot_be_opened_is_named(folder: Folder) -> None:
    (folder.root / SAID).mkdir()
    assert folder.faults() == [f"{SAID}: The file cannot be read: Is a directory. Check its permissions."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: a\nkeywords: &x [*x]\n", 2),
        ("&x {id: a, text: *x}\n", 1),
        ("id: a\nkind: gap\ntext: &x\n  nb: *x\n", 3),
        ("id: a\nkind: &k [*k]\n", 2),
        ("a: &a [x, x]\nb: &b [*a, *a]\nkind: [*b, *b]\n", 1),
    ],
)
def test_an_alias_that_contains_itself_or_grows_is_named(folder: Folder, text: str, line: int) -> None:
    folder.write(SAID, text)
    message = "This is used again elsewhere by an alias (*). Write it out in both places, without & and *."
    assert folder.faults() == [f"{SAID}:{line}: {message}"]


def test_an_alias_of_one_word_or_date_is_allowed(folder: Folder) -> None:
    folder.put("measure", MEASURE, valid_from="2026-01-01")
    text = (folder.root / SAID).read_text(encoding="utf-8")
    text = text.replace("'2027-11-01'", "&d 2027-11-01").replace("'2026-01-01'", "2026-01-01\nvalid_to: *d")
    folder.write(SAID, text)
    assert [record.valid_to for record in read_content(folder.root).records if record.id == MEASURE] == [
        date(2027, 11, 1)
    ]


DATE = "Write a date as 2026-11-25."


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ({"teksst": "feil"}, "teksst:", "teksst: Unknown key. Did you mean text?"),
        ({"vekt": 1}, "vekt:", "vekt: Unknown key. Take it away, or see docs/innhold.md."),
        ({"text": {"nb": "Et.", "nn": "Eit.", "en": "A."}}, "en:", "text.en: Unknown key. Did you mean nn?"),
        ({"sources": source(qoute="Ord.")}, "qoute:", "sources.0.qoute: Unknown key. Did you mean quote?"),
        ({"review_by": "31.12.2026"}, "review_by", f"review_by: {DATE}"),
        ({"review_by": "2026-02-30"}, "review_by", f"review_by: {DATE}"),
        ({"review_by": None}, "review_by", f"review_by: {DATE}"),
        ({"valid_to": "2026-11-25 10:00"}, "valid_to", "valid_to: Write a date as 2026-11-25, without a time."),
        ({"text": {"nb": "Bare bokmål."}}, "text:", "text.nn: It is missing. Add it."),
        ({"text": {"nn": "Berre nynorsk."}}, "text:", "text.nb: It is missing. Add it."),
        ({"text": {"nb": "Et.", "nn": "  "}}, "  nn: '  '", "text.nn: It is empty. Write it, or take the key away."),
        ({"text": {"nb": True, "nn": "Ja"}}, "nb: true", "text.nb: It must be a text. Put numbers, yes and no in quo"),
        ({"text": "Et."}, "text:", "text: It must have keys of its own below it, as nb and nn."),
        ({"sources": []}, "sources", "sources: The list is empty. Add something, or take the key away."),
        ({"sources": source(locator=" ")}, "locator", "sources.0.locator: It is empty. Write it, or take the key away"),
        ({"sources": source(quote=" ")}, "quote", "sources.0.quote: It is empty. Write it, or take the key away."),
        ({"sources": source(url="javascript:alert(1)")}, "url", "sources.0.url: It is not in the form that it must"),
        ({"keywords": "tiltak"}, "keywords", "keywords: It must be a list: one line each that begins with a hyphen."),
        ({"audience": "alle sammen"}, "audience", "audience: Input should be 'alle' or 'ansatt'."),
        ({"status": "kanskje"}, "status", "status: Input should be 'confirmed', 'unconfirmed' or 'superseded'."),
        ({"status": ["confirmed"]}, "status", "status: Input should be 'confirmed', 'unconfirmed' or 'superseded'."),
        ({"level": "blå"}, "level", "level: Input should be 'gronn', 'gul' or 'rod'."),
        ({"ages": {"low": -1}}, "low", "ages.low: Input should be greater than or equal to 0."),
        ({"kind": "mesure"}, "kind", "kind: Unknown kind mesure. Did you mean measure?"),
        ({"kind": "tiltak"}, "kind", "kind: Unknown kind tiltak. The kinds are service, contact, helpline, route, "),
        ({"id": "Stor-Elvdal/tiltak"}, "id", "id: It is not in the form that it must have: String should match"),
    ],
)
def test_a_field_that_breaks_the_schema_is_named(
    folder: Folder, fields: dict[str, Any], place: str, message: str
) -> None:
    folder.put("measure", MEASURE, **fields)
    [fault] = folder.faults()
    assert fault.startswith(folder.said(SAID, place, message))


@pytest.mark.parametrize("key", ["sources", "review_by", "text", "kind"])
def test_what_every_measure_must_have_is_missed(folder: Folder, key: str) -> None:
    folder.put("measure", MEASURE)
    whole = yaml.safe_load((folder.root / SAID).read_text(encoding="utf-8"))
    del whole[key]
    folder.write(SAID, yaml.safe_dump(whole))
    [fault] = folder.faults()
    assert fault.startswith(f"{SAID}:1: {key}: It is missing. Add it")


def test_a_date_that_no_calendar_has_hides_no_other_fault(folder: Folder) -> None:
    folder.write("stor-elvdal/a.yml", "id: stor-elvdal/a\nkind: level\nreview_by: 2026-02-30\nvalid_to: 2026-13-01\n")
    assert {f"stor-elvdal/a.yml:{n}: {key}: {DATE}" for n, key in ((3, "review_by"), (4, "valid_to"))} < set(
        folder.faults()
    )


def test_a_word_that_yaml_takes_for_yes_or_no_is_no_key(folder: Folder) -> None:
    folder.write(SAID, "on: onsdag\nid: a\nkind: gap\n")
    message = "A key must be a word. Put yes, no, on, off and numbers in quotes, or mend it."
    assert any(fault.startswith(f"{SAID}:1: ") and fault.endswith(message) for fault in folder.faults())


@pytest.mark.parametrize(
    ("opening", "place", "message"),
    [
        (
            "[{days: [ma], since: '15:00', until: '08:00'}]",
            "- days",
            "opening.0: a span ends later the same day. Split one that passes midnight in two.",
        ),
        ("[{days: [man], since: '08:00', until: '15:00'}]", "- man", "opening.0.days.0: Input should be 'ma', 'ti', "),
        ("[{days: [on], since: '08:00', until: '15:00'}]", "- true", "opening.0.days.0: Input should be 'ma', 'ti', "),
        ("[{days: [ma], since: '25:00', until: '15:00'}]", "since", "opening.0.since: Input should be in a valid time"),
        (
            "[{days: [ma], since: 15:30, until: '16:00'}]",
            "since",
            'opening.0.since: write a clock time in quotes, as "',
        ),
        ("hele døgnet", "opening", "opening: Input should be 'always'."),
    ],
)
def test_opening_hours_that_would_be_read_wrongly_are_named(
    folder: Folder, opening: str, place: str, message: str
) -> None:
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", opening=yaml.safe_load(opening))
    [fault] = folder.faults()
    assert fault.startswith(folder.said("stor-elvdal/kontakt.yml", place, message))


def test_a_weekday_that_yaml_takes_for_yes_is_to_stand_in_quotes(folder: Folder) -> None:
    opening = [{"days": [True], "since": "08:00", "until": "15:00"}]
    folder.put("contact", "stor-elvdal/kontakt", service="stor-elvdal/skole", opening=opening)
    assert folder.faults()[0].endswith("Put yes, no, on and off in quotes.")


def test_documents_that_cannot_be_read_are_one_fault_and_none_of_the_records(folder: Folder) -> None:
    folder.remove("kilder.yml")
    assert folder.faults() == ["kilder.yml: The file is missing."]


def test_a_document_that_breaks_the_schema_is_named_and_the_others_are_used(folder: Folder) -> None:
    folder.write("kilder.yml", "dokument:\n  title: Et\n  kind: bok\nplan: {title: To, kind: plan, text: oppdal.txt}\n")
    quote = "Alle elever på 1. - 3. trinn får 12 timer gratis SFO pr uke."
    assert folder.faults() == [
        "kilder.yml:3: dokument.kind: Input should be 'plan', 'law' or 'page'.",
        folder.said(
            "stor-elvdal/sfo-12.yml",
            "quote:",
            f"The quote does not stand in oppdal.txt: «{quote}». Copy it from there letter by letter.",
        ),
    ]


@pytest.mark.parametrize(
    "path", ["stor-elvdal/tiltak.yaml", "stor-elvdal/TILTAK.YML", "tiltak.yml", "oppdal/a.yml.txt"]
)
def test_a_file_that_would_be_passed_over_in_silence_is_named(folder: Folder, path: str) -> None:
    folder.write(path, "id: stor-elvdal/tiltak\n")
    message = "The file is not read. A record is called <owner>/<name>.yml, in small letters: rename it, or move it."
    assert folder.faults() == [f"{path}: {message}"]


@pytest.mark.parametrize(
    "path",
    ["stor-elvdal/.tiltak.txt", "oppdal/mappe.txt/bilde.png", "stor-elvdal/tiltak.yml~", "stor-elvdal/bilde.png"],
)
def test_what_is_no_record_may_lie_there(folder: Folder, path: str) -> None:
    folder.write(path, "id: stor-elvdal/tiltak\n")
    assert folder.faults_on("2026-11-25") == []
