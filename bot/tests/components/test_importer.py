from __future__ import annotations

from pathlib import Path

import pytest
from components.importer import MessagesImporter, TrainingMessage
from rasa.shared.nlu.constants import METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

MESSAGES = """
version: "3.1"
nlu:
- intent: pris
  examples:
  - text: Hva koster SFO?
    metadata: {needs: [sfo]}
  - text: Kor mykje kostar barnehagen?
- intent: smaprat
  examples: |
    - Takk
    - Hei
- lookup: kommune:oppdal
  examples: |
    - Oppdal
"""


@pytest.fixture
def read(tmp_path: Path) -> TrainingData:
    (tmp_path / "pris.yml").write_text(MESSAGES, encoding="utf-8")
    return MessagesImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()


def test_messages_come_with_their_intent_and_what_is_said_of_them(read: TrainingData) -> None:
    assert [(one.get(TEXT), one.get("intent")) for one in read.training_examples] == [
        ("Hva koster SFO?", "pris"),
        ("Kor mykje kostar barnehagen?", "pris"),
        ("Takk", "smaprat"),
        ("Hei", "smaprat"),
    ]
    assert read.training_examples[0].get(METADATA)[METADATA_EXAMPLE] == {"needs": ["sfo"]}
    assert [table["name"] for table in read.lookup_tables] == ["kommune:oppdal"]


def test_a_second_importer_has_the_messages_of_the_first(read: TrainingData, tmp_path: Path) -> None:
    again = MessagesImporter(training_data_paths=[str(tmp_path)]).get_nlu_data()
    assert [id(one) for one in again.training_examples] == [id(one) for one in read.training_examples]


def test_messages_are_still_the_same_after_rasa_has_joined_them(read: TrainingData) -> None:
    joined = TrainingData().merge(read).merge(TrainingData())
    assert [id(one) for one in joined.training_examples] == [id(one) for one in read.training_examples]


def test_two_messages_that_say_the_same_are_two() -> None:
    one, other = TrainingMessage({TEXT: "Hei"}), TrainingMessage({TEXT: "Hei"})
    assert one.fingerprint() == one.fingerprint() != other.fingerprint()
