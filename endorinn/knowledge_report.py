"""`endorinn knowledge report`: what a municipality must fill in or confirm, as a table, as JSON and as a page.

It is for people in the municipality, so it is in Norwegian.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table

from foundation.clock import today
from foundation.errors import OperatorError
from knowledge.content import read_content
from knowledge.ontology import ontology
from knowledge.report import Report, State, report
from knowledge.texts import topic

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS = ("Hvem hjelper", "Kontakt", "Hva skal til", "Mer å vite")
MARKS = {State.LOCAL: "✓", State.NATIONAL: "N", State.UNCONFIRMED: "?", State.MISSING: "–"}  # noqa: RUF001 - a dash for nothing
WORDS = {
    State.LOCAL: "sagt av kommunen eller planen",
    State.NATIONAL: "bare sagt nasjonalt",
    State.UNCONFIRMED: "ikke bekreftet",
    State.MISSING: "mangler",
}
REACHED = {
    State.LOCAL: "kan nås direkte",
    State.NATIONAL: "nås bare nasjonalt",
    State.UNCONFIRMED: "ikke bekreftet, vises ikke",
    State.MISSING: "mangler: kommunens nettside vises i stedet",
}
CAPTION = f"Fra lokalt til mangler: ruter i tabellen over behov ({', '.join(HEADS)})."
COLOURS = {State.LOCAL: "green", State.NATIONAL: "cyan", State.UNCONFIRMED: "yellow", State.MISSING: "red"}
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def report_command(
    kommune: Annotated[str | None, typer.Option(help="One municipality, such as tynset. Default: all.")] = None,
    html: Annotated[Path | None, typer.Option(help="Also write a page for each municipality into this folder.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
) -> None:
    """Prints what a municipality still has to fill in or confirm before it goes live."""
    places = [_place(kommune)] if kommune else list(ontology().municipalities)
    content = read_content()
    reports = [report(content, place, today()) for place in places]
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in reports], ensure_ascii=False, indent=2))
    elif kommune:
        _print_one(reports[0])
    else:
        _print_all(reports)
    if html:
        _write_pages(reports, html)


def _place(kommune: str) -> str:
    places = ontology().municipalities
    if kommune.lower() not in places:
        message = f"{kommune} is no municipality of this assistant. It knows {', '.join(places)}."
        raise OperatorError(message)
    return kommune.lower()


def _write_pages(reports: Sequence[Report], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in reports:
            page = folder / f"kunnskap-{one.kommune}.html"
            page.write_text(as_page(one), encoding="utf-8")
            typer.echo(f"Wrote {page}", err=True)
    except OSError as error:
        message = f"The pages cannot be written into {folder}: {error}. Choose another folder for --html."
        raise OperatorError(message) from error


def as_page(one: Report) -> str:
    """The report as a page that needs nothing from anywhere else."""
    return TEMPLATES.get_template("report.html").render(
        report=one,
        name=ontology().municipalities[one.kommune].name,
        states=list(State),
        marks=MARKS,
        words=WORDS,
        reached=REACHED,
        heads=HEADS,
        topics={need: topic(need, "nb") for need in ontology().needs},
        summary=", ".join(f"{WORDS[state]}: {one.count(state)}" for state in State),
    )


def _print_all(reports: Sequence[Report]) -> None:
    # As narrow as a terminal of 80 columns.
    numbers = (Column(head, justify="right") for head in ("Poster", *State, "Bekreft", "Sjekk", "Hull"))
    table = Table(Column("Kommune", no_wrap=True), *numbers, box=SIMPLE_HEAD, padding=0, caption=CAPTION)
    for one in reports:
        cells = (str(one.count(state)) for state in State)
        rest = (str(len(found)) for found in (one.unconfirmed, one.due, one.gaps))
        table.add_row(ontology().municipalities[one.kommune].name, str(one.records), *cells, *rest)
    Console().print(table)


def _print_one(one: Report) -> None:
    console = Console()
    needs = Table("Behov", *HEADS, title=f"Dekning i {ontology().municipalities[one.kommune].name}")
    for covered in one.needs:
        needs.add_row(topic(covered.need, "nb"), *(f"[{COLOURS[state]}]{state}" for state in covered.states))
    console.print(needs)
    services = Table("Tjeneste", "Behov", "Hvordan nå den", "Bekreft", title="Veien til tjenestene")
    for service in one.services:
        said = f"[{COLOURS[service.state]}]{REACHED[service.state]}"
        services.add_row(
            service.name, str(service.needs), said, "\n".join(contact.id for contact in service.unconfirmed)
        )
    console.print(services)
    for title, lines in _lists(one).items():
        console.print(f"\n[bold]{title}[/bold] ({len(lines)})")
        for line in lines:
            console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)


def _lists(one: Report) -> dict[str, list[str]]:
    return {
        "Bekreft": [f"{record.id} ({record.kind})" for record in one.unconfirmed],
        "Sjekk på nytt": [f"{record.id}: innen {record.review_by}" for record in one.due],
        "Det planen ikke sier": [f"{gap.id}: {gap.text.nb}" for gap in one.gaps],
    }


def _as_json(one: Report) -> dict[str, Any]:
    return {
        "kommune": one.kommune,
        "on": one.on.isoformat(),
        "records": one.records,
        "needs": [
            {"need": covered.need, **dict(zip(("route", "contact", "threshold", "told"), covered.states, strict=True))}
            for covered in one.needs
        ],
        "services": [
            {
                "type": service.type,
                "state": service.state,
                "needs": service.needs,
                "confirmed": [contact.id for contact in service.confirmed],
                "unconfirmed": [contact.id for contact in service.unconfirmed],
            }
            for service in one.services
        ],
        "unconfirmed": [record.id for record in one.unconfirmed],
        "due": {record.id: record.review_by.isoformat() for record in one.due},
        "gaps": [gap.id for gap in one.gaps],
    }
