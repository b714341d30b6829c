"""Prometheus is told what happened and how things stand; nobody else is, and nothing of it is anybody's words."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from foundation.desks import ALWAYS
from foundation.internal import internal_token
from foundation.settings import Settings
from tests.gateway.running import gateway_on
from tests.gateway.vakt.desk import asked
from tests.scraping import Scrape, key, scrape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.content import Content
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk
    from tests.gateway.vakt.desk import Coordinator

PATIENCE = 60
MARK = "Merkeordet"
DANGER = "jeg vil dø"


def told_by(gateway: Gateway) -> Scrape:
    """What it tells now."""
    return scrape(str(gateway.client.base_url))


@pytest.fixture
def desk(loaded: Path, tmp_path: Path, closed_port: int) -> Iterator[Gateway]:
    """A gateway of this test's own, with a desk in Oppdal and a mail server that is not there."""
    nobody = f"http://127.0.0.1:{closed_port}"
    mail = f"smtp+plain://127.0.0.1:{closed_port}"
    desks = {"oppdal": ALWAYS.model_copy(update={"mail": ("vakt@example.org",)})}
    with gateway_on(loaded, tmp_path, nobody, desks=desks, smtp_url=mail) as gateway:
        yield gateway


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Bearer feil"])
def test_to_strangers_there_is_nothing_at_the_address(alone: Gateway, sent: str | None) -> None:
    response = alone.client.get("/metrics", headers={} if sent is None else {"Authorization": sent})
    assert (response.status_code, response.json()["type"]) == (404, "/problem/ikke-funnet")


def test_the_key_of_a_conversation_opens_no_metrics(talk: Talk) -> None:
    assert talk.gateway.client.get("/metrics", headers=talk.key).status_code == 404


def test_the_token_without_its_scheme_is_not_enough(alone: Gateway) -> None:
    sent = {"Authorization": internal_token(Settings())}
    assert alone.client.get("/metrics", headers=sent).status_code == 404


def test_an_answer_of_rasa_is_counted_with_its_outcome(together: Gateway, said: dict[str, Any]) -> None:
    before = told_by(together)
    together.start(kommune="oppdal").answer_to("Hei")
    after = told_by(together)
    labels = {"outcome": said["outcome"], "question_type": said["question_type"], "answered_by": "rasa"}
    for name, chosen in (("endorinn_answers_total", labels), ("endorinn_turns_total", {"answered_by": "rasa"})):
        assert after.value(name, **chosen) == before.value(name, **chosen) + 1


def test_an_answer_of_the_library_alone_is_told_from_one_of_rasa(talk: Talk) -> None:
    before = told_by(talk.gateway)
    talk.answer_to("Hvem er PPT?")
    after = told_by(talk.gateway)
    grown = {
        by: after.value("endorinn_turns_total", answered_by=by) - before.value("endorinn_turns_total", answered_by=by)
        for by in ("rasa", "library", "coordinator", "refused", "forgotten")
    }
    assert grown == {"rasa": 0, "library": 1, "coordinator": 0, "refused": 0, "forgotten": 0}


def test_a_message_that_is_sent_again_is_counted_once(talk: Talk) -> None:
    before = told_by(talk.gateway)
    for _ in range(3):
        talk.write(DANGER, id_="0123456789abcdef").raise_for_status()
    after = told_by(talk.gateway)
    for name in ("endorinn_turns_total", "endorinn_danger_hits_total", "endorinn_help_lines_total"):
        assert after.value(name) == before.value(name) + 1


def test_what_is_said_to_a_coordinator_is_counted_as_theirs(talk: Talk, coordinator: Coordinator) -> None:
    asked(talk)
    coordinator.done(coordinator.case_of(talk.id), "claim")
    before = told_by(talk.gateway)
    talk.write("Er du der?").raise_for_status()
    after = told_by(talk.gateway)
    name = "endorinn_turns_total"
    assert after.value(name, answered_by="coordinator") == before.value(name, answered_by="coordinator") + 1


def test_the_wish_to_be_forgotten_is_counted(talk: Talk) -> None:
    before = told_by(talk.gateway)
    talk.answer_to("glem meg")
    name = "endorinn_turns_total"
    grown = told_by(talk.gateway).value(name, answered_by="forgotten") - before.value(name, answered_by="forgotten")
    assert grown == 1


