"""`endorinn evaluate`: asks, prints the table, writes the report, and says what has become worse."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from endorinn.evaluation.asked import FRESH, WORKED, ask_everything, read_questions
from endorinn.evaluation.baseline import compare, read_baseline, save_baseline
from endorinn.evaluation.confusions import confusions, misses_of_danger
from endorinn.evaluation.confusions import misses as misses_of
from endorinn.evaluation.danger import danger_figures
from endorinn.evaluation.figures import TARGETS, figures_of
from endorinn.evaluation.hits import lookup_figures
from endorinn.evaluation.masked import masking_figures
from endorinn.evaluation.page import write_page
from endorinn.progress import working
from foundation.settings import ROOT
from knowledge.names import names_of_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endorinn.evaluation.baseline import Fall
    from endorinn.evaluation.confusions import Confusion, Miss
from endorinn.evaluation.figures import Figure

REPORTS = ROOT / "reports"


def evaluate(*, misses: bool, save: bool) -> None:
    """Measures; `misses` prints what was wrong, `save` keeps the figures to compare later ones with.

    Raises:
        typer.Exit: with 1, when a headline figure is more than a point worse than the saved one.
        OperatorError: when no assistant runs and none can be started.
    """
    with working("Asking the test questions"):
        asked = ask_everything()
    messages, questions, turns, dangers = asked.messages, asked.questions, asked.turns, asked.dangers
    figures = [one for name in (WORKED, FRESH) for one in figures_of(name, messages, questions, turns)]
    figures += [one for name in (WORKED, FRESH) for one in danger_figures(name, dangers)]
    figures += [
        one
        for name in (WORKED, FRESH)
        for one in masking_figures(name, read_questions(name, "masking.jsonl"), names_of_content())
    ]
    figures += [one for name, looked in asked.looked_up.items() for one in lookup_figures(name, looked)]
    falls = compare(read_baseline(), figures)
    wrong, mixed = [*misses_of([*questions, *turns]), *misses_of_danger(dangers)], confusions(messages)
    REPORTS.mkdir(exist_ok=True)
    _write_json(figures, wrong, mixed)
    write_page(REPORTS / "evaluation.html", messages, figures, falls)
    _print(figures)
    if misses:
        _print_misses(wrong, mixed)
    if save:
        save_baseline(figures)
        typer.echo("Saved as the figures to compare with.")
    elif falls:
        _print_falls(falls)
        raise typer.Exit(1)


def _write_json(figures: Sequence[Figure], wrong: Sequence[Miss], mixed: Sequence[Confusion]) -> None:
    body = {
        "figures": [asdict(figure) for figure in figures],
        "misses": [asdict(miss) for miss in wrong],
        "confusions": [asdict(confusion) for confusion in mixed],
    }
    (REPORTS / "evaluation.json").write_text(json.dumps(body, ensure_ascii=False, indent=2), encoding="utf-8")


def _print(figures: Sequence[Figure]) -> None:
    by_place = {(one.collection, one.name, one.group): one for one in figures}
    table = Table("figure", "group", "worked", "fresh", "target", "")
    for name, group in dict.fromkeys((one.name, one.group) for one in figures):
        worked, fresh = (by_place.get((collection, name, group)) for collection in (WORKED, FRESH))
        target = TARGETS.get(name) if not group else None
        mark = {True: "✓", False: "✗", None: ""}[fresh.is_reached if fresh else None]
        table.add_row(name, group, _cell(worked), _cell(fresh), "" if target is None else f"{target:.0%}", mark)
    Console().print(table)
    typer.echo(f"Plots and confusions: {REPORTS / 'evaluation.html'}")


def _cell(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:.1%} of {figure.count}"


def _print_misses(wrong: Sequence[Miss], mixed: Sequence[Confusion]) -> None:
    for miss in wrong:
        typer.echo(f"{miss.id}: {miss.lacks}: {miss.text}")
    for one in mixed:
        typer.echo(f"{one.kind}: {one.expected} taken for {one.found}")
        for text in one.texts:
            typer.echo(f"  {text}")


def _print_falls(falls: Sequence[Fall]) -> None:
    typer.echo("\nWorse than the saved figures (tests/eval/baseline.json):", err=True)
    for fall in falls:
        typer.echo(
            f"  {fall.now.name}, {fall.now.collection}: {fall.before.value:.1%} before, {fall.now.value:.1%} now",
            err=True,
        )
