"""The figures on the terminal, as JSON, and as the Markdown of `docs/forstaaelse.md`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.pipelines.data import MASSIVE, OWN, TENTH
from benchmarks.pipelines.measured import Measured
from endorinn.training import VARIETIES
from foundation.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT = ROOT / "reports" / "pipelines.json"
PAGE = REPORT.with_suffix(".md")
SHOWN_VARIETIES = [VARIETIES[key] for key in ("nb", "nn", "dialekt", "skrivefeil")]
TITLES = {
    OWN: "The project's own {messages:,} messages, asked the {questions:,} worked questions",
    TENTH: "Every tenth of them, {messages:,}, asked the same {questions:,}",
    MASSIVE: "MASSIVE 1.1 nb-NO, {messages:,} messages to train on, {questions:,} to ask",
}


def read_report() -> list[Measured]:
    """What was measured before."""
    if not REPORT.exists():
        return []
    return [Measured(**row) for row in json.loads(REPORT.read_text(encoding="utf-8"))]


def find(figures: Sequence[Measured], pipeline: str, data: str) -> Measured | None:
    """The figures of one pipeline on one set of data, if there are any."""
    return next((one for one in figures if (one.pipeline, one.data) == (pipeline, data)), None)


def join(before: Sequence[Measured], new: Measured, order: Sequence[str]) -> list[Measured]:
    """All figures, the new ones in place of older ones of the same pipeline and data; pipelines in order."""
    kept = [one for one in before if (one.pipeline, one.data) != (new.pipeline, new.data) and one.pipeline in order]
    return sorted([*kept, new], key=lambda one: (list(TITLES).index(one.data), order.index(one.pipeline)))


def write_report(figures: Sequence[Measured]) -> None:
    """Writes JSON and Markdown."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False, indent=2), encoding="utf-8")
    PAGE.write_text("\n".join(_page(figures)), encoding="utf-8")


def tables(figures: Sequence[Measured]) -> Iterator[Table]:
    """One table a set of data, for the terminal: a column a pipeline."""
    for title, rows in _by_data(figures):
        table = Table("", *(one.pipeline for one in rows), title=title)
        columns = [_cells(one) for one in rows]
        for figure in columns[0]:
            table.add_row(figure, *(cells[figure] for cells in columns))
        yield table


def _page(figures: Sequence[Measured]) -> Iterator[str]:
    for title, rows in _by_data(figures):
        yield f"{title}, {max(one.day for one in rows)}:\n"
        head = ["pipeline", *_cells(rows[0])]
        yield from map(_line, (head, ["---"] * len(head), *([one.pipeline, *_cells(one).values()] for one in rows)))
        yield ""


def _by_data(figures: Sequence[Measured]) -> Iterator[tuple[str, list[Measured]]]:
    for data, title in TITLES.items():
        if rows := [one for one in figures if one.data == data]:
            yield title.format_map(asdict(rows[-1])), rows


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(one: Measured) -> dict[str, str]:
    needs = "" if one.needs_f1 is None else f"{one.needs_f1:.1%}"
    return {
        **(_shares_of_own(one, needs) if one.data != MASSIVE else {"intent": f"{one.accuracy:.1%}"}),
        "fell back": f"{one.fell_back:.1%}",
        "training, s (of processors)": f"{_number(one.train_s)} ({_number(one.train_cpu_s)})",
        "parse, ms (p99)": f"{_number(one.median_ms)} ({_number(one.p99_ms)})",
        "memory training, MB": _number(one.train_mb),
        "loaded, MB": _number(one.resident_mb),
        "model, MB": _number(one.model_mb),
    }


def _shares_of_own(one: Measured, needs: str) -> dict[str, str]:
    varieties = {f"… {variety}": f"{one.by_variety[variety]:.1%}" for variety in SHOWN_VARIETIES}
    return {"question type": f"{one.accuracy:.1%}", **varieties, "needs, micro F1": needs}


def _number(value: float) -> str:
    """Three digits that count, and no decimals of large numbers."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004
