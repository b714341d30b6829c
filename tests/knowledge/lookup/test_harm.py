"""Where a child may be harmed: nothing is tried first, and nobody is told of it who may be the one who harms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge import Need, Query
from knowledge.lookup.case import case_of

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge import Library
    from knowledge.lookup.case import CaseSheet

HARM = ["vold", "overgrep", "omsorgssvikt", "sosial-kontroll"]


def sheet(library: Library, moment: datetime, need: str, text: str = "jeg er urolig for eleven") -> CaseSheet:
    """The sheet of a situation of one need in Oppdal."""
    return case_of(
        library.view("oppdal", moment.date()), Query(text, kommune="oppdal", needs=(Need(need, 0.9),)), moment
    )


@pytest.mark.parametrize("need", HARM)
def test_nothing_is_to_be_tried_and_the_family_is_not_spoken_of(library: Library, moment: datetime, need: str) -> None:
    made = sheet(library, moment, need)
    assert made.applies
    assert made.level == "rod"
    assert {"try", "family"} & {part.key for part in made.parts} == set()


@pytest.mark.parametrize("need", HARM)
def test_the_next_step_is_to_report_and_not_to_talk_with_the_parents(
    library: Library, moment: datetime, need: str
) -> None:
    [ahead] = [part for part in sheet(library, moment, need).parts if part.key == "next"]
    assert "barnevernet" in ahead.lines[0].text
    assert not any("foreldrene" in line.text for line in ahead.lines)


def test_a_forced_marriage_is_no_green_level(library: Library, moment: datetime) -> None:
    made = sheet(library, moment, "sosial-kontroll", "hun blir tvunget til å gifte seg")
    assert (made.level, made.level_reason) == ("rod", "harmed")
