"""One run names every fault of every file, with its line and what mends it, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.content import ContentError, read_content

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

DAY = "2026-11-25"
ROLES = "forelder, ungdom, ansatt, ukjent"
ALIAS = "This is used again elsewhere by an alias (*). Write it out in both places, without & and *."
INDENT = "Indent with spaces, never tabs; put a text with a colon in quotes."
PERSON = (
    "«Kari Nordmann» looks like a person's name, and those never stand in the content. "
    "Take it away; if it is an organisation or a method, define it in ord-….yml."
)
# A record as an editor writes it, one fault a line: what stands on the line, and what is said of it.
FAULTY = {
    "id: stor-elvdal/mange": "",
    "kind: measure": "",
    "name: {nb: Tiltak, nn: Tiltak}": "",
    "text:": "",
    "  nb: Kari Nordmann tar imot på tlf. 62 48 51 60.": (
        "«62 48 51 60» looks like a phone number. Move it to a contact or a help line.",
        PERSON,
    ),
    "  nn: Meld frå etter § 6-4.": "«§ 6-4» is repealed. Say in the same text what holds today: § 13-2.",
    "access: {nb: Søk på BPOP-skjema., nn: Søk på skjema.}": (
        "BPOP is explained nowhere. Write it out here, or define it in ord-….yml."
    ),
    "needs: [skolefravar]": "Unknown need: skolefravar. Did you mean skolefravaer?",
    "services: [trollmann]": "Unknown service: trollmann. The ids are in knowledge/ontology.yml.",
    "sources:": "",
    "  - document: avisa": "Unknown document: avisa. Add it to kilder.yml.",
    "    locator: Side 1": "",
    "    checked: 2027-01-15": "Checked on 2027-01-15, a day that is not come yet.",
    "  - document: plan": "",
    "    locator: Kapittel 6": "",
    "    checked: 2026-11-01": "",
    "    quote: Alle elever får en ponni.": (
        "The quote does not stand in stor-elvdal.txt: «Alle elever får en ponni.». Copy it from there letter by letter."
    ),
    "    fields: [textt]": "plan carries textt, which a measure does not have. Mend the name.",
    "valid_to: 2026-08-31": (
        "It held until 2026-08-31 and is not used any more. Set `status: superseded`, or a new date."
    ),
    "valid_from: 2026-01-01": "",
    "review_by: 2027-11-01": "",
    "replaced_by: stor-elvdal/ingen": (
        "Only a record with `status: superseded` is replaced by another one. Set it.",
        "No record has the id stor-elvdal/ingen. Name one that there is.",
    ),
}


def expected(path: str) -> list[str]:
    """Return what is said of the faulty record, sorted as it is shown."""
    told = [
        (line, message)
        for line, messages in enumerate(FAULTY.values(), 1)
        for message in ((messages,) if isinstance(messages, str) else messages)
        if message
    ]
    return [f"{path}:{line}: {message}" for line, message in sorted(told)]


def test_every_fault_of_one_file_is_named_on_its_line(folder: Folder) -> None:
    folder.write("stor-elvdal/mange.yml", "\n".join(FAULTY))
    assert folder.faults_on(DAY) == expected("stor-elvdal/mange.yml")


def test_all_faults_of_all_files_are_told_in_one_run_sorted_by_file_and_line(folder: Folder) -> None:
    folder.remove("nasjonal/rute-vold.yml")
    folder.write("oppdal/latin.yml", "ø".encode("latin-1"))
    folder.write("oppdal/ring.yml", "a: &a [*a]\n")
    folder.write("oppdal/stor.yml", b"#" * 5_000_000)
    folder.write("oppdal/tab.yml", "id:\n\tnb\n")
    folder.put("measure", "oppdal/en", replaced_by="oppdal/to", status="superseded")
    folder.put("measure", "oppdal/to", replaced_by="oppdal/en", status="superseded")
    folder.put("measure", "oppdal/nokkel", tekst="feil", review_by="25.11.2026")
    folder.put("measure", "oppdal/uten", sources=[], text={"nb": "Et."})
    folder.write("stor-elvdal/mange.yml", "\n".join(FAULTY))
    ring = "These records replace each other in a ring: oppdal/{} → oppdal/{} → oppdal/{}. Cut it at the newest one."
    assert folder.faults_on(DAY) == [
        f"nasjonal: No route for vold for {ROLES} in any municipality. Write nasjonal/rute-vold.yml.",
        folder.said("oppdal/en.yml", "replaced_by", ring.format("en", "to", "en")),
        "oppdal/latin.yml:1: The file is not UTF-8. Save it as UTF-8.",
        folder.said("oppdal/nokkel.yml", "review_by", "review_by: Write a date as 2026-11-25."),
        folder.said("oppdal/nokkel.yml", "tekst", "tekst: Unknown key. Did you mean text?"),
        f"oppdal/ring.yml:1: {ALIAS}",
        "oppdal/stor.yml: The file is larger than 100 kB. Split it: one record a file.",
        f"oppdal/tab.yml:2: Not valid YAML: found character that cannot start any token. {INDENT}",
        folder.said("oppdal/to.yml", "replaced_by", ring.format("to", "en", "to")),
        folder.said("oppdal/uten.yml", "sources", "sources: The list is empty. Add something, or take the key away."),
        folder.said("oppdal/uten.yml", "text", "text.nn: It is missing. Add it."),
        *expected("stor-elvdal/mange.yml"),
    ]


def test_two_like_faults_of_one_line_are_told_once(folder: Folder) -> None:
    folder.put("measure", "oppdal/en", needs=["skolefravar", "skolefravar"])
    text = (folder.root / "oppdal/en.yml").read_text(encoding="utf-8")
    folder.write("oppdal/en.yml", text.replace("- skolefravar\n- skolefravar", "  [skolefravar, skolefravar]"))
    message = "Unknown need: skolefravar. Did you mean skolefravaer?"
    assert folder.faults() == [folder.said("oppdal/en.yml", "[skolefravar", message)]


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        (
            {"valid_to": "2026-11-24"},
            "valid_to",
            "It held until 2026-11-24 and is not used any more. Set `status: superseded`, or a new date.",
        ),
        (
            {"review_by": "2026-11-24"},
            "review_by",
            "The review was due on 2026-11-24. Compare it with its sources, then move the date on.",
        ),
    ],
)
def test_what_is_due_is_told_on_its_day_but_never_keeps_the_content_out(
    folder: Folder, fields: dict[str, str], place: str, message: str
) -> None:
    folder.put("measure", "oppdal/en", **fields)
    assert folder.faults_on("2026-11-24") == []
    assert folder.faults_on("2026-11-25") == [folder.said("oppdal/en.yml", place, message)]
    assert "oppdal/en" in {record.id for record in read_content(folder.root).records}


def test_nothing_is_due_of_a_record_that_is_superseded(folder: Folder) -> None:
    folder.put("measure", "oppdal/en", review_by="2026-11-02", valid_to="2026-11-02", status="superseded")
    assert folder.faults_on("2027-11-25") != []
    assert [fault for fault in folder.faults_on("2027-11-25") if fault.startswith("oppdal/en.yml")] == []


def test_faults_are_kept_one_by_one_for_machines(folder: Folder) -> None:
    folder.put("measure", "oppdal/en", needs=["trøst"])
    with pytest.raises(ContentError) as caught:
        read_content(folder.root)
    [fault] = caught.value.faults
    assert f"{fault.path}:{fault.line}: " == folder.said("oppdal/en.yml", "trøst", "")
