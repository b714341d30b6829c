"""The report counts what a municipality has said itself, what only the nation says, and what lacks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from knowledge.content import Content
from knowledge.ontology import ontology
from knowledge.report import State, report
from tests.knowledge.conftest import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.records import AnyRecord
    from knowledge.report import NeedCovered, Report, ServiceReached

    type Make = Callable[..., AnyRecord]

DAY = date(2026, 11, 25)


def words(text: str) -> dict[str, str]:
    """Return the same words in both written standards."""
    return {"nb": text, "nn": text}


def reported(*records: AnyRecord, kommune: str = "tynset") -> Report:
    """Return the report of a municipality that sees these records."""
    return report(Content(DOCUMENTS, records), kommune, DAY)


def sfo(*records: AnyRecord) -> NeedCovered:
    """Return how the need `sfo` is covered, which the made route is about."""
    return next(one for one in reported(*records).needs if one.need == "sfo")


def skole(*records: AnyRecord) -> ServiceReached:
    """Return how the school is reached, which is where the made route leads."""
    [service] = reported(*records).services
    return service


@pytest.fixture
def route(make_record: Make) -> list[AnyRecord]:
    """The national way from the need `sfo` to the school."""
    return [
        make_record("route", "nasjonal/rute-sfo"),
        make_record("service", "nasjonal/skole", type="skole", name=words("Skolen")),
    ]


def test_every_need_of_the_ontology_is_there_in_its_order() -> None:
    assert [one.need for one in reported().needs] == list(ontology().needs)


def test_where_nothing_is_known_everything_lacks() -> None:
    one = reported()
    assert one.count(State.MISSING) == 4 * len(ontology().needs)
    assert (one.services, one.unconfirmed, one.due, one.gaps, one.records) == ((), (), (), (), 0)


def test_a_route_for_every_role_leads_somewhere(make_record: Make, route: list[AnyRecord]) -> None:
    assert sfo(*route).route == State.NATIONAL
    assert sfo(*route, make_record("route", "nord-osterdal/rute-sfo")).route == State.LOCAL
    assert sfo(make_record("route", "nasjonal/rute-sfo", roles=["forelder", "ungdom", "ansatt"])).route == State.MISSING


@pytest.mark.parametrize(
    ("owner", "fields", "state"),
    [
        ("tynset", {}, State.LOCAL),
        ("nord-osterdal", {}, State.LOCAL),
        ("nasjonal", {}, State.NATIONAL),
        ("tynset", {"status": "unconfirmed"}, State.UNCONFIRMED),
        ("tynset", {"channel": "nettside", "value": "https://skole.no"}, State.MISSING),
        ("tynset", {"channel": "nettside", "value": "https://skole.no", "status": "unconfirmed"}, State.MISSING),
        ("tynset", {"valid_to": "2026-11-24"}, State.MISSING),
        ("tolga", {}, State.MISSING),
    ],
)
def test_a_service_is_reached_by_what_somebody_answers_and_has_confirmed(
    make_record: Make, route: list[AnyRecord], owner: str, fields: dict[str, str], state: State
) -> None:
    contact = make_record("contact", f"{owner}/kontakt", service=f"{owner}/skole", **fields)
    assert sfo(*route, contact).contact == state
    assert skole(*route, contact).state == state


def test_a_confirmed_number_counts_although_another_is_not_confirmed(make_record: Make, route: list[AnyRecord]) -> None:
    sure = make_record("contact", "tynset/a", service="tynset/skole")
    unsure = make_record("contact", "tynset/b", service="tynset/skole", status="unconfirmed")
    found = skole(*route, sure, unsure)
    assert (found.state, found.confirmed, found.unconfirmed) == (State.LOCAL, (sure,), (unsure,))


def test_what_it_takes_is_a_threshold_or_the_access_of_the_first_service(
    make_record: Make, route: list[AnyRecord]
) -> None:
    access = make_record("service", "tynset/skole", type="skole", access=words("Meld inn."))
    threshold = make_record("threshold", "nasjonal/terskel", text=words("Alle."), needs=["sfo"])
    assert sfo(*route).threshold == State.MISSING
    assert sfo(*route, threshold).threshold == State.NATIONAL
    assert sfo(*route, threshold, access).threshold == State.LOCAL


def test_what_else_is_told_must_be_of_the_need(make_record: Make) -> None:
    assert sfo(make_record("measure", "tynset/a", needs=["vold"])).told == State.MISSING
    assert sfo(make_record("measure", "tynset/a", needs=["sfo"])).told == State.LOCAL
    assert sfo(make_record("gap", "tynset/a", needs=["sfo"])).told == State.MISSING


def test_services_that_most_needs_lead_to_come_first_then_by_name(make_record: Make) -> None:
    led = {"sfo": ("skole", "nav"), "okonomi": ("nav", "bolig"), "fritid": ("nav", "barnevern")}
    routes = [
        make_record(
            "route", f"nasjonal/rute-{need}", need=need, steps=[{"service": one, "why": words("x")} for one in to]
        )
        for need, to in led.items()
    ]
    kinds = ("skole", "nav", "bolig", "barnevern")
    services = [make_record("service", f"nasjonal/{kind}", type=kind, name=words(kind)) for kind in kinds]
    found = reported(*routes, *services).services
    assert [(one.type, one.needs) for one in found] == [("nav", 3), ("barnevern", 1), ("bolig", 1), ("skole", 1)]


def test_a_service_is_counted_once_a_need_however_many_roles_are_led_to_it(
    make_record: Make, route: list[AnyRecord]
) -> None:
    assert skole(*route, make_record("route", "tynset/rute-sfo-ansatt", roles=["ansatt"])).needs == 1


def test_a_help_line_needs_no_contact_of_the_municipality(make_record: Make) -> None:
    steps = [{"service": "nodetater", "why": words("Det haster.")}]
    line, way = make_record("helpline", "nasjonal/nodetater"), make_record("route", "nasjonal/rute-sfo", steps=steps)
    assert sfo(line, way).contact == State.NATIONAL
    assert reported(line, way).services == ()


def test_records_and_gaps_are_the_municipalitys_and_its_plan_areas(make_record: Make) -> None:
    owners = ("nasjonal", "nord-osterdal", "tynset", "oppdal")
    one = reported(*(make_record("gap", f"{owner}/mangler") for owner in owners))
    assert [gap.id for gap in one.gaps] == ["nord-osterdal/mangler", "tynset/mangler"]
    assert one.records == 2


def test_reviews_of_the_next_three_months_are_due_the_earliest_first(make_record: Make) -> None:
    days = {"a": "2027-02-22", "b": "2026-11-24", "c": "2027-02-23", "d": "2027-02-24"}
    one = reported(*(make_record("measure", f"tynset/{name}", review_by=day) for name, day in days.items()))
    assert [record.id for record in one.due] == ["tynset/b", "tynset/a"]


@pytest.mark.parametrize("fields", [{"status": "superseded"}, {"valid_to": "2026-11-24"}])
def test_what_is_over_is_nobodys_work_any_more(make_record: Make, fields: dict[str, str]) -> None:
    gone = make_record("gap", "tynset/a", review_by="2026-11-24", **fields)
    one = reported(gone)
    assert (one.records, one.due, one.gaps) == (0, (), ())


def test_what_is_unconfirmed_is_listed_also_before_it_holds(make_record: Make) -> None:
    later = make_record("contact", "tynset/a", service="tynset/ppt", status="unconfirmed", valid_from="2027-01-01")
    assert reported(later).unconfirmed == (later,)


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_in_every_real_municipality_someone_helps_with_every_need(content: Content, kommune: str) -> None:
    one = report(content, kommune, DAY)
    assert [need.need for need in one.needs if need.route == State.MISSING] == []
    assert sum(map(one.count, State)) == 4 * len(one.needs)
