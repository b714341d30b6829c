"""Which training messages say the same thing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from endorinn import training_messages as nlu
from endorinn.evaluation import asked as asked_module
from endorinn.evaluation.asked import FRESH, WORKED
from endorinn.training_messages import Message, near_duplicates, refuse_near_duplicates
from foundation.errors import OperatorError

if TYPE_CHECKING:
    from pathlib import Path

SCHOOL = "Datteren min vil ikke gå på skolen lenger"
SLEEP = "Den minste sover nesten ikke om nettene, hva gjør vi?"


def messages(*texts: str) -> list[Message]:
    """Training messages, numbered by where they stand."""
    return [Message(str(place), text) for place, text in enumerate(texts)]


def pairs(own: list[Message], others: list[Message] | None = None) -> list[tuple[str, str]]:
    """Where the near-duplicates stand."""
    return sorted((one.where, other.where) for one, other in near_duplicates(own, others or []))


SAME = {
    "word for word": SCHOOL,
    "in capitals": SCHOOL.upper(),
    "with another mark": f"{SCHOOL}.",
    "with a word added": f"{SCHOOL} nå",
    "with other spaces": SCHOOL.replace(" ", "   "),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_a_message_with_little_changed_is_a_near_duplicate(text: str) -> None:
    assert pairs(messages(SCHOOL, SLEEP, text)) == [("0", "2")]


OTHERS = {
    "something else": SLEEP,
    "the same in other words": "Jenta nekter å møte opp i klasserommet om morgenen",
    "half of it": "Datteren min vil ikke spise middag sammen med oss andre lenger",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_is_told_in_other_words_is_let_be(text: str) -> None:
    assert pairs(messages(SCHOOL, text)) == []


def test_short_messages_may_be_alike() -> None:
    assert pairs(messages("vil ikke på skolen", "vil ikke på skolen")) == []
    assert pairs(messages("vil ikke gå på skolen", "vil ikke gå på skolen")) == [("0", "1")]


def test_every_pair_is_told_once() -> None:
    assert pairs(messages(SCHOOL, SCHOOL, SLEEP, SCHOOL)) == [("0", "1"), ("0", "3"), ("1", "3")]


def test_a_test_question_counts_against_training_messages_only() -> None:
    others = [Message("a", SCHOOL), Message("b", SLEEP), Message("c", SLEEP)]
    assert pairs(messages(SCHOOL), others) == [("0", "a")]


@pytest.mark.parametrize("own", [[], messages("hei")], ids=["none", "short ones"])
def test_without_long_training_messages_nothing_is_compared(own: list[Message]) -> None:
    assert pairs(own, messages(SCHOOL, SCHOOL)) == []


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 1000])
def test_it_does_not_matter_how_many_are_compared_at_once(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(nlu, "AT_ONCE", at_once)
    own = messages(SCHOOL, SLEEP, "Hvor søker vi om plass i barnehagen?", SCHOOL, SLEEP)
    assert pairs(own, [Message("test", SLEEP)]) == [("0", "3"), ("1", "4"), ("1", "test"), ("4", "test")]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_whatever_is_written_can_be_compared(texts: list[str]) -> None:
    found = near_duplicates(messages(*texts, *texts))
    long = [text for text in texts if len(text.split()) >= nlu.FEWEST_WORDS]
    assert len(found) >= len(long)


def write(folder: Path, name: str, *examples: object) -> None:
    """A file of training messages."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"version": "3.1", "nlu": [{"intent": "finn-hjelp", "examples": list(examples)}]}
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")


def test_messages_are_read_plain_or_with_what_is_said_of_them(tmp_path: Path) -> None:
    write(tmp_path, "behov/sfo.yml", {"text": "Når åpner SFO?", "metadata": {"needs": ["sfo"]}})
    write(tmp_path, "sporsmal/pris.yml", "Koster det noe?")
    write(tmp_path, "navn/kommune.yml", "Oppdal")
    assert list(nlu.training_messages(tmp_path)) == [
        Message("sfo.yml", "Når åpner SFO?"),
        Message("pris.yml", "Koster det noe?"),
    ]


@pytest.fixture
def folder(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Training messages and test questions of the test's own; no two alike."""
    write(own, "nlu/behov/skolefravaer.yml", SCHOOL)
    write(own, "nlu/sporsmal/svar-kommune.yml", "Vi bor i Sør-Odal kommune", "Vi bor i Sør-Odal kommune")
    for collection in (WORKED, FRESH):
        (own / collection).mkdir(exist_ok=True)
        (own / collection / "conversations.jsonl").write_text("", encoding="utf-8")
        (own / collection / "danger.jsonl").write_text("", encoding="utf-8")
        for name in ("understanding", "answers"):
            (own / collection / f"{name}.jsonl").write_text(f'{{"text": "Bare {collection} her"}}\n', encoding="utf-8")
    monkeypatch.setattr(nlu.training_messages, "__defaults__", (own / "nlu",))
    monkeypatch.setattr(asked_module, "FOLDER", own)
    return own


def test_a_text_with_a_line_for_each_example_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "sporsmal" / "svar-kommune.yml"
    path.parent.mkdir()
    path.write_text("nlu:\n- intent: svar-kommune\n  examples: |\n    - Oppdal\n    - i Alvdal\n", encoding="utf-8")
    assert [one.text for one in nlu.training_messages(tmp_path)] == ["Oppdal", "i Alvdal"]


@pytest.mark.usefixtures("folder")
def test_place_names_may_be_alike() -> None:
    refuse_near_duplicates()


def test_near_duplicates_are_refused_with_both_places_and_texts(folder: Path) -> None:
    write(folder, "nlu/sporsmal/pris.yml", f"{SCHOOL}!")
    with pytest.raises(OperatorError) as error:
        refuse_near_duplicates()
    assert str(error.value) == (
        "1 training messages say what another one says; take one of each out:\n"
        f"skolefravaer.yml: «{SCHOOL}» and pris.yml: «{SCHOOL}!»"
    )


@pytest.mark.parametrize("collection", [WORKED, FRESH])
@pytest.mark.parametrize("file", ["understanding", "answers"])
def test_a_training_message_that_is_a_test_question_is_refused(folder: Path, collection: str, file: str) -> None:
    (folder / collection / f"{file}.jsonl").write_text(f'{{"text": "{SCHOOL}"}}\n', encoding="utf-8")
    with pytest.raises(OperatorError, match=f"and {collection}/{file}.jsonl: «{SCHOOL}»"):
        refuse_near_duplicates()


@pytest.mark.parametrize("collection", [WORKED, FRESH])
def test_a_turn_of_a_conversation_is_a_test_question_too(folder: Path, collection: str) -> None:
    talk = f'{{"turns": ["Hei", "{SCHOOL}"]}}\n'
    (folder / collection / "conversations.jsonl").write_text(talk, encoding="utf-8")
    with pytest.raises(OperatorError, match=f"and {collection}/conversations.jsonl: «{SCHOOL}»"):
        refuse_near_duplicates()