def test_danger_is_counted_by_its_kind_and_by_how_sure_the_net_was(talk: Talk) -> None:
    before = told_by(talk.gateway)
    talk.answer_to(DANGER)
    after = told_by(talk.gateway)
    sure = {"kind": "selvmord", "certain": "true"}
    assert after.value("endorinn_danger_hits_total", **sure) == before.value("endorinn_danger_hits_total", **sure) + 1
    lines = {"kind": "selvmord"}
    assert after.value("endorinn_help_lines_total", **lines) == before.value("endorinn_help_lines_total", **lines) + 1


def test_danger_that_rasa_missed_is_counted(together: Gateway, said: dict[str, Any]) -> None:  # noqa: ARG001 - Rasa answers
    before = told_by(together).value("endorinn_danger_missed_by_rasa_total")
    together.start(kommune="oppdal").answer_to(DANGER)
    assert told_by(together).value("endorinn_danger_missed_by_rasa_total") == before + 1


def test_a_turn_is_timed_in_whole_and_stage_by_stage(together: Gateway, said: dict[str, Any]) -> None:  # noqa: ARG001 - Rasa answers
    before = told_by(together)
    together.start(kommune="oppdal").answer_to("Hei")
    after = told_by(together)
    name = "endorinn_turn_duration_seconds_count"
    assert after.value(name) == before.value(name) + 1
    name = "endorinn_turn_stage_duration_seconds_count"
    grown = {
        stage: after.value(name, stage=stage) - before.value(name, stage=stage)
        for stage in ("store", "queue", "rasa", "library", "keep")
    }
    assert grown == {"store": 1, "queue": 1, "rasa": 1, "library": 0, "keep": 1}


def test_it_tells_what_is_up(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.actions_status = 500
    told = told_by(together)
    assert {one.labels["part"]: one.value for one in told.of("endorinn_part_up")} == {
        "rasa": 1,
        "actions": 0,
        "database": 1,
    }


def test_it_tells_how_old_the_content_is(alone: Gateway, content: Content) -> None:
    told = told_by(alone)
    assert {one.labels["owner"] for one in told.of("endorinn_content_records")} >= {"nasjonal", "oppdal"}
    assert 0 < told.value("endorinn_content_records") <= len(content.records)
    oldest = told.value("endorinn_content_oldest_check_timestamp_seconds", owner="oppdal")
    checks = {source.checked for one in content.records for source in one.sources if one.owner == "oppdal"}
    assert datetime.fromtimestamp(oldest, UTC).date() in checks


def test_it_tells_who_waits_for_a_coordinator_and_how_long(desk: Gateway) -> None:
    before = told_by(desk)
    assert before.value("endorinn_handovers_waiting", kommune="oppdal") == 0
    assert before.value("endorinn_handover_longest_wait_seconds", kommune="oppdal") == 0
    for _ in range(2):
        asked(desk.start(kommune="oppdal"))
    told = told_by(desk)
    assert told.value("endorinn_handovers_waiting", kommune="oppdal") == 2
    assert 0 < told.value("endorinn_handover_longest_wait_seconds", kommune="oppdal") < 120
    assert told.value("endorinn_handover_promise_seconds", kommune="oppdal") == 600
    assert told.value("endorinn_desk_open", kommune="oppdal") == 1


def test_it_tells_of_mail_that_does_not_go_out(desk: Gateway) -> None:
    assert told_by(desk).value("endorinn_notices_waiting") == 0
    asked(desk.start(kommune="oppdal"))
    give_up = time.monotonic() + PATIENCE
    while not (told := told_by(desk)).value("endorinn_notices_failing"):
        assert time.monotonic() < give_up, "No notice has failed."
    assert told.value("endorinn_notices_waiting") == 1


def test_while_the_database_is_away_the_rest_is_told_all_the_same(desk: Gateway) -> None:
    desk.rows("ALTER TABLE conversation RENAME TO away")
    desk.rows("ALTER TABLE handover RENAME TO gone")
    told = told_by(desk)
    assert told.value("endorinn_part_up", part="database") == 0
    assert "endorinn_http_requests_total" in told.names
    assert "endorinn_handovers_waiting" not in told.names


def test_no_word_of_a_message_is_told(talk: Talk) -> None:
    talk.answer_to(f"{MARK} er nabogutten, hva koster SFO?")
    told = talk.gateway.client.get("/metrics", headers=key()).text
    assert "endorinn_answers_total" in told
    assert [word for word in (MARK, talk.id, "nabogutten") if word in told] == []
