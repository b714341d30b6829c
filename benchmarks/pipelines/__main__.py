"""`python -m benchmarks.pipelines [--only NAME] [--massive PATH]`: minutes for the linear ones, hours for all."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from benchmarks.pipelines.data import massive_data, own_data, tenth_data
from benchmarks.pipelines.measured import HERE, OURS, measure
from benchmarks.pipelines.report import REPORT, find, join, read_report, tables, write_report
from endorinn import annex
from endorinn.progress import working
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.pipelines.data import Data

# The quick ones first, so that most is there soon.
NAMES = ("words", "counts", "counts-normal-form", "plain", "ours", "buerokratt", "stock")
CONFIGS = {name: OURS if name == "ours" else HERE / f"{name}.yml" for name in NAMES}
SKIPPED = (
    "MASSIVE is left out. To measure on it too, get its nb-NO part (github.com/alexa/massive) and give the file "
    "with --massive PATH."
)


def compare(
    *,
    only: Annotated[list[str], typer.Option(help=f"A pipeline to measure, of {', '.join(NAMES)}; all without.")] = [],  # noqa: B006 - typer copies it
    massive: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="MASSIVE nb-NO as JSONL.")] = None,
    own: Annotated[bool, typer.Option(help="Measure on the project's own messages.")] = True,
    tenth: Annotated[bool, typer.Option(help="Measure on every tenth of them: all take DIET hours.")] = True,
    again: Annotated[bool, typer.Option(help="Ask the models of the last run anew, and train those without.")] = False,
) -> None:
    """Measures, keeps each result as soon as it is there, and prints all.

    Raises:
        BadParameter: when a pipeline does not exist.
        OperatorError: when the annex cannot be installed or Rasa refuses a pipeline.
    """
    if unknown := set(only) - set(NAMES):
        message = f"there is no pipeline {', '.join(sorted(unknown))}"
        raise typer.BadParameter(message)
    annex.install()
    with TemporaryDirectory() as folder:
        sets = [own_data(Path(folder) / "own")] if own else []
        if tenth:
            sets.append(tenth_data(Path(folder) / "tenth"))
        if massive:
            sets.append(massive_data(Path(folder) / "massive", massive))
        else:
            typer.echo(SKIPPED, err=True)
        _measure_all(only or NAMES, sets, again=again)
    console = Console()
    for table in tables(read_report()):
        console.print(table)


def _measure_all(names: Sequence[str], sets: Sequence[Data], *, again: bool) -> None:
    for name in names:
        for data in sets:
            before = find(read_report(), name, data.name) if again else None
            with working(f"{name} on {data.name}"):
                measured = measure(name, CONFIGS[name], data, before)
            write_report(join(read_report(), measured, NAMES))
    typer.echo(f"All figures: {REPORT}", err=True)


if __name__ == "__main__":
    try:
        typer.run(compare)
    except OperatorError as error:
        sys.exit(str(error))
