"""The conversation API, address by address, over real HTTP."""

from __future__ import annotations

import json
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.gateway.played_rasa import as_sent

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from jsonschema import Draft202012Validator

    from knowledge import Answer
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway, Talk

WORRY = "Datteren min vil ikke på skolen"


@pytest.fixture
def said(ask: Callable[..., Answer]) -> dict[str, Any]:
    """An answer as the action server makes it."""
    return as_sent(ask(WORRY, kommune="oppdal", role="forelder", question_type="finn-hjelp", needs=("skolefravaer",)))


def test_a_conversation_starts_with_an_id_and_a_key(alone: Gateway) -> None:
    response = alone.client.post("/api/conversations", json={"kommune": "oppdal", "role": "forelder", "language": "nn"})
    assert response.status_code == 201
    assert list(response.json()) == ["id", "token"]
    stored = alone.rows("SELECT kommune, role, language FROM conversation WHERE id = ?", response.json()["id"])
    assert stored == [("oppdal", "forelder", "nn")]


def test_a_conversation_starts_without_saying_anything_about_oneself(alone: Gateway) -> None:
    response = alone.client.post("/api/conversations", json={})
    assert response.status_code == 201
    stored = alone.rows("SELECT kommune, role, language FROM conversation WHERE id = ?", response.json()["id"])
    assert stored == [(None, "ukjent", "nb")]


def test_ids_and_keys_are_never_given_twice(alone: Gateway) -> None:
    started = [alone.start() for _ in range(5)]
    assert len({one.id for one in started} | {one.token for one in started}) == 10


def test_a_message_gets_answers_that_keep_the_contract(talk: Talk, answer_schema: Draft202012Validator) -> None:
    response = talk.write("Hvem er PPT?")
    assert response.status_code == 200
    told = response.json()
    assert (list(told), told["state"], told["stored"]) == (["answers", "state", "stored"], "assistant", True)
    answer_schema.validate(response.json()["answers"][0])


def test_what_rasa_answers_is_passed_on_as_it_is(together: Gateway, rasa: PlayedRasa, said: dict[str, Any]) -> None:
    rasa.says(said)
    told = together.start(kommune="oppdal").write(WORRY).json()
    assert told == {"answers": [said], "state": "assistant", "stored": True}


