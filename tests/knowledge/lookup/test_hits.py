"""What an employee's sentence points to, with what the understanding heard in it said by hand: what stands first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from knowledge import Need, Query
from knowledge.lookup.fitting import Filters, fits
from knowledge.lookup.hits import find
from knowledge.lookup.processes import REPORT
from knowledge.lookup.reading import LEVELS, Reading
from knowledge.lookup.weights import HARMED, MOST
from knowledge.names import names_of
from knowledge.ontology import ontology
from knowledge.words import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.library import View
    from knowledge.lookup.hits import Found

    type Look = Callable[..., Found]

AREAS = tuple(ontology().risk_areas)
CELLS = [(level, area) for level in LEVELS for area in AREAS]
CALM_NEEDS = [need for need in ontology().needs if need not in HARMED]
# A sentence that shares no word with anything, so that what was understood decides alone.
MUTE = "hva gjør vi nå"


@pytest.fixture(scope="module")
def look(library: Library, moment: datetime) -> Look:
    """Looks a sentence up in Oppdal, or elsewhere."""

    def looked(
        text: str,
        kommune: str = "oppdal",
        *,
        need: str | Need | None = None,
        shares: dict[str, float] | None = None,
        wanted: Filters = Filters(),  # noqa: B008 - frozen
        **understood: Any,  # noqa: ANN401 - Query's fields
    ) -> Found:
        needs = (Need(need, 0.9) if isinstance(need, str) else need,) if need is not None else ()
        query = Query(text, kommune=kommune, needs=needs, **understood)
        return find(library.view(kommune, moment.date()), query, shares or {}, moment, wanted)

    return looked


@pytest.fixture(scope="module")
def oppdal(library: Library, moment: datetime) -> View:
    """What Oppdal may be told."""
    return library.view("oppdal", moment.date())


@pytest.fixture(scope="module")
def by_need(look: Look) -> dict[str, Found]:
    """Every need of the ontology, looked up in Oppdal."""
    return {need: look(MUTE, need=need) for need in ontology().needs}


def ids(found: Found) -> list[str]:
    """The records found, best first."""
    return [hit.id for hit in found.hits]


def services(found: Found) -> list[str | None]:
    """The services found, best first."""
    return [hit.service for hit in found.hits if hit.kind == "service"]


# What is named


@pytest.mark.parametrize("shares", [{}, {"kontakt": 0.9}, {"finn-hjelp": 0.9}])
def test_every_service_stands_first_when_it_is_named_and_nothing_else_is_said(
    look: Look, oppdal: View, shares: dict[str, float]
) -> None:
    for kind in oppdal.services:
        found = look(Reading(oppdal).service(kind), services=(kind,), shares=shares)
        assert found.hits[0].service == kind, kind


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("Telefonnummeret til PPT", "ppt", "oppdal/ppt"),
        ("Hvordan får jeg tak i barnevernet?", "barnevern", "oppdal/barnevern"),
        ("Nummeret til krisesenteret", "krisesenter", "nasjonal/krisesenter"),
    ],
)
def test_a_service_that_is_asked_how_to_reach_stands_first(look: Look, text: str, kind: str, first: str) -> None:
    assert ids(look(text, services=(kind,), shares={"kontakt": 0.9}))[0] == first


def test_of_two_services_both_are_found_the_first_named_first(look: Look) -> None:
    found = services(look("ppt eller barnevern", services=("ppt", "barnevern")))
    assert found[:2] == ["ppt", "barnevern"]


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("hva betyr taushetsplikt", "definisjon", "nasjonal/ord-taushetsplikt"),
        ("hva sier taushetsplikten", "plikt", "nasjonal/plikt-taushetsplikt"),
        ("hvor ofte møtes skolehelseteamet", "moteplass", "oppdal/arena-skolehelseteamet"),
    ],
)
def test_what_is_asked_for_stands_first_where_the_kind_of_question_is_known(
    look: Look, text: str, kind: str, first: str
) -> None:
    assert ids(look(text, shares={kind: 0.95}))[0] == first


def test_where_somebody_works_is_not_what_they_look_for(look: Look) -> None:
    text = "Vi på Nav ser at familien mangler penger til mat. Barnevernet?"
    assert services(look(text, services=("nav", "barnevern"), shares={"kontakt": 0.9}))[0] == "barnevern"


def test_when_a_service_has_closed_whoever_answers_then_stands_first(look: Look) -> None:
    found = look("Barnevernet har stengt. Hvem svarer?", services=("barnevern",), shares={"kontakt": 0.9})
    assert ids(found)[0] == "nasjonal/barnevernvakt"


# What is needed


@pytest.mark.parametrize("need", CALM_NEEDS)
def test_a_need_leads_to_the_first_service_of_its_route(by_need: dict[str, Found], oppdal: View, need: str) -> None:
    route = oppdal.route(need, "ansatt", None)
    assert route is not None
    first = by_need[need].hits[0]
    assert (first.kind, first.service) == ("service", route.steps[0].service)


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_a_need_leads_where_the_municipalitys_own_route_does(
    look: Look, library: Library, moment: datetime, kommune: str
) -> None:
    route = library.view(kommune, moment.date()).route("mobbing-miljo", "ansatt", None)
    assert route is not None
    assert look(MUTE, kommune, need="mobbing-miljo").hits[0].service == route.steps[0].service


def test_the_services_of_a_route_come_in_its_order(look: Look, oppdal: View) -> None:
    route = oppdal.route("skolefravaer", "ansatt", None)
    assert route is not None
    found = services(look(MUTE, need="skolefravaer"))
    assert found[:3] == [step.service for step in route.steps][:3] == ["skole", "skolehelsetjeneste", "ppt"]


def test_a_step_that_is_told_as_done_leads_to_the_process_that_it_is_of(look: Look) -> None:
    found = look("foreldrene er informert. Hva nå?", "tynset", need="bekymring-for-barn", shares={"prosess": 0.9})
    assert ids(found)[0] == "nord-osterdal/prosess-uro"


def test_steps_that_are_written_to_employees_come_before_those_that_are_written_to_families(look: Look) -> None:
    found = ids(look("hvordan melder jeg fra", shares={"prosess": 0.9}))
    assert found[0] == "nasjonal/prosess-melde-fra-ansatt"
    assert "nasjonal/prosess-melde-fra-privat" in found


def test_the_plans_own_steps_come_before_the_nations(look: Look) -> None:
    found = ids(look("fra uro for et barn til hjelp", "nord-fron", shares={"prosess": 0.9}))
    assert found[:2] == ["midtdalen/prosess-uro-ansatt", "nasjonal/prosess-uro-ansatt"]


# What is dangerous


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_a_child_that_is_hit_puts_the_duty_to_report_first(look: Look, kommune: str) -> None:
    found = look("pappa slår meg", kommune, need="vold")
    assert (ids(found)[0], found.danger) == (REPORT, "vold-overgrep")
    assert "barnevern" in services(found)


def test_danger_is_heard_where_nothing_understood_the_sentence(look: Look) -> None:
    found = look("pappa slår meg")
    assert (ids(found)[0], found.danger) == ("nasjonal/plikt-meldeplikt-barnevern", "vold-overgrep")


@pytest.mark.parametrize("need", ["vold", "overgrep", "omsorgssvikt"])
def test_what_the_understanding_is_sure_of_puts_the_duty_first_without_a_word_of_danger(look: Look, need: str) -> None:
    found = look(MUTE, need=need)
    assert (ids(found)[0], found.danger) == (REPORT, None)


@pytest.mark.parametrize("need", ["vold", "overgrep", "omsorgssvikt"])
def test_where_only_a_fact_is_asked_for_the_duty_is_still_among_what_is_found(look: Look, need: str) -> None:
    found = look(MUTE, need=need, levels=("rod",), risk_areas=("alvorlige-krenkelser",))
    assert ids(found)[0] == "oppdal/ansvar-rod-alvorlige-krenkelser"
    assert REPORT in ids(found)[:5]


def test_danger_that_the_trained_net_hears_brings_the_duty_beside_what_is_told(look: Look) -> None:
    found = ids(look("eleven er mye borte", danger_heard="vold-overgrep"))
    assert found[0] != REPORT
    assert REPORT in found[:5]


@pytest.mark.parametrize("need", ["vold", "overgrep", "omsorgssvikt"])
def test_a_mere_guess_at_harm_does_not(look: Look, need: str) -> None:
    assert ids(look(MUTE, need=Need(need, 0.5)))[0] != REPORT


def test_a_mere_word_for_it_is_danger_unless_the_understanding_is_sure_that_there_is_none(look: Look) -> None:
    found, calm = look("vold i familien"), look("vold i familien", calm=True)
    assert (ids(found)[0], found.danger) == (REPORT, "vold-overgrep")
    assert calm.danger is None
    assert ids(calm)[0] != REPORT


def test_what_is_told_for_certain_is_danger_however_calm_and_whatever_is_asked(look: Look) -> None:
    for found in (
        look("pappa slår meg", calm=True),
        look("pappa slår meg", need="vold", levels=("rod",), risk_areas=("alvorlige-krenkelser",)),
    ):
        assert (ids(found)[0], found.danger) == (REPORT, "vold-overgrep")


def test_a_life_in_danger_is_named_as_such(look: Look) -> None:
    assert look("eleven sier at hun ikke vil leve").danger == "selvmord"
    assert look("eleven er mye borte fra skolen", need="skolefravaer").danger is None


# Who is responsible


@pytest.mark.parametrize(("level", "area"), CELLS)
def test_a_level_and_a_risk_area_give_exactly_their_cell_first(look: Look, level: str, area: str) -> None:
    found = look("Hvem har ansvar?", levels=(level,), risk_areas=(area,))
    first = found.hits[0]
    assert (first.id, first.levels) == (f"oppdal/ansvar-{level}-{area}", (level,))
    assert [hit.id for hit in found.hits if hit.kind == "responsibility"] == [first.id]


def test_of_a_level_alone_its_six_cells_are_found_and_none_of_others(look: Look) -> None:
    found = look("Hvem har ansvar på gult nivå?", levels=("gul",), shares={"ansvar": 0.9})
    assert [hit.levels for hit in found.hits if hit.kind == "responsibility"] == [("gul",)] * 6


def test_a_level_in_the_plans_own_words_is_heard_where_the_table_is_asked_of(look: Look) -> None:
    found = look("Hvem hører til tiltak for noen?", shares={"ansvar": 0.9})
    assert [hit.levels for hit in found.hits[:5] if hit.kind == "responsibility"] == [("gul",)] * 5


def test_where_the_plan_has_no_table_no_cell_is_found(look: Look) -> None:
    found = look("Hvem har ansvar?", "tynset", levels=("rod",), risk_areas=("levekar",), shares={"ansvar": 0.9})
    assert "responsibility" not in {hit.kind for hit in found.hits}


def test_a_level_that_is_asked_for_is_explained_and_no_other_one(look: Look) -> None:
    found = look("Hva betyr gult nivå?", levels=("gul",), shares={"niva": 0.9})
    assert [hit.id for hit in found.hits if hit.kind == "level"] == ["oppdal/niva-gul"]


# What is being typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("skolehel", "oppdal/skolehelsetjeneste"),
        ("skolehel", "oppdal/arena-skolehelseteamet"),
        ("skulehel", "oppdal/skolehelsetjeneste"),
        ("Skolehelsetj", "oppdal/skolehelsetjeneste"),
        ("taush", "nasjonal/plikt-taushetsplikt"),
        ("taush", "nasjonal/ord-taushetsplikt"),
        ("teiepl", "nasjonal/plikt-taushetsplikt"),
        ("meldep", "nasjonal/plikt-meldeplikt-barnevern"),
        ("individuell pl", "nasjonal/prosess-individuell-plan"),
        ("arbeidsl", "oppdal/arena-arbeidslag"),
    ],
)
def test_half_a_word_finds_what_has_a_name_that_begins_so(look: Look, typed: str, found: str) -> None:
    assert found in ids(look(typed))


@pytest.mark.parametrize("typed", ["skolehel", "taush"])
def test_half_a_word_finds_nothing_that_has_no_such_name(look: Look, oppdal: View, typed: str) -> None:
    for hit in look(typed).hits:
        records = oppdal.services[hit.service].records if hit.service else [oppdal.by_id[hit.id]]
        names = [name for record in records for name in names_of(record)]
        assert any(word.startswith(typed) for name in names for word in words(name)), hit.id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("krisesnteret", "nasjonal/krisesenter"),
        ("barnevrnet", "oppdal/barnevern"),
        ("meldeplkten", REPORT),
        ("bhg", "oppdal/barnehage"),
        ("bv", "oppdal/barnevern"),
    ],
)
def test_a_word_that_is_misspelt_or_short_finds_what_it_stands_for(look: Look, text: str, found: str) -> None:
    assert found in ids(look(text))


@pytest.mark.parametrize("text", ["xyzzy", "", "  ", "pp", "…", "xyzzy plugh", "[navn]"])
def test_what_means_nothing_finds_nothing(look: Look, text: str) -> None:
    found = look(text)
    assert (found.hits, found.danger) == ((), None)


# What fits


@pytest.mark.parametrize(
    ("wanted", "gone", "kept"),
    [
        (Filters(need="skolefravaer"), "nasjonal/plikt-meldeplikt-skole", "nasjonal/plikt-fravaer-oppfolging"),
        (Filters(level="gul"), "nasjonal/plikt-fravaer-oppfolging", "oppdal/skole"),
        (Filters(age=3), "oppdal/skole", "oppdal/ppt"),
        (Filters(arena="hjemme"), "oppdal/skole", "oppdal/skolehelsetjeneste"),
        (Filters(role="forelder"), "nasjonal/plikt-fravaer-oppfolging", "nasjonal/prosess-fravaer"),
        (Filters(role="ungdom"), "nasjonal/prosess-uro-ansatt", "oppdal/skole"),
    ],
)
def test_a_filter_takes_away_what_does_not_fit_and_nothing_else(
    look: Look, oppdal: View, wanted: Filters, gone: str, kept: str
) -> None:
    text = "eleven kommer ikke på skolen"
    everything, limited = (look(text, need="skolefravaer", wanted=one) for one in (Filters(), wanted))
    fitting = [hit for hit in everything.hits if fits(oppdal, hit.service or oppdal.by_id[hit.id], wanted)]
    assert gone in ids(everything)
    assert gone not in ids(limited)
    assert kept in ids(limited)
    assert [hit for hit in limited.hits if hit in everything.hits] == fitting
    assert all(fits(oppdal, hit.service or oppdal.by_id[hit.id], wanted) for hit in limited.hits)


def test_where_nothing_fits_nothing_is_found_and_the_danger_is_told_all_the_same(look: Look) -> None:
    found = look("pappa slår meg", need="vold", wanted=Filters(need="leksehjelp"))
    assert REPORT not in ids(found)
    assert found.danger == "vold-overgrep"


# What every hit is


def test_every_hit_has_a_title_a_source_and_the_day_it_was_checked(by_need: dict[str, Found]) -> None:
    for found in by_need.values():
        for hit in found.hits:
            assert hit.title, hit.id
            assert hit.source.title, hit.id
            assert hit.source.locator, hit.id
            assert date.fromisoformat(hit.checked) >= date.fromisoformat(hit.source.checked), hit.id


def test_hits_of_oppdal_never_show_another_municipalitys_records(by_need: dict[str, Found], look: Look) -> None:
    others = [place.name for place in ontology().municipalities.values() if place.id != "oppdal"]
    asked = [look(f"Barnevernet og PPT i {name}", services=("barnevern", "ppt")) for name in others]
    owners = {hit.id.partition("/")[0] for found in (*by_need.values(), *asked) for hit in found.hits}
    assert owners == {"oppdal", "nasjonal"}


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_hits_are_the_municipalitys_its_plan_areas_and_the_nations(look: Look, kommune: str) -> None:
    found = look("Hvem hjelper en elev som er mye borte?", kommune, need="skolefravaer", services=("tst", "ppt"))
    owners = {hit.id.partition("/")[0] for hit in found.hits}
    assert owners <= set(ontology().owners(kommune))
    assert owners - {"nasjonal"}


def test_nothing_is_found_twice_and_there_are_not_too_many(by_need: dict[str, Found], look: Look) -> None:
    many = look("Hvem har ansvar for barn og unge i skole og barnehage?", need="mobbing-miljo")
    assert len(many.hits) == MOST
    for found in (*by_need.values(), many):
        shown = [hit.service or hit.id for hit in found.hits]
        assert len(set(shown)) == len(shown) <= MOST


def test_hits_are_called_what_they_are_called_in_nynorsk(look: Look) -> None:
    titles = {
        hit.id: hit.title
        for found in (
            look("eleven er mye borte fra skolen", need="skolefravaer", language="nn"),
            look("pappa slår meg", need="vold", language="nn"),
        )
        for hit in found.hits
    }
    assert titles["oppdal/skole"] == "Skulen"
    assert titles["nasjonal/plikt-fravaer-oppfolging"] == "Fråvær skal følgjast opp"
    assert titles[REPORT] == "Meldeplikta til barnevernet"


def test_a_sentence_in_english_is_shown_what_it_points_to_in_bokmal(look: Look) -> None:
    found = look("the pupil is never at school", need="skolefravaer", language="en")
    assert {hit.id: hit.title for hit in found.hits}["oppdal/skole"] == "Skolen"
