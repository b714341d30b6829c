"""`endorinn users`: who may sign in, and what an operator is told who asks for what cannot be."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from accounts.errors import NotSignedInError, WrongPasswordError
from accounts.service import Accounts
from accounts.vouched import Identity
from foundation.database import make_engine
from foundation.providers import Grant
from foundation.settings import settings
from knowledge.ontology import ontology
from tests.logs import captured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.endorinn.conftest import Ran

    type Endorinn = Callable[..., Ran]
    type Typed = Callable[[str], None]

PASSWORD = "fire rolige ord her"  # noqa: S105 - of these tests  # pragma: allowlist secret
OTHER = "helt andre rolige ord"
ADD = ("users", "add", "kari", "--name", "Kari Vakt", "--kommune", "oppdal", "--role", "koordinator")
SCRIPT = "--password-stdin"
PATIENCE = 30


@pytest.fixture
def accounts() -> Iterator[Accounts]:
    """Those of this test's database."""
    engine = make_engine(settings().database_url)
    with captured():  # What they log is no part of what a command writes.
        yield Accounts(engine)
    engine.dispose()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """What comes on standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.fixture
def kari(endorinn: Endorinn, typed: Typed) -> str:
    """A coordinator in Oppdal."""
    typed(f"{PASSWORD}\n")
    assert endorinn(*ADD, SCRIPT).code == 0
    return "kari"


def listed(endorinn: Endorinn) -> list[dict[str, Any]]:
    """All employees."""
    found: list[dict[str, Any]] = json.loads(endorinn("users", "list", "--json").out)
    return found


def test_who_is_added_can_sign_in(endorinn: Endorinn, typed: Typed, accounts: Accounts) -> None:
    typed(f"{PASSWORD}\n")
    ran = endorinn(*ADD, SCRIPT)
    assert (ran.code, ran.out, ran.err) == (0, "Added kari.\n", "")
    _, token = accounts.sign_in("kari", PASSWORD)
    assert accounts.open(token).grants == (Grant(kommune="oppdal", role="koordinator"),)


def test_all_are_listed_with_their_roles_and_who_vouches_for_them(
    endorinn: Endorinn, kari: str, accounts: Accounts
) -> None:
    lead = Grant(kommune="tynset", role="leder")
    accounts.signed_in_by_provider(Identity("https://id.example.org", "s-1", "Ola", "ola", (lead,)))
    accounts.users.disable(kari)
    assert [{name: value for name, value in one.items() if name != "since"} for one in listed(endorinn)] == [
        {
            "login": "kari",
            "name": "Kari Vakt",
            "grants": [{"kommune": "oppdal", "role": "koordinator"}],
            "issuer": None,
            "active": False,
        },
        {
            "login": "ola",
            "name": "Ola",
            "grants": [{"kommune": "tynset", "role": "leder"}],
            "issuer": "https://id.example.org",
            "active": True,
        },
    ]
    table = endorinn("users", "list").out
    assert [
        word for word in ("kari", "Kari Vakt", "koordinator oppdal", "disabled", "leder") if word not in table
    ] == []


def test_another_password_ends_all_sessions(endorinn: Endorinn, kari: str, typed: Typed, accounts: Accounts) -> None:
    _, token = accounts.sign_in(kari, PASSWORD)
    typed(OTHER)
    ran = endorinn("users", "password", kari, SCRIPT)
    assert (ran.code, ran.out) == (0, "Changed the password of kari, and ended all sessions.\n")
    with pytest.raises(NotSignedInError):
        accounts.open(token)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in(kari, PASSWORD)
    accounts.sign_in(kari, OTHER)


def test_roles_are_given_and_taken_away(endorinn: Endorinn, kari: str) -> None:
    lead = ("--kommune", "tynset", "--role", "leder")
    assert endorinn("users", "grant", kari, *lead).out == "kari is leder in tynset.\n"
    assert [one["role"] for one in listed(endorinn)[0]["grants"]] == ["koordinator", "leder"]
    assert endorinn("users", "revoke", kari, *lead).out == "kari is no longer leder in tynset.\n"
    assert [one["role"] for one in listed(endorinn)[0]["grants"]] == ["koordinator"]
    ran = endorinn("users", "revoke", kari, *lead)
    assert (ran.code, ran.err) == (1, "kari is no leder in tynset. See: endorinn users list.\n")


def test_a_role_in_a_municipality_that_has_left_can_be_taken_away(
    endorinn: Endorinn, kari: str, accounts: Accounts
) -> None:
    accounts.users.grant(kari, Grant(kommune="borte", role="leder"))
    assert endorinn("users", "revoke", kari, "--kommune", "borte", "--role", "leder").code == 0


def test_who_is_disabled_is_out_until_enabled_again(endorinn: Endorinn, kari: str, accounts: Accounts) -> None:
    _, token = accounts.sign_in(kari, PASSWORD)
    assert endorinn("users", "disable", kari).out == "Disabled kari, and ended all sessions.\n"
    with pytest.raises(NotSignedInError):
        accounts.open(token)
    assert endorinn("users", "enable", kari).out == "Enabled kari.\n"
    accounts.sign_in(kari, PASSWORD)


def test_sessions_are_told_and_ended(endorinn: Endorinn, kari: str, accounts: Accounts) -> None:
    tokens = [accounts.sign_in(kari, PASSWORD)[1] for _ in range(2)]
    session = accounts.sessions_of(1)[0]
    assert endorinn("users", "sessions", kari).out.count(f"{session.expires_at.astimezone():%Y-%m-%d}") >= 2
    assert endorinn("users", "sessions", kari, "--end").out == "Ended 2 sessions of kari.\n"
    for token in tokens:
        with pytest.raises(NotSignedInError):
            accounts.open(token)


KNOWN = ", ".join(ontology().municipalities)
REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "another municipality": (
        ("users", "grant", "kari", "--kommune", "oslo", "--role", "leder"),
        f"oslo is no municipality. Known: {KNOWN}.",
    ),
    "another role": (
        ("users", "grant", "kari", "--kommune", "oppdal", "--role", "sjef"),
        "sjef is no role. Known: koordinator, leder, redaktor, ansatt.",
    ),
    "the same login": ((*ADD, SCRIPT), "The login kari is taken. See: endorinn users list."),
    "nobody": (("users", "disable", "ingen"), "There is no login ingen. See: endorinn users list."),
    "nobody's sessions": (("users", "sessions", "ingen"), "There is no login ingen. See: endorinn users list."),
    "nobody's password": (
        ("users", "password", "ingen", SCRIPT),
        "There is no login ingen. See: endorinn users list.",
    ),
    "no terminal": (
        ("users", "password", "kari"),
        "There is no terminal to ask for a password at. Give it on standard input, with --password-stdin.",
    ),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_told_with_what_to_do(
    endorinn: Endorinn,
    kari: str,  # noqa: ARG001 - is there
    typed: Typed,
    refused: tuple[tuple[str, ...], str],
) -> None:
    command, said = refused
    typed(PASSWORD)
    ran = endorinn(*command)
    assert (ran.code, ran.out, ran.err) == (1, "", f"{said}\n")


@pytest.mark.parametrize("password", ["", "kort", "kari kari kari"])
def test_a_weak_password_adds_nobody(endorinn: Endorinn, typed: Typed, password: str) -> None:
    typed(f"{password}\n")
    ran = endorinn(*ADD, SCRIPT)
    assert (ran.code, "Choose a sentence of four words or more" in ran.err) == (1, True)
    assert listed(endorinn) == []


def at_a_terminal(own: Path, *lines: str) -> str:
    """All that a terminal shows while somebody adds a user and types these lines."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{own}/endorinn.db", "ENDORINN_VAR_DIR": str(own / "var")}
    command = [sys.executable, "-m", "endorinn.main", *ADD]
    running = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    shown = ""
    waiting = list(lines)
    try:
        while select.select([ours], [], [], PATIENCE)[0] and (piece := os.read(ours, 10_000)):
            shown += piece.decode()
            if waiting and shown.endswith(": "):  # With the blank, nothing that is typed is shown any more.
                os.write(ours, f"{waiting.pop(0)}\n".encode())
    except OSError:  # The other end was closed.
        pass
    finally:
        os.close(ours)
        running.kill()
        running.wait()
    return shown


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(own: Path, accounts: Accounts) -> None:
    shown = at_a_terminal(own, PASSWORD, PASSWORD)
    assert ("Added kari." in shown, PASSWORD in shown, shown.count(":")) == (True, False, 2)
    accounts.sign_in("kari", PASSWORD)


def test_two_passwords_that_differ_are_asked_for_again(own: Path, accounts: Accounts) -> None:
    shown = at_a_terminal(own, PASSWORD, OTHER, OTHER, OTHER)
    assert ("Added kari." in shown, PASSWORD in shown) == (True, False)
    accounts.sign_in("kari", OTHER)
