"""A service's sheet: its own words, levels, contacts, cells and law, each with where it stands; nothing of others."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from foundation.clock import NORWAY
from knowledge.lookup.reading import Reading
from knowledge.lookup.sheet import ABOUT, FIELDS, contacts_of, sheet_of
from knowledge.lookup.table import table_of
from knowledge.ontology import ontology
from tests.knowledge.conftest import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Library
    from knowledge.lookup.reading import Standard
    from knowledge.lookup.sheet import ServiceSheet
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]
    type Open = Callable[..., ServiceSheet]

LANGUAGES: tuple[Standard, ...] = ("nb", "nn")
STAFF_FORM = "nasjonal/kontakt-bekymringsmelding-offentlig"
LEVEL_WORDS = (
    ("gronn", "Universell forebygging – for alle (grønt nivå)"),
    ("gul", "Selektiv forebygging – for noen (gult nivå)"),
    ("rod", "Indikert forebygging – for noen få (rødt nivå)"),
)


def words(text: str) -> dict[str, str]:
    """The same words in both written standards."""
    return {"nb": text, "nn": text}


@pytest.fixture(scope="module")
def opened(library: Library, moment: datetime) -> Open:
    """Opens the sheet of a service that is known in a municipality."""

    def open_(kommune: str, kind: str, language: Standard = "nb", *, signed_in: bool = False) -> ServiceSheet:
        view = library.view(kommune, moment.date(), signed_in=signed_in)
        sheet = sheet_of(Reading(view, language, tells_unconfirmed=signed_in), kind, moment)
        assert sheet is not None
        return sheet

    return open_


def test_child_welfare_in_oppdal_has_its_name_its_levels_and_the_plans_words_for_them(opened: Open) -> None:
    sheet = opened("oppdal", "barnevern")
    assert (sheet.id, sheet.type, sheet.name, sheet.is_own) == (
        "oppdal/barnevern",
        "barnevern",
        "Barnevernet i Oppdal",
        True,
    )
    assert sheet.levels == LEVEL_WORDS
    assert "barnevernet" in sheet.aliases
    assert len(set(sheet.aliases)) == len(sheet.aliases)


def test_child_welfare_in_oppdal_stands_in_twelve_cells_of_the_table(opened: Open) -> None:
    cells = opened("oppdal", "barnevern").cells
    assert len(cells) == 12
    assert ("oppdal/ansvar-rod-levekar", "Levekårsutfordringer: rødt nivå") in {(one.id, one.title) for one in cells}


def test_the_form_for_employees_is_shown_to_those_who_are_signed_in_only(opened: Open) -> None:
    public, staff = (opened("oppdal", "barnevern", signed_in=signed_in) for signed_in in (False, True))
    assert [(one.id, one.audience, one.confirmed) for one in public.contacts] == [
        ("nasjonal/kontakt-bekymringsmelding", "alle", True)
    ]
    assert [(one.id, one.audience, one.confirmed) for one in staff.contacts] == [
        ("nasjonal/kontakt-bekymringsmelding", "alle", True),
        (STAFF_FORM, "ansatt", True),
    ]
    assert staff.contacts[1].value == "https://bekymringsmelding.fiks.ks.no/offentlig"


def test_the_law_of_child_welfare_is_that_of_its_duties_and_rights_each_once(opened: Open) -> None:
    law = opened("oppdal", "barnevern").law
    assert {"barnevernsloven § 13-2", "barnevernsloven § 1-4", "barnevernsloven § 2-1"} <= set(law)
    assert len(set(law)) == len(law)


def test_each_field_of_a_sheet_stands_where_its_own_sources_say(opened: Open) -> None:
    fields = {field.key: field for field in opened("oppdal", "barnevern").fields}
    assert list(fields) == ["text", "for_whom", "access", "level_note", "organised_under"]
    assert fields["organised_under"].text == "Oppdal og Rennebu samarbeider om barnevern."
    assert [source.title for source in fields["organised_under"].sources] == ["Sett i Oppdal (samhandlingsmodell.no)"]
    assert [source.locator for source in fields["level_note"].sources] == [
        "8.2 Ansvarsfordeling mellom tjenestene, tabellen"
    ]


def test_the_needs_of_child_welfare_are_those_whose_route_leads_there_with_their_names(opened: Open) -> None:
    needs = dict(opened("oppdal", "barnevern").needs)
    assert {"vold", "overgrep", "omsorgssvikt", "sosial-kontroll"} <= set(needs)
    assert needs["vold"] == "Vold eller trusler"
    assert "leksehjelp" not in needs


def test_ppt_in_oppdal_has_levels_cells_partners_and_no_number_that_nobody_knows(opened: Open) -> None:
    sheet = opened("oppdal", "ppt", signed_in=True)
    assert (sheet.name, sheet.is_own, sheet.levels) == ("PPT i Oppdal", True, LEVEL_WORDS)
    assert [one.id.removeprefix("oppdal/ansvar-") for one in sheet.cells] == [
        "gronn-alvorlige-krenkelser",
        "gronn-rus-psykisk-lidelse",
        "gronn-skadelige-omsorgsformer",
        "gul-psykososialt-miljo",
        "gul-utviklingsvansker",
        "rod-psykososialt-miljo",
        "rod-utviklingsvansker",
    ]
    assert sheet.contacts == ()
    assert sheet.partners == (("skole", "Skolen"), ("barnehage", "Barnehagen"))
    assert {"opplæringslova § 11-13", "opplæringslova § 11-7", "barnehageloven § 33"} <= set(sheet.law)


def test_a_field_that_oppdal_does_not_say_is_the_nations(opened: Open) -> None:
    fields = {field.key: field for field in opened("oppdal", "ppt").fields}
    assert fields["organised_under"].text == "Hører til enhet helse og familie i kommunen."
    assert {source.title.split()[0] for source in fields["organised_under"].sources} == {"Oppdal"}
    assert {source.title for source in fields["text"].sources} == {"Opplæringslova", "Barnehageloven"}


def test_a_sheet_in_nynorsk_is_nynorsk_from_its_name_to_its_levels(opened: Open) -> None:
    sheet = opened("oppdal", "skole", "nn")
    assert sheet.name == "Skulen"
    assert sheet.levels[2] == ("rod", "Indikert førebygging – for nokre få (raudt nivå)")
    assert dict(sheet.needs)["skolefravaer"] == "Vil ikkje på skulen"
    assert "nasjonal/plikt-skoleplikt" in {one.id for one in sheet.about}
    assert [one.title for one in sheet.about if one.id == "nasjonal/rett-skolemiljo"] == [
        "Retten til eit trygt og godt skulemiljø"
    ]


def test_a_doctors_number_that_nobody_has_confirmed_is_marked_so(opened: Open) -> None:
    contacts = {one.id: one for one in opened("oppdal", "fastlege", signed_in=True).contacts}
    assert set(contacts) == {"oppdal/kontakt-auna-legesenter", "oppdal/kontakt-legesenter"}
    assert not any(one.confirmed for one in contacts.values())
    surgery = contacts["oppdal/kontakt-legesenter"]
    assert (surgery.value, surgery.label) == ("72 40 01 00", "Oppdal legesenter (ikke bekreftet)")
    assert surgery.hours == "Mandag–fredag kl. 08.00–15.30."
    assert surgery.source.locator == "Korona-informasjon, 2020"


def test_a_number_that_nobody_has_confirmed_is_told_to_no_other_reader(opened: Open) -> None:
    assert opened("oppdal", "fastlege").contacts == ()


@pytest.mark.parametrize("kind", ["trollmann", "rustelefonen", ""])
def test_of_a_service_that_is_not_known_here_there_is_no_sheet(library: Library, moment: datetime, kind: str) -> None:
    assert sheet_of(Reading(library.view("oppdal", moment.date())), kind, moment) is None


def test_a_service_that_only_the_nation_knows_is_not_the_municipalitys_own(opened: Open) -> None:
    national, own = opened("oppdal", "krisesenter"), opened("stor-elvdal", "krisesenter")
    assert (national.id, national.is_own) == ("nasjonal/krisesenter", False)
    assert (own.id, own.is_own) == ("stor-elvdal/krisesenter", True)
    assert national.cells == own.cells == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_service_of_every_municipality_has_a_name_sources_and_the_day_they_were_checked(
    library: Library, moment: datetime, kommune: str, language: Standard
) -> None:
    reading = Reading(library.view(kommune, moment.date()), language)
    for kind in reading.view.services:
        sheet = sheet_of(reading, kind, moment)
        assert sheet is not None
        assert sheet.name not in {"", kind}, kind
        assert sheet.sources, kind
        assert all(field.text and field.sources for field in sheet.fields), kind
        assert sheet.checked == max(source.checked for source in sheet.sources)
        assert date.fromisoformat(sheet.checked) <= date.fromisoformat(sheet.review_by)


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_sheet_opens_what_this_municipality_sees_and_nothing_else(
    library: Library, moment: datetime, kommune: str
) -> None:
    reading = Reading(library.view(kommune, moment.date()), tells_unconfirmed=True)
    for kind in reading.view.services:
        sheet = sheet_of(reading, kind, moment)
        assert sheet is not None
        linked = (*sheet.cells, *sheet.about)
        opening = {sheet.id, *(one.id for one in linked), *(one.id for one in sheet.contacts)}
        assert {one.partition("/")[0] for one in opening} <= set(ontology().owners(kommune)), kind
        assert all(one.title not in {"", one.id} for one in linked), kind


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_the_law_of_every_sheet_is_what_the_records_on_it_name(
    library: Library, moment: datetime, kommune: str
) -> None:
    reading = Reading(library.view(kommune, moment.date()))
    for kind in reading.view.services:
        sheet = sheet_of(reading, kind, moment)
        assert sheet is not None
        named = {getattr(reading.view.by_id[one.id], "law", None) for one in sheet.about} - {None}
        assert set(sheet.law) == named, kind


def test_the_cells_of_every_sheet_are_those_of_the_table_that_name_the_service(
    library: Library, moment: datetime
) -> None:
    reading = Reading(library.view("oppdal", moment.date()))
    table = table_of(reading)
    assert table is not None
    for kind in reading.view.services:
        sheet = sheet_of(reading, kind, moment)
        assert sheet is not None
        cells = {cell.id for row in table.rows for cell in row.cells if cell and kind in cell.services}
        assert {one.id for one in sheet.cells} == cells, kind


def test_what_is_about_a_service_comes_in_the_order_in_which_it_is_needed(opened: Open) -> None:
    kinds = [one.kind for one in opened("oppdal", "barnevern").about]
    assert kinds == sorted(kinds, key=ABOUT.index)
    assert {"threshold", "process", "duty", "right", "definition", "plan", "gap"} <= set(kinds)


def test_a_record_about_very_many_services_is_on_the_sheet_of_the_first_alone(opened: Open) -> None:
    many = "oppdal/mangler-telefon"
    assert many in {one.id for one in opened("oppdal", "ppt").about}
    assert many not in {one.id for one in opened("oppdal", "skole").about}


def test_a_linked_duty_is_told_as_employees_read_it(opened: Open) -> None:
    [duty] = [one for one in opened("oppdal", "barnevern").about if one.id == "nasjonal/plikt-meldeplikt-barnevern"]
    assert (duty.kind, duty.title) == ("duty", "Meldeplikten til barnevernet")
    assert duty.text.startswith("Du skal selv melde fra til barnevernstjenesten uten ugrunnet opphold")


def test_a_help_lines_own_lines_are_its_contacts_in_its_order(opened: Open) -> None:
    contacts = opened("oppdal", "mental-helse").contacts
    assert [(one.value, one.kind, one.hours, one.open_now) for one in contacts[:3]] == [
        ("116 123", "telefon", "Åpent hele døgnet.", True),
        ("+47 911 16 123", "telefon", None, None),
        ("https://mentalhelse.no/fa-hjelp/hjelpetelefonen/", "nettside", None, None),
    ]


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        (datetime(2026, 11, 25, 12, 0, tzinfo=NORWAY), True),
        (datetime(2026, 11, 25, 15, 0, tzinfo=NORWAY), False),
        (datetime(2026, 11, 28, 12, 0, tzinfo=NORWAY), False),
        (datetime(2026, 12, 25, 12, 0, tzinfo=NORWAY), False),
    ],
)
def test_a_number_with_known_hours_is_open_within_them(library: Library, when: datetime, *, is_open: bool) -> None:
    reading = Reading(library.view("oppdal", when.date()))
    [nav] = [one for one in contacts_of(reading, "nav", when) if one.kind == "telefon"]
    assert (nav.value, nav.open_now) == ("55 55 33 33", is_open)


def test_contacts_are_help_lines_then_confirmed_ones_then_those_that_are_not(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    library = make_library(
        make_record("contact", "oppdal/a", service="oppdal/nodetater", status="unconfirmed", value="3"),
        make_record("contact", "oppdal/b", service="oppdal/nodetater", value="2"),
        make_record("helpline", "nasjonal/nodetater"),
    )
    reading = Reading(library.view("oppdal", moment.date()), tells_unconfirmed=True)
    assert [(one.value, one.confirmed) for one in contacts_of(reading, "nodetater", moment)] == [
        ("112", True),
        ("2", True),
        ("3", False),
    ]


def test_a_contact_of_a_service_that_nothing_is_known_of_is_still_a_contact(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    reading = Reading(
        make_library(make_record("contact", "oppdal/a", service="oppdal/ppt")).view("oppdal", moment.date())
    )
    assert [one.value for one in contacts_of(reading, "ppt", moment)] == ["61 00 00 00"]
    assert sheet_of(reading, "ppt", moment) is None


def test_a_sheet_is_laid_together_of_all_records_of_its_service(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    older = {**SOURCE, "locator": "Side 2", "checked": "2026-10-01"}
    library = make_library(
        make_record(
            "service", "tynset/ppt", type="ppt", name=words("T"), aliases=["a", "b"], partners=["skole", "bup"]
        ),
        make_record(
            "service",
            "nasjonal/ppt",
            type="ppt",
            aliases=["b", "c"],
            partners=["skole", "barnehage"],
            text=words("For alle."),
            staff=words("For ansatte."),
            sources=[older],
            review_by="2027-01-01",
        ),
        make_record("service", "nasjonal/skole", type="skole", name=words("Skolen")),
    )
    sheet = sheet_of(Reading(library.view("tynset", moment.date())), "ppt", moment)
    assert sheet is not None
    assert sheet.aliases == ("a", "b", "c")
    assert sheet.partners == (("skole", "Skolen"),)
    assert [(field.key, field.text) for field in sheet.fields] == [("text", "For ansatte.")]
    assert [source.locator for source in sheet.fields[0].sources] == ["Side 2"]
    assert [source.locator for source in sheet.sources] == ["Side 1", "Side 2"]
    assert (sheet.checked, sheet.review_by) == ("2026-11-01", "2027-01-01")


def test_all_that_a_service_says_is_told_in_the_order_in_which_it_is_read(
    make_record: Make, make_library: Shelve, moment: datetime
) -> None:
    said = {key: words(f"Om {key}.") for key in reversed(FIELDS)}
    library = make_library(make_record("service", "oppdal/ppt", type="ppt", **said))
    sheet = sheet_of(Reading(library.view("oppdal", moment.date())), "ppt", moment)
    assert sheet is not None
    assert [(field.key, field.text) for field in sheet.fields] == [
        ("text", "Om staff."),
        *((key, f"Om {key}.") for key in ("for_whom", "access", "cost", "level_note", "organised_under")),
    ]
    assert (sheet.name, sheet.levels, sheet.ages, sheet.law) == ("ppt", (), None, ())
