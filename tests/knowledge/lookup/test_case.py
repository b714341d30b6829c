"""A situation as a sheet: the duty to report in its own words first, then what the records say and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge import Need, Query
from knowledge.lookup.case import case_of
from knowledge.lookup.reading import Reading
from knowledge.lookup.shown import title_of
from knowledge.ontology import ontology
from knowledge.records import Duty, Threshold

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.case import CaseSheet, PartKey
    from knowledge.lookup.reading import Standard

    type Open = Callable[..., CaseSheet]

LANGUAGES: tuple[Standard, ...] = ("nb", "nn")
REPORT, CRITERIA = "nasjonal/plikt-meldeplikt-barnevern", "nasjonal/terskel-meldeplikt"
ABSENCE, HIT = "eleven er mye borte fra skolen", "pappa slår meg"
ALWAYS: set[PartKey] = {"level", "consent", "next"}
ORDER: tuple[PartKey, ...] = ("level", "responsible", "involve", "consent", "try", "arena", "next", "family")
SHARING = ("rett-samtykke-deling", "plikt-taushetsplikt")
UNDER_16, FROM_16 = "rett-foreldre-samtykke-under-16", "rett-samtykke-16"
BETWEEN_12_AND_16, FROM_15 = "rett-informasjon-12-16", "rett-bestemme-15-skole"


@pytest.fixture(scope="module")
def opened(library: Library, moment: datetime) -> Open:
    """Opens the sheet of a situation in Oppdal, or elsewhere."""

    def open_(
        text: str,
        kommune: str = "oppdal",
        *,
        need: str | tuple[Need, ...] | None = None,
        signed_in: bool = False,
        **understood: Any,  # noqa: ANN401 - Query's fields
    ) -> CaseSheet:
        needs = (Need(need, 0.9),) if isinstance(need, str) else need or ()
        view = library.view(kommune, moment.date(), signed_in=signed_in)
        return case_of(view, Query(text, kommune=kommune, needs=needs, **understood), moment)

    return open_


@pytest.fixture(scope="module")
def oppdal(library: Library, moment: datetime) -> Reading:
    """Oppdal as an employee reads it."""
    return Reading(library.view("oppdal", moment.date()))


def lines_of(sheet: CaseSheet, key: str) -> list[str]:
    """What a sheet says under a heading; nothing where it has no such heading."""
    return [line.text for part in sheet.parts if part.key == key for line in part.lines]


# The duty to report


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_the_duty_to_report_is_always_there_in_the_dutys_own_words(
    opened: Open, library: Library, moment: datetime, kommune: str, language: Standard
) -> None:
    reading = Reading(library.view(kommune, moment.date()), language)
    duty, criteria = reading.view.by_id[REPORT], reading.view.by_id[CRITERIA]
    assert isinstance(duty, Duty)
    assert isinstance(criteria, Threshold)
    assert duty.staff is not None
    for sheet in (
        opened("", kommune, language=language),
        opened(ABSENCE, kommune, need="skolefravaer", language=language),
        opened(HIT, kommune, need="vold", language=language),
    ):
        [line] = sheet.report
        assert line.text == f"{reading.words(duty.title)}: {reading.words(duty.staff)}"
        assert line.sources == reading.refer(duty.sources)
        assert sheet.report_when == tuple(reading.words(one) for one in criteria.criteria)
        assert len(sheet.report_when) == 5


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_whom_to_report_to_is_there_in_every_municipality_with_a_number_that_answers(
    opened: Open, kommune: str
) -> None:
    contacts = opened("", kommune).report_contacts
    assert any("https://bekymringsmelding.fiks.ks.no/" in one for one in contacts)
    assert any("116 111 (Åpent hele døgnet)" in one for one in contacts)
    assert any(": 112" in one for one in contacts)


def test_the_form_for_employees_is_on_the_sheet_of_those_who_are_signed_in_only(opened: Open) -> None:
    form = "https://bekymringsmelding.fiks.ks.no/offentlig"
    public, staff = (opened("", signed_in=signed_in).report_contacts for signed_in in (False, True))
    assert not any(form in one for one in public)
    assert any(form in one for one in staff)


@pytest.mark.parametrize("need", ["vold", "overgrep", "omsorgssvikt"])
def test_the_duty_may_apply_where_the_understanding_is_sure_of_harm(opened: Open, need: str) -> None:
    assert opened("jeg er urolig for eleven", need=need).applies


@pytest.mark.parametrize("text", [HIT, "barnet har ikke fått mat hjemme på flere dager", "jenta er alene hjemme"])
def test_the_duty_may_apply_where_harm_is_heard_in_the_words(opened: Open, text: str) -> None:
    assert opened(text).applies


@pytest.mark.parametrize("need", ["skolefravaer", "mobbing-miljo", "laerevansker", "svangerskap"])
def test_the_duty_is_not_said_to_apply_to_other_needs(opened: Open, need: str) -> None:
    assert not opened("vi trenger råd", need=need).applies


def test_the_duty_is_not_said_to_apply_to_a_mere_guess(opened: Open) -> None:
    assert not opened("jeg er urolig for eleven", need=(Need("vold", 0.5),)).applies


def test_a_mere_word_for_harm_does_not_make_the_duty_apply_where_the_understanding_is_calm(opened: Open) -> None:
    assert opened("vold i familien").applies
    assert not opened("vold i familien", calm=True).applies


def test_whom_to_call_stands_there_where_danger_is_told_and_not_where_none_is(opened: Open) -> None:
    assert [one.value for one in opened(HIT, need="vold").danger][:1] == ["112"]
    assert [one.value for one in opened("eleven har sluttet å puste").danger][:1] == ["113"]
    assert opened(ABSENCE, need="skolefravaer").danger == ()


# The level


@pytest.mark.parametrize(
    ("text", "understood", "level", "reason"),
    [
        (ABSENCE, {"need": "skolefravaer"}, "gronn", "start"),
        ("", {}, "gronn", "start"),
        (ABSENCE, {"need": "skolefravaer", "levels": ("gul",)}, "gul", "told"),
        (ABSENCE, {"need": "skolefravaer", "levels": ("rod", "gul")}, "rod", "told"),
        ("vi har prøvd alt, og kommer ikke videre", {"need": "skolefravaer"}, "gul", "tried"),
        ("vi trenger noen utenfra", {"need": "skolefravaer"}, "gul", "tried"),
        (HIT, {"need": "vold"}, "rod", "harmed"),
        (HIT, {}, "rod", "harmed"),
        (HIT, {"need": "vold", "levels": ("gronn",)}, "rod", "harmed"),
        ("jeg er urolig for eleven", {"need": "omsorgssvikt"}, "rod", "harmed"),
        ("eleven sier at hun ikke vil leve", {}, "rod", "harmed"),
    ],
)
def test_the_level_to_begin_with_has_its_reason(
    opened: Open, text: str, understood: dict[str, Any], level: str, reason: str
) -> None:
    sheet = opened(text, **understood)
    assert (sheet.level, sheet.level_reason) == (level, reason)


def test_steps_that_are_told_as_done_speak_for_a_higher_level(opened: Open) -> None:
    sheet = opened("foreldrene er informert. Hva nå?", "tynset", need="skolefravaer")
    assert (sheet.level, sheet.level_reason) == ("gul", "tried")


def test_the_level_is_told_in_the_plans_words_with_what_would_change_it_and_the_one_above(opened: Open) -> None:
    level, changes, above = lines_of(opened(ABSENCE, need="skolefravaer"), "level")
    assert level.startswith("Universell forebygging – for alle (grønt nivå): ")
    assert changes.startswith("Er risikoen kjent eller høyere, er det «tiltak for noen».")
    assert above.startswith("Selektiv forebygging – for noen (gult nivå): ")


def test_above_the_highest_level_there_is_none(opened: Open) -> None:
    lines = lines_of(opened(HIT, need="vold"), "level")
    assert lines[0].startswith("Indikert forebygging – for noen få (rødt nivå): ")
    [changes] = lines[1:]
    assert changes.startswith(
        "Ved vold, overgrep eller alvorlig omsorgssvikt skal barnevernet få vite det med en gang."
    )


# Who is responsible, and whom to involve


def test_the_services_of_a_need_come_in_its_routes_order_with_why_and_how(opened: Open, oppdal: Reading) -> None:
    sheet = opened(ABSENCE, need="skolefravaer")
    route = oppdal.view.route("skolefravaer", "ansatt", None)
    assert route is not None
    assert [line.partition(":")[0] for line in lines_of(sheet, "responsible")] == [
        oppdal.service(step.service) for step in route.steps[:5]
    ]
    assert lines_of(sheet, "responsible")[0] == f"Skolen: {route.steps[0].why.nb}"
    assert "Ta kontakt med skolen eller barnehagen." in lines_of(sheet, "responsible")[2]
    assert lines_of(sheet, "involve") == [route.first.nb]


def test_the_cell_of_a_level_and_a_risk_area_comes_first_in_the_plans_own_words(opened: Open) -> None:
    sheet = opened("hvem har ansvar", levels=("rod",), risk_areas=("rus-psykisk-lidelse",))
    assert lines_of(sheet, "responsible") == [
        "Rusmiddelbruk og psykiske lidelser: rødt nivå: Barnevern, Psykisk helse og rus, Politi, Fastlege"
    ]


def test_a_number_that_nobody_has_confirmed_is_on_no_sheet(opened: Open) -> None:
    sheet = opened(ABSENCE, need="skolefravaer", signed_in=True)
    said = [*sheet.report_contacts, *(line.text for part in sheet.parts for line in part.lines)]
    assert any(line.startswith("Fastlegen: ") for line in said)
    assert not any("72 40 01 00" in line or "ikke bekreftet" in line for line in said)


def test_the_needs_that_were_seen_are_named(opened: Open) -> None:
    assert opened(ABSENCE, need="skolefravaer").needs == (("skolefravaer", "Vil ikke på skolen"),)
    assert opened(ABSENCE, need="skolefravaer", language="nn").needs == (("skolefravaer", "Vil ikkje på skulen"),)
    assert opened("").needs == ()


def test_a_need_beside_one_that_presses_is_named_though_it_leads_to_no_service(opened: Open) -> None:
    sheet = opened("jeg er urolig for eleven", need=(Need("vold", 0.9), Need("skolefravaer", 0.3)))
    assert [need for need, _ in sheet.needs] == ["vold", "skolefravaer"]
    assert len(lines_of(sheet, "involve")) == 1


# Consent


@pytest.mark.parametrize(
    ("age", "slugs"),
    [
        (None, (*SHARING, UNDER_16)),
        (3, (*SHARING, UNDER_16)),
        (11, (*SHARING, UNDER_16)),
        (12, (*SHARING, UNDER_16, BETWEEN_12_AND_16)),
        (13, (*SHARING, UNDER_16, BETWEEN_12_AND_16)),
        (15, (*SHARING, UNDER_16, BETWEEN_12_AND_16, FROM_15)),
        (16, (*SHARING, FROM_16, FROM_15)),
        (18, (*SHARING, FROM_16, FROM_15)),
    ],
)
def test_who_says_yes_follows_the_age(opened: Open, oppdal: Reading, age: int | None, slugs: tuple[str, ...]) -> None:
    lines = lines_of(opened(ABSENCE, need="skolefravaer", age=age), "consent")
    titles = [title_of(oppdal, oppdal.view.by_id[f"nasjonal/{slug}"]) for slug in slugs]
    assert len(lines) == len(titles)
    assert all(line.startswith(f"{title}: ") for line, title in zip(lines, titles, strict=True))


def test_where_danger_is_told_what_may_be_shared_without_a_yes_comes_first(opened: Open, oppdal: Reading) -> None:
    in_danger = f"{title_of(oppdal, oppdal.view.by_id['nasjonal/plikt-dele-ved-fare'])}: "
    assert lines_of(opened(HIT, need="vold"), "consent")[0].startswith(in_danger)
    assert not any(line.startswith(in_danger) for line in lines_of(opened(ABSENCE, need="skolefravaer"), "consent"))


# What to try, where to discuss it, and what comes next


def test_what_comes_next_is_what_is_ahead_of_what_is_told_as_done(opened: Open) -> None:
    start = lines_of(opened("", "stor-elvdal"), "next")
    further = lines_of(opened("foreldrene er informert. Hva nå?", "tynset", need="skolefravaer"), "next")
    assert len(start) == 2
    assert [line.partition(".")[0] for line in further] == [
        "Lokale tiltak blir prøvd ut, med tverrfaglig veiledning",
        "Tiltakene blir evaluert",
    ]


@pytest.mark.parametrize("kommune", ["nord-fron", "stor-elvdal"])
def test_the_steps_are_the_plans_own_where_it_has_steps_for_employees(
    opened: Open, library: Library, moment: datetime, kommune: str
) -> None:
    owner = ontology().owners(kommune)[-2]
    own = library.view(kommune, moment.date()).by_id[f"{owner}/prosess-uro-ansatt"]
    sheet = opened("", kommune)
    titles = {
        source.title for part in sheet.parts if part.key == "next" for line in part.lines for source in line.sources
    }
    assert own.owner == owner
    assert titles <= {source.title for source in Reading(library.view(kommune, moment.date())).refer(own.sources)}


def test_the_arenas_of_a_sheet_are_the_municipalitys_own_and_not_too_many(opened: Open) -> None:
    lines = lines_of(opened(ABSENCE, "tynset", need="bekymring-for-barn"), "arena")
    assert any(line.startswith("TST (tverrfaglig samhandlingsteam): ") for line in lines)
    assert len(set(lines)) == len(lines) <= 3
    assert len(lines_of(opened(ABSENCE, "oppdal", need="koordinering"), "arena")) == 3


# What the family is told


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (HIT, {"need": "vold"}),
        (HIT, {}),
        ("jeg er urolig for eleven", {"need": "overgrep"}),
        ("jeg er urolig for eleven", {"need": "omsorgssvikt", "age": 4}),
        ("jenta er alene hjemme", {}),
    ],
)
@pytest.mark.parametrize("kommune", ["oppdal", "tynset"])
def test_nothing_is_said_of_what_the_family_is_told_where_a_child_may_be_harmed(
    opened: Open, kommune: str, text: str, understood: dict[str, Any]
) -> None:
    sheet = opened(text, kommune, **understood)
    assert sheet.applies
    assert "family" not in {part.key for part in sheet.parts}


def test_else_the_family_is_told_what_their_own_route_says_and_that_they_take_part(
    opened: Open, oppdal: Reading
) -> None:
    lines = lines_of(opened(ABSENCE, need="skolefravaer"), "family")
    theirs = oppdal.view.route("skolefravaer", "forelder", None)
    assert theirs is not None
    assert lines[0] == theirs.first.nb
    assert lines[1].startswith("Foreldre har rett til å være med: ")
    assert len(lines) == 2


# The sheet as a whole


@pytest.mark.parametrize(
    ("text", "need"), [("", None), (ABSENCE, "skolefravaer"), (HIT, "vold"), ("hjelp til alt", "koordinering")]
)
@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_municipality_gives_a_sheet_of_which_each_line_says_where_it_stands(
    opened: Open, kommune: str, text: str, need: str | None
) -> None:
    sheet = opened(text, kommune, need=need)
    keys = [part.key for part in sheet.parts]
    assert set(keys) >= ALWAYS
    assert keys == [key for key in ORDER if key in keys]
    assert sheet.report
    for part in sheet.parts:
        assert part.lines, part.key
        assert all(line.text and line.sources for line in part.lines), part.key


@pytest.mark.parametrize(("text", "need"), [("", None), (ABSENCE, "skolefravaer"), (HIT, "vold")])
def test_the_sources_of_a_sheet_are_those_of_its_lines_each_once(opened: Open, text: str, need: str | None) -> None:
    sheet = opened(text, need=need)
    lines = [*sheet.report, *(line for part in sheet.parts for line in part.lines)]
    assert set(sheet.sources) == {source for line in lines for source in line.sources}
    assert len(set(sheet.sources)) == len(sheet.sources)
    assert sheet.sources[0] == sheet.report[0].sources[0]


def test_a_sheet_is_the_same_whoever_the_sentence_seems_to_be_written_by(opened: Open) -> None:
    assert opened(ABSENCE, need="skolefravaer", role="forelder") == opened(ABSENCE, need="skolefravaer", role="ansatt")


def test_a_sheet_in_nynorsk_is_nynorsk_in_every_part(opened: Open) -> None:
    bokmal, nynorsk = (opened(ABSENCE, need="skolefravaer", age=13, language=language) for language in ("nb", "nn"))
    assert [part.key for part in bokmal.parts] == [part.key for part in nynorsk.parts]
    for key in ORDER:
        pairs = zip(lines_of(bokmal, key), lines_of(nynorsk, key), strict=True)
        assert all(left != right for left, right in pairs), key
    assert nynorsk.report[0].text.startswith("Meldeplikta til barnevernet: Du skal sjølv melde frå")
