"""`endorinn users …`: who may sign in to the desk with a password, and what each of them may do."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.console import Console
from rich.table import Table

from accounts.service import Accounts
from accounts.sessions import Lifetimes
from foundation.clock import NORWAY
from foundation.database import make_engine
from foundation.errors import OperatorError
from foundation.providers import Grant, StaffRole
from foundation.settings import settings
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accounts.users import User

users_app = typer.Typer(help="Employees who sign in to the desk: add, list, grant, disable.", no_args_is_help=True)
ROLES: tuple[str, ...] = get_args(StaffRole.__value__)
Login = Annotated[str, typer.Argument(help="What the employee signs in with.", metavar="LOGIN")]
Kommune = Annotated[str, typer.Option(help="Id of the municipality.")]
Role = Annotated[str, typer.Option(help=", ".join(ROLES))]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@users_app.command(name="add")
def add_command(
    login: Login,
    *,
    name: Annotated[str, typer.Option(help="What colleagues call the employee.")],
    kommune: Kommune,
    role: Role,
    password_stdin: FromStdin = False,
) -> None:
    """Adds an employee with a role, and asks for a password."""
    grant = _grant(kommune, role)
    with _accounts() as accounts:
        user = accounts.users.add(login, name, _password(from_stdin=password_stdin), [grant])
    typer.echo(f"Added {user.login}.")


@users_app.command(name="list")
def list_command(*, as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False) -> None:
    """Prints all employees, their roles, and who vouches for them."""
    with _accounts() as accounts:
        users = accounts.users.listed()
    if as_json:
        typer.echo(json.dumps([_as_json(user) for user in users], ensure_ascii=False, indent=2))
        return
    table = Table("login", "name", "roles", "signs in with", "")
    for user in users:
        roles = ", ".join(f"{grant.role} {grant.kommune}" for grant in user.grants)
        table.add_row(user.login, user.name, roles, user.issuer or "password", "" if user.is_active else "disabled")
    Console().print(table)


@users_app.command(name="password")
def password_command(login: Login, *, password_stdin: FromStdin = False) -> None:
    """Gives an employee another password, and ends all their sessions."""
    with _accounts() as accounts:
        user = accounts.users.of(login)
        accounts.users.set_password(user.login, _password(from_stdin=password_stdin))
    typer.echo(f"Changed the password of {user.login}, and ended all sessions.")


@users_app.command(name="grant")
def grant_command(login: Login, *, kommune: Kommune, role: Role) -> None:
    """Gives an employee a role. It counts at once."""
    grant = _grant(kommune, role)
    with _accounts() as accounts:
        accounts.users.grant(login, grant)
    typer.echo(f"{login} is {role} in {kommune}.")


@users_app.command(name="revoke")
def revoke_command(login: Login, *, kommune: Kommune, role: Role) -> None:
    """Takes a role from an employee. It counts at once, for those who are signed in too."""
    # Not looked up: what a municipality that has left has given must go, too.
    grant = Grant(kommune=kommune, role=_role(role))
    with _accounts() as accounts:
        accounts.users.revoke(login, grant)
    typer.echo(f"{login} is no longer {role} in {kommune}.")


@users_app.command(name="disable")
def disable_command(login: Login) -> None:
    """Shuts an employee out at once, and ends all their sessions."""
    with _accounts() as accounts:
        accounts.users.disable(login)
    typer.echo(f"Disabled {login}, and ended all sessions.")


@users_app.command(name="enable")
def enable_command(login: Login) -> None:
    """Lets an employee in again."""
    with _accounts() as accounts:
        accounts.users.enable(login)
    typer.echo(f"Enabled {login}.")


@users_app.command(name="sessions")
def sessions_command(
    login: Login, *, end: Annotated[bool, typer.Option("--end", help="End all of them.")] = False
) -> None:
    """Prints since when and until when an employee is signed in."""
    with _accounts() as accounts:
        user = accounts.users.of(login)
        if end:
            typer.echo(f"Ended {accounts.revoke_all(user.id)} sessions of {user.login}.")
            return
        table = Table("since", "last seen", "until")
        for one in accounts.sessions_of(user.id):
            moments = (one.created_at, one.seen_at, one.expires_at)
            table.add_row(*(f"{moment.astimezone(NORWAY):%Y-%m-%d %H:%M}" for moment in moments))
    Console().print(table)


@contextmanager
def _accounts() -> Iterator[Accounts]:
    engine = make_engine(settings().database_url)
    try:
        yield Accounts(engine, Lifetimes.of(settings()))
    finally:
        engine.dispose()


def _grant(kommune: str, role: str) -> Grant:
    _refuse_unknown("municipality", kommune, tuple(ontology().municipalities))
    return Grant(kommune=kommune, role=_role(role))


def _role(role: str) -> StaffRole:
    _refuse_unknown("role", role, ROLES)
    found: StaffRole = next(one for one in get_args(StaffRole.__value__) if one == role)
    return found


def _refuse_unknown(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        message = f"{given} is no {what}. Known: {', '.join(known)}."
        raise OperatorError(message)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        message = "There is no terminal to ask for a password at. Give it on standard input, with --password-stdin."
        raise OperatorError(message)
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt="The same once more", err=True)
    return password


def _as_json(user: User) -> dict[str, object]:
    return {
        "login": user.login,
        "name": user.name,
        "grants": [grant.model_dump() for grant in user.grants],
        "issuer": user.issuer,
        "active": user.is_active,
        "since": user.created_at.isoformat(),
    }
