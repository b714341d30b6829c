"""What a hit must fit: each filter takes away what says that it is for others, and several must all hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge.lookup.fitting import Filters, fits

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.library import View
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]
    type Fits = Callable[..., bool]
    # A service, or a record that is made of a kind and fields.
    type Hit = str | tuple[str, dict[str, Any]]

SAID = {"nb": "Slik er det.", "nn": "Slik er det."}
NAMED = {"title": SAID, "who": SAID, "text": SAID}
STEPS = [{"text": SAID}]


@pytest.fixture
def view(make_record: Make, make_library: Shelve, moment: datetime) -> View:
    """Oppdal with a few services, and one route to two of them."""
    why = {"nb": "Der.", "nn": "Der."}
    library = make_library(
        make_record("service", "nasjonal/skole", type="skole", ages={"low": 5}, levels=["gronn", "gul"]),
        make_record("service", "nasjonal/barnehage", type="barnehage", ages={"low": 0, "high": 6}),
        make_record("service", "nasjonal/sfo", type="sfo"),
        make_record("service", "nasjonal/ppt", type="ppt", levels=["rod"]),
        make_record("service", "nasjonal/helsestasjon", type="helsestasjon", ages={"low": 0, "high": 5}),
        make_record("service", "nasjonal/oppfolgingstjeneste", type="oppfolgingstjeneste", ages={"low": 15}),
        make_record(
            "route", "oppdal/rute", need="sfo", steps=[{"service": kind, "why": why} for kind in ("sfo", "ppt")]
        ),
    )
    return library.view("oppdal", moment.date())


@pytest.fixture
def fitting(view: View, make_record: Make) -> Fits:
    """Tells whether a service, or a made record, fits filters."""

    def fit(hit: Hit, **wanted: Any) -> bool:  # noqa: ANN401 - filters
        record = hit if isinstance(hit, str) else make_record(hit[0], "oppdal/post", **hit[1])
        return fits(view, record, Filters(**wanted))

    return fit


@pytest.mark.parametrize(
    "hit",
    [
        "skole",
        ("measure", {"level": "rod", "needs": ["sfo"], "ages": {"high": 2}}),
        ("duty", NAMED),
        ("process", {"title": SAID, "steps": STEPS, "roles": ["ungdom"]}),
    ],
)
def test_where_nothing_is_chosen_everything_fits(fitting: Fits, hit: Hit) -> None:
    assert fitting(hit)


@pytest.mark.parametrize(
    ("hit", "need", "expected"),
    [
        (("measure", {"needs": ["sfo", "fritid"]}), "sfo", True),
        (("measure", {"needs": ["fritid"]}), "sfo", False),
        ("sfo", "sfo", True),
        ("ppt", "sfo", True),
        ("skole", "sfo", False),
        ("sfo", "fritid", False),
    ],
)
def test_a_need_keeps_what_is_about_it_and_the_services_that_its_route_leads_to(
    fitting: Fits, hit: Hit, need: str, *, expected: bool
) -> None:
    assert fitting(hit, need=need) is expected


@pytest.mark.parametrize(
    ("hit", "level", "expected"),
    [
        (("measure", {"level": "gul"}), "gul", True),
        (("measure", {"level": "gul"}), "rod", False),
        ("skole", "gronn", True),
        ("skole", "gul", True),
        ("skole", "rod", False),
        ("ppt", "rod", True),
    ],
)
def test_a_level_keeps_what_is_on_it(fitting: Fits, hit: Hit, level: str, *, expected: bool) -> None:
    assert fitting(hit, level=level) is expected


@pytest.mark.parametrize(
    ("hit", "age", "expected"),
    [
        (("measure", {"ages": {"low": 3, "high": 6}}), 2, False),
        (("measure", {"ages": {"low": 3, "high": 6}}), 3, True),
        (("measure", {"ages": {"low": 3, "high": 6}}), 6, True),
        (("measure", {"ages": {"low": 3, "high": 6}}), 7, False),
        (("measure", {}), 40, True),
        (("measure", {"services": ["ppt"]}), 2, True),
        (("measure", {"services": ["barnehage"]}), 4, True),
        (("measure", {"services": ["barnehage"]}), 12, False),
        (("measure", {"services": ["sfo"]}), 12, False),
        (("measure", {"services": ["skole"]}), 3, False),
        (("measure", {"services": ["skole", "barnehage"]}), 3, True),
        (("measure", {"services": ["skole"], "ages": {"high": 4}}), 3, True),
        ("skole", 4, False),
        ("skole", 5, True),
        ("helsestasjon", 0, True),
        ("helsestasjon", 6, False),
        ("sfo", 9, True),
        ("sfo", 14, False),
        ("ppt", 3, True),
    ],
)
def test_an_age_takes_away_what_is_for_others_and_keeps_what_says_nothing_of_age(
    fitting: Fits, hit: Hit, age: int, *, expected: bool
) -> None:
    assert fitting(hit, age=age) is expected


@pytest.mark.parametrize(
    ("hit", "kept"),
    [
        ("barnehage", {"barnehage"}),
        ("skole", {"skole"}),
        ("sfo", {"sfo"}),
        ("helsestasjon", {"barnehage", "skole", "sfo", "hjemme"}),
        ("oppfolgingstjeneste", {"skole", "hjemme"}),
        ("ppt", {"barnehage", "skole", "sfo", "hjemme"}),
        (("measure", {}), {"barnehage", "skole", "sfo", "hjemme"}),
        (("measure", {"services": ["ppt"]}), {"barnehage", "skole", "sfo", "hjemme"}),
        (("measure", {"services": ["skole"]}), {"skole"}),
        (("measure", {"services": ["skole", "sfo"]}), {"skole", "sfo"}),
        (("measure", {"services": ["barnehage"]}), {"barnehage"}),
        (("measure", {"ages": {"low": 0, "high": 1}}), {"barnehage", "hjemme"}),
        (("measure", {"ages": {"low": 11, "high": 15}}), {"skole", "hjemme"}),
        (("measure", {"ages": {"low": 30}}), set()),
    ],
)
def test_a_place_takes_away_what_is_for_children_elsewhere(fitting: Fits, hit: Hit, kept: set[str]) -> None:
    assert {place for place in ("barnehage", "skole", "sfo", "hjemme") if fitting(hit, arena=place)} == kept


@pytest.mark.parametrize(
    ("hit", "kept"),
    [
        (("process", {"title": SAID, "steps": STEPS, "roles": ["ansatt"]}), {"ansatt"}),
        (("process", {"title": SAID, "steps": STEPS}), {"ansatt", "forelder", "ungdom"}),
        (("right", {"title": SAID, "text": SAID, "roles": ["forelder", "ungdom"]}), {"forelder", "ungdom"}),
        (("right", {"title": SAID, "text": SAID}), {"ansatt", "forelder", "ungdom"}),
        (("duty", NAMED), {"ansatt"}),
        (("measure", {}), {"ansatt", "forelder", "ungdom"}),
        ("skole", {"ansatt", "forelder", "ungdom"}),
    ],
)
def test_a_role_takes_away_what_is_written_to_others_and_duties_are_employees(
    fitting: Fits, hit: Hit, kept: set[str]
) -> None:
    assert {role for role in ("ansatt", "forelder", "ungdom") if fitting(hit, role=role)} == kept


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"need": "sfo", "level": "gul", "age": 8, "arena": "sfo", "role": "forelder"}, True),
        ({"need": "fritid", "level": "gul", "age": 8, "arena": "sfo", "role": "forelder"}, False),
        ({"need": "sfo", "level": "rod", "age": 8, "arena": "sfo", "role": "forelder"}, False),
        ({"need": "sfo", "level": "gul", "age": 11, "arena": "sfo", "role": "forelder"}, False),
        ({"need": "sfo", "level": "gul", "age": 8, "arena": "hjemme", "role": "forelder"}, False),
    ],
)
def test_what_is_chosen_must_all_hold(fitting: Fits, wanted: dict[str, Any], *, expected: bool) -> None:
    measure = ("measure", {"needs": ["sfo"], "level": "gul", "services": ["sfo"]})
    assert fitting(measure, **wanted) is expected
