"""Families can read it, abbreviations are explained, and no person is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.knowledge.conftest import Folder

DAY = "2026-11-25"
MEASURE = "stor-elvdal/tiltak"
SAID = "stor-elvdal/tiltak.yml"
EASY = {"nb": "Dette er gratis.", "nn": "Dette er gratis."}
# Twenty-six short words, and twenty-five.
LONG = "Du kan få mat og drikke og ro og tid og hjelp og råd og svar og trøst og lek og plass hos oss i dag."
AS_LONG_AS_MAY_BE = LONG.replace(" i dag", " nå")
HEAVY = (
    "Kommuneadministrasjonens saksbehandlingsrutiner forutsetter tverrfaglig samhandling. "
    "Oppvekstsektorens virksomhetsledere koordinerer forebyggingsarbeidet. "
    "Kompetanseheving gjennomføres fortløpende. Tjenestenivået evalueres systematisk."
)


@pytest.mark.parametrize("place", ["nb", "nn"])
@pytest.mark.parametrize("field", ["text", "access", "cost", "for_whom"])
def test_a_sentence_of_more_than_twenty_five_words_is_named(folder: Folder, field: str, place: str) -> None:
    folder.put("measure", MEASURE, **{field: {**EASY, place: f"Kom inn. {LONG}"}})
    message = "A sentence of 26 words; 25 is the most: «Du kan få mat …». Split it."
    assert folder.faults() == [folder.said(SAID, LONG, message)]


def test_a_sentence_of_twenty_five_words_is_allowed(folder: Folder) -> None:
    folder.put("measure", MEASURE, text={**EASY, "nb": AS_LONG_AS_MAY_BE})
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize("place", ["nb", "nn"])
def test_a_text_over_lix_fifty_is_named_with_its_figure(folder: Folder, place: str) -> None:
    folder.put("measure", MEASURE, text={**EASY, place: HEAVY})
    message = (
        f"LIX is 104 in {place}; 50 is the most. Shorter sentences, shorter words. "
        "If it cannot be said easier, say why in `hard_to_read_because`."
    )
    assert folder.faults() == [folder.said(SAID, HEAVY, message)]


def test_a_text_of_lix_fifty_is_allowed(folder: Folder) -> None:
    # Ten words a sentence, and four of ten of more than six letters.
    fifty = "Familien snakker med barnehagen og vi hjelper dere her nå."
    folder.put("measure", MEASURE, text={**EASY, "nb": f"{fifty} {fifty}"})
    assert folder.faults_on(DAY) == []


def test_the_steps_of_a_route_are_read_as_one_text(folder: Folder) -> None:
    steps = [{"service": "skole", "why": {"nb": part, "nn": "Skulen hjelper."}} for part in HEAVY.split(". ")]
    folder.put("route", "oppdal/rute-sfo", need="sfo", steps=steps)
    [fault] = folder.faults()
    assert fault.startswith(folder.said("oppdal/rute-sfo.yml", "steps:", "LIX is 104 in nb; 50 is the most."))


def test_a_step_with_a_long_sentence_is_named_itself(folder: Folder) -> None:
    steps: list[dict[str, Any]] = [{"text": dict(EASY)}, {"text": {**EASY, "nb": LONG}}]
    folder.put("process", MEASURE, title=EASY, steps=steps)
    message = "A sentence of 26 words; 25 is the most: «Du kan få mat …». Split it."
    assert folder.faults() == [folder.said(SAID, LONG, message)]


@pytest.mark.parametrize(
    "fields",
    [
        {"hard_to_read_because": "Loven sier det slik, og ordene avgjør saken.", "text": {**EASY, "nb": HEAVY}},
        {"hard_to_read_because": "Loven sier det slik.", "text": {**EASY, "nn": LONG}},
        {"audience": "ansatt", "text": {**EASY, "nb": LONG}},
        {"staff": {"nb": HEAVY, "nn": LONG}},
        {"name": {"nb": LONG, "nn": LONG}},
        {"text": {**EASY, "nb": "Kommuneadministrasjonens saksbehandlingsrutiner."}},
    ],
)
def test_what_has_its_reason_or_is_for_employees_may_be_hard_to_read(folder: Folder, fields: dict[str, Any]) -> None:
    folder.put("measure", MEASURE, **fields)
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize(("roles", "faults"), [(["ansatt"], 0), (["ansatt", "ungdom"], 1)])
def test_a_route_for_employees_alone_may_be_hard_to_read(folder: Folder, roles: list[str], faults: int) -> None:
    folder.put("route", "oppdal/rute-sfo", need="sfo", roles=roles, first={**EASY, "nb": LONG})
    assert len(folder.faults_on(DAY)) == faults


def test_a_reason_for_one_record_excuses_no_other_and_nothing_else(folder: Folder) -> None:
    folder.put("measure", MEASURE, hard_to_read_because="Slik er loven.", text={**EASY, "nb": "Søk BPOP."})
    folder.put("measure", "stor-elvdal/annet", text={**EASY, "nb": LONG})
    assert [fault.partition(":")[0] for fault in folder.faults()] == ["stor-elvdal/annet.yml", SAID]


def unexplained(folder: Folder, place: str, short: str = "BPOP") -> str:
    """Return what is said of an abbreviation in the measure."""
    return folder.said(SAID, place, f"{short} is explained nowhere. Write it out here, or define it in ord-….yml.")


@pytest.mark.parametrize("short", ["BPOP", "COS-Q", "ÅØ"])
@pytest.mark.parametrize("field", ["name", "text", "staff", "access"])
def test_an_abbreviation_that_nothing_explains_is_named_once(folder: Folder, field: str, short: str) -> None:
    said = f"Søk {short}. Det heter {short}."
    folder.put("measure", MEASURE, **{field: {"nb": said, "nn": said}})
    assert folder.faults() == [unexplained(folder, said, short)]


@pytest.mark.parametrize(
    "said", ["Søk BPOP (brukerplass på oppdrag).", "Søk brukerplass på oppdrag (BPOP).", "Send SMS til NAV."]
)
def test_an_abbreviation_that_the_text_explains_or_everybody_knows_is_allowed(folder: Folder, said: str) -> None:
    folder.put("measure", MEASURE, text={"nb": said, "nn": said})
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize("owner", ["stor-elvdal", "nasjonal"])
@pytest.mark.parametrize(
    "fields", [{"aliases": ["BPOP"]}, {"term": {"nb": "BPOP (brukerplass)", "nn": "BPOP (plass)"}}]
)
def test_a_definition_explains_an_abbreviation_to_whoever_sees_it(
    folder: Folder, owner: str, fields: dict[str, Any]
) -> None:
    term = {"nb": "Brukerplass", "nn": "Brukarplass"}
    folder.put("definition", f"{owner}/ord-bpop", **{"term": term, "text": EASY, **fields})
    folder.put("measure", MEASURE, text={**EASY, "nb": "Søk BPOP."})
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize(("owner", "status"), [("oppdal", "confirmed"), ("nasjonal", "superseded")])
def test_a_definition_that_nobody_sees_there_explains_nothing(folder: Folder, owner: str, status: str) -> None:
    term = {"nb": "BPOP (brukerplass)", "nn": "BPOP (brukarplass)"}
    folder.put("definition", f"{owner}/ord-bpop", term=term, text=EASY, status=status)
    folder.put("measure", MEASURE, text={**EASY, "nb": "Søk BPOP."})
    assert folder.faults() == [unexplained(folder, "Søk BPOP.")]


def person(name: str) -> str:
    """Return what is said of a name."""
    return (
        f"«{name}» looks like a person's name, and those never stand in the content. Take it away; if it is an "
        "organisation or a method, define it in ord-….yml."
    )


NAMES = ("Kari Nordmann", "Ola N. Hansen", "Anne-Marie Dahl", "Åse Ødegård", "Łukasz Nowak", "Ali Şahin")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", ["name", "text", "staff", "cost"])
def test_a_persons_name_in_a_text_is_named(folder: Folder, field: str, name: str) -> None:
    said = f"Vi har {name} på kontoret."
    folder.put("measure", MEASURE, **{field: {**EASY, "nb": said}})
    assert folder.faults() == [folder.said(SAID, said, person(name))]


@pytest.mark.parametrize("name", NAMES)
def test_a_persons_name_in_a_quote_or_a_label_is_named(folder: Folder, name: str) -> None:
    source = {"document": "dokument", "locator": "Side 1", "checked": "2026-11-01", "quote": f"Spør {name}"}
    label = {"nb": f"{name}, rektor", "nn": "Rektor"}
    folder.put("contact", "stor-elvdal/tiltak", service="stor-elvdal/skole", sources=[source], label=label)
    assert folder.faults() == [
        folder.said(SAID, "quote:", person(f"Spør {name}")),
        folder.said(SAID, "rektor", person(name)),
    ]


@pytest.mark.parametrize(
    "said",
    [
        *("Røde Kors hjelper.", "Hos Mental Helse i Oppdal.", "Nord-Fron Sør-Fron Ringebu", "Stor-Elvdal Tynset"),
        *("Koppang Skole", "Nav Nord-Østerdal", "Redd Barna hjelper.", "Tidlig Inn er et kurs.", "Foreldre Barn Lærer"),
    ],
)
def test_organisations_and_places_are_no_persons(folder: Folder, said: str) -> None:
    folder.put("measure", MEASURE, text={"nb": said, "nn": said})
    assert folder.faults_on(DAY) == []


@pytest.mark.parametrize(
    ("kind", "key", "fields"),
    [
        ("service", "nasjonal/koordinator", {"type": "koordinator", "aliases": ["Kirkens Bymisjon"]}),
        ("helpline", "nasjonal/hjelp", {"name": {"nb": "Kirkens Bymisjon", "nn": "Kyrkjas Bymisjon"}}),
        ("definition", "nasjonal/ord-a", {"term": {"nb": "Kirkens Bymisjon", "nn": "Kyrkja"}, "text": EASY}),
    ],
)
def test_an_organisation_that_is_named_or_defined_is_no_person(
    folder: Folder, kind: str, key: str, fields: dict[str, Any]
) -> None:
    folder.put("measure", MEASURE, text={**EASY, "nb": "Kirkens Bymisjon hjelper."})
    assert folder.faults() == [folder.said(SAID, "Kirkens", person("Kirkens Bymisjon"))]
    folder.put(kind, key, **fields)
    assert folder.faults_on(DAY) == []
