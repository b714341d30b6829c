"""Kept messages on their way into the training data: listed, labelled, removed, exported."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conversations.candidates import Candidate, Candidates, Label
from conversations.service import ASSISTANT, PERSON, Conversations
from endorinn.candidates_commands import _example
from endorinn.training_messages import Message, training_messages
from foundation.database import make_engine
from foundation.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.endorinn.conftest import Ran

type Endorinn = Callable[..., Ran]
type Keep = Callable[..., Candidate]

FILE = (
    'version: "3.1"\nnlu:\n- intent: finn-hjelp\n  examples:\n  - text: Når åpner SFO?\n    metadata: {needs: [sfo]}\n'
)
# How Rasa finds an entity in a training message.
ENTITY = re.compile(r"\[[^\]]+?\](\([^)]+?\)|\{[^}]+?\}|\[.*?\])")


@pytest.fixture
def candidates() -> Iterator[Candidates]:
    """Those of this test's database."""
    engine = make_engine(settings().database_url)
    yield Candidates(engine)
    engine.dispose()


@pytest.fixture
def keep() -> Iterator[Keep]:
    """Writes a message in a conversation of its own, and has it kept."""
    engine = make_engine(settings().database_url)
    conversations, store = Conversations(engine), Candidates(engine)

    def kept(text: str, *needs: str, role: str = "ukjent") -> Candidate:
        conversation, _ = conversations.start("oppdal", "ukjent", "nb")
        found = [{"id": need, "confidence": 0.2} for need in needs]
        answer = {"question": text, "role": role, "outcome": "no_match", "question_type": "pris", "needs": found}
        conversations.tell(conversation.id, PERSON, text)
        conversations.tell(conversation.id, ASSISTANT, "Jeg er ikke sikker.", answer)
        return store.keep(conversation.id)

    yield kept
    engine.dispose()


@pytest.mark.parametrize("command", [(), ("list",), ("label",), ("remove",), ("export",)], ids=" ".join)
def test_every_command_explains_itself(endorinn: Endorinn, command: tuple[str, ...]) -> None:
    ran = endorinn("candidates", *command, "--help")
    assert ran.code == 0
    assert f"Usage: {' '.join(['endorinn', 'candidates', *command])}" in ran.out


def test_a_database_without_candidates_lists_none(endorinn: Endorinn) -> None:
    ran = endorinn("candidates", "list", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, [])


def test_candidates_are_listed_with_what_they_were_taken_for(endorinn: Endorinn, keep: Keep) -> None:
    keep("Kor går eg no?", "sfo", "vold")
    told = endorinn("candidates", "list").out
    assert "Kor går eg no?" in told
    assert "pris, sfo, vold" in told


def test_candidates_are_listed_for_machines(endorinn: Endorinn, keep: Keep) -> None:
    one = keep("Kor går eg no?", "sfo", role="ungdom")
    endorinn("candidates", "label", str(one.id), "--type", "finn-hjelp", "--needs", "sfo, vold", "--variety", "nn")
    [listed] = json.loads(endorinn("candidates", "list", "--json").out)
    assert listed == {
        "number": one.id,
        "text": "Kor går eg no?",
        "role": "ungdom",
        "understood": {
            "outcome": "no_match",
            "question_type": "pris",
            "needs": [{"id": "sfo", "confidence": 0.2}],
        },
        "label": {
            "question_type": "finn-hjelp",
            "needs": ["sfo", "vold"],
            "variety": "nn",
            "role": "ukjent",
            "kind": "scene",
        },
    }


def test_a_label_says_what_a_message_means(endorinn: Endorinn, keep: Keep, candidates: Candidates) -> None:
    one = keep("Eg er åleine")
    options = ["--type", "finn-hjelp", "--needs", "ensomhet-utenforskap", "--role", "ungdom", "--kind", "plain"]
    ran = endorinn("candidates", "label", str(one.id), *options)
    assert (ran.code, ran.out) == (0, f"Labelled {one.id}.\n")
    assert [kept.label for kept in candidates.listed()] == [
        Label("finn-hjelp", ("ensomhet-utenforskap",), "nb", "ungdom", "plain")
    ]


def test_a_message_may_be_about_no_need(endorinn: Endorinn, keep: Keep, candidates: Candidates) -> None:
    one = keep("Hei på deg")
    assert endorinn("candidates", "label", str(one.id), "--type", "smaprat", "--needs", " , ").code == 0
    assert [kept.label and kept.label.needs for kept in candidates.listed()] == [()]


WRONG = {
    "question type": (["--type", "vet-ikke"], "vet-ikke is no question type. Known: finn-hjelp, "),
    "need": (["--type", "pris", "--needs", "sfo,penger,mat"], "penger, mat is no need. Known: "),
    "variety": (["--type", "pris", "--variety", "sv"], "sv is no variety. Known: nb, nn, dialekt, skrivefeil, en."),
    "role": (["--type", "pris", "--role", "sjef"], "sjef is no role. Known: forelder, ungdom, ansatt, ukjent."),
    "kind": (["--type", "pris", "--kind", "rart"], "rart is no kind. Known: scene, plain."),
}


@pytest.mark.parametrize(("options", "told"), WRONG.values(), ids=WRONG)
def test_what_the_ontology_does_not_know_is_refused(
    endorinn: Endorinn, keep: Keep, candidates: Candidates, options: list[str], told: str
) -> None:
    ran = endorinn("candidates", "label", str(keep("Hei").id), *options)
    assert ran.code == 1
    assert ran.err.startswith(told)
    assert [one.label for one in candidates.listed()] == [None]


