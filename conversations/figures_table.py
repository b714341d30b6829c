"""Figures that may be shown as a table for a spreadsheet, which takes none of it for a formula.

Every cell is a number, a week, a day or words from here; nothing that anybody has written gets into it.
"""

from __future__ import annotations

import csv
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conversations.suppression import Count, Shown, ShownWeek

# By it Excel knows that the letters are UTF-8.
MARK = "\ufeff"
FEW, HIDDEN, TOO_EARLY, NONE = "færre enn 5", "vises ikke", "vises fra {day}", ""
SECONDS = 60
COUNTS = (
    "Uke", "Fra og med", "Ba om å snakke med noen", "Fikk svar", "Ga opp", "Skulle kontaktes", "Kontaktet i tide",
    "Vanlig ventetid (minutter)", "Ni av ti ventet høyst (minutter)",
)  # fmt: skip
OUTCOMES = MappingProxyType({
    "svar-gitt": "Svar gitt",
    "time-avtalt": "Time avtalt",
    "formidlet": "Formidlet videre",
    "melding-sendt": "Melding sendt",
    "nodetat": "Nødetat varslet",
    "ingen-svar": "Ingen svarte",
    "annet": "Annet",
})  # fmt: skip
HELPED = MappingProxyType({"yes": "ja", "partly": "delvis", "no": "nei"})


def as_csv(weeks: Iterable[ShownWeek]) -> str:
    """A row a week under Norwegian headings, with decimal commas."""
    return as_file([_headings(), *(_cells(week) for week in weeks)])


def as_file(rows: Iterable[Sequence[str]]) -> str:
    """Rows with semicolons, as Norwegian Excel opens them."""
    file = StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    return MARK + file.getvalue()


def _headings() -> list[str]:
    helped = (f"{asked}: {said}" for asked in ("Hjalp det", "Hjalp det senere") for said in HELPED.values())
    return [*COUNTS, *(f"Utfall: {name}" for name in OUTCOMES.values()), *helped]


def _cells(week: ShownWeek) -> list[str]:
    talks = (week.answered, week.abandoned)
    later = TOO_EARLY.format(day=week.later_from) if week.later_from else None
    return [
        week.week,
        week.since.isoformat(),
        _total(week.asked, *talks),
        *(_count(one) for one in talks),
        _total(week.callbacks, week.kept),
        _count(week.kept),
        *(_minutes(one) for one in (week.median_wait, week.p90_wait)),
        *_breakdown(week.outcomes, OUTCOMES),
        *_breakdown(week.helped, HELPED),
        *([later] * len(HELPED) if later else _breakdown(week.helped_later, HELPED)),
    ]


def _count(count: Count, hidden: str = FEW) -> str:
    return hidden if count is None else str(count)


def _total(total: Count, *parts: Count) -> str:
    """A hidden total of which a part is shown is no small one: it is hidden for what it would tell of the others."""
    return _count(total, HIDDEN if any(parts) else FEW)


def _breakdown(shown: Shown, names: Iterable[str]) -> Iterator[str]:
    """Where nothing of it is shown, what is hidden need not be few."""
    told = [shown[name] for name in names]
    hidden = FEW if any(told) else HIDDEN
    return (_count(one, hidden) for one in told)


def _minutes(seconds: int | None) -> str:
    return NONE if seconds is None else f"{seconds / SECONDS:.1f}".replace(".", ",")
