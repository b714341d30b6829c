"""Steps from where whoever asks stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge import Need, Query, answer
from tests.knowledge.answering.test_in_a_talk import NOON

if TYPE_CHECKING:
    from knowledge import Answer, Library

TRIED = "Foreldrene er informert, tiltakene virker ikke. Hva nå?"


def at_work(library: Library, text: str, *needs: str, kommune: str = "tynset", kind: str = "prosess") -> Answer:
    """What an employee is answered."""
    told = tuple(Need(need, 0.9) for need in needs)
    return answer(Query(text=text, needs=told, kommune=kommune, role="ansatt", question_type=kind), library, NOON)


@pytest.mark.parametrize("kind", ["prosess", "om-planen", "finn-hjelp", "plikt"])
def test_what_is_done_is_not_told_once_more(library: Library, kind: str) -> None:
    found = at_work(library, TRIED, kind=kind)
    assert found.process is not None
    assert found.process.id == "nord-osterdal/prosess-uro"
    whole = at_work(library, "Hva gjør vi ved uro for et barn?")
    assert whole.process is not None
    assert len(found.process.steps) < len(whole.process.steps)
    assert not any("Foreldrene blir involvert" in step.text for step in found.process.steps)
    assert "Herfra går det slik:" in found.reply


def test_the_duty_to_report_waits_for_no_step(library: Library) -> None:
    found = at_work(library, TRIED)
    assert found.process is not None
    assert "meld til barnevernet med en gang" in found.process.steps[0].text


@pytest.mark.parametrize("kommune", ["oppdal", "sor-odal", "ringebu", "stor-elvdal", "alvdal"])
def test_every_municipality_has_a_next_step(library: Library, kommune: str) -> None:
    found = at_work(library, TRIED, kommune=kommune, kind="om-planen")
    assert (found.outcome, found.process is not None) == ("answered", True)
    assert found.services, "Somebody is named who helps with it"


@pytest.mark.parametrize(
    "text", ["Når skal foreldrene være informert?", "Må vi ha informert foreldrene før vi henviser?"]
)
def test_whoever_asks_when_to_do_a_step_has_not_done_it(library: Library, text: str) -> None:
    found = at_work(library, text)
    assert "Herfra går det slik:" not in found.reply


def test_a_family_is_told_what_comes_after_the_referral(library: Library) -> None:
    query = Query(
        text="Fastlegen har henvist oss til BUP, hva skjer nå?",
        kommune="oppdal",
        role="forelder",
        question_type="prosess",
        services=("bup",),
        needs=(Need("psykisk-helse", 0.8),),
    )
    found = answer(query, library, NOON)
    assert found.process is not None
    assert found.process.id == "nasjonal/prosess-bup"
    assert not any(step.text.startswith("Snakk med fastlegen.") for step in found.process.steps)


def test_who_is_hurt_comes_before_the_steps(library: Library) -> None:
    found = at_work(library, "Pappa slår ham i kveld. Foreldrene er informert, hva nå?", "vold")
    assert (found.outcome, found.acute is not None) == ("acute", True)


def test_a_talk_goes_on_from_the_step_that_was_told_last(library: Library) -> None:
    first = at_work(library, TRIED)
    assert first.process is not None
    standing = (first.process.id, len(first.process.steps))
    done, later = (
        answer(Query(text=text, kommune="tynset", role="ansatt", standing=standing), library, NOON).process
        for text in ("det er gjort", "og hva nå?")
    )
    assert done is not None
    assert later is not None
    assert (done.id, len(done.steps), later.steps) == (first.process.id, standing[1] - 1, first.process.steps)


def test_another_story_is_not_taken_for_the_next_step(library: Library) -> None:
    first = at_work(library, "Fastlegen har henvist eleven til BUP, hva skjer nå?", "psykisk-helse")
    assert first.process is not None
    query = Query(
        text="Eleven har ikke vært på skolen på to uker, hva nå?",
        needs=(Need("skolefravaer", 0.9),),
        kommune="tynset",
        role="ansatt",
        question_type="finn-hjelp",
        standing=(first.process.id, len(first.process.steps)),
    )
    found = answer(query, library, NOON)
    assert found.process is None or found.process.id != first.process.id
