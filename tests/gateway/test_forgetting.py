"""«Glem meg», typed, deletes everything at once; what only sounds like it deletes nothing; what is old goes too."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

MARK = "Merkeordet7Q"
DANGER = "Jeg vil ta livet mitt i kveld"
PATIENCE = 60
REQUESTS = {
    "glem meg": "nb",
    "Glem meg.": "nb",
    "GLEM MEG, TAKK": "nb",
    "Vær så snill å glem meg": "nb",
    "Gløym meg": "nn",
    "Ver så snill, slett heile samtalen": "nn",
    "Forget me": "en",
    "Please delete this conversation.": "en",
}
NO_REQUESTS = [
    "bare glem meg",
    "jeg vil bli glemt",
    "alle har glemt meg",
    "glem meg ikke",
    "kan dere glemme meg?",
    "du glemte meg",
]
DELETED = {
    "nb": "Alt i denne samtalen er slettet.",
    "nn": "Alt i denne samtalen er sletta.",
    "en": "Everything in this conversation has been deleted.",
}


def rows_of(talk: Talk) -> int:
    """How many rows are left of a conversation, past all our own code."""
    return sum(
        talk.gateway.rows(f"SELECT count(*) FROM {table} WHERE {column} = ?", talk.id)[0][0]  # noqa: S608 - our own names
        for table, column in (("conversation", "id"), ("message", "conversation_id"), ("candidate", "conversation_id"))
    )


def left_in(database: Path) -> list[str]:
    """The files of the database in which the marked word stands."""
    return [file.name for file in sorted(database.parent.iterdir()) if MARK.encode() in file.read_bytes()]


@pytest.mark.parametrize(("text", "language"), REQUESTS.items(), ids=list(REQUESTS))
def test_a_typed_request_deletes_everything_at_once(
    together: Gateway, rasa: PlayedRasa, answer_schema: Draft202012Validator, text: str, language: str
) -> None:
    talk = together.start(kommune="oppdal", language=language)
    talk.write("xyzzy plugh")
    together.client.post(f"{talk.path}/candidate", headers=talk.key)
    heard = len(rasa.heard)
    answered = talk.answer_to(text)
    answer_schema.validate(answered)
    assert (answered["forgotten"], answered["outcome"], answered["acute"]) == (True, "privacy", None)
    assert answered["reply"].startswith(DELETED[language])
    assert rows_of(talk) == 0
    assert (rasa.forgot, len(rasa.heard)) == ([talk.id], heard)


def test_after_it_the_key_opens_nothing_any_more(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    talk.write("Glem meg")
    client = together.client
    assert [
        talk.write("Er du der?").status_code,
        client.get(f"{talk.path}/events", headers=talk.key).status_code,
        client.post(f"{talk.path}/candidate", headers=talk.key).status_code,
        talk.forget().status_code,
    ] == [404, 404, 404, 404]
    assert rows_of(talk) == 0


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_what_only_sounds_like_it_deletes_nothing(together: Gateway, rasa: PlayedRasa, text: str) -> None:
    talk = together.start(kommune="oppdal")
    assert "forgotten" not in talk.answer_to(text)
    assert talk.stored()[0] == (1, "person", text)
    assert (rasa.forgot, len(rasa.heard)) == ([], 1)


def test_another_conversation_is_left_alone(together: Gateway) -> None:
    talk, other = together.start(), together.start()
    other.write("Hei")
    talk.write("Glem meg")
    assert [text for _, author, text in other.stored() if author == "person"] == ["Hei"]
    assert other.write("Er du der?").status_code == 200


def test_danger_spoken_of_just_before_keeps_its_help_lines(
    together: Gateway, answer_schema: Draft202012Validator
) -> None:
    talk = together.start(kommune="oppdal")
    talk.write(DANGER)
    talk.write("Hvem er PPT?")
    answered = talk.answer_to("Glem meg")
    answer_schema.validate(answered)
    assert answered["forgotten"] is True
    assert (answered["acute"]["kind"], answered["acute"]["contacts"][0]["value"]) == ("selvmord", "113")
    assert "113" in answered["reply"]
    assert answered["reply"].count(DELETED["nb"]) == 1
    assert rows_of(talk) == 0


@pytest.mark.usefixtures("said")
def test_danger_of_long_ago_is_forgotten_with_the_rest(together: Gateway) -> None:
    talk = together.start(kommune="oppdal")
    talk.write(DANGER)
    for turn in range(5):
        talk.write(f"Noe annet {turn}")
    assert talk.answer_to("Glem meg")["acute"] is None


def test_it_works_without_rasa(talk: Talk) -> None:
    talk.write("Hei")
    assert talk.answer_to("Glem meg")["forgotten"] is True
    assert rows_of(talk) == 0


def test_what_cannot_be_deleted_now_is_not_said_to_be(talk: Talk) -> None:
    talk.write("Hei")
    with talk.gateway.locked():
        assert talk.write("Glem meg").status_code == 503
    assert len(talk.stored()) == 2
    assert talk.answer_to("Glem meg")["forgotten"] is True


def test_no_byte_of_a_forgotten_message_is_left_in_any_file(together: Gateway) -> None:
    talk, other = together.start(), together.start()
    for turn in range(5):
        talk.write(f"{MARK} {turn}")
        other.write("Noe annet")
    assert left_in(together.database) != []
    talk.write("Glem meg")
    assert left_in(together.database) == []


def test_what_is_kept_too_long_goes_by_itself_and_rasa_forgets_it(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa
) -> None:
    with gateway_on(loaded, tmp_path, rasa.address, keep_talks=1, purge_every=0.5, patience=5) as gateway:
        old, young = gateway.start(), gateway.start()
        for talk in (old, young):
            talk.write(MARK)
        with closing(sqlite3.connect(gateway.database)) as connection, connection:
            connection.execute("UPDATE conversation SET last_at = '2026-01-01 00:00:00' WHERE id = ?", (old.id,))
        give_up = time.monotonic() + PATIENCE
        while rasa.forgot != [old.id] and time.monotonic() < give_up:
            time.sleep(0.02)
        assert (rows_of(old), rasa.forgot) == (0, [old.id])
        assert old.write("Hei").status_code == 404
        assert young.write("Hei").status_code == 200


def test_a_conversation_whose_time_is_over_does_not_open_before_it_is_deleted(
    loaded: Path, tmp_path: Path, rasa: PlayedRasa
) -> None:
    with gateway_on(loaded, tmp_path, rasa.address, keep_talks=1, purge_every=86_400) as gateway:
        talk = gateway.start()
        talk.write("Hei")
        with closing(sqlite3.connect(gateway.database)) as connection, connection:
            connection.execute("UPDATE conversation SET last_at = '2026-01-01 00:00:00'")
        statuses = [talk.write("Er du der?").status_code, talk.forget().status_code]
        assert (statuses, rows_of(talk)) == ([404, 404], 3)
