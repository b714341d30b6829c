"""No text at all makes an answer fail: each gets a reply that keeps the contract."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge import Need, Query, Stopped
from knowledge.ontology import ontology
from tests.fuzzing import cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Answer

# Words that steer answers, between words that nobody has written yet.
TELLING = (
    "ikke", "hvem", "hva koster", "SFO", "PPT", "skolen", "slår", "ta livet mitt", "rødt nivå", "adressen", "14",
    "Sør-Odal", "takk", "ha det", "{police}", "{0}", "%s", "[telefonnummer]", "\n", "–", "»", "😭", "à la",
)  # fmt: skip
WORDS = st.one_of(st.text(max_size=12), st.sampled_from(TELLING))
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join))
LONG = st.builds(lambda words, times: " ".join((words * times)[:500]), st.lists(WORDS, min_size=5), st.just(100))
NEEDS = st.lists(
    st.builds(Need, st.sampled_from(list(ontology().needs)), st.floats(0, 1)), max_size=3, unique_by=lambda one: one.id
).map(lambda needs: tuple(sorted(needs, key=lambda need: -need.confidence)))
SERVICES = st.lists(st.sampled_from(list(ontology().services)), max_size=3, unique=True).map(tuple)
# What may have been understood of it, rightly or not: every field that a question has.
UNDERSTOOD: dict[str, st.SearchStrategy[Any]] = {
    "kommune": st.sampled_from([None, *ontology().municipalities]),
    "role": st.sampled_from(list(ontology().roles)),
    "language": st.sampled_from(["nb", "nn", "en"]),
    "question_type": st.sampled_from([None, *ontology().question_types]),
    "needs": NEEDS,
    "nearest": NEEDS,
    "services": SERVICES,
    "refused": SERVICES.map(frozenset),
    "own_services": SERVICES.map(frozenset),
    "levels": st.lists(st.sampled_from(list(ontology().levels)), max_size=2, unique=True).map(tuple),
    "risk_areas": st.lists(st.sampled_from(list(ontology().risk_areas)), max_size=2, unique=True).map(tuple),
    "age": st.one_of(st.none(), st.integers(0, 99)),
    "danger": st.sampled_from([None, None, *ontology().acute_kinds]),
    "danger_now": st.sampled_from([None, None, None, *ontology().acute_kinds]),
    "danger_heard": st.sampled_from([None, None, None, *ontology().acute_kinds]),
    "calm": st.booleans(),
    "other_language": st.sampled_from([None, None, None, "pl", "ti"]),
    "alone": st.booleans(),
    "stopped": st.sampled_from([None, None, None, Stopped(), Stopped("{x} <b>", "%s")]),
    "forgotten": st.sampled_from([False, False, False, True]),
    "signed_in": st.booleans(),
    "has_desk": st.booleans(),
    "from_context": st.booleans(),
    "hidden": st.lists(st.sampled_from(["fødselsnummer", "e-post", "adresse"]), max_size=2, unique=True).map(tuple),
    "corrected": st.lists(st.sampled_from(["kommune", "role"]), max_size=2, unique=True).map(tuple),
    "misses": st.integers(0, 5),
    "questions": st.integers(0, 5),
    "standing": st.sampled_from([None, ("nasjonal/prosess-barnehageplass", 2), ("borte/prosess-borte", 99)]),
    "asked": st.frozensets(st.sampled_from(["kommune", "role", "age", "need", "service", "arena", "danger"])),
    "replied": st.sampled_from([None, "known", "unknown", "safe"]),
    "id": st.sampled_from([None, "", "fra-en-fil-1"]),
}


def test_every_field_of_a_question_is_tried() -> None:
    assert {"text", *UNDERSTOOD} == {field.name for field in fields(Query)}


@settings(max_examples=cases(400))
@given(text=TEXTS, understood=st.fixed_dictionaries(UNDERSTOOD))
@example(text="", understood={})
@example(text="\x00", understood={"kommune": "oppdal", "alone": True})
@example(text="{police} {0} %s", understood={"kommune": "oppdal", "question_type": "om-planen"})
def test_every_text_is_answered(ask: Callable[..., Answer], text: str, understood: dict[str, Any]) -> None:
    answer = ask(text, **understood)
    assert answer.question == text
    assert answer.reply.strip()


@settings(max_examples=cases(60, share=10))
@given(text=LONG, understood=st.fixed_dictionaries(UNDERSTOOD))
def test_five_hundred_words_are_answered_too(ask: Callable[..., Answer], text: str, understood: dict[str, Any]) -> None:
    assert ask(text, **understood).reply.strip()
