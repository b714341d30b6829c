"""`endorinn flows …`: the guided flows, listed and drawn."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from endorinn.flow_drawing import mermaid
from foundation.errors import OperatorError
from knowledge.flows import flows

if TYPE_CHECKING:
    from knowledge.flows import Flow

flows_app = typer.Typer(help="The guided flows: list them, draw them.", no_args_is_help=True)


class Format(StrEnum):
    """How flows are drawn."""

    MERMAID = "mermaid"
    SVG = "svg"


class Language(StrEnum):
    """In which of their languages."""

    NB = "nb"
    NN = "nn"
    EN = "en"


SUFFIX = {Format.MERMAID: "mmd", Format.SVG: "svg"}


@flows_app.command(name="list")
def list_command(*, as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False) -> None:
    """Prints each flow: its id, its title, how many steps it has and how many ends."""
    read = list(flows().values())
    if as_json:
        rows = [{"id": one.id, "title": one.title.nb, "steps": len(one.steps), "ends": len(one.ends)} for one in read]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("flow", "title", "steps", "ends")
    for one in read:
        table.add_row(one.id, one.title.nb, str(len(one.steps)), str(len(one.ends)))
    Console().print(table)


@flows_app.command()
def draw(
    flow: Annotated[str | None, typer.Argument(help="Id of one flow; all without it.")] = None,
    *,
    form: Annotated[Format, typer.Option("--format", help="mermaid or svg.")] = Format.MERMAID,
    language: Annotated[Language, typer.Option(help="nb, nn or en.")] = Language.NB,
    out: Annotated[Path | None, typer.Option(help="Folder for one file a flow; printed without it.")] = None,
) -> None:
    """Draws flows: each question, what can be answered, and where it ends."""
    for one in _chosen(flow):
        drawing = _drawn(one, form, language)
        if out is None:
            typer.echo(drawing)
        else:
            _write(out / f"{one.id}.{SUFFIX[form]}", drawing)


def _drawn(flow: Flow, form: Format, language: Language) -> str:
    if form is Format.MERMAID:
        return mermaid(flow, language.value)
    # No other command needs Graphviz.
    from endorinn.flow_svg import svg  # noqa: PLC0415

    return svg(flow, language.value)


def _chosen(key: str | None) -> list[Flow]:
    if key is None:
        return list(flows().values())
    if key not in flows():
        message = f"There is no flow {key}. The flows are {', '.join(flows())}."
        raise OperatorError(message)
    return [flows()[key]]


def _write(path: Path, drawing: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawing, encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. Choose another --out."
        raise OperatorError(message) from error
    typer.echo(str(path))
