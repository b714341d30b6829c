"""Each municipality sees its own words first, and never what does not hold or is not for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from knowledge.ontology import ontology
from knowledge.records import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Library
    from knowledge.records import AnyRecord, Role

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]

DAY = date(2026, 11, 25)
# Tynset has records of its own, of its plan area and of the nation.
KOMMUNE = "tynset"
OWNERS = ("tynset", "nord-osterdal", "nasjonal")


def words(text: str) -> dict[str, str]:
    """Return the same words in both written standards."""
    return {"nb": text, "nn": text}


def test_the_nearest_owner_wins_field_by_field(make_record: Make, make_library: Shelve) -> None:
    library = make_library(
        make_record("service", "nasjonal/ppt", type="ppt", name=words("N"), access=words("N"), cost=words("N")),
        make_record("service", "nord-osterdal/ppt", type="ppt", name=words("O"), access=words("O")),
        make_record("service", "tynset/ppt", type="ppt", name=words("T")),
    )
    ppt = library.view(KOMMUNE, DAY).services["ppt"]
    assert (ppt.id, ppt.name, ppt.access, ppt.cost) == (
        "tynset/ppt",
        Text(nb="T", nn="T"),
        Text(nb="O", nn="O"),
        Text(nb="N", nn="N"),
    )
    assert ppt.for_whom is None


def test_a_field_is_sourced_by_the_record_it_came_from(make_record: Make, make_library: Shelve) -> None:
    page = {"document": "dokument", "checked": "2026-11-01"}
    library = make_library(
        make_record(
            "service",
            "nasjonal/ppt",
            type="ppt",
            cost=words("Gratis."),
            text=words("N"),
            sources=[{**page, "locator": "alt"}, {**page, "locator": "pris", "fields": ["cost"]}],
        ),
        make_record("service", "tynset/ppt", type="ppt", text=words("T"), sources=[{**page, "locator": "tynset"}]),
    )
    ppt = library.view(KOMMUNE, DAY).services["ppt"]
    assert [one.locator for one in ppt.sources_of("cost")] == ["pris", "alt"]
    assert [one.locator for one in ppt.sources_of("text")] == ["tynset"]
    assert ppt.sources_of("access") == ()


def test_records_come_nearest_owner_first(make_record: Make, make_library: Shelve) -> None:
    library = make_library(*(make_record("measure", f"{owner}/a") for owner in reversed(OWNERS)))
    assert [one.owner for one in library.view(KOMMUNE, DAY).of_kind("measure")] == list(OWNERS)


def test_what_several_see_is_indexed_once_for_all_of_them(make_record: Make, make_library: Shelve) -> None:
    library = make_library(*(make_record("measure", f"{owner}/a") for owner in OWNERS))
    tynset, tolga, oppdal = (library.view(kommune, DAY).holdings for kommune in (KOMMUNE, "tolga", "oppdal"))
    assert tynset[1].index is tolga[1].index
    assert tynset[2].index is tolga[2].index is oppdal[1].index


def test_neighbours_and_other_plan_areas_are_not_seen(make_record: Make, make_library: Shelve) -> None:
    owners = sorted(ontology().all_owners)
    library = make_library(*(make_record("measure", f"{owner}/a") for owner in owners))
    assert {one.owner for one in library.view(KOMMUNE, DAY).records} == set(OWNERS)
    assert {one.owner for one in library.view("oppdal", DAY).records} == {"oppdal", "nasjonal"}
    assert {one.owner for one in library.view(None, DAY).records} == {"nasjonal"}


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, True),
        ({"valid_from": "2026-11-25"}, True),
        ({"valid_from": "2026-11-26"}, False),
        ({"valid_to": "2026-11-25"}, True),
        ({"valid_to": "2026-11-24"}, False),
        ({"status": "superseded"}, False),
        ({"review_by": "2026-11-02"}, True),
        ({"audience": "ansatt"}, False),
    ],
)
def test_what_does_not_hold_today_or_is_not_for_everyone_is_not_seen(
    make_record: Make, make_library: Shelve, fields: dict[str, str], *, seen: bool
) -> None:
    library = make_library(make_record("measure", "tynset/a", **fields))
    assert ("tynset/a" in library.view(KOMMUNE, DAY).by_id) is seen


def test_a_fact_that_ended_lets_the_farther_one_through(make_record: Make, make_library: Shelve) -> None:
    library = make_library(
        make_record("service", "nasjonal/sfo", type="sfo", cost=words("Nytt")),
        make_record("service", "tynset/sfo", type="sfo", cost=words("Gammelt"), valid_to="2026-07-31"),
    )
    assert library.view(KOMMUNE, date(2026, 7, 31)).services["sfo"].cost == Text(nb="Gammelt", nn="Gammelt")
    assert library.view(KOMMUNE, date(2026, 8, 1)).services["sfo"].cost == Text(nb="Nytt", nn="Nytt")


def test_an_employee_who_is_signed_in_sees_what_is_for_staff(make_record: Make, make_library: Shelve) -> None:
    library = make_library(make_record("measure", "tynset/a", audience="ansatt"))
    assert "tynset/a" in library.view(KOMMUNE, DAY, signed_in=True).by_id
    assert "tynset/a" not in library.view(KOMMUNE, DAY, signed_in=False).by_id


def test_an_unconfirmed_service_is_no_place_to_go(make_record: Make, make_library: Shelve) -> None:
    library = make_library(make_record("service", "tynset/ppt", type="ppt", status="unconfirmed"))
    assert library.view(KOMMUNE, DAY).services == {}


def test_contacts_are_confirmed_unless_asked_otherwise(make_record: Make, make_library: Shelve) -> None:
    library = make_library(
        make_record("contact", "tynset/a", service="tynset/ppt", status="unconfirmed"),
        make_record("contact", "tynset/b", service="tynset/ppt"),
        make_record("contact", "nord-osterdal/c", service="nord-osterdal/ppt"),
    )
    view = library.view(KOMMUNE, DAY)
    assert [one.id for one in view.contacts("ppt")] == ["tynset/b", "nord-osterdal/c"]
    assert [one.id for one in view.contacts("ppt", confirmed=False)] == ["tynset/a"]


def test_the_nearest_and_narrowest_route_is_taken(make_record: Make, make_library: Shelve) -> None:
    library = make_library(
        make_record("route", "nasjonal/ansatt-6", roles=["ansatt"], ages={"low": 6}),
        make_record("route", "tynset/alle"),
        make_record("route", "tynset/ungdom", roles=["ungdom"]),
        make_record("route", "tynset/fra-6", ages={"low": 6, "high": 12}),
    )
    view = library.view(KOMMUNE, DAY)
    asked: list[tuple[Role, int | None]] = [("forelder", None), ("ungdom", None), ("ungdom", 6), ("ungdom", 13)]
    chosen = [route.id if (route := view.route("sfo", role, age)) else None for role, age in (*asked, ("ansatt", 3))]
    assert chosen == ["tynset/alle", "tynset/ungdom", "tynset/fra-6", "tynset/ungdom", "tynset/alle"]


def test_a_need_without_a_route_has_none(make_record: Make, make_library: Shelve) -> None:
    view = make_library(make_record("route", "tynset/sfo", roles=["ansatt"])).view(KOMMUNE, DAY)
    assert view.route("sfo", "forelder", None) is None
    assert view.route("vold", "ansatt", None) is None


def test_a_view_is_made_once_a_day_and_yesterdays_is_let_go(make_record: Make, make_library: Shelve) -> None:
    library = make_library(make_record("measure", "tynset/a"))
    first = library.view(KOMMUNE, DAY)
    assert library.view(KOMMUNE, DAY) is first
    assert library.view(KOMMUNE, date(2026, 11, 26)) is not first
    assert library.view(KOMMUNE, DAY) is not first


def test_a_warm_library_has_every_municipalitys_view_ready(library: Library) -> None:
    library.warm(DAY)
    ready = {kommune for kommune, day, signed_in in library._views if day == DAY and not signed_in}  # noqa: SLF001 - what warm is for
    assert ready == {None, *ontology().municipalities}


def test_every_municipality_finds_a_route_for_every_need_and_role(library: Library) -> None:
    lacking = [
        (kommune, need, role)
        for kommune in (None, *ontology().municipalities)
        for need in ontology().needs
        for role in ("forelder", "ungdom", "ansatt", "ukjent")
        if library.view(kommune, DAY).route(need, role, None) is None
    ]
    assert lacking == []


def test_every_route_of_a_parent_leads_to_some_service_that_the_municipality_has(library: Library) -> None:
    lacking = [
        (kommune, need)
        for kommune in ontology().municipalities
        for need in ontology().needs
        for view in [library.view(kommune, DAY)]
        for route in [view.route(need, "forelder", None)]
        if route and not any(step.service in view.services for step in route.steps)
    ]
    assert lacking == []
