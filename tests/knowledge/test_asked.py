"""What employees type when they look for a record: written for it, and not the test's own sentences."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from foundation.settings import ROOT
from knowledge.words import telling_stems

if TYPE_CHECKING:
    from knowledge.content import Content

FRESH = ROOT / "tests" / "eval" / "fresh" / "oppslag.jsonl"


def test_no_sentence_belongs_to_two_records_of_one_owner(content: Content) -> None:
    sentences = Counter((record.owner, sentence.lower()) for record in content.records for sentence in record.asked)
    assert [one for one, count in sentences.items() if count > 1] == []


def test_the_sentences_that_the_look_up_is_measured_on_are_not_among_them(content: Content) -> None:
    known = {frozenset(telling_stems(sentence)) for record in content.records for sentence in record.asked}
    texts = [json.loads(line)["text"] for line in FRESH.read_text(encoding="utf-8").splitlines()]
    same = [text for text in texts if frozenset(telling_stems(text)) in known and len(telling_stems(text)) > 1]
    assert len(same) <= len(texts) // 20, same
