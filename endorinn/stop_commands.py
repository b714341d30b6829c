"""`endorinn stop` and `endorinn start`: the kill switch of the automatic answers; the program itself runs on."""

from __future__ import annotations

import getpass
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from conversations.service import Conversations
from conversations.stopping import LONGEST, By, Message, Stops
from foundation.clock import NORWAY
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.lines import one_line
from foundation.settings import settings
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from conversations.stopping import Change

LONGEST_NAME = 100
ALL = "all municipalities"
Kommune = Annotated[str | None, typer.Argument(help="Id of the municipality.", metavar="KOMMUNE")]
All = Annotated[bool, typer.Option("--all", help="All municipalities, instead of one.")]
Who = Annotated[str | None, typer.Option("--by", help="Who decides it, for the history; the login name if left out.")]


def stop(  # noqa: PLR0913 - the options of the command
    kommune: Kommune = None,
    *,
    every: All = False,
    message: Annotated[str | None, typer.Option(help="What families read besides, in bokmål.")] = None,
    nynorsk: Annotated[str | None, typer.Option(help="The same in nynorsk.")] = None,
    by: Who = None,
    status: Annotated[bool, typer.Option("--status", help="Only print what is stopped, and what was done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --status: the same as JSON.")] = False,
) -> None:
    """Stops the automatic answers of a municipality, or of all, while everything else goes on (docs/nodstopp.md).

    Help lines in danger, «glem meg» and talks with coordinators go on. Stopped again, the message is another.
    """
    with _stops() as stops:
        if status:
            _print_status(stops, as_json=as_json)
            return
        where = _where(kommune, every=every)
        words = Message(_words(message, "--message"), _words(nynorsk, "--nynorsk"))
        stops.stop(where, By(_name(by)), words)
        typer.echo(f"The automatic answers are stopped: {_called(where)}. Running gateways know within seconds.")
        typer.echo(f"Let them go on with: endorinn start {where or '--all'}")


def start(kommune: Kommune = None, *, every: All = False, by: Who = None) -> None:
    """Lets a municipality, or all, have automatic answers again after `endorinn stop`."""
    with _stops() as stops:
        where = _where(kommune, every=every)
        if stops.lift(where, By(_name(by))):
            typer.echo(f"The automatic answers go on: {_called(where)}.")
        else:
            typer.echo(f"They were not stopped: {_called(where)}.")
        if left := [one for one in stops.in_force() if where in {None, one} or one is None]:
            typer.echo(f"Still stopped: {', '.join(map(_called, left))}.")


@contextmanager
def _stops() -> Iterator[Stops]:
    engine = make_engine(settings().database_url)
    try:
        Conversations(engine)  # Brings the tables to their newest form.
        yield Stops(engine)
    finally:
        engine.dispose()


def _where(kommune: str | None, *, every: bool) -> str | None:
    """The municipality; None for all."""
    known = tuple(ontology().municipalities)
    if (kommune is None) != every:
        message = f"Name one municipality, or --all. Municipalities: {', '.join(known)}."
        raise OperatorError(message)
    if kommune is not None and kommune not in known:
        message = f"{kommune} is no municipality. Known: {', '.join(known)}."
        raise OperatorError(message)
    return kommune


def _words(text: str | None, option: str) -> str | None:
    words = one_line(text or "")
    if len(words) > LONGEST:
        message = f"{option} has {len(words)} characters. It may have {LONGEST}."
        raise OperatorError(message)
    return words or None


def _name(by: str | None) -> str:
    name = one_line(by or getpass.getuser())
    if not 1 <= len(name) <= LONGEST_NAME:
        message = f"--by is a name of 1 to {LONGEST_NAME} characters."
        raise OperatorError(message)
    return name


def _print_status(stops: Stops, *, as_json: bool) -> None:
    holding, done = stops.in_force(), stops.history()
    if as_json:
        told = {"stopped": [_as_json(one) for one in holding.values()], "history": [_as_json(one) for one in done]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for kommune, change in holding.items():
        typer.echo(f"Stopped since {_moment(change.since)}: {_called(kommune)}.")
    if not holding:
        typer.echo("Nothing is stopped.")
    if done:
        table = Table("when", "what", "where", "by", "message")
        for one in done:
            what, message = "stopped" if one.is_stop else "started", " / ".join(filter(None, _said(one)))
            row = (_moment(one.at), what, one.kommune or "all", one.by.name, message)
            table.add_row(*map(Text, row))
        Console().print(table)


def _said(change: Change) -> tuple[str | None, str | None]:
    return change.message.nb, change.message.nn


def _as_json(change: Change) -> dict[str, object]:
    nb, nn = _said(change)
    return {
        "kommune": change.kommune,
        "at": change.at.isoformat(),
        "since": None if change.since is None else change.since.isoformat(),
        "by": change.by.name,
        "employee": change.by.id,
        "nb": nb,
        "nn": nn,
    }


def _called(kommune: str | None) -> str:
    return ALL if kommune is None else ontology().municipalities[kommune].name


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(NORWAY):%Y-%m-%d %H:%M}"