@pytest.mark.parametrize("command", [("label", "7", "--type", "pris"), ("remove", "7")])
def test_a_number_that_is_not_in_the_list_is_told(endorinn: Endorinn, command: tuple[str, ...]) -> None:
    ran = endorinn("candidates", *command)
    assert (ran.code, ran.err) == (1, "There is no candidate 7. See: endorinn candidates list.\n")


def test_a_removed_candidate_is_gone(endorinn: Endorinn, keep: Keep, candidates: Candidates) -> None:
    gone, stays = keep("Vekk"), keep("Blir")
    assert endorinn("candidates", "remove", str(gone.id)).out == f"Removed {gone.id}.\n"
    assert [one.text for one in candidates.listed()] == [stays.text]


def exported(endorinn: Endorinn, folder: Path, one: Candidate, kind: str, needs: str) -> Ran:
    """Labels one message and exports it."""
    endorinn("candidates", "label", str(one.id), "--type", kind, "--needs", needs)
    return endorinn("candidates", "export", "--out", str(folder))


def test_export_moves_the_labelled_and_leaves_the_others(
    endorinn: Endorinn, keep: Keep, candidates: Candidates, own: Path
) -> None:
    keep("Ikke lest ennå")
    ran = exported(endorinn, own / "nlu", keep("Hva koster SFO?"), "pris", "sfo")
    assert ran.out == (f"Exported 1 messages to {own}/nlu. Read them once more, then: endorinn validate, make eval.\n")
    assert [one.text for one in candidates.listed()] == ["Ikke lest ennå"]
    assert endorinn("candidates", "export", "--out", str(own / "nlu")).out.startswith("Exported 0 messages")


PLACES = {
    "help is sought, by its first need": ("finn-hjelp", ["vold", "sfo"], "behov/vold.yml"),
    "help is sought, for no need": ("finn-hjelp", [], "sporsmal/finn-hjelp.yml"),
    "something else is asked, by its type": ("pris", ["sfo"], "sporsmal/pris.yml"),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_message_goes_to_the_file_of_its_meaning(
    endorinn: Endorinn, keep: Keep, own: Path, place: tuple[str, list[str], str]
) -> None:
    kind, needs, path = place
    exported(endorinn, own / "nlu", keep("Tekst"), kind, ",".join(needs))
    assert yaml.safe_load((own / "nlu" / path).read_text(encoding="utf-8")) == {
        "version": "3.1",
        "nlu": [
            {
                "intent": kind,
                "examples": [
                    {
                        "text": "Tekst",
                        "metadata": {
                            "needs": needs,
                            "variety": "nb",
                            "role": "ukjent",
                            "kind": "scene",
                            "voice": "candidates",
                        },
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize("before", [FILE, FILE.rstrip("\n"), f"{FILE}\n"], ids=["as is", "without an end", "with more"])
def test_a_message_is_added_to_those_that_are_there(endorinn: Endorinn, keep: Keep, own: Path, before: str) -> None:
    path = own / "nlu" / "behov" / "sfo.yml"
    path.parent.mkdir(parents=True)
    path.write_text(before, encoding="utf-8")
    exported(endorinn, own / "nlu", keep("SFO er full"), "finn-hjelp", "sfo")
    assert list(training_messages(own / "nlu")) == [
        Message("sfo.yml", "Når åpner SFO?"),
        Message("sfo.yml", "SFO er full"),
    ]
    assert path.read_text(encoding="utf-8").startswith(FILE)


def test_a_message_stands_in_its_file_as_an_editor_would_write_it() -> None:
    label = Label("finn-hjelp", ("sfo", "vold"), "nn", "ungdom", "scene")
    assert _example("Æ «e» lei\n 😭", label) == (
        '  - text: "Æ «e» lei 😭"\n'
        "    metadata: {needs: [sfo, vold], variety: nn, role: ungdom, kind: scene, voice: candidates}\n"
    )


TRICKY = [
    'Hun sa "nei": han, {sa} [ja] # ikke',
    "- text: nytt\n  metadata: {needs: [vold]}",
    "\\ \\n \\u0041 %TAG !!python/object",
    "\u2028\u0085\ufeff\ufffe\uffff\u200d",
    "Ring [telefonnummer](privat) eller [e-post]{'entity': 'service'} eller [a][b]",
    "ja",
    "12",
    "null",
]


def read_again(text: str) -> str:
    """A message as the training data's reader finds it after an export."""
    label = Label("pris", (), "nb", "ukjent", "plain")
    [one] = yaml.load(f"examples:\n{_example(text, label)}", Loader=yaml.CSafeLoader)["examples"]
    assert one["metadata"]["voice"] == "candidates"
    found: Any = one["text"]
    assert isinstance(found, str)
    return found


def letters(text: str) -> str:
    """What a person sees of a text, without its gaps."""
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())


@pytest.mark.parametrize("text", TRICKY)
def test_whatever_was_written_is_read_as_words_and_nothing_else(text: str) -> None:
    assert letters(read_again(text)) == letters(text)
    assert ENTITY.search(read_again(text)) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read_again_as_it_was_written(text: str) -> None:
    assert letters(read_again(text)) == letters(text)
    assert ENTITY.search(read_again(text)) is None
