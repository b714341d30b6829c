"""One message is one trace, with spans of all three processes, and none of its words in what they send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.path.test_watched import MARK, asked, asked_in_time

if TYPE_CHECKING:
    from tests.collector import Collector
    from tests.path.conftest import Assistant

TURN = "gateway POST /api/conversations/{conversation_id}/messages"


def test_one_message_is_one_trace_through_all_processes(assistant: Assistant, collector: Collector) -> None:
    spans = collector.trace_of(asked_in_time(assistant), spans=11)
    parents = {one.id: name for name, one in spans.items()}
    assert {name: parents.get(one.parent) for name, one in spans.items()} == {
        TURN: None,
        "gateway store": TURN,
        "gateway queue": TURN,
        "gateway rasa": TURN,
        "gateway POST rasa": "gateway rasa",
        "rasa webhook": "gateway POST rasa",
        "rasa understanding": "rasa webhook",
        "rasa action_svar": "rasa webhook",
        "actions action_svar": "rasa action_svar",
        "actions library": "actions action_svar",
        "gateway keep": TURN,
    }
    assert spans["rasa webhook"].attributes["endorinn.result"] == "answered"
    assert not any(one.failed or one.events for one in spans.values())


def test_no_span_holds_a_word_of_the_message(assistant: Assistant, collector: Collector) -> None:
    collector.trace_of(asked(assistant), spans=1)
    assert MARK.encode() not in collector.bytes
