from __future__ import annotations

import time
from typing import Any, Callable, Dict, Iterator, List

import pytest
from components.featurizer import NorwegianFeaturizer
from components.language import LANGUAGE, WrittenStandard
from components.names import NamesExtractor
from components.needs import NEEDS, RANKING, NeedsClassifier
from components.other_language import FOREIGN, LETTERS, OTHER_LANGUAGE, OtherLanguage
from components.question_type import QuestionTypeClassifier
from components.role import ROLE, RoleClassifier
from components.signs import SIGNS, SignsMarker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message

from workshop import Lesson, Workshop

NAMES = """
version: "3.1"
nlu:
- lookup: service:ppt
  examples: |
    - PPT
- lookup: kommune:os
  examples: |
    - Os
"""
WORDS = [
    "jeg",
    "eg",
    "æ",
    "vil",
    "ikkje",
    "skulen",
    "barnevernt",
    "hjelp",
    "på",
    "12",
    "PPT",
    "Os",
    "😢",
    "👍🏽",
    ",",
    "?",
]
ODD = [
    "",
    " ",
    "\n\t\r\u00a0\u2028\x85",
    "\x00",
    "\x00\x01\x02 hei",
    "\u200b",
    "bar\u200bne\u200bvern",
    "\u200d\u200d\ufe0f",
    "\ufeffHei",
    "a\u0300" * 50,
    "הבן שלי לא רוצה ללכת לבית הספר",
    "ابني \u202eلا يريد\u202c PPT",
    "👨‍👩‍👧‍👦🏳️‍🌈🇳🇴",
    "<script>alert('hei')</script><b>barnevern</b>&nbsp;",
    "'; DROP TABLE users; -- SELECT * FROM needs WHERE 1=1",
    "https://www.oppdal.kommune.no/barnevern?x=1&y=%20#topp",
    "post@oppdal.kommune.no",
    "../../etc/passwd",
    "{{7*7}} ${jndi:ldap://x} %s %n {0}",
    "hjelp " * 500,
    "a" * 2_000,
    "ÆØÅ" * 600,
    "|",
    "| | |",
    "İıſßŉǰΐﬁ",
    "\U0010ffff\U000e0001",
    "𝓱𝓳𝓮𝓵𝓹 𝟏𝟐",
    "１２ år på ２. klasse",
    "på ² år, ½ klasse, Ⅻ",
    "٣ سنوات på ٣",
    "/restart",
    '/finn-hjelp{"service": "ppt"}',
    "_" * 100,
    "-" * 100,
    "har'n" * 100,
]
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=20).map("".join),
)

Read = Callable[[str], Message]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A message through the whole pipeline, each component trained, written and loaded again."""
    workshop = Workshop(tmp_path_factory.mktemp("pipeline"))
    lesson = Lesson(workshop)
    workshop.create(NamesExtractor).train(RasaYAMLReader().reads(NAMES))
    classifiers = (QuestionTypeClassifier, NeedsClassifier, RoleClassifier)
    for kind in classifiers:
        workshop.create(kind).train(lesson.data)
    components = [
        workshop.load(NorwegianFeaturizer),
        workshop.create(SignsMarker),
        *(workshop.load(kind) for kind in classifiers),
        workshop.create(WrittenStandard),
        workshop.load(NamesExtractor),
        workshop.create(OtherLanguage),
    ]

    def through_the_pipeline(text: str) -> Message:
        messages = lesson.tokenized(text)
        for component in components:
            messages = component.process(messages)
        return messages[0]

    return through_the_pipeline


def rated(message: Message) -> Iterator[Dict[str, Any]]:
    """Everything of a message that has a confidence."""
    yield message.get(INTENT)
    yield from message.get("intent_ranking")
    yield from message.get(NEEDS)
    yield from message.get(RANKING)
    if message.get(ROLE) is not None:
        yield message.get(ROLE)


def places(message: Message) -> List[Any]:
    return [(one["start"], one["end"]) for key in (ENTITIES, SIGNS) for one in message.get(key)]


def check(message: Message) -> None:
    assert [one for one in rated(message) if not 0.0 <= one["confidence"] <= 1.0] == []
    length = len(message.get(TEXT))
    assert [place for place in places(message) if not 0 <= place[0] < place[1] <= length] == []
    assert all(token.text == message.get(TEXT)[token.start : token.end] for token in message.get(TOKENS_NAMES[TEXT]))
    assert message.get(LANGUAGE) in {"nb", "nn", "en", None}
    assert message.get(OTHER_LANGUAGE) in {*FOREIGN.values(), *LETTERS, None}


@given(text=TEXTS)
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
def test_any_text_goes_through_the_pipeline(read: Read, text: str) -> None:
    check(read(text))


@pytest.mark.parametrize("text", ODD, ids=[ascii(text[:30]) for text in ODD])
def test_what_no_one_writes_goes_through_the_pipeline(read: Read, text: str) -> None:
    check(read(text))


SIGNS_IN_A_ROW = [
    "😭",
    "👍🏻",
    "!",
    "'",
    '"',
    "(",
    "%",
    "…",
    ":)",
    "a/",
    "ا",
    "-",
    "\u0301",
    "\u202e",
    "a.",
    "1,",
    "ikke ",
]
LONGEST = 2_000
SECONDS_FOR_LONGEST = 4.0


@pytest.mark.parametrize("sign", SIGNS_IN_A_ROW)
def test_the_longest_message_of_one_sign_is_read_in_bounded_time(read: Read, sign: str) -> None:
    text = (sign * LONGEST)[:LONGEST]
    read("varm opp")
    began = time.process_time()
    check(read(text))
    assert time.process_time() - began < SECONDS_FOR_LONGEST


@given(text=TEXTS)
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None)
def test_a_text_is_read_alike_twice(read: Read, text: str) -> None:
    one, other = (read(text).as_dict(only_output_properties=True) for _ in range(2))
    assert one == other
