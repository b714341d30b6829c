"""Ids name one record each, what a record names exists, and nobody is left without an answer."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.content import read_content
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

MEASURE = "stor-elvdal/tiltak"
SAID = "stor-elvdal/tiltak.yml"
IDS = "The ids are in knowledge/ontology.yml."
ROLES = "forelder, ungdom, ansatt, ukjent"
STEP = {"nb": "Skolen vet mer.", "nn": "Skulen veit meir."}


@pytest.mark.parametrize(
    ("kind", "fields", "place", "message"),
    [
        ("measure", {"needs": ["sfo", "heimlengsel"]}, "- heimlengsel", f"Unknown need: heimlengsel. {IDS}"),
        ("measure", {"needs": ["skolefravær"]}, "- skolefr", "Unknown need: skolefravær. Did you mean skolefravaer?"),
        ("measure", {"services": ["trollmann"]}, "- trollmann", f"Unknown service: trollmann. {IDS}"),
        ("route", {"need": "heimlengsel"}, "need:", f"Unknown need: heimlengsel. {IDS}"),
        (
            "route",
            {"steps": [{"service": "skole", "why": STEP}, {"service": "skule", "why": dict(STEP)}]},
            "service: skule",
            "Unknown service: skule. Did you mean skole?",
        ),
        ("contact", {"service": "stor-elvdal/trollmann"}, "service:", f"Unknown service: trollmann. {IDS}"),
        ("helpline", {"type": "trollmann"}, "type:", f"Unknown service: trollmann. {IDS}"),
        ("helpline", {"acute": {"torden": 1}}, "torden", f"Unknown acute kind: torden. {IDS}"),
        ("gap", {"question_types": ["pris", "hvorfor"]}, "- hvorfor", f"Unknown question type: hvorfor. {IDS}"),
        (
            "responsibility",
            {"level": "gul", "risk_area": "regn", "services": ["skole"], "as_written": ["Skole"]},
            "risk_area",
            f"Unknown risk area: regn. {IDS}",
        ),
        (
            "contact",
            {"service": "oppdal/skole"},
            "service:",
            "stor-elvdal does not see the service oppdal/skole. Name its own: stor-elvdal/…",
        ),
    ],
)
def test_every_reference_is_looked_up(
    folder: Folder, kind: str, fields: dict[str, Any], place: str, message: str
) -> None:
    folder.put(kind, MEASURE, **fields)
    assert folder.faults() == [folder.said(SAID, place, message)]


def test_a_step_turns_to_a_service_that_exists(folder: Folder) -> None:
    steps = [{"text": dict(STEP), "turns_to": ["trollmann"]}, {"text": dict(STEP)}]
    folder.put("process", MEASURE, title=STEP, steps=steps)
    assert folder.faults() == [folder.said(SAID, "- trollmann", f"Unknown service: trollmann. {IDS}")]


def test_a_step_turns_to_a_service_for_needs_that_exist(folder: Folder) -> None:
    steps = [{"text": dict(STEP), "turns_to": ["skole"], "turns_for": ["heimlengsel"]}, {"text": dict(STEP)}]
    folder.put("process", MEASURE, title=STEP, steps=steps)
    assert folder.faults() == [folder.said(SAID, "- heimlengsel", f"Unknown need: heimlengsel. {IDS}")]


def test_a_step_that_turns_to_a_service_is_not_the_last(folder: Folder) -> None:
    steps = [{"text": dict(STEP), "turns_to": ["skole"]}, {"text": dict(STEP), "always": True}]
    folder.put("process", MEASURE, title=STEP, steps=steps)
    message = "No step comes after this one. Take `turns_to` away."
    assert folder.faults() == [folder.said(SAID, "turns_to", message)]


def test_unknown_partners_and_types_of_a_service_are_named(folder: Folder) -> None:
    folder.put("service", "oppdal/trollmann", type="trollmann", partners=["skole", "heks"])
    assert folder.faults() == [
        folder.said("oppdal/trollmann.yml", "type:", f"Unknown service: trollmann. {IDS}"),
        folder.said("oppdal/trollmann.yml", "- heks", f"Unknown service: heks. {IDS}"),
    ]


@pytest.mark.parametrize(
    ("kind", "key", "fields", "message"),
    [
        ("measure", "oppdal/tiltak", {}, "The id oppdal/tiltak belongs in the folder oppdal/, not stor-elvdal/."),
        (
            "measure",
            "stor-elvdal/annet",
            {},
            "The file is called tiltak.yml, but the id is stor-elvdal/annet. Call it ",
        ),
        ("service", MEASURE, {"type": "skole"}, "A service's id is <owner>/<type>: write stor-elvdal/skole."),
    ],
)
def test_an_id_that_does_not_say_where_it_stands_is_named(
    folder: Folder, kind: str, key: str, fields: dict[str, Any], message: str
) -> None:
    folder.put(kind, key, path=SAID, **fields)
    [fault] = folder.faults()
    assert fault.startswith(f"{SAID}:1: {message}")


def test_an_owner_that_is_no_place_is_named(folder: Folder) -> None:
    folder.put("measure", "atlantis/tiltak")
    message = "The owner atlantis is neither a municipality, a plan area nor nasjonal. Mend the id."
    assert folder.faults() == [f"atlantis/tiltak.yml:1: {message}"]


def test_an_id_used_twice_is_named_in_both_files(folder: Folder) -> None:
    folder.put("measure", MEASURE)
    folder.put("measure", MEASURE, path="stor-elvdal/annen/tiltak.yml")
    message = f"The id {MEASURE} is used by 2 files. An id names one record: rename one."
    assert folder.faults() == [f"stor-elvdal/annen/tiltak.yml:1: {message}", f"{SAID}:1: {message}"]


def replaced(folder: Folder, *ids: str) -> None:
    """Write superseded measures, each replaced by the next one and the last one by none."""
    for key, successor in pairwise(ids):
        folder.put("measure", key, status="superseded", replaced_by=successor)


def test_a_record_that_says_it_now_may_be_replaced_itself(folder: Folder) -> None:
    replaced(folder, "oppdal/en", "oppdal/to", "oppdal/tre")
    folder.put("measure", "oppdal/tre")
    assert folder.faults_on("2026-11-25") == []


@pytest.mark.parametrize("ring", [("en", "en"), ("en", "to", "en"), ("en", "to", "tre", "en")])
def test_records_that_replace_each_other_in_a_ring_are_named_all(folder: Folder, ring: tuple[str, ...]) -> None:
    replaced(folder, *(f"oppdal/{one}" for one in ring))
    faults = folder.faults()
    way = " → ".join(f"oppdal/{one}" for one in ring)
    message = f"These records replace each other in a ring: {way}. Cut it at the newest one."
    assert folder.said("oppdal/en.yml", "replaced_by", message) in faults
    assert len(faults) == len(set(ring))


def test_a_record_that_leads_into_a_ring_is_not_in_it(folder: Folder) -> None:
    replaced(folder, "oppdal/a", "oppdal/en", "oppdal/to", "oppdal/en")
    assert [fault.partition(":")[0] for fault in folder.faults()] == ["oppdal/en.yml", "oppdal/to.yml"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"replaced_by": "nasjonal/skole"},
            "Only a record with `status: superseded` is replaced by another one. Set it.",
        ),
        (
            {"replaced_by": "oppdal/borte", "status": "superseded"},
            "No record has the id oppdal/borte. Name one that there is.",
        ),
    ],
)
def test_a_successor_that_cannot_be_is_named(folder: Folder, fields: dict[str, str], message: str) -> None:
    folder.put("measure", MEASURE, **fields)
    assert folder.faults() == [folder.said(SAID, "replaced_by", message)]


@pytest.mark.parametrize(("first", "second"), [(["forelder", "ukjent"], ["ungdom", "forelder"]), ([], [])])
def test_a_route_that_hides_another_one_is_named(folder: Folder, first: list[str], second: list[str]) -> None:
    folder.put("route", "oppdal/rute-a", need="sfo", roles=first)
    folder.put("route", "oppdal/rute-b", need="sfo", roles=second)
    message = "oppdal/rute-a is a route for the same need, role and age. Keep one of them."
    assert folder.faults() == [folder.said("oppdal/rute-b.yml", "need:", message)]


@pytest.mark.parametrize(
    "fields",
    [
        {"need": "vold"},
        {"roles": ["ungdom"]},
        {"roles": []},
        {"ages": {"low": 13}},
        {"status": "superseded"},
        {"valid_from": "2027-01-01"},
    ],
)
def test_a_route_for_somebody_else_is_no_twin(folder: Folder, fields: dict[str, Any]) -> None:
    folder.put("route", "oppdal/rute-a", need="sfo", roles=["forelder"])
    folder.put("route", "oppdal/rute-b", **{"need": "sfo", "roles": ["forelder"], **fields})
    assert folder.faults_on("2026-11-25") == []


def test_a_need_without_a_route_is_named_with_the_roles_that_lack_one(folder: Folder) -> None:
    folder.put("route", "nasjonal/rute-sfo", need="sfo", roles=["forelder", "ukjent"])
    message = "No route for sfo for ungdom, ansatt in any municipality. Write nasjonal/rute-sfo.yml."
    assert folder.faults() == [f"nasjonal: {message}"]


def test_the_municipalities_that_have_no_route_of_their_own_are_named(folder: Folder) -> None:
    folder.remove("nasjonal/rute-sfo.yml")
    for owner in ("midtdalen", "nord-osterdal", "oppdal", "stor-elvdal"):
        folder.put("route", f"{owner}/rute-sfo", need="sfo")
    message = f"No route for sfo for {ROLES} in sor-odal, where none is chosen. Write nasjonal/rute-sfo.yml."
    assert folder.faults() == [f"nasjonal: {message}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"ages": {"low": 6}},
        {"status": "unconfirmed"},
        {"valid_from": "2026-01-01"},
        {"valid_to": "2027-12-31"},
        {"audience": "ansatt"},
    ],
)
@pytest.mark.parametrize("owner", ["nasjonal", "sor-odal"])
def test_a_route_that_is_not_for_everybody_leaves_the_need_without_one(
    folder: Folder, owner: str, fields: dict[str, Any]
) -> None:
    folder.remove("nasjonal/rute-sfo.yml")
    folder.put("route", f"{owner}/rute-sfo", need="sfo", **fields)
    message = f"No route for sfo for {ROLES} in any municipality. Write nasjonal/rute-sfo.yml."
    assert folder.faults() == [f"nasjonal: {message}"]


@pytest.mark.parametrize(
    ("key", "fields"), [("oppdal/sfo", {"name": {"nb": "Fritid", "nn": "Fritid"}}), ("nasjonal/sfo", {"name": None})]
)
def test_a_step_to_a_service_without_a_national_name_is_named(folder: Folder, key: str, fields: dict[str, Any]) -> None:
    folder.put("service", key, type="sfo", **fields)
    folder.put("route", "oppdal/rute-sfo", need="sfo", steps=[{"service": "sfo", "why": STEP}])
    message = "sfo has no national name. Write nasjonal/sfo.yml."
    assert folder.faults() == [folder.said("oppdal/rute-sfo.yml", "service:", message)]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "unconfirmed"},
        {"status": "superseded"},
        {"ages": {"high": 18}},
        {"lines": [{"channel": "chat", "value": "https://example.no", "label": {"nb": "Prat", "nn": "Prat"}}]},
    ],
)
def test_a_danger_without_a_line_that_everybody_can_call_is_named(folder: Folder, fields: dict[str, Any]) -> None:
    acute = dict.fromkeys(ontology().acute_kinds, 1)
    folder.put("helpline", "nasjonal/nodetater", acute=acute, **fields)
    assert folder.faults() == [
        f"nasjonal: No confirmed help line with a phone for {kind}, for people of every age. Add one."
        for kind in sorted(ontology().acute_kinds)
    ]


def test_the_one_danger_that_no_line_is_for_is_named(folder: Folder) -> None:
    acute = {kind: 1 for kind in ontology().acute_kinds if kind != "selvmord"}
    folder.put("helpline", "nasjonal/nodetater", acute=acute)
    message = "No confirmed help line with a phone for selvmord, for people of every age. Add one."
    assert folder.faults() == [f"nasjonal: {message}"]


def test_a_contact_may_reach_the_service_of_its_plan_area(folder: Folder) -> None:
    folder.put("contact", "ringebu/kontakt", service="midtdalen/ppt")
    assert "ringebu/kontakt" in {record.id for record in read_content(folder.root).records}


def put_duty(folder: Folder, key: str) -> None:
    """Write a duty."""
    folder.put("duty", key, title=dict(STEP), who={"nb": "Alle.", "nn": "Alle."}, text=dict(STEP))


def put_process(folder: Folder, key: str, *duties: str) -> None:
    """Write a process whose second step is bound by duties."""
    folder.put("process", key, title=STEP, steps=[{"text": dict(STEP)}, {"text": dict(STEP), "duties": [*duties]}])


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("nasjonal/plikt-mlede", "Did you mean nasjonal/plikt-melde?"),
        ("stor-elvdal/sfo-12", "Name a record of the kind duty."),
    ],
)
def test_a_step_is_bound_by_a_duty_that_there_is(folder: Folder, named: str, hint: str) -> None:
    put_duty(folder, "nasjonal/plikt-melde")
    put_process(folder, MEASURE, "nasjonal/plikt-melde", named)
    assert folder.faults() == [folder.said(SAID, f"- {named}", f"Unknown duty: {named}. {hint}")]


def test_every_unknown_duty_of_a_process_is_named(folder: Folder) -> None:
    put_process(folder, MEASURE, "nasjonal/plikt-en", "nasjonal/plikt-to")
    assert folder.faults() == [
        folder.said(SAID, f"- {named}", f"Unknown duty: {named}. Name a record of the kind duty.")
        for named in ("nasjonal/plikt-en", "nasjonal/plikt-to")
    ]


def test_a_step_is_not_bound_by_a_duty_of_another_municipality(folder: Folder) -> None:
    put_duty(folder, "oppdal/plikt-melde")
    put_process(folder, MEASURE, "oppdal/plikt-melde")
    [fault] = folder.faults()
    assert fault.startswith(folder.said(SAID, "- oppdal/plikt-melde", "Unknown duty: oppdal/plikt-melde. "))


def test_a_step_may_be_bound_by_the_duties_of_the_plan_area_and_of_the_nation(folder: Folder) -> None:
    duties = ("tynset/plikt-melde", "nord-osterdal/plikt-melde", "nasjonal/plikt-melde")
    for duty in duties:
        put_duty(folder, duty)
    put_process(folder, "tynset/prosess", *duties)
    assert folder.faults_on("2026-11-25") == []
