"""A record as a page: its title, its words for employees, and its particulars in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.lookup.reading import Reading
from knowledge.lookup.record import page_of
from knowledge.ontology import ontology
from knowledge.records import Ages, PlanPassage
from tests.knowledge.conftest import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.reading import Standard
    from knowledge.lookup.record import RecordPage
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]
    type Open = Callable[..., RecordPage]

LANGUAGES: tuple[Standard, ...] = ("nb", "nn")
# Kinds that have other pages, or none.
NO_PAGE = frozenset({"service", "contact", "helpline", "route"})
EXPECTED = {
    *("threshold", "level", "arena", "duty", "right", "process", "definition"),
    *("measure", "factor", "figure", "plan", "gap", "responsibility"),
}


def words(text: str) -> dict[str, str]:
    """The same words in both written standards."""
    return {"nb": text, "nn": text}


def lines_of(page: RecordPage) -> dict[str, tuple[str, ...]]:
    """What stands under each heading, in the page's order."""
    return {one.key: one.lines for one in page.particulars}


@pytest.fixture(scope="module")
def opened(library: Library, moment: datetime) -> Open:
    """Opens the page of a record that a municipality sees."""

    def open_(kommune: str, record: str, language: Standard = "nb") -> RecordPage:
        view = library.view(kommune, moment.date())
        return page_of(Reading(view, language), view.by_id[record])

    return open_


def test_a_duty_says_who_by_when_and_by_which_law(opened: Open) -> None:
    page = opened("oppdal", "nasjonal/plikt-meldeplikt-barnevern")
    assert (page.kind, page.title) == ("duty", "Meldeplikten til barnevernet")
    assert page.text.startswith("Du skal selv melde fra til barnevernstjenesten uten ugrunnet opphold")
    lines = lines_of(page)
    assert list(lines) == ["who", "deadline", "law"]
    assert lines["who"][0].startswith("Alle som arbeider for det offentlige.")
    assert lines["deadline"] == ("Straks. Loven sier «uten ugrunnet opphold».",)
    assert lines["law"] == ("barnevernsloven § 13-2",)


def test_the_criteria_of_a_threshold_are_a_list_in_the_laws_order_and_come_first(opened: Open) -> None:
    lines = lines_of(opened("oppdal", "nasjonal/terskel-meldeplikt"))
    assert list(lines) == ["criteria", "tried", "changes", "meanwhile"]
    assert [one.partition(":")[0] for one in lines["criteria"]] == [f"Bokstav {letter}" for letter in "abcde"]
    assert lines["tried"] == (
        "Ingenting må være prøvd før du melder. Du skal ikke vente på at andre tiltak skal virke.",
    )


def test_an_arena_says_who_how_often_how_long_what_for_and_what_it_replaces(opened: Open) -> None:
    lines = lines_of(opened("tynset", "nord-osterdal/arena-tst"))
    assert list(lines) == ["members", "frequency", "length", "mandate", "replaces"]
    assert len(lines["members"]) == 5
    assert lines["replaces"] == ("OBS-team og BUT-team",)


def test_a_figure_says_its_value(opened: Open) -> None:
    page = opened("oppdal", "oppdal/tall-befolt-ungdomsskole")
    assert lines_of(page) == {"value": ("15 % av jentene, 10 % av guttene",)}


def test_a_measure_says_for_whom_how_and_what_it_costs(opened: Open) -> None:
    lines = lines_of(opened("stor-elvdal", "stor-elvdal/tiltak-gratis-kjernetid"))
    assert list(lines) == ["for_whom", "access", "cost"]


def test_a_measure_for_some_ages_says_which(opened: Open) -> None:
    assert opened("tynset", "nord-osterdal/tiltak-foreldrekurs-0-1").ages == Ages(low=0, high=1)
    assert opened("oppdal", "nasjonal/plikt-ppt").ages is None


def test_what_the_plan_only_recommends_is_not_adopted(opened: Open) -> None:
    assert not opened("oppdal", "oppdal/plan-ressursteam").adopted
    assert opened("oppdal", "oppdal/plan-ansvarstabell").adopted


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_only_passages_of_a_plan_can_be_not_adopted(library: Library, moment: datetime, kommune: str) -> None:
    view = library.view(kommune, moment.date())
    pages = [page_of(Reading(view), record) for record in view.records]
    waiting = {page.id for page in pages if not page.adopted}
    assert waiting == {one.id for one in view.of_kind("plan") if isinstance(one, PlanPassage) and not one.adopted}


def test_a_level_is_called_by_the_plans_word_and_its_colour(opened: Open) -> None:
    assert opened("oppdal", "oppdal/terskel-rod").level == "Indikert forebygging – for noen få (rødt nivå)"
    assert opened("oppdal", "oppdal/niva-gul", "nn").level == "Selektiv førebygging – for nokon (gult nivå)"
    assert opened("oppdal", "nasjonal/plikt-ppt").level is None


