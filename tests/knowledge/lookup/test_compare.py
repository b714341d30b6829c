"""One service or one need side by side in several municipalities: what each knows itself, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.lookup.compare import leads_of, services_of
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.reading import Standard
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]
    type Read = Callable[..., dict[str, Reading]]


def words(text: str) -> dict[str, str]:
    """The same words in both written standards."""
    return {"nb": text, "nn": text}


@pytest.fixture(scope="module")
def read(library: Library, moment: datetime) -> Read:
    """Reads several municipalities."""

    def readings(*kommuner: str, language: Standard = "nb") -> dict[str, Reading]:
        return {kommune: Reading(library.view(kommune, moment.date()), language) for kommune in kommuner}

    return readings


def test_a_service_is_one_municipalitys_own_and_the_others_only_nationally(read: Read, moment: datetime) -> None:
    sheets = services_of(read("oppdal", "stor-elvdal"), "krisesenter", moment)
    assert {kommune: sheet and (sheet.id, sheet.is_own) for kommune, sheet in sheets.items()} == {
        "oppdal": ("nasjonal/krisesenter", False),
        "stor-elvdal": ("stor-elvdal/krisesenter", True),
    }


def test_the_same_service_has_each_municipalitys_own_name(read: Read, moment: datetime) -> None:
    sheets = services_of(read("tynset", "oppdal"), "ppt", moment)
    assert {kommune: sheet and sheet.name for kommune, sheet in sheets.items()} == {
        "tynset": "PPT i Nord-Østerdal",
        "oppdal": "PPT i Oppdal",
    }


def test_the_municipalities_stand_in_the_order_in_which_they_were_chosen(read: Read, moment: datetime) -> None:
    chosen = ("tynset", "oppdal", "ringebu")
    assert tuple(services_of(read(*chosen), "ppt", moment)) == chosen
    assert tuple(leads_of(read(*chosen), "skolefravaer", None)) == chosen


def test_where_nothing_is_known_of_a_service_or_a_need_there_is_none(read: Read, moment: datetime) -> None:
    readings = read("oppdal", "tynset")
    assert services_of(readings, "trollmann", moment) == {"oppdal": None, "tynset": None}
    assert leads_of(readings, "heimlengsel", None) == {"oppdal": None, "tynset": None}


def test_of_a_need_each_municipality_says_its_own_first_step_and_names_its_own_services(read: Read) -> None:
    leads = leads_of(read("oppdal", "tynset"), "skolefravaer", None)
    oppdal, tynset = leads["oppdal"], leads["tynset"]
    assert oppdal is not None
    assert tynset is not None
    assert oppdal.is_own
    assert tynset.is_own
    assert oppdal.first != tynset.first
    assert [kind for kind, _, _ in oppdal.services] == ["skole", "skolehelsetjeneste", "ppt", "tst", "fastlege"]
    names = {kind: (name, why) for kind, name, why in oppdal.services}
    assert names["tst"] == (
        "Arbeidslag",
        "Arbeidslag er en tverrfaglig gruppe som gir råd til oppvekstsektoren. Bruk den når egne tiltak ikke er nok.",
    )


def test_a_need_that_only_the_nation_has_a_route_for_leads_to_the_same_and_is_nobodys_own(read: Read) -> None:
    leads = leads_of(read("oppdal", "tynset"), "svangerskap", None)
    oppdal, tynset = leads["oppdal"], leads["tynset"]
    assert oppdal is not None
    assert tynset is not None
    assert (oppdal.is_own, tynset.is_own) == (False, False)
    assert oppdal.first == tynset.first
    assert [kind for kind, _, _ in oppdal.services] == [kind for kind, _, _ in tynset.services]
    assert ("helsestasjon", "Helsestasjonen i Oppdal") in {(kind, name) for kind, name, _ in oppdal.services}


@pytest.mark.parametrize(("age", "first"), [(3, "barnehage"), (10, "skole")])
def test_a_need_leads_where_it_does_at_the_age(read: Read, age: int, first: str) -> None:
    leads = leads_of(read("oppdal"), "sprak-tale", age)["oppdal"]
    assert leads is not None
    assert leads.services[0][0] == first


def test_a_need_leads_where_employees_are_told_and_not_families(read: Read) -> None:
    [reading] = read("oppdal").values()
    theirs = reading.view.route("vold", "forelder", None)
    leads = leads_of({"oppdal": reading}, "vold", None)["oppdal"]
    assert theirs is not None
    assert leads is not None
    assert "barnevern" in leads.first
    assert leads.first != theirs.first.nb


def test_needs_and_services_are_compared_in_nynorsk_too(read: Read, moment: datetime) -> None:
    readings = read("oppdal", language="nn")
    leads, sheet = leads_of(readings, "skolefravaer", None)["oppdal"], services_of(readings, "skole", moment)["oppdal"]
    assert leads is not None
    assert sheet is not None
    assert leads.first.startswith("Snakk med eleven og foreldra")
    assert leads.services[0][1] == sheet.name == "Skulen"


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_need_leads_somewhere_in_every_municipality_and_says_where_that_stands(read: Read, kommune: str) -> None:
    for need in ontology().needs:
        leads = leads_of(read(kommune), need, None)[kommune]
        assert leads is not None, need
        assert leads.first, need
        assert leads.services, need
        assert leads.sources, need
        assert all(name not in {"", kind} and why for kind, name, why in leads.services), need


def test_a_step_to_a_service_that_is_not_there_is_left_out_and_without_a_route_there_is_none(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    steps = [{"service": kind, "why": words(f"Til {kind}.")} for kind in ("ppt", "skole")]
    library = make_library(
        make_record("route", "oppdal/rute-sfo", need="sfo", steps=steps),
        make_record("service", "nasjonal/skole", type="skole", name=words("Skolen")),
    )
    readings = {kommune: Reading(library.view(kommune, moment.date())) for kommune in ("oppdal", "tynset")}
    leads = leads_of(readings, "sfo", None)
    assert leads["tynset"] is None
    assert leads["oppdal"] is not None
    assert leads["oppdal"].services == (("skole", "Skolen", "Til skole."),)
