"""`endorinn database …`: moving everything that is stored to another database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import httpx
import typer

from endorinn.moving import move
from endorinn.progress import working
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.settings import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

database_app = typer.Typer(help="The database that everything is stored in.", no_args_is_help=True)
To = Annotated[
    str,
    typer.Option(
        help="Address of the empty database, written as DATABASE_URL is. What stands in the environment is seen by "
        "nobody else: a command line may be.",
        envvar="ENDORINN_MOVE_TO",
        show_envvar=True,
    ),
]
# So long the gateway has to say that it runs, in seconds.
PATIENCE = 3


@database_app.callback()
def database() -> None:
    """The database that everything is stored in."""


@database_app.command(name="move")
def move_command(*, to: To) -> None:
    """Copies conversations, accounts, notices and content to an empty database (docs/drift.md).

    Stop every gateway first. The database that is moved from stays as it is.
    """
    _refuse_running()
    source, target = make_engine(settings().database_url, seconds=None), _target(to)
    moved: dict[str, int] = {}
    try:
        if source.url == target.url:
            message = "--to names the database that DATABASE_URL names. Name another one, which is empty."
            raise OperatorError(message)
        with working("Moving"):
            move(source, target, moved.__setitem__)
    finally:
        source.dispose()
        target.dispose()
    for name, rows in moved.items():
        typer.echo(f"{name:24}{rows:>10,}")
    typer.echo("Everything was moved. Set DATABASE_URL to the new address, start, and then delete the old database.")


def _target(address: str) -> Engine:
    try:
        return make_engine(address, seconds=None)
    except OperatorError as error:
        # It speaks of the setting, and this is none.
        message = "--to is no database address that can be used here. Write it as DATABASE_URL is written."
        raise OperatorError(message) from error


def _refuse_running() -> None:
    """A gateway that runs would go on with the old database.

    Raises:
        OperatorError: when one answers at the address that the settings name.
    """
    address = settings().gateway_address
    try:
        httpx.get(f"{address}/healthz", timeout=PATIENCE, trust_env=False)
    except httpx.HTTPError:
        return
    message = f"A gateway is running at {address}. Stop it, and every other one of this database, then try again."
    raise OperatorError(message)
