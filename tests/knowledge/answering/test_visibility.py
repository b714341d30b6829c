"""What is for employees stays with them, what nobody confirmed is not told, and what is due for review says so."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from foundation.clock import NORWAY
from knowledge import Library, Need, Query, answer, to_json
from knowledge.ontology import ontology
from knowledge.records import Contact

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=NORWAY)
INNER_NUMBER = "61 99 88 77"
INNER = {"nb": "Hemmelig rutine for blåbærturen.", "nn": "Hemmeleg rutine for blåbærturen."}
# Every question that could fetch what is hidden: by service, by need, by its very words, and understood or not.
FETCHING: list[dict[str, Any]] = [
    {"question_type": kind, "services": ("ppt",), "needs": (Need("laerevansker", 0.9),), "role": role, "alone": alone}
    for kind in ("finn-hjelp", "kontakt", "terskel", "ansvar", "plikt", "prosess", "pris", "om-planen", None)
    for role in ("forelder", "ansatt")
    for alone in (False, True)
]


@pytest.fixture
def staffed(library: Library, make_record: Make) -> Library:
    """The real library with a number, a measure and a service text that are for employees only."""
    cite = [{"document": "plan-oppdal", "locator": "1", "checked": "2026-11-01"}]
    hidden: dict[str, Any] = {"audience": "ansatt", "sources": cite}
    return Library(
        (
            *library.records,
            make_record("contact", "oppdal/intern-ppt", service="oppdal/ppt", value=INNER_NUMBER, **hidden),
            make_record(
                "measure",
                "oppdal/intern-rutine",
                text=INNER,
                services=["ppt"],
                needs=["laerevansker"],
                keywords=["blåbærturen", "hemmelig rutine"],
                **hidden,
            ),
        ),
        library.documents,
    )


def said(library: Library, **understood: Any) -> str:  # noqa: ANN401 - Query's fields
    """Return a whole answer about the hidden records as JSON."""
    query = Query("Hva er den hemmelige rutinen for blåbærturen, og PPTs nummer?", kommune="oppdal", **understood)
    return json.dumps(to_json(answer(query, library, NOON)), ensure_ascii=False)


@pytest.mark.parametrize("understood", FETCHING)
def test_what_is_for_employees_never_leaves_for_someone_not_signed_in(
    staffed: Library, understood: dict[str, Any]
) -> None:
    answered = said(staffed, **understood)
    assert INNER_NUMBER not in answered
    assert INNER["nb"] not in answered
    assert '"audience": "ansatt"' not in answered


def test_an_employee_who_is_signed_in_gets_it(staffed: Library) -> None:
    asked: dict[str, Any] = {"services": ("ppt",), "role": "ansatt", "signed_in": True}
    assert INNER_NUMBER in said(staffed, question_type="kontakt", **asked)
    assert INNER["nb"] in said(staffed, question_type="om-planen", **asked)


def test_the_role_alone_signs_nobody_in(staffed: Library) -> None:
    assert INNER_NUMBER not in said(staffed, question_type="kontakt", services=("ppt",), role="ansatt")


def test_a_number_that_nobody_confirmed_is_told_as_that(library: Library) -> None:
    query = Query(
        "Hva er nummeret til legekontoret?", kommune="tynset", question_type="kontakt", services=("fastlege",)
    )
    answered = answer(query, library, NOON)
    assert "62 48 51 60" not in json.dumps(to_json(answered))
    assert answered.outcome == "not_stated"
    assert any("nummeret er ikke bekreftet. Bruk kommunens nettside." in one for one in answered.notices)
    assert "https://www.tynset.kommune.no" in answered.reply


def test_no_unconfirmed_contact_is_shown_to_those_who_ask_for_it_by_name(library: Library) -> None:
    hidden = [one for one in library.records if isinstance(one, Contact) and one.status == "unconfirmed"]
    places = {
        owner: [kommune for kommune in ontology().municipalities if owner in ontology().owners(kommune)]
        for owner in {one.owner for one in hidden}
    }
    shown = [
        (one.id, kommune)
        for one in hidden
        for kommune in places[one.owner]
        for service in [one.service.partition("/")[2]]
        for query in [Query("Nummer og adresse?", kommune, question_type="kontakt", services=(service,))]
        if f'"{one.value}"' in json.dumps(to_json(answer(query, library, NOON)), ensure_ascii=False)
    ]
    assert len(hidden) > 20
    assert shown == []


def test_a_confirmed_number_is_told_with_its_hours(library: Library, make_record: Make) -> None:
    cite = [{"document": "web-oppdal", "locator": "Kontakt", "checked": "2026-11-01"}]
    hours = {"nb": "Hverdager kl. 8–15.", "nn": "Kvardagar kl. 8–15."}
    opening = [{"days": ["on"], "since": "08:00", "until": "15:00"}]
    told: dict[str, Any] = {"value": "72 00 00 00", "hours": hours, "opening": opening, "sources": cite}
    more = make_record("contact", "oppdal/kontakt-ppt", service="oppdal/ppt", **told)
    query = Query("Hva er telefonnummeret til PPT?", kommune="oppdal", question_type="kontakt", services=("ppt",))
    answered = answer(query, Library((*library.records, more), library.documents), NOON)
    [contact] = [one for one in answered.services[0].contacts if one.kind == "telefon"]
    assert (answered.outcome, contact.value, contact.open_now) == ("answered", "72 00 00 00", True)
    assert "Telefon: 72 00 00 00 (Hverdager kl. 8–15)" in answered.reply


@pytest.mark.parametrize(("day", "due"), [(25, False), (26, True)])
def test_a_service_past_its_review_says_so(library: Library, make_record: Make, day: int, *, due: bool) -> None:
    cite = [{"document": "web-oppdal", "locator": "SFO", "checked": "2026-11-01"}]
    old: dict[str, Any] = {"type": "sfo", "cost": {"nb": "100", "nn": "100"}, "sources": cite}
    record = make_record("service", "folldal/sfo", review_by="2026-11-25", **old)
    shelf = Library((*library.records, record), library.documents)
    query = Query("Hva koster SFO?", kommune="folldal", question_type="pris", services=("sfo",))
    answered = answer(query, shelf, NOON.replace(day=day))
    assert answered.services[0].id == "folldal/sfo"
    assert any("sjekket på nytt" in one for one in answered.notices) is due


@pytest.mark.parametrize(("day", "due"), [(25, False), (26, True)])
def test_a_statement_past_its_review_says_so(library: Library, make_record: Make, day: int, *, due: bool) -> None:
    cite = [{"document": "web-oppdal", "locator": "1", "checked": "2026-11-01"}]
    old: dict[str, Any] = {"keywords": ["blåbærturen"], "services": ["sfo"], "text": INNER, "sources": cite}
    record = make_record("measure", "folldal/tur", review_by="2026-11-25", **old)
    shelf = Library((*library.records, record), library.documents)
    query = Query("Hva er blåbærturen?", kommune="folldal", question_type="om-planen", services=("sfo",))
    answered = answer(query, shelf, NOON.replace(day=day))
    assert INNER["nb"] in [one.text for one in answered.statements]
    assert any("sjekket på nytt" in one for one in answered.notices) is due


@pytest.mark.parametrize("kind", ["measure", "right", "duty", "definition", "threshold"])
def test_a_statement_that_nobody_confirmed_is_no_fact(library: Library, make_record: Make, kind: str) -> None:
    cite = [{"document": "web-oppdal", "locator": "1", "checked": "2026-11-01"}]
    words = {"nb": "Kanskje", "nn": "Kanskje"}
    extra: dict[str, dict[str, Any]] = {
        "measure": {"name": words},
        "right": {"title": words},
        "duty": {"title": words, "who": words},
        "definition": {"term": {"nb": "blåbærturen", "nn": "blåbærturen"}},
        "threshold": {},
    }
    loose: dict[str, Any] = {"text": INNER, "keywords": ["blåbærturen"], "services": ["ppt"], "sources": cite}
    record = make_record(kind, "oppdal/uviss", status="unconfirmed", **loose, **extra[kind])
    shelf = Library((*library.records, record), library.documents)
    questions = ("om-planen", "rettighet", "plikt", "definisjon", "terskel", None)
    assert [one for one in questions if INNER["nb"] in said(shelf, question_type=one, services=("ppt",))] == []


def test_a_service_without_a_number_has_the_municipalitys_web_address(library: Library) -> None:
    query = Query("Hvem hjelper?", kommune="oppdal", question_type="terskel", services=("ppt",))
    [ppt] = [one for one in answer(query, library, NOON).services if one.type == "ppt"]
    assert [(one.kind, one.value) for one in ppt.contacts] == [("nettside", "https://oppdal.kommune.no")]
