"""Asking through the gateway, and what comes of it when the gateway is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from endorinn import asking, training
from endorinn.asking import Question, ask_all, assistant, read_question
from foundation.errors import OperatorError
from foundation.settings import settings

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from tests.gateway.running import Gateway

QUESTIONS = {
    '{"text": "Hei"}': Question(None, ("Hei",), None, None, several=False),
    '{"id": "a", "text": "Hei", "kommune": "oppdal", "role": "ansatt"}': Question(
        "a", ("Hei",), "oppdal", "ansatt", several=False
    ),
    '{"id": 0, "turns": ["Hei", "Ha det"]}': Question("0", ("Hei", "Ha det"), None, None, several=True),
    '{"id": "b", "turns": ["Hei"]}': Question("b", ("Hei",), None, None, several=True),
}
UNREADABLE = ["", "hei", "5", "null", "[]", "{}", '{"text": null}', '{"turns": "Hei"}', '{"turns": []}', "[" * 20_000]
NO_ANSWER = (
    "Akkurat nå får jeg ikke svart skikkelig, fordi en del av systemet ikke svarer. "
    "Prøv igjen om litt, eller kontakt kommunen."
)


@pytest.mark.parametrize(("line", "question"), QUESTIONS.items(), ids=list(QUESTIONS))
def test_a_line_is_a_conversation(line: str, question: Question) -> None:
    assert read_question(line) == question


@pytest.mark.parametrize("line", UNREADABLE, ids=lambda line: line[:20])
def test_what_is_no_question_is_not_read(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any, and no other error
        read_question(line)


async def test_answers_come_in_the_order_of_the_lines(gateway: Gateway) -> None:
    before = gateway.rows("SELECT count(*) FROM conversation")
    lines = [f'{{"id": "{number}", "text": "Hei {number}"}}' for number in range(30)]
    answers = await ask_all(settings().gateway_address, lines)
    assert [(one["id"], one["question"]) for one in answers] == [(str(at), f"Hei {at}") for at in range(30)]
    assert gateway.rows("SELECT count(*) FROM conversation") == before


@pytest.mark.usefixtures("gateway")
async def test_every_line_is_counted_when_it_is_done() -> None:
    done: list[None] = []
    await ask_all(settings().gateway_address, ['{"text": "Hei"}', "ikke json"], lambda: done.append(None))
    assert len(done) == 2


@pytest.mark.usefixtures("gateway")
async def test_an_answer_has_an_id_only_if_the_line_has_one() -> None:
    [answer] = await ask_all(settings().gateway_address, ['{"text": "Hei"}'])
    assert "id" not in answer


@pytest.mark.usefixtures("gateway")
async def test_questions_go_to_the_gateway_and_to_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", settings().rasa_address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    [answer] = await ask_all(settings().gateway_address, ['{"text": "Hei"}'])
    assert answer["outcome"] == "no_match"


async def test_without_a_gateway_every_line_becomes_an_error(answer_schema: Draft202012Validator) -> None:
    lines = ['{"id": "a", "text": "Hei"}', '{"id": "b", "turns": ["Hei", "Ha det"]}']
    one, several = await ask_all(settings().gateway_address, lines)
    answer_schema.validate(one)
    assert (one["id"], one["outcome"], one["reply"]) == ("a", "error", NO_ANSWER)
    assert one["body"] == [NO_ANSWER]
    assert [answer["question"] for answer in several["answers"]] == ["Hei", "Ha det"]


async def test_a_gateway_that_goes_away_at_the_end_takes_no_answer_with_it(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object, **__: object) -> None:
        raise httpx.ConnectError("gone")

    monkeypatch.setattr(httpx.AsyncClient, "delete", gone)
    [answer] = await ask_all(str(gateway.client.base_url), ['{"text": "Hei"}'])
    assert answer["outcome"] == "no_match"


@pytest.mark.usefixtures("gateway")
def test_the_assistant_that_runs_is_asked() -> None:
    with assistant() as address:
        assert address == settings().gateway_address


def test_an_assistant_that_cannot_be_started_says_why(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training.model().parent.mkdir(parents=True)
    training.model().write_bytes(b"a model, so that none is trained")
    (training.model().parent / "endorinn.digest").write_text(training._digest(), encoding="utf-8")  # noqa: SLF001 - as if trained
    (own / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{own}/endorinn.db")
    (own / "endorinn.db").mkdir()
    with pytest.raises(OperatorError, match=r"cannot be opened\. Check DATABASE_URL"), assistant():
        pass


def test_free_ports_differ() -> None:
    assert len(set(asking.free_ports(3))) == 3
