"""Processes as figures show them: numbered as in the record, what never waits beside them, and the law that binds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge.lookup.processes import REPORT, SOS, drawn_of, processes_of
from knowledge.lookup.reading import Reading
from knowledge.ontology import ontology
from knowledge.records import Duty, Helpline, Process

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.processes import DrawnProcess, DrawnStep
    from knowledge.lookup.reading import Standard
    from knowledge.records import AnyRecord

    type Make = Callable[..., AnyRecord]
    type Shelve = Callable[..., Library]

LANGUAGES: tuple[Standard, ...] = ("nb", "nn")
# What a step's name may be long in a figure.
NAME = 42
REPORTING = "nasjonal/prosess-melde-fra-ansatt"


def words(text: str) -> dict[str, str]:
    """The same words in both written standards."""
    return {"nb": text, "nn": text}


def numbered(process: DrawnProcess) -> list[DrawnStep]:
    """Every step by its number, whether it waits or not."""
    return sorted((*process.steps, *process.always), key=lambda step: step.number)


@pytest.fixture(scope="module")
def oppdal(library: Library, moment: datetime) -> Reading:
    """Oppdal as an employee reads it."""
    return Reading(library.view("oppdal", moment.date()))


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_step_keeps_its_number_and_what_never_waits_stands_apart(
    library: Library, moment: datetime, kommune: str
) -> None:
    reading = Reading(library.view(kommune, moment.date()))
    drawn = processes_of(reading)
    assert {one.id for one in drawn} == {one.id for one in reading.view.of_kind("process")}
    for process in drawn:
        record = reading.view.by_id[process.id]
        assert isinstance(record, Process)
        assert [(step.number, step.text) for step in numbered(process)] == [
            (number, step.text.nb) for number, step in enumerate(record.steps, 1)
        ]
        waiting = {number for number, step in enumerate(record.steps, 1) if not step.always}
        assert {step.number for step in process.steps} == waiting


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_the_names_of_steps_fit_in_a_figure_and_differ_within_a_process(
    library: Library, moment: datetime, kommune: str, language: Standard
) -> None:
    for process in processes_of(Reading(library.view(kommune, moment.date()), language)):
        names = [step.name for step in numbered(process)]
        assert [name for name in names if not 0 < len(name) <= NAME] == [], process.id
        assert len(set(names)) == len(names), process.id


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_every_duty_of_a_step_is_found_and_names_its_law(library: Library, moment: datetime, kommune: str) -> None:
    reading = Reading(library.view(kommune, moment.date()))
    bound = 0
    for process in processes_of(reading):
        record = reading.view.by_id[process.id]
        assert isinstance(record, Process)
        for step in numbered(process):
            assert tuple(duty.id for duty in step.duties) == record.steps[step.number - 1].duties
            assert all("§" in (duty.law or "") and duty.title for duty in step.duties)
            bound += len(step.duties)
    assert bound >= 50


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_what_is_written_to_employees_comes_first_and_the_nearest_owner_first_of_each(
    library: Library, moment: datetime, kommune: str
) -> None:
    owners = ontology().owners(kommune)
    drawn = processes_of(Reading(library.view(kommune, moment.date())))
    order = [(not one.for_staff, owners.index(one.id.partition("/")[0])) for one in drawn]
    assert order == sorted(order)
    assert drawn[0].for_staff
    assert not drawn[-1].for_staff


def test_reporting_is_bound_by_the_law_and_calling_the_police_waits_for_no_step(oppdal: Reading) -> None:
    [process] = [one for one in processes_of(oppdal) if one.id == REPORTING]
    assert [step.number for step in process.always] == [1, 3, 5]
    report = process.steps[0]
    assert (report.number, report.name) == (2, "Meld straks til barnevernet")
    assert [(duty.id, duty.law) for duty in report.duties] == [(REPORT, "barnevernsloven § 13-2")]
    assert process.for_staff
    assert process.sources


def test_a_process_reads_in_nynorsk_with_the_titles_of_its_duties(library: Library, moment: datetime) -> None:
    reading = Reading(library.view("oppdal", moment.date()), "nn")
    [process] = [one for one in processes_of(reading) if one.id == REPORTING]
    assert [duty.title for duty in process.steps[0].duties] == ["Meldeplikta til barnevernet"]
    assert process.steps[0].name == "Meld straks til barnevernet"
    assert process.title == "Slik melder du frå når du er tilsett"


@pytest.mark.parametrize("kommune", ontology().municipalities)
def test_what_never_waits_is_known_in_every_municipality(library: Library, moment: datetime, kommune: str) -> None:
    view = library.view(kommune, moment.date())
    assert isinstance(view.by_id[REPORT], Duty)
    assert all(isinstance(view.by_id[one], Helpline) for one in SOS)


@pytest.fixture
def draw(make_record: Make, make_library: Shelve, moment: datetime) -> Callable[..., DrawnProcess]:
    """Draws a process of given steps, beside other records."""

    def drawn(*steps: dict[str, Any], beside: tuple[AnyRecord, ...] = ()) -> DrawnProcess:
        record = make_record("process", "oppdal/prosess", title=words("Slik er det"), steps=list(steps))
        assert isinstance(record, Process)
        library = make_library(record, *beside)
        return drawn_of(Reading(library.view("oppdal", moment.date())), record)

    return drawn


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ring skolen. De vet mer om det.", "Ring skolen"),
        ("Ring skolen.", "Ring skolen"),
        ("Ring skolen", "Ring skolen"),
        (
            "Snakk med kontaktlæreren om det du ser hjemme og på skolen hver dag. Så venter dere.",
            "Snakk med kontaktlæreren om det du ser hjemme …",
        ),
    ],
)
def test_a_step_without_a_name_is_called_by_its_first_sentence_shortened_at_a_word(
    draw: Callable[..., DrawnProcess], text: str, name: str
) -> None:
    [step] = draw({"text": words(text)}).steps
    assert (step.name, step.text) == (name, text)


def test_a_step_with_a_name_is_called_by_it_however_its_text_begins(draw: Callable[..., DrawnProcess]) -> None:
    [step] = draw({"name": words("Skolen først"), "text": words("Ring skolen.")}).steps
    assert (step.name, step.text, step.deadline, step.duties) == ("Skolen først", "Ring skolen.", None, ())


def test_a_deadline_is_told_with_its_step(draw: Callable[..., DrawnProcess]) -> None:
    drawn = draw({"text": words("Ring."), "deadline": words("Innen en uke.")}, {"text": words("Vent."), "always": True})
    assert [step.deadline for step in drawn.steps] == ["Innen en uke."]
    assert [(step.number, step.deadline) for step in drawn.always] == [(2, None)]


def test_a_duty_that_nobody_sees_here_binds_no_step(make_record: Make, draw: Callable[..., DrawnProcess]) -> None:
    told = {"title": words("Plikt"), "who": words("Alle"), "text": words("Du skal.")}
    seen = make_record("duty", "nasjonal/plikt-a", law="loven § 1", **told)
    hidden = make_record("duty", "tynset/plikt-b", law="loven § 2", **told)
    named = ["nasjonal/plikt-a", "tynset/plikt-b", "nasjonal/plikt-c"]
    [step] = draw({"text": words("Ring."), "duties": named}, beside=(seen, hidden)).steps
    assert [(duty.id, duty.law) for duty in step.duties] == [("nasjonal/plikt-a", "loven § 1")]


def test_a_process_to_everybody_is_not_one_to_employees(draw: Callable[..., DrawnProcess]) -> None:
    assert not draw({"text": words("Ring.")}).for_staff
