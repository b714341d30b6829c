"""No text at all makes an answer fail: each gets a reply that keeps the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.ontology import ontology

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
# What may have been understood of it, rightly or not.
UNDERSTOOD: dict[str, st.SearchStrategy[Any]] = {
    "kommune": st.sampled_from([None, *ontology().municipalities]),
    "role": st.sampled_from(list(ontology().roles)),
    "language": st.sampled_from(["nb", "nn", "en"]),
    "question_type": st.sampled_from([None, *ontology().question_types]),
    "needs": st.lists(st.sampled_from(list(ontology().needs)), max_size=3, unique=True).map(tuple),
    "services": st.lists(st.sampled_from(list(ontology().services)), max_size=2, unique=True).map(tuple),
    "age": st.one_of(st.none(), st.integers(0, 99)),
    "danger": st.sampled_from([None, None, *ontology().acute_kinds]),
    "danger_now": st.sampled_from([None, None, None, *ontology().acute_kinds]),
    "other_language": st.sampled_from([None, None, None, "pl", "ti"]),
    "alone": st.booleans(),
}
BEARABLE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(BEARABLE, max_examples=400)
@given(text=TEXTS, understood=st.fixed_dictionaries(UNDERSTOOD))
@example(text="", understood={})
@example(text="\x00", understood={"kommune": "oppdal", "alone": True})
@example(text="{police} {0} %s", understood={"kommune": "oppdal", "question_type": "om-planen"})
def test_every_text_is_answered(ask: Callable[..., Answer], text: str, understood: dict[str, Any]) -> None:
    answer = ask(text, **understood)
    assert answer.question == text
    assert answer.reply.strip()


@settings(BEARABLE, max_examples=60)
@given(text=LONG, understood=st.fixed_dictionaries(UNDERSTOOD))
def test_five_hundred_words_are_answered_too(ask: Callable[..., Answer], text: str, understood: dict[str, Any]) -> None:
    assert ask(text, **understood).reply.strip()
