"""`endorinn stop` and `endorinn start`: what an operator can do in the night, and what stays told of it."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING, Any

import pytest

from conversations.service import Conversations
from conversations.stopping import LONGEST, Message, Stops
from foundation.database import make_engine
from foundation.settings import settings
from tests.logs import captured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.endorinn.conftest import Ran

    type Endorinn = Callable[..., Ran]

WORDS = "Vi retter en feil, og er tilbake i morgen."


@pytest.fixture
def stops() -> Iterator[Stops]:
    """The switch of this test's database."""
    engine = make_engine(settings().database_url)
    with captured():
        Conversations(engine)
    yield Stops(engine)
    engine.dispose()


def status(endorinn: Endorinn) -> dict[str, Any]:
    """What is stopped, and what was done."""
    found: dict[str, Any] = json.loads(endorinn("stop", "--status", "--json").out)
    return found


def test_a_municipality_is_stopped_with_its_own_words(endorinn: Endorinn, stops: Stops) -> None:
    ran = endorinn("stop", "oppdal", "--message", f"  {WORDS}\n", "--nynorsk", "Vi rettar ein feil.", "--by", "Kari")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "The automatic answers are stopped: Oppdal. Running gateways know within seconds.\n"
        "Let them go on with: endorinn start oppdal\n"
    )
    [(kommune, stop)] = stops.in_force().items()
    assert (kommune, stop.by.name, stop.by.id) == ("oppdal", "Kari", None)
    assert stop.message == Message(WORDS, "Vi rettar ein feil.")


def test_all_are_stopped_without_a_message_under_the_login_name(endorinn: Endorinn, stops: Stops) -> None:
    assert endorinn("stop", "--all").code == 0
    stop = stops.in_force()[None]
    assert (stop.message, stop.by.name) == (Message(), getpass.getuser())


def test_what_is_stopped_goes_on_again_and_both_stay_told(endorinn: Endorinn) -> None:
    endorinn("stop", "oppdal", "--message", WORDS, "--by", "Kari")
    ran = endorinn("start", "oppdal", "--by", "Ola")
    assert (ran.code, ran.out) == (0, "The automatic answers go on: Oppdal.\n")
    told = status(endorinn)
    assert told["stopped"] == []
    assert [(one["kommune"], one["since"] is not None, one["by"], one["nb"]) for one in told["history"]] == [
        ("oppdal", False, "Ola", None),
        ("oppdal", True, "Kari", WORDS),
    ]


def test_who_lifts_one_stop_reads_which_still_holds(endorinn: Endorinn) -> None:
    endorinn("stop", "oppdal")
    endorinn("stop", "--all")
    assert "Still stopped: all municipalities." in endorinn("start", "oppdal").out
    endorinn("stop", "tynset")
    assert "Still stopped: Tynset." in endorinn("start", "--all").out


def test_what_is_not_stopped_is_not_told_to_go_on(endorinn: Endorinn) -> None:
    ran = endorinn("start", "oppdal")
    assert (ran.code, ran.out) == (0, "They were not stopped: Oppdal.\n")
    assert status(endorinn)["history"] == []


def test_the_status_is_readable(endorinn: Endorinn) -> None:
    assert endorinn("stop", "--status").out == "Nothing is stopped.\n"
    endorinn("stop", "oppdal", "--message", "Se [bold]her[/bold].", "--by", "Kari")
    said = endorinn("stop", "--status").out
    assert "Stopped since " in said.splitlines()[0]
    assert said.splitlines()[0].endswith(": Oppdal.")
    assert "[bold]her[/bold]" in said
    assert "Kari" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("stop",), "Name one municipality, or --all."),
        (("stop", "oppdal", "--all"), "Name one municipality, or --all."),
        (("start",), "Name one municipality, or --all."),
        (("stop", "oslo"), "oslo is no municipality. Known: "),
        (("stop", "oppdal", "--message", "x" * (LONGEST + 1)), f"--message has {LONGEST + 1} characters."),
        (("stop", "oppdal", "--nynorsk", "x" * (LONGEST + 1)), f"--nynorsk has {LONGEST + 1} characters."),
        (("stop", "oppdal", "--by", "x" * 101), "--by is a name of 1 to 100 characters."),
    ],
)
def test_what_cannot_be_done_says_what_to_do_and_stops_nothing(
    endorinn: Endorinn, stops: Stops, arguments: tuple[str, ...], told: str
) -> None:
    ran = endorinn(*arguments)
    assert ran.code == 1
    assert ran.err.startswith(told)
    assert stops.history() == ()
