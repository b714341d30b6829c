"""The command line, command by command, as the shell and its users see it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from endorinn import annex, main, training
from endorinn.main import prepare
from foundation.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from tests.endorinn.conftest import Ran
    from tests.gateway.running import Gateway

type Endorinn = Callable[..., Ran]

COMMANDS = [
    (),
    ("run",),
    ("train",),
    ("ask",),
    ("evaluate",),
    ("validate",),
    ("knowledge",),
    ("knowledge", "check"),
    ("knowledge", "load"),
    ("knowledge", "export"),
    ("candidates",),
    ("purge",),
    ("flows",),
    ("flows", "list"),
    ("flows", "draw"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(endorinn: Endorinn, command: tuple[str, ...]) -> None:
    ran = endorinn(*command, "--help")
    assert ran.code == 0
    assert f"Usage: {' '.join(['endorinn', *command])}" in ran.out


def test_help_names_every_command(endorinn: Endorinn) -> None:
    told = endorinn("--help").out
    names = ("run", "train", "ask", "evaluate", "validate", "knowledge", "candidates", "purge")
    assert [name for name in names if f" {name} " not in told] == []


def test_an_unknown_command_is_refused(endorinn: Endorinn) -> None:
    ran = endorinn("finnes-ikke")
    assert ran.code == 2
    assert "No such command" in ran.err


def test_ask_without_a_question_says_how_to_ask(endorinn: Endorinn) -> None:
    ran = endorinn("ask")
    assert ran.code == 2
    assert "Give a question in quotes, or --batch FILE." in " ".join(ran.err.replace("│", " ").split())


@pytest.mark.usefixtures("gateway")
def test_ask_prints_the_reply(endorinn: Endorinn) -> None:
    ran = endorinn("ask", "--kommune", "oppdal", "Hvem er PPT?")
    assert ran.code == 0
    assert ran.out.startswith("Akkurat nå forstår jeg ikke like godt som jeg pleier")


@pytest.mark.usefixtures("gateway")
def test_ask_prints_the_answer_for_machines(endorinn: Endorinn, answer_schema: Draft202012Validator) -> None:
    ran = endorinn("ask", "--kommune", "oppdal", "--role", "ansatt", "--json", "Hvem er PPT?")
    answer = json.loads(ran.out)
    answer_schema.validate(answer)
    assert (answer["question"], answer["kommune"], answer["role"]) == ("Hvem er PPT?", "oppdal", "ansatt")


REFUSED = {
    "empty": (["ask", ""], "Meldingen er tom. Skriv hva det gjelder, med dine egne ord.\n"),
    "too long": (["ask", "a" * 2001], "Meldingen er for lang. Den kan ha opptil 2000 tegn. Del den gjerne i to.\n"),
    "unknown role": (
        ["ask", "--role", "sjef", "Hei"],
        "Rollen «sjef» er ukjent. Disse finnes: forelder, ungdom, ansatt, ukjent.\n",
    ),
}


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize(("arguments", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_asked_says_why_and_fails(endorinn: Endorinn, arguments: list[str], told: str) -> None:
    ran = endorinn(*arguments)
    assert (ran.code, ran.out) == (1, told)


def test_ask_leaves_no_conversation_behind(endorinn: Endorinn, gateway: Gateway) -> None:
    before = gateway.rows("SELECT count(*) FROM conversation")
    endorinn("ask", "--kommune", "oppdal", "Hvem er PPT?")
    assert gateway.rows("SELECT count(*) FROM conversation") == before


LINES = [
    '{"id": "a", "text": "Hvem er PPT?", "kommune": "oppdal"}',
    "ikke json",
    '{"id": "c", "turns": ["Hei", "Hva er SFO?"], "kommune": "tynset", "role": "forelder"}',
    '{"id": "d"}',
    "",
    '{"id": 5, "text": "Hei"}',
    '{"id": "f", "text": ""}',
    '{"id": "g", "text": "Hei", "kommune": "oslo"}',
    '["en", "liste"]',
    '{"id": "i", "text": 5}',
    '{"id": "j", "turns": []}',
    '{"id": "k", "turns": ["Hei", 5]}',
    '{"id": "l", "text": "Hei\u2028der\u0085borte"}',
    '{"id": "m", "text": "\\ud800"}',
    f'{{"id": "n", "text": {"[" * 20_000}',
    '{"id": "o", "text": "Mor er 13097248022", "kommune": "oslo"}',
    '{"text": "Jeg vil ta livet mitt"}',
]
OUTCOMES: list[tuple[str | None, list[str]]] = [
    ("a", ["answered"]),
    (None, ["error"]),
    ("c", ["no_match", "answered"]),
    ("d", ["error"]),
    ("5", ["no_match"]),
    ("f", ["error"]),
    ("g", ["error"]),
    (None, ["error"]),
    ("i", ["error"]),
    ("j", ["error"]),
    ("k", ["error"]),
    ("l", ["no_match"]),
    (None, ["error"]),
    (None, ["error"]),
    ("o", ["error"]),
    (None, ["acute"]),
]


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Questions good and bad, as a spreadsheet program might save them."""
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode())
    return path


@pytest.fixture
def answers(gateway: Gateway, endorinn: Endorinn, batch: Path) -> list[dict[str, Any]]:  # noqa: ARG001 - must run
    """The lines that a batch gives."""
    out = batch.with_name("answers.jsonl")
    assert endorinn("ask", "--batch", str(batch), "--out", str(out)).code == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def in_line(line: dict[str, Any]) -> list[dict[str, Any]]:
    """One answer, or those of several turns."""
    found: list[dict[str, Any]] = line.get("answers", [line])
    return found


