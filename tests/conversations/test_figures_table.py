"""The table opens in a Norwegian spreadsheet as it is meant, tells no small count, and starts nothing there."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from conversations import figures_table, handing
from conversations.figures import Week
from conversations.figures_table import as_csv
from conversations.suppression import ShownWeek, suppressed

MONDAY = date(2026, 11, 2)
EMPTY = Week("2026-W45", MONDAY)
MANY = replace(
    EMPTY,
    asked=1_046,
    answered=1_040,
    abandoned=6,
    callbacks=12,
    kept=12,
    waits=1_040,
    median_wait=90,
    p90_wait=600,
    outcomes={**EMPTY.outcomes, "svar-gitt": 1_000, "annet": 2},
    helped={"yes": 20, "partly": 9, "no": 2},
    later_from=date(2027, 1, 4),
)
FEW = replace(EMPTY, asked=9, answered=8, abandoned=1, callbacks=3, kept=3)
NUMBER = r"\d+(,\d)?"
WORDS = r"færre enn 5|vises ikke|vises fra \d{4}-\d\d-\d\d|\d{4}-W\d\d|\d{4}-\d\d-\d\d|"


def read(*weeks: Week) -> list[dict[str, str]]:
    """The table as a spreadsheet reads it."""
    text = as_csv([suppressed(week) for week in weeks])
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_every_week_is_a_row_under_norwegian_headings() -> None:
    rows = read(EMPTY, MANY)
    assert len(rows) == 2
    assert list(rows[1].items()) == [
        ("Uke", "2026-W45"),
        ("Fra og med", "2026-11-02"),
        ("Ba om å snakke med noen", "1046"),
        ("Fikk svar", "1040"),
        ("Ga opp", "6"),
        ("Skulle kontaktes", "12"),
        ("Kontaktet i tide", "12"),
        ("Vanlig ventetid (minutter)", "1,5"),
        ("Ni av ti ventet høyst (minutter)", "10,0"),
        ("Utfall: Svar gitt", "1000"),
        ("Utfall: Time avtalt", "færre enn 5"),
        ("Utfall: Formidlet videre", "færre enn 5"),
        ("Utfall: Melding sendt", "færre enn 5"),
        ("Utfall: Nødetat varslet", "færre enn 5"),
        ("Utfall: Ingen svarte", "færre enn 5"),
        ("Utfall: Annet", "færre enn 5"),
        ("Hjalp det: ja", "20"),
        ("Hjalp det: delvis", "9"),
        ("Hjalp det: nei", "færre enn 5"),
        ("Hjalp det senere: ja", "vises fra 2027-01-04"),
        ("Hjalp det senere: delvis", "vises fra 2027-01-04"),
        ("Hjalp det senere: nei", "vises fra 2027-01-04"),
    ]


def test_what_is_hidden_for_the_sake_of_others_is_not_called_few() -> None:
    (row,) = read(FEW)
    assert [row[name] for name in figures_table.COUNTS[2:7]] == [
        "vises ikke",
        "8",
        "færre enn 5",
        "færre enn 5",
        "færre enn 5",
    ]
    assert (row["Hjalp det: ja"], row["Vanlig ventetid (minutter)"]) == ("vises ikke", "")


def test_an_empty_week_is_zeros() -> None:
    (row,) = read(EMPTY)
    assert set(list(row.values())[2:]) == {"0", ""}


@pytest.mark.parametrize("week", [EMPTY, MANY, FEW])
def test_no_cell_is_anything_but_a_number_or_our_own_words(week: Week) -> None:
    (row,) = read(week)
    assert [cell for cell in row.values() if not re.fullmatch(rf"{NUMBER}|{WORDS}", cell)] == []


def test_no_cell_and_no_heading_begins_a_formula() -> None:
    for row in read(EMPTY, MANY, FEW):
        assert [cell for cell in (*row, *row.values()) if cell[:1] in {*"=+-@\t\r|"} and cell] == []


def test_without_weeks_there_are_headings() -> None:
    assert as_csv([]).count("\r\n") == 1


def test_every_count_has_a_column() -> None:
    assert tuple(figures_table.OUTCOMES) == handing.OUTCOMES
    assert tuple(figures_table.HELPED) == handing.HELPED
    others = set(ShownWeek.__slots__) - {"outcomes", "helped", "helped_later", "later_from"}
    assert len(figures_table.COUNTS) == len(others)
