"""What people and programs send that cannot be used: each a Norwegian sentence, the right status, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.gateway.running import Gateway, Talk

EMPTY = "Meldingen er tom. Skriv hva det gjelder, med dine egne ord."
TOO_LONG = "Meldingen er for lang. Den kan ha opptil 2000 tegn. Del den gjerne i to."
NO_JSON = "Innholdet er ikke gyldig JSON."
NO_OBJECT = "Innholdet må være et JSON-objekt."
WRONG_TYPE = "Send JSON, med «Content-Type: application/json»."
AS_JSON = {"Content-Type": "application/json"}

MESSAGES: dict[str, tuple[dict[str, Any], int, str]] = {
    "empty": ({"json": {"text": ""}}, 422, EMPTY),
    "only spaces": ({"json": {"text": " \n\t "}}, 422, EMPTY),
    "only control characters": ({"json": {"text": "\x00\x07"}}, 422, EMPTY),
    "2,001 characters": ({"json": {"text": "a" * 2001}}, 422, TOO_LONG),
    "2,001 emoji": ({"json": {"text": "😭" * 2001}}, 422, TOO_LONG),
    "half an emoji": (
        {"content": '{"text": "\\ud83d hei"}', "headers": AS_JSON},
        422,
        "text: Verdien kan ikke brukes.",
    ),
    "a number": ({"json": {"text": 5}}, 422, "text: Feltet må være tekst."),
    "nothing": ({"json": {"text": None}}, 422, "text: Feltet må være tekst."),
    "no text": ({"json": {}}, 422, "text: Feltet mangler."),
    "an unknown field": ({"json": {"text": "Hei", "navn": "x"}}, 422, "navn: Feltet er ukjent."),
    "a list": ({"json": ["Hei"]}, 422, NO_OBJECT),
    "no body": ({"headers": AS_JSON}, 422, "Feltet mangler."),
    "not JSON": ({"content": "hei", "headers": AS_JSON}, 400, NO_JSON),
    "half JSON": ({"content": '{"text": "hei', "headers": AS_JSON}, 400, NO_JSON),
    "not UTF-8": ({"content": b'{"text": "\xff"}', "headers": AS_JSON}, 400, NO_JSON),
    "JSON nested too deep": ({"content": "[" * 15_000, "headers": AS_JSON}, 400, NO_JSON),
    "plain text": ({"content": '{"text": "hei"}', "headers": {"Content-Type": "text/plain"}}, 415, WRONG_TYPE),
    "a form": ({"data": {"text": "hei"}}, 415, WRONG_TYPE),
    "no content type": ({"content": '{"text": "hei"}'}, 415, WRONG_TYPE),
}


def told(response: httpx.Response) -> dict[str, Any]:
    """A problem document, which says its own status."""
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert list(body) == ["type", "title", "status", "detail"]
    assert body["status"] == response.status_code
    return body


@pytest.mark.parametrize(("request_", "status", "detail"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_that_cannot_be_used_is_refused_and_not_stored(
    talk: Talk, request_: dict[str, Any], status: int, detail: str
) -> None:
    problem = told(talk.send(**request_))
    assert (problem["status"], problem["detail"]) == (status, detail)
    assert talk.stored() == []


ODD = {
    "2,000 characters": ("a" * 2000, "a" * 2000),
    "2,000 characters between spaces": (f"  {'a' * 2000}\n", "a" * 2000),
    "emoji only": ("😭😭👨‍👩‍👧", "😭😭👨‍👩‍👧"),
    "another alphabet": ("помогите мне, пожалуйста", "помогите мне, пожалуйста"),
    "from right to left": ("ابني لا يريد الذهاب إلى المدرسة", "ابني لا يريد الذهاب إلى المدرسة"),
    "control characters": ("Hei\x00 på\x07 deg\x7f", "Hei på deg"),
    "line breaks": ("Hei\r\n\tpå deg", "Hei\n\tpå deg"),
    "markup": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "a command of Rasa's": ('/restart{"a": 1}', '/restart{"a": 1}'),
}


@pytest.mark.parametrize(("sent", "kept"), ODD.values(), ids=ODD)
def test_an_odd_message_is_answered_and_kept(talk: Talk, sent: str, kept: str) -> None:
    answer = talk.answer_to(sent)
    assert answer["question"] == kept
    assert talk.stored() == [(1, "person", kept), (2, "assistent", answer["reply"])]


@pytest.mark.parametrize("sent", ["😭😭", "помогите мне, пожалуйста"])
def test_what_nobody_understands_is_met_with_a_person(talk: Talk, sent: str) -> None:
    answer = talk.answer_to(sent)
    assert (answer["outcome"], answer["handover"]["offered"]) == ("no_match", True)


def test_json_may_say_its_character_set(talk: Talk) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert talk.send(content='{"text": "Hei på deg"}'.encode(), headers=headers).status_code == 200


MUNICIPALITIES = (
    "Disse finnes: sor-odal, nord-fron, sor-fron, ringebu, oppdal, stor-elvdal, tynset, tolga, rendalen, alvdal, "
    "folldal."
)
ROLES = "Disse finnes: forelder, ungdom, ansatt, ukjent."
STARTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown municipality": ({"kommune": "oslo"}, f"Kommunen «oslo» er ukjent her. {MUNICIPALITIES}"),
    "a name, not an id": ({"kommune": "Oppdal"}, f"Kommunen «Oppdal» er ukjent her. {MUNICIPALITIES}"),
    "municipality as a number": ({"kommune": 3400}, "kommune: Feltet må være tekst."),
    "unknown role": ({"role": "sjef"}, f"Rollen «sjef» er ukjent. {ROLES}"),
    "unknown language": ({"language": "de"}, "language: Verdien er ukjent."),
    "unknown field": ({"navn": "x"}, "navn: Feltet er ukjent."),
    "two faults": ({"role": "sjef", "navn": "x"}, f"Rollen «sjef» er ukjent. {ROLES} navn: Feltet er ukjent."),
}


@pytest.mark.parametrize(("body", "detail"), STARTS.values(), ids=STARTS)
def test_a_conversation_that_cannot_be_started_says_what_can(alone: Gateway, body: dict[str, Any], detail: str) -> None:
    before = alone.rows("SELECT count(*) FROM conversation")
    problem = told(alone.client.post("/api/conversations", json=body))
    assert (problem["status"], problem["detail"]) == (422, detail)
    assert alone.rows("SELECT count(*) FROM conversation") == before


def test_a_long_unknown_id_is_not_repeated_whole(alone: Gateway) -> None:
    problem = told(alone.client.post("/api/conversations", json={"kommune": "x" * 500}))
    assert f"«{'x' * 40}»" in problem["detail"]


FNR = "13097248022"


def test_a_national_id_is_hidden_before_anything_else(talk: Talk) -> None:
    answer = talk.answer_to(f"Sønnen min {FNR} trenger PPT")
    kept = "Sønnen min [fødselsnummer] trenger PPT"
    notice = "Jeg skjulte et fødselsnummer i det du skrev, så det ikke blir lagret."
    assert answer["question"] == kept
    assert answer["notices"][0] == notice
    assert notice in answer["reply"]
    assert talk.stored()[0] == (1, "person", kept)


def test_a_national_id_is_nowhere_in_the_database(talk: Talk) -> None:
    talk.write(f"Sønnen min {FNR} trenger PPT")
    files = talk.gateway.database.parent.glob("endorinn.db*")
    assert [file.name for file in files if FNR.encode() in file.read_bytes()] == []


ADDRESSES = {
    "an unknown page": ("GET", "/oslo", 404, "Siden finnes ikke"),
    "a page below a page": ("GET", "/oppdal/skole", 404, "Siden finnes ikke"),
    "an unknown file": ("GET", "/static/nope.js", 404, "Siden finnes ikke"),
    "out of the folder": ("GET", "/static/..%2f..%2fpyproject.toml", 404, "Siden finnes ikke"),
    "an unknown part of the API": ("GET", "/api/people", 404, "Siden finnes ikke"),
    "a wrong method": ("PUT", "/api/conversations", 405, "Metoden kan ikke brukes her"),
}


@pytest.mark.parametrize(("method", "path", "status", "title"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_where_nothing_lies_says_so(alone: Gateway, method: str, path: str, status: int, title: str) -> None:
    problem = told(alone.client.request(method, path))
    assert (problem["status"], problem["title"]) == (status, title)


def test_a_wrong_method_learns_the_right_one(alone: Gateway) -> None:
    assert alone.client.put("/api/conversations").headers["allow"] == "POST"