def test_a_batch_gives_every_line_its_answers_in_order(answers: list[dict[str, Any]]) -> None:
    assert [(line.get("id"), [one["outcome"] for one in in_line(line)]) for line in answers] == OUTCOMES


def test_every_line_of_a_batch_keeps_the_contract(
    answers: list[dict[str, Any]], answer_schema: Draft202012Validator
) -> None:
    faults = [fault.message for line in answers for one in in_line(line) for fault in answer_schema.iter_errors(one)]
    assert faults == []


def test_turns_give_their_id_and_their_answers_alone(answers: list[dict[str, Any]]) -> None:
    assert list(answers[2]) == ["id", "answers"]
    assert [one["question"] for one in answers[2]["answers"]] == ["Hei", "Hva er SFO?"]


def test_an_unreadable_line_says_what_it_must_be(answers: list[dict[str, Any]]) -> None:
    told = "Denne linjen kunne ikke leses. Den må være et JSON-objekt med «text» eller «turns»."
    assert (answers[1]["reply"], answers[1]["question"]) == (told, "")


def test_separators_within_a_text_are_kept_and_break_no_line(answers: list[dict[str, Any]]) -> None:
    assert answers[11]["question"] == "Hei\u2028derborte"


def test_a_refused_line_is_masked_too(answers: list[dict[str, Any]]) -> None:
    assert answers[14]["question"] == "Mor er [fødselsnummer]"


def test_a_batch_without_a_file_to_write_goes_to_standard_output(
    gateway: Gateway,  # noqa: ARG001 - must run
    endorinn: Endorinn,
    batch: Path,
) -> None:
    ran = endorinn("ask", "--batch", str(batch))
    assert len(ran.out.splitlines()) == len(OUTCOMES)
    assert "Asking" in ran.err


@pytest.mark.usefixtures("gateway")
def test_an_empty_batch_gives_no_answers(endorinn: Endorinn, tmp_path: Path) -> None:
    batch = tmp_path / "tom.jsonl"
    batch.write_text("\n\n", encoding="utf-8")
    ran = endorinn("ask", "--batch", str(batch))
    assert (ran.code, ran.out) == (0, "")


def test_a_batch_that_is_missing_says_so(endorinn: Endorinn, tmp_path: Path) -> None:
    ran = endorinn("ask", "--batch", str(tmp_path / "borte.jsonl"))
    assert ran.code == 1
    assert ran.err.startswith(f"{tmp_path}/borte.jsonl cannot be read as UTF-8 text: ")


def test_a_batch_that_is_not_utf_8_says_so(endorinn: Endorinn, tmp_path: Path) -> None:
    batch = tmp_path / "latin1.jsonl"
    batch.write_bytes('{"text": "På skolen"}'.encode("latin-1"))
    ran = endorinn("ask", "--batch", str(batch))
    assert ran.code == 1
    assert ran.err.startswith(f"{batch} cannot be read as UTF-8 text: ")


def test_a_place_to_write_that_is_not_there_is_told_before_anything_is_asked(endorinn: Endorinn, batch: Path) -> None:
    out = batch.parent / "borte" / "answers.jsonl"
    ran = endorinn("ask", "--batch", str(batch), "--out", str(out))
    assert ran.code == 1
    assert ran.err.startswith(f"{out} cannot be written: its folder does not exist.")


def test_told_to_stop_it_leaves_by_way_of_what_it_must_stop(endorinn: Endorinn) -> None:
    endorinn("--help")
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 143


def test_run_with_a_taken_port_names_it_and_its_setting_and_starts_nothing(own: Path) -> None:
    with socket.create_server(("127.0.0.1", settings().rasa_port)):
        command = [sys.executable, "-m", "endorinn.main", "run"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert ran.returncode == 1
    assert ran.stderr == (
        f"Port {settings().rasa_port}, which rasa needs, is taken by another program. "
        "Stop that program, or set ENDORINN_RASA_PORT to a free port.\n"
    )
    # No database, no model and no log; only the token that they would have known each other by.
    assert [path.name for path in own.rglob("*")] == ["var", "internal-token"]


def test_a_model_that_the_settings_name_is_not_trained_here(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(annex, "install", lambda: done.append("installed"))
    monkeypatch.setattr(training, "train", lambda: done.append("trained"))
    monkeypatch.setattr(main, "load", lambda: done.append("loaded"))
    monkeypatch.setenv("ENDORINN_MODEL", "https://modeller.example.org/endorinn.tar.gz")
    settings.cache_clear()
    prepare()
    assert done == ["installed", "loaded"]


def test_one_process_alone_trains_and_loads_nothing_first(own: Path) -> None:
    command = [sys.executable, "-m", "endorinn.main", "run", "--only", "actions"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert ran.returncode == 1
    assert "endorinn knowledge load" in ran.stderr
    assert not (own / "var" / "models").exists()


def test_run_with_unsafe_settings_names_them_and_starts_nothing(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_ENV", "production")
    monkeypatch.setenv("ENDORINN_TRUSTED_PROXIES", "*")
    command = [sys.executable, "-m", "endorinn.main", "run"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert ran.returncode == 1
    assert ran.stderr == (
        "ENDORINN_ENV=production does not start with these settings:\n"
        "ENDORINN_TRUSTED_PROXIES is *: anyone could call themselves another. Name the web server's address.\n"
    )
    assert [path.name for path in own.iterdir()] == []
