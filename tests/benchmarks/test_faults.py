"""What a family saw is read from what came back, and counted against what is stored."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from benchmarks.faults.counting import counted, doubled, lost, recovered_at, unanswered, unhelped
from benchmarks.faults.faults import FAULTS
from benchmarks.faults.rubbish import RUBBISH, rubbish
from benchmarks.faults.showing import Sent, Shown, Try, read

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBLEM = "application/problem+json"
CALM = {"reply": "PPT hjelper."}
ACUTE = {"reply": "Ring 112.", "acute": {"kind": "vold"}}
SENTENCE = "Prøv igjen om litt."
NUMBERS = "Er noen i fare nå, ring 113 eller 112."


def answered(*answers: dict[str, Any], **other: object) -> tuple[int, str, bytes]:
    return 200, "application/json", json.dumps({"answers": answers, **other}).encode()


def refused(detail: str, media_type: str = PROBLEM) -> tuple[int, str, bytes]:
    return 503, media_type, json.dumps({"detail": detail}).encode()


@pytest.mark.parametrize(
    ("response", "shown", "helps"),
    [
        (answered(CALM), Shown.FULL, False),
        (answered(ACUTE, stored=True), Shown.FULL, True),
        (answered(ACUTE, stored=False), Shown.EARLY, True),
        (answered(), Shown.BLANK, False),
        (answered({"reply": ""}), Shown.BLANK, False),
        (refused(SENTENCE), Shown.PROBLEM, False),
        (refused(f"{SENTENCE} {NUMBERS}"), Shown.PROBLEM, True),
        (refused(""), Shown.BLANK, False),
        (refused(SENTENCE, "application/json"), Shown.BLANK, False),
        ((502, "text/html", b"<html>"), Shown.BLANK, False),
        ((200, "application/json", b""), Shown.BLANK, False),
        ((200, "application/json", b"[]"), Shown.BLANK, False),
    ],
)
def test_a_response_is_read_as_the_family_sees_it(
    response: tuple[int, str, bytes], shown: Shown, *, helps: bool
) -> None:
    assert read(*response) == (shown, helps)


def sent(id_: str, *shown: Shown, at: float = 0.0, is_danger: bool = False, helps: bool = False) -> Sent:
    """A message whose tries take a second each."""
    tries = [Try(at + number, at + number + 1, one, helps, 200) for number, one in enumerate(shown)]
    return Sent(id_, is_danger, tries)


def told(*events: str) -> Sequence[tuple[int, str, dict[str, Any]]]:
    """A stored conversation: the ids of messages, and `-` for an answer."""
    return [
        (number, "answer", {}) if one == "-" else (number, "message", {"id": one})
        for number, one in enumerate(events, 1)
    ]


def test_only_what_was_acknowledged_can_be_lost() -> None:
    messages = [sent("a", Shown.FULL), sent("b", Shown.PROBLEM), sent("c", Shown.EARLY), sent("d", Shown.ALONE)]
    assert lost(messages, told("a", "-")) == 1


def test_a_message_that_is_stored_twice_is_doubled_once() -> None:
    assert doubled(told("a", "-", "b", "-", "a", "-")) == 1


def test_a_message_that_no_answer_follows_is_unanswered() -> None:
    assert unanswered(told("a", "b", "-", "-", "c")) == 2


def test_danger_is_unhelped_at_each_try_that_brought_something_else() -> None:
    no_contact = Try(0, 1, Shown.CUT)
    message = Sent("a", is_danger=True, tries=[no_contact, *sent("a", Shown.PROBLEM, Shown.PROBLEM).tries])
    assert unhelped(message) == 2
    assert unhelped(sent("b", Shown.PROBLEM, is_danger=True, helps=True)) == 0
    assert unhelped(sent("c", Shown.PROBLEM)) == 0


def test_all_is_well_again_when_the_last_message_that_went_otherwise_is_answered() -> None:
    messages = [sent("a", Shown.FULL, at=1), sent("b", Shown.CUT, Shown.FULL, at=5), sent("c", Shown.FULL, at=20)]
    assert recovered_at(messages) == 7
    assert recovered_at([sent("a", Shown.FULL)]) == 0


def test_a_row_counts_messages_by_their_end_and_the_rest_by_tries() -> None:
    messages = [
        sent("a", Shown.FULL),
        sent("b", Shown.PROBLEM, Shown.EARLY, Shown.FULL, at=10),
        sent("c", Shown.ALONE, at=14, is_danger=True, helps=True),
    ]
    row = counted("x", [(messages, told("a", "-", "b", "-", "c", "-"))], 9, 12, by_hand="nothing", noted="")
    assert (row.messages, row.full, row.alone, row.early_tries, row.problem_tries) == (3, 2, 1, 1, 1)
    assert (row.longest_s, row.after_begin_s, row.after_end_s, row.danger) == (3, 6, 3, 1)
    assert row.is_whole


@pytest.mark.parametrize("shown", [Shown.BLANK, Shown.HUNG])
def test_a_row_is_not_whole_where_anybody_saw_nothing(shown: Shown) -> None:
    talk = [sent("a", shown, Shown.FULL)]
    assert not counted("x", [(talk, told("a", "-"))], 0, 0, by_hand="", noted="").is_whole


def test_faults_have_names_of_their_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("what", RUBBISH)
def test_rubbish_is_answered_to_whatever_is_asked(what: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with rubbish(what, port), httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        said = RUBBISH[what]
        if said is None:
            with pytest.raises(httpx.RemoteProtocolError):
                client.post("/webhook", json={})
        else:
            response = client.post("/webhook", json={})
            assert (response.status_code, response.content) == (said[0], said[2])