def test_a_cell_of_the_table_says_its_risk_area_its_level_and_its_services(opened: Open) -> None:
    page = opened("oppdal", "oppdal/ansvar-gul-levekar")
    assert (page.title, page.text) == ("Levekårsutfordringer: gult nivå", "Levekårsutfordringer")
    assert page.level == "Selektiv forebygging – for noen (gult nivå)"
    assert page.services[:2] == (("nav", "Nav"), ("barnevern", "Barnevernet i Oppdal"))


def test_services_and_needs_of_a_record_have_the_names_that_they_have_here(opened: Open) -> None:
    page = opened("oppdal", "oppdal/terskel-skolefravaer")
    assert (page.services, page.needs) == ((("skole", "Skolen"),), (("skolefravaer", "Vil ikke på skolen"),))
    nynorsk = opened("oppdal", "oppdal/terskel-skolefravaer", "nn")
    assert (nynorsk.title, nynorsk.services) == ("Skulen", (("skole", "Skulen"),))


def test_a_duty_reads_in_nynorsk_to_the_last_particular(opened: Open) -> None:
    page = opened("oppdal", "nasjonal/plikt-meldeplikt-barnevern", "nn")
    assert page.title == "Meldeplikta til barnevernet"
    assert page.text.startswith("Du skal sjølv melde frå")
    assert lines_of(page)["deadline"] == ("Straks. Lova seier «utan ugrunna opphald».",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_record_that_can_be_a_page_has_a_title_sources_and_the_day_they_were_checked(
    library: Library, moment: datetime, kommune: str, language: Standard
) -> None:
    view = library.view(kommune, moment.date(), signed_in=True)
    reading = Reading(view, language)
    for record in view.records:
        if record.kind in NO_PAGE:
            continue
        page = page_of(reading, record)
        assert page.title not in {"", record.id}, record.id
        assert page.text or record.kind == "process", record.id
        assert page.sources, record.id
        assert page.checked == max(source.checked for source in page.sources)
        assert page.review_by == record.review_by.isoformat()
        assert all(one.lines and all(one.lines) for one in page.particulars), record.id


def test_between_them_the_municipalities_have_every_kind_of_page(library: Library, moment: datetime) -> None:
    views = [library.view(kommune, moment.date()) for kommune in ontology().municipalities]
    assert {record.kind for view in views for record in view.records} - NO_PAGE == EXPECTED


@pytest.fixture
def page(make_record: Make, make_library: Shelve, moment: datetime) -> Callable[..., RecordPage]:
    """Opens the page of a made record, with whatever stands beside it."""

    def made(kind: str, *beside: AnyRecord, **fields: object) -> RecordPage:
        record = make_record(kind, "oppdal/post", **fields)
        return page_of(Reading(make_library(record, *beside).view("oppdal", moment.date())), record)

    return made


def test_particulars_come_in_the_order_in_which_they_are_read_however_they_are_written(
    page: Callable[..., RecordPage],
) -> None:
    told = {key: words(f"Om {key}.") for key in ("meanwhile", "changes", "tried")}
    found = page("threshold", text=words("Slik er det."), **told, criteria=[words("Det første."), words("Det andre.")])
    assert [(one.key, one.lines) for one in found.particulars] == [
        ("criteria", ("Det første.", "Det andre.")),
        ("tried", ("Om tried.",)),
        ("changes", ("Om changes.",)),
        ("meanwhile", ("Om meanwhile.",)),
    ]


def test_what_a_record_does_not_say_has_no_heading(page: Callable[..., RecordPage]) -> None:
    found = page("threshold", text=words("Slik er det."))
    assert (found.particulars, found.level, found.services, found.needs) == ((), None, (), ())


def test_a_service_that_is_not_here_is_not_named(make_record: Make, page: Callable[..., RecordPage]) -> None:
    skole = make_record("service", "nasjonal/skole", type="skole", name=words("Skolen"))
    found = page("gap", skole, services=["ppt", "skole"])
    assert found.services == (("skole", "Skolen"),)


def test_employees_read_what_is_written_for_employees(page: Callable[..., RecordPage]) -> None:
    assert page("measure", text=words("For alle."), staff=words("For ansatte.")).text == "For ansatte."
    assert page("measure", text=words("For alle.")).text == "For alle."


def test_a_page_was_checked_when_its_newest_source_was(page: Callable[..., RecordPage]) -> None:
    older = {**SOURCE, "locator": "Side 2", "checked": "2026-10-01"}
    found = page("measure", sources=[older, SOURCE, older], audience="ansatt")
    assert ([source.locator for source in found.sources], found.checked) == (["Side 2", "Side 1"], "2026-11-01")
    assert found.audience == "ansatt"
