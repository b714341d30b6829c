"""An API that fails, each in its way: a human sentence and a way on, and the words are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.path.web.chat import Chat

WORDS = "Gutten vår vil ikke på skolen"


def failing(status: int, body: str = "{}", **headers: str) -> Callable[[Route], None]:
    """An answer with this status."""
    return lambda route: route.fulfill(
        status=status, body=body, content_type="application/problem+json", headers=headers
    )


def half(route: Route) -> None:
    """The server has answered, but only half of it arrives."""
    whole = route.fetch().text()
    route.fulfill(status=200, body=whole[: len(whole) // 2], content_type="application/json")


PASSING: dict[str, tuple[Callable[[Route], None], str]] = {
    "429": (failing(429, **{"Retry-After": "1"}), "mange meldinger på kort tid"),
    "500": (failing(500), "Noe gikk galt hos oss"),
    "503": (failing(503, "<html>"), "Noe gikk galt hos oss"),
    "half a JSON": (half, "Meldingen er tatt vare på"),
    "no connection": (lambda route: route.abort(), "Ikke sendt ennå"),
}


@pytest.mark.parametrize(("fails", "said"), PASSING.values(), ids=list(PASSING))
def test_what_passes_is_said_and_tried_again(chat: Chat, fails: Callable[[Route], None], said: str) -> None:
    chat.page.route("**/messages", fails, times=2)
    chat.write(WORDS)
    trouble = chat.mine.last
    expect(trouble).to_contain_text(said)
    expect(trouble.get_by_role("button", name="Prøv igjen")).to_be_visible()
    expect(chat.answers).to_have_count(1, timeout=PATIENCE)
    expect(chat.mine).to_have_count(1)
    expect(trouble).not_to_contain_text(said)


@pytest.mark.parametrize(
    ("status", "said"), [(400, "Skriv den på nytt"), (413, "Skriv den kortere"), (422, "Skriv den på nytt")]
)
def test_what_the_server_cannot_use_stands_in_the_field_again(chat: Chat, status: int, said: str) -> None:
    chat.page.route("**/messages", failing(status), times=1)
    chat.write(WORDS)
    expect(chat.status).to_contain_text(said)
    expect(chat.status).to_contain_text("nødnumrene")
    expect(chat.field).to_have_value(WORDS)
    chat.page.locator(".send").click()
    expect(chat.answers).to_have_count(1)


@pytest.mark.parametrize("status", [401, 404])
def test_a_conversation_that_is_gone_goes_on_as_a_new_one(chat: Chat, status: int) -> None:
    chat.say("hei")
    chat.page.route("**/messages", failing(status), times=1)
    chat.say(WORDS)
    expect(chat.mine).to_have_count(2)
    chat.page.reload()
    expect(chat.mine).to_have_count(1)
    expect(chat.mine).to_contain_text(WORDS)


def test_a_key_that_opens_nothing_any_more_is_dropped(chat: Chat) -> None:
    chat.say("hei")
    gone = {"key": {"id": "0" * 32, "token": "x"}, "role": "ukjent", "unsent": []}
    chat.page.evaluate("gone => sessionStorage.setItem('endorinn:oppdal', JSON.stringify(gone))", gone)
    chat.page.reload()
    expect(chat.answers).to_have_count(0)
    chat.say("hei")


def test_forgetting_that_does_not_get_through_is_told_and_loses_nothing(chat: Chat) -> None:
    chat.say("hei")
    chat.page.context.set_offline(offline=True)
    chat.write("Hva koster SFO?")
    expect(chat.mine.last).to_contain_text("Ikke sendt ennå")
    chat.page.get_by_role("button", name="Glem meg").click()
    chat.page.get_by_role("button", name="Ja, slett alt").click()
    expect(chat.status).to_contain_text("ikke slettet")
    expect(chat.answers).to_have_count(1)
    chat.page.context.set_offline(offline=False)
    expect(chat.answers).to_have_count(2, timeout=PATIENCE)


def test_an_edit_that_is_refused_takes_nothing_away(chat: Chat) -> None:
    chat.say("Hva koster SFO?")
    chat.page.get_by_role("button", name="Endre den siste meldingen din").click()
    chat.page.route("**/messages", failing(422), times=1)
    chat.write("Hva koster barnehage?")
    expect(chat.status).to_contain_text("Skriv den på nytt")
    expect(chat.answers).to_have_count(1)
    expect(chat.field).to_have_value("Hva koster barnehage?")
    chat.page.locator(".send").click()
    expect(chat.mine).to_have_count(1)
    expect(chat.mine).to_contain_text("Hva koster barnehage?")


def test_an_answer_is_announced_where_the_stream_is_refused(chat: Chat) -> None:
    chat.page.route("**/events", failing(503))
    chat.say(WORDS)
    expect(chat.page.get_by_role("log")).to_have_attribute("aria-busy", "false")


BAD_ANSWERS: dict[str, Any] = {
    "nothing": None,
    "no reply": {"outcome": "answered"},
    "unknown outcome": {"reply": "Et svar.", "outcome": "nytt"},
    "holes": {
        "reply": "Et svar.",
        "outcome": "answered",
        "services": [{"name": "Skole"}, None],
        "acute": {"contacts": None},
    },
    "markup": {"reply": "<img src=x onerror=alert(1)>", "outcome": "answered"},
}


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=list(BAD_ANSWERS))
def test_an_answer_that_is_not_whole_breaks_nothing(chat: Chat, answer: object) -> None:
    errors: list[str] = []
    chat.page.on("pageerror", lambda error: errors.append(str(error)))
    chat.page.route("**/events", lambda route: route.abort())
    chat.page.route("**/messages", lambda route: route.fulfill(json={"answers": [answer]}), times=1)
    chat.write(WORDS)
    expect(chat.page.locator(".waiting")).not_to_be_visible(timeout=PATIENCE)
    chat.say("Hva koster SFO?")
    assert errors == []
    assert chat.page.locator(".talk img").count() == 0