def test_rasa_hears_the_message_and_what_the_conversation_says_of_itself(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start(kommune="tynset", role="ansatt", language="nn")
    talk.write("Ring meg på 912 34 567")
    who = {"kommune": "tynset", "role": "ansatt", "language": "nn"}
    metadata = {**who, "hidden": ["telefonnummer"], "number": 1, "after": None}
    assert rasa.heard == [{"sender": talk.id, "message": "Ring meg på [telefonnummer]", "metadata": metadata}]


def test_every_message_is_stored_once_and_in_order(together: Gateway, rasa: PlayedRasa, said: dict[str, Any]) -> None:
    rasa.says(said)
    talk = together.start(kommune="oppdal")
    talk.write("Første")
    talk.write("Andre")
    reply = said["reply"]
    assert talk.stored() == [
        (1, "person", "Første"),
        (2, "assistent", reply),
        (3, "person", "Andre"),
        (4, "assistent", reply),
    ]


def test_a_message_of_several_answers_has_them_all_stored(
    together: Gateway, rasa: PlayedRasa, said: dict[str, Any]
) -> None:
    rasa.says(said, {**said, "reply": "Og én ting til."})
    talk = together.start()
    talk.write(WORRY)
    assert [text for _, _, text in talk.stored()] == [WORRY, said["reply"], "Og én ting til."]


def test_a_message_is_stored_before_it_is_answered(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start()
    seen: list[Any] = []
    rasa.before = lambda: seen.extend(talk.stored())
    talk.write(WORRY)
    assert seen == [(1, "person", WORRY)]


def test_only_the_hash_of_a_key_is_stored(talk: Talk) -> None:
    talk.write("Hei")
    [(kept,)] = talk.gateway.rows("SELECT token_hash FROM conversation WHERE id = ?", talk.id)
    assert re.fullmatch("[0-9a-f]{64}", kept)
    files = talk.gateway.database.parent.glob("endorinn.db*")
    assert [file.name for file in files if talk.token.encode() in file.read_bytes()] == []


def kept_of(talk: Talk) -> list[Any]:
    """The texts that were kept of a conversation."""
    found = talk.gateway.rows("SELECT text FROM candidate WHERE conversation_id = ? ORDER BY id", talk.id)
    return [text for (text,) in found]


def keep(talk: Talk) -> httpx.Response:
    """Says yes to the last message being kept."""
    return talk.gateway.client.post(f"{talk.path}/candidate", headers=talk.key)


def test_the_last_message_is_kept_when_its_writer_says_yes(talk: Talk) -> None:
    talk.write("Hei")
    talk.write("xyzzy plugh")
    response = keep(talk)
    assert (response.status_code, response.json()) == (201, {"text": "xyzzy plugh"})
    assert kept_of(talk) == ["xyzzy plugh"]


def test_nothing_is_kept_without_a_yes(talk: Talk) -> None:
    talk.write("xyzzy plugh")
    assert kept_of(talk) == []


def test_what_is_kept_is_masked(talk: Talk) -> None:
    talk.write("Ring meg på 912 34 567")
    assert keep(talk).json() == {"text": "Ring meg på [telefonnummer]"}
    assert kept_of(talk) == ["Ring meg på [telefonnummer]"]


def test_what_rasa_understood_is_kept_beside_it(together: Gateway, rasa: PlayedRasa, said: dict[str, Any]) -> None:
    rasa.says(said)
    talk = together.start(kommune="oppdal")
    talk.write(WORRY)
    assert keep(talk).json() == {"text": WORRY}
    [(role, understood)] = together.rows("SELECT role, understood FROM candidate WHERE conversation_id = ?", talk.id)
    assert (role, json.loads(understood)) == (
        "forelder",
        {key: said[key] for key in ("outcome", "question_type", "needs")},
    )


def test_saying_yes_twice_keeps_one(talk: Talk) -> None:
    talk.write("xyzzy plugh")
    assert [keep(talk).status_code for _ in range(2)] == [201, 201]
    assert kept_of(talk) == ["xyzzy plugh"]


def test_before_anything_is_written_there_is_nothing_to_keep(talk: Talk) -> None:
    response = keep(talk)
    assert (response.status_code, response.headers["content-type"]) == (409, "application/problem+json")
    assert response.json()["detail"] == "Det er ikke skrevet noe i samtalen ennå. Skriv en melding først."


def test_what_was_kept_is_forgotten_with_its_conversation(talk: Talk) -> None:
    talk.write("xyzzy plugh")
    keep(talk)
    assert talk.forget().status_code == 204
    assert kept_of(talk) == []
    assert keep(talk).status_code == 404


def test_nothing_is_kept_while_the_database_is_locked(talk: Talk) -> None:
    talk.write("xyzzy plugh")
    with talk.gateway.locked():
        assert keep(talk).status_code == 503
    assert keep(talk).status_code == 201


def test_a_forgotten_conversation_is_gone(talk: Talk) -> None:
    talk.write("Hei")
    assert talk.forget().status_code == 204
    assert talk.write("Er du der?").status_code == 404
    assert talk.forget().status_code == 404
    assert talk.gateway.client.get(f"{talk.path}/events", headers=talk.key).status_code == 404


def test_a_forgotten_conversation_leaves_no_row(talk: Talk) -> None:
    talk.write("Hei")
    talk.forget()
    assert talk.stored() == []
    assert talk.gateway.rows("SELECT * FROM conversation WHERE id = ?", talk.id) == []


def test_rasa_is_told_to_forget_too(together: Gateway, rasa: PlayedRasa) -> None:
    talk = together.start()
    assert talk.forget().status_code == 204
    assert rasa.forgot == [talk.id]


KEYS = {
    "no key": ({}, 401),
    "a password": ({"Authorization": "Basic aGVpOmhlaQ=="}, 401),
    "a key of no kind": ({"Authorization": "feil"}, 401),
    "a wrong key": ({"Authorization": "Bearer feil"}, 404),
}


@pytest.mark.parametrize(("headers", "status"), KEYS.values(), ids=KEYS)
@pytest.mark.parametrize(
    ("method", "address"), [("POST", "/messages"), ("GET", "/events"), ("POST", "/candidate"), ("DELETE", "")]
)
def test_nothing_opens_without_its_key(
    talk: Talk, method: str, address: str, headers: dict[str, str], status: int
) -> None:
    body = {"text": "Hei"} if method == "POST" else None
    response = talk.gateway.client.request(method, talk.path + address, headers=headers, json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert talk.stored() == []


def test_who_sends_no_key_reads_which_kind_is_wanted(talk: Talk) -> None:
    response = talk.gateway.client.delete(talk.path)
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["detail"] == "Send nøkkelen som du fikk da samtalen startet: «Authorization: Bearer …»."


def test_the_key_of_another_conversation_opens_nothing(alone: Gateway, talk: Talk) -> None:
    other = alone.start()
    response = alone.client.post(f"{talk.path}/messages", json={"text": "Hei"}, headers=other.key)
    assert response.status_code == 404
    assert talk.stored() == []


def test_an_unknown_id_and_a_wrong_key_look_the_same(alone: Gateway, talk: Talk) -> None:
    unknown = alone.client.delete(f"/api/conversations/{'0' * 32}", headers=talk.key)
    wrong = alone.client.delete(talk.path, headers={"Authorization": "Bearer feil"})
    assert unknown.json() == wrong.json()
    assert unknown.status_code == wrong.status_code == 404


def test_the_stream_gives_every_stored_answer_with_its_number(talk: Talk) -> None:
    answers = [talk.answer_to("Hvem er PPT?"), talk.answer_to("Hva er SFO?")]
    events = talk.answer_events(2)
    assert [(event["event"], event["id"]) for event in events] == [("answer", "2"), ("answer", "4")]
    assert [json.loads(event["data"]) for event in events] == answers


def test_the_stream_gives_the_whole_talk_from_its_beginning(talk: Talk) -> None:
    answers = [
        talk.write("Ring meg på 912 34 567", "0b8e2f6c-6a0d-4a39-9f57-000000000001").json()["answers"][0],
        talk.answer_to("Hva er SFO?"),
    ]
    events = talk.events(4, after=0)
    assert [(one["event"], one["id"]) for one in events] == [
        *(("message", "1"), ("answer", "2"), ("message", "3"), ("answer", "4")),
    ]
    first, *_ = told = [json.loads(one["data"]) for one in events]
    assert told[1::2] == answers
    assert told[0] | {"at": ""} == {
        "id": "0b8e2f6c-6a0d-4a39-9f57-000000000001",
        "text": "Ring meg på [telefonnummer]",
        "at": "",
        "replaces": None,
        "to": "assistant",
    }
    assert told[2] | {"at": ""} == {
        "id": None,
        "text": "Hva er SFO?",
        "at": "",
        "replaces": None,
        "to": "assistant",
    }
    written = datetime.fromisoformat(first["at"])
    assert (written.utcoffset(), abs(datetime.now(UTC) - written) < timedelta(minutes=1)) == (timedelta(), True)


def test_the_stream_goes_on_after_the_last_event_that_was_seen(talk: Talk) -> None:
    talk.write("Hvem er PPT?")
    talk.write("Hva er SFO?")
    assert [event["id"] for event in talk.answer_events(1, after=2)] == ["4"]


def test_the_stream_gives_what_comes_later(talk: Talk) -> None:
    later = threading.Timer(0.3, talk.write, ["Hvem er PPT?"])
    later.start()
    assert [event["id"] for event in talk.answer_events(1)] == ["2"]
    later.join()


def test_the_stream_of_a_forgotten_conversation_ends(talk: Talk) -> None:
    talk.write("Hei")
    later = threading.Timer(0.3, talk.forget)
    later.start()
    begun = time.monotonic()
    assert [event["id"] for event in talk.answer_events()] == ["2"]
    assert time.monotonic() - begun < 5
    later.join()


@pytest.mark.parametrize("last", ["to", "-1", "9" * 30])
def test_a_last_event_that_is_no_number_of_a_message_is_refused(talk: Talk, last: str) -> None:
    headers = {**talk.key, "Last-Event-ID": last}
    response = talk.gateway.client.get(f"{talk.path}/events", headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_openapi_names_every_address(alone: Gateway) -> None:
    described = alone.client.get("/api/openapi.json").json()["paths"]
    assert {(method, path) for path, methods in described.items() for method in methods} == {
        ("post", "/api/conversations"),
        ("post", "/api/conversations/{conversation_id}/messages"),
        ("get", "/api/conversations/{conversation_id}/events"),
        ("post", "/api/conversations/{conversation_id}/candidate"),
        ("delete", "/api/conversations/{conversation_id}"),
        ("get", "/api/conversations/{conversation_id}/handover"),
        ("post", "/api/conversations/{conversation_id}/handover"),
        ("delete", "/api/conversations/{conversation_id}/handover"),
        ("post", "/api/conversations/{conversation_id}/callback"),
        ("post", "/api/conversations/{conversation_id}/consent"),
        ("post", "/api/conversations/{conversation_id}/typing"),
        ("post", "/api/conversations/{conversation_id}/helped"),
        ("get", "/healthz"),
        ("get", "/readyz"),
    }


def test_openapi_describes_an_answer_as_the_contract_does(alone: Gateway, answer_schema: Draft202012Validator) -> None:
    described = alone.client.get("/api/openapi.json").json()["components"]["schemas"]["AnswerBody"]
    contract: Any = answer_schema.schema
    assert described["required"] == contract["required"]
    assert list(described["properties"]) == list(contract["properties"])


def test_openapi_describes_every_error_as_a_problem_document(alone: Gateway) -> None:
    described = alone.client.get("/api/openapi.json").json()["paths"]["/api/conversations"]["post"]["responses"]
    errors = {(status, kind) for status, response in described.items() for kind in response["content"]}
    statuses = ["400", "401", "404", "408", "409", "413", "415", "422", "429", "503"]
    assert errors == {("201", "application/json"), *((status, "application/problem+json") for status in statuses)}


def test_openapi_holds_no_reference_that_points_nowhere(alone: Gateway) -> None:
    text = alone.client.get("/api/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(schemas)
    assert re.findall(r'"#/\$defs', text) == []
