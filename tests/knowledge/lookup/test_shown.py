"""A hit as a list shows it: what it is called, its first words, its level, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.lookup.reading import Reading
from knowledge.lookup.shown import LEAD, hit_of, hit_of_service, title_of
from knowledge.names import names_of
from knowledge.ontology import ontology
from tests.knowledge.conftest import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.reading import Standard
    from knowledge.lookup.shown import Hit
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]

LANGUAGES: tuple[Standard, ...] = ("nb", "nn")
NO_HIT = frozenset({"service", "contact", "helpline", "route"})
LONG = (
    "Skolen skal sammen med foreldrene og PPT vurdere hva eleven trenger, og sette inn tiltak så snart det er mulig. "
)


def words(text: str, nynorsk: str | None = None) -> dict[str, str]:
    """Words in both written standards."""
    return {"nb": text, "nn": nynorsk or text}


@pytest.fixture(scope="module")
def oppdal(library: Library, moment: datetime) -> Reading:
    """Oppdal as an employee reads it."""
    return Reading(library.view("oppdal", moment.date()))


@pytest.fixture(scope="module")
def nynorsk(library: Library, moment: datetime) -> Reading:
    """The same in nynorsk."""
    return Reading(library.view("oppdal", moment.date()), "nn")


@pytest.fixture
def shown(make_record: Make, make_library: Shelve, moment: datetime) -> Callable[..., Hit]:
    """Shows a made record of Oppdal, beside others."""

    def show(kind: str, *beside: AnyRecord, **fields: object) -> Hit:
        record = make_record(kind, "oppdal/post", **fields)
        return hit_of(Reading(make_library(record, *beside).view("oppdal", moment.date())), record)

    return show


@pytest.mark.parametrize(
    ("record", "title", "in_nynorsk"),
    [
        ("nasjonal/plikt-meldeplikt-barnevern", "Meldeplikten til barnevernet", "Meldeplikta til barnevernet"),
        ("nasjonal/ord-taushetsplikt", "taushetsplikt", "teieplikt"),
        ("oppdal/niva-gul", "Selektiv forebygging – for noen", "Selektiv førebygging – for nokon"),
        ("oppdal/ansvar-rod-levekar", "Levekårsutfordringer: rødt nivå", "Levekårsutfordringer: raudt nivå"),
        ("oppdal/terskel-skolefravaer", "Skolen", "Skulen"),
        (
            "nasjonal/terskel-individuelt-tilrettelagt-opplaering",
            "Skolen, PPT i Oppdal",
            "Skulen, PPT i Oppdal",
        ),
        (
            "oppdal/terskel-gul",
            "Selektiv forebygging – for noen (gult nivå)",
            "Selektiv førebygging – for nokon (gult nivå)",
        ),
        (
            "oppdal/mangler-adresse",
            "Adressen står ikke i Oppdals plan, og den er ikke bekreftet",
            "Adressa står ikkje i planen i Oppdal, og ho er ikkje stadfesta",
        ),
    ],
)
def test_a_record_is_called_by_its_own_name_or_by_what_it_is_about(
    oppdal: Reading, nynorsk: Reading, record: str, title: str, in_nynorsk: str
) -> None:
    found = oppdal.view.by_id[record]
    assert (title_of(oppdal, found), title_of(nynorsk, found)) == (title, in_nynorsk)
    assert hit_of(nynorsk, found).title == in_nynorsk


def test_a_threshold_about_no_service_and_no_level_is_called_by_its_text(shown: Callable[..., Hit]) -> None:
    assert shown("threshold", text=words("Barnet må bo her.")).title == "Barnet må bo her."


def test_what_has_no_name_is_called_by_its_first_sentence(shown: Callable[..., Hit]) -> None:
    assert shown("factor", side="risk", text=words("Fattigdom øker risikoen. Planen sier det.")).title == (
        "Fattigdom øker risikoen"
    )


def test_a_service_that_nothing_names_here_is_called_by_its_id(shown: Callable[..., Hit]) -> None:
    assert shown("threshold", text=words("Slik."), services=["ppt"]).title == "ppt"


def test_a_service_is_shown_with_its_name_its_levels_and_where_it_stands_first(oppdal: Reading) -> None:
    hit = hit_of_service(oppdal, "barnevern")
    assert (hit.kind, hit.id, hit.service, hit.title) == (
        "service",
        "oppdal/barnevern",
        "barnevern",
        "Barnevernet i Oppdal",
    )
    assert hit.levels == ("gronn", "gul", "rod")
    assert hit.level_names == ("grønt nivå", "gult nivå", "rødt nivå")
    assert hit.source.title == "Sett i Oppdal (samhandlingsmodell.no)"
    assert (hit.source.checked, hit.checked) == ("2026-11-23", "2026-11-25")
    assert hit.text.startswith("Barnevernet skal gi barn og unge")


def test_a_service_is_shown_in_nynorsk(nynorsk: Reading) -> None:
    hit = hit_of_service(nynorsk, "skole")
    assert (hit.title, hit.level_names[2]) == ("Skulen", "raudt nivå")
    assert hit.text.startswith("Alle elevar har rett til eit trygt og godt skulemiljø")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"staff": "S", "text": "T", "for_whom": "F", "access": "A"}, "S"),
        ({"text": "T", "for_whom": "F", "access": "A"}, "T"),
        ({"for_whom": "F", "access": "A"}, "F"),
        ({"access": "A"}, "A"),
        ({}, ""),
    ],
)
def test_a_service_is_shown_by_the_first_thing_that_it_says_of_itself(
    make_record: Make, make_library: Shelve, moment: datetime, told: dict[str, str], text: str
) -> None:
    record = make_record("service", "oppdal/ppt", type="ppt", **{key: words(said) for key, said in told.items()})
    assert hit_of_service(Reading(make_library(record).view("oppdal", moment.date())), "ppt").text == text


def test_a_cell_of_the_table_is_shown_by_the_plans_lines_and_its_colour(oppdal: Reading) -> None:
    hit = hit_of(oppdal, oppdal.view.by_id["oppdal/ansvar-gul-utviklingsvansker"])
    assert (hit.kind, hit.service) == ("responsibility", None)
    assert hit.text == "Helsestasjon/skolehelsetjeneste, Skole/SFO, Barnehage, PPT"
    assert (hit.levels, hit.level_names) == (("gul",), ("gult nivå",))


def test_a_process_is_shown_by_its_first_step_that_waits_for_another(oppdal: Reading) -> None:
    hit = hit_of(oppdal, oppdal.view.by_id["nasjonal/prosess-uro-ansatt"])
    assert hit.text.startswith("Ved annen uro: Snakk med barnet, foreldrene og lederen din")


def test_a_process_of_nothing_that_waits_is_shown_by_its_first_step(shown: Callable[..., Hit]) -> None:
    steps = [{"text": words(f"Steg {number}."), "always": True} for number in (1, 2)]
    assert shown("process", title=words("Slik er det"), steps=steps).text == "Steg 1."


def test_employees_are_shown_what_is_written_for_employees(shown: Callable[..., Hit]) -> None:
    assert shown("measure", text=words("For alle."), staff=words("For ansatte.")).text == "For ansatte."


def test_a_long_text_is_cut_after_a_whole_word_and_a_short_one_is_not(shown: Callable[..., Hit]) -> None:
    cut = shown("measure", text=words(LONG * 2)).text
    assert cut.endswith(" …")
    assert len(cut) <= LEAD + 2
    assert (LONG * 2).startswith(f"{cut.removesuffix(' …')} ")
    assert shown("measure", text=words(LONG)).text == LONG.strip()


def test_the_lines_of_a_text_are_shown_as_one(shown: Callable[..., Hit]) -> None:
    assert shown("measure", text=words("Planen sier:\n– en ting\n– en annen")).text == (
        "Planen sier: – en ting – en annen"
    )


def test_a_hit_stands_where_its_first_source_says_and_was_checked_when_its_newest_was(
    shown: Callable[..., Hit],
) -> None:
    older = {**SOURCE, "locator": "Side 2", "checked": "2026-10-01"}
    hit = shown("measure", sources=[older, SOURCE], level="gul", audience="ansatt")
    assert (hit.source.locator, hit.checked) == ("Side 2", "2026-11-01")
    assert (hit.levels, hit.level_names, hit.audience) == (("gul",), ("gult nivå",), "ansatt")


def test_a_record_is_found_by_its_name_in_both_standards_and_by_its_other_names_each_once(make_record: Make) -> None:
    record = make_record(
        "measure", "oppdal/post", name=words("Skolelos", "Skulelos"), aliases=["Skolelos", "losen"], keywords=["fravær"]
    )
    assert names_of(record) == ("Skolelos", "Skulelos", "losen")
    assert names_of(make_record("gap", "oppdal/mangler")) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_record_that_can_be_a_hit_has_a_title_a_source_and_a_text_that_fits_in_a_list(
    library: Library, moment: datetime, kommune: str, language: Standard
) -> None:
    reading = Reading(library.view(kommune, moment.date()), language)
    hits = [hit_of(reading, record) for record in reading.view.records if record.kind not in NO_HIT]
    hits += [hit_of_service(reading, kind) for kind in reading.view.services]
    for hit in hits:
        assert hit.title not in {"", hit.id}, hit.id
        assert hit.text or hit.service, hit.id
        assert len(hit.text) <= LEAD + 2, hit.id
        assert "\n" not in hit.text, hit.id
        assert hit.source.title, hit.id
        assert len(hit.levels) == len(hit.level_names), hit.id
