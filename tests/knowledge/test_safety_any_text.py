"""The safety net on texts that nobody chose: it never fails, and no way of writing makes it deaf."""

from __future__ import annotations

import time
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.safety import assess
from tests.fuzzing import cases

SENTENCES = Path(__file__).with_name("safety")
KINDS = {"fare-for-liv", "selvmord", "selvskading", "vold-overgrep", "barn-i-fare"}
# Five times the longest message that the front door lets in.
LONGEST = 10_000
SECONDS_FOR_LONGEST = 2.0


@cache
def _read(name: str) -> Any:  # noqa: ANN401 - the shape of the YAML is checked where it is read
    return yaml.safe_load((SENTENCES / name).read_text(encoding="utf-8"))


def _acute() -> list[str]:
    return [sentence for block in _read("acute.yml") for sentence in block["sentences"]]


ACUTE = st.sampled_from(_acute())
TOLD = st.sampled_from([*_acute(), *_read("calm.yml")["none"], *_read("calm.yml")["not_certain"]])
# Sentences of their own: what they deny, ask or doubt is not what stands before or after them.
HARMLESS = (
    "Hva koster SFO?", "Vi bor i Oppdal.", "Været er fint.", "Takk.", "Skolen begynner åtte.", "SFO koster penger!",
    "I dag er det mandag.", "Bussen går fra torget.", "Biblioteket har åpent.", "Kaffen er varm.", "Det snør.",
    "Ikke si det til noen.", "Jeg vet ikke.", "Aldri mer.", "Må jeg betale?", "Vi har ingen.", "Er det mulig?",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåäöé"
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(st.sampled_from(sorted(set(" ".join(_acute()).split()))), st.text(max_size=5)), max_size=60).map(
        " ".join
    ),
    st.lists(TOLD, max_size=8).map("\n".join),
)


@settings(max_examples=cases(300))
@given(text=TEXTS)
@example(text="\ud800 jeg vil dø")
@example(text="\x00")
def test_every_text_is_assessed(text: str) -> None:
    alarm = assess(text)
    assert alarm is None or alarm.kind in KINDS


@settings(max_examples=cases(200))
@given(text=st.one_of(TOLD, TEXTS))
def test_composed_or_in_parts_a_text_tells_the_same(text: str) -> None:
    composed, parted = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert assess(composed) == assess(parted)


@settings(max_examples=cases(200))
@given(text=TOLD)
def test_capitals_and_small_letters_tell_the_same(text: str) -> None:
    assert assess(text.upper()) == assess(text.lower()) == assess(text)


@settings(max_examples=cases(200))
@given(text=TOLD, data=st.data())
def test_a_letter_that_is_held_down_changes_nothing(text: str, data: st.DataObject) -> None:
    # «aa» is an å and «ee» after an o closes no digraph: the letters of digraphs are let be.
    places = [place for place, letter in enumerate(text) if letter.lower() in LETTERS and letter.lower() not in "aeo"]
    held = data.draw(st.lists(st.sampled_from(places), max_size=5, unique=True)) if places else []
    times = data.draw(st.integers(2, 6))
    drawn = "".join(letter * (times if place in held else 1) for place, letter in enumerate(text))
    assert assess(drawn) == assess(text)


@settings(max_examples=cases(200))
@given(danger=ACUTE, after=st.lists(st.sampled_from(HARMLESS), min_size=1, max_size=8))
def test_what_is_added_after_a_danger_takes_no_alarm_away(danger: str, after: list[str]) -> None:
    alone, among = assess(danger), assess(". ".join((danger, " ".join(after))))
    assert alone is not None
    assert among is not None
    assert among.kind == alone.kind
    assert among.certain or not alone.certain


@settings(max_examples=cases(200))
@given(danger=ACUTE, before=st.lists(st.sampled_from(HARMLESS), min_size=1, max_size=8))
def test_what_is_said_before_a_danger_hides_it_not(danger: str, before: list[str]) -> None:
    assert assess("\n".join((*before, danger))) is not None


UNITS = ("slå", "meg ", "dø, ", "ikke? ", "\u0301", "\u030a", "😭", "a-", "'", "\n", "jeg vil dø. ", "kniv ", "x ", "…")


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text_of_anything_takes_bounded_time(unit: str) -> None:
    text = (unit * LONGEST)[:LONGEST]
    assess("varm opp")
    began = time.process_time()
    assess(text)
    assert time.process_time() - began < SECONDS_FOR_LONGEST


def test_four_times_the_text_takes_about_four_times_the_time() -> None:
    def seconds(times: int) -> float:
        text = " ".join(_acute())[: LONGEST // 4] * times
        began = time.process_time()
        assess(text)
        return time.process_time() - began

    assess("varm opp")
    # Were it quadratic, it would take sixteen times the time.
    assert min(seconds(4) for _ in range(2)) < 10 * min(seconds(1) for _ in range(2))
