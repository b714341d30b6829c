"""The chat page without script: a plain form, its answers and its refusals."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from gateway.chat_page import texts
from gateway.privacy import emergency
from gateway.starts import all_starts
from gateway.texts import interface
from gateway.words import LANGUAGES, Language
from knowledge import Query, answer
from knowledge.ontology import ontology
from tests.gateway.form import Form
from tests.gateway.played_rasa import as_sent
from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from knowledge import Library
    from tests.gateway.played_rasa import PlayedRasa
    from tests.gateway.running import Gateway

DANGER = "Jeg vil ta livet mitt i kveld"
EVIL = '"><script>alert(1)</script>&amp;'


@pytest.fixture
def form(alone: Gateway) -> Form:
    """Oppdal's page, while Rasa is not running."""
    return Form(alone)


def stored(gateway: Gateway, conversation: str) -> list[tuple[Any, ...]]:
    """Author and text of each stored message."""
    return gateway.rows("SELECT author, text FROM message WHERE conversation_id = ? ORDER BY id", conversation)


def foreign_scripts(form: Form) -> list[str]:
    """Scripts on the page that are not the built face."""
    return re.findall(r'<script(?! src="/assets/)', form.html)


def body(library: Library, moment: datetime, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - a query's own
    """What the library says, as it comes through Rasa."""
    return as_sent(answer(Query(**query), library, moment))


def test_a_message_is_answered_on_a_page_of_its_own(form: Form, alone: Gateway) -> None:
    response = form.send(text="Hvem er PPT?", role="ansatt")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert form.said == ["Hvem er PPT?"]
    assert "<h3>PPT i Oppdal</h3>" in form.talk
    assert stored(alone, form.id)[0] == ("person", "Hvem er PPT?")
    assert alone.rows("SELECT kommune, role, language FROM conversation WHERE id = ?", form.id) == [
        ("oppdal", "ansatt", "nb")
    ]


def test_the_conversation_goes_on_and_is_shown_whole(form: Form) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    form.send(text="Hva koster SFO?")
    assert (form.id, form.said) == (first, ["Hvem er PPT?", "Hva koster SFO?"])
    assert form.talk.count('<li class="assistant"') == 2
    assert form.talk.count('id="siste"') == 1
    assert form.words == ""


def test_a_page_that_is_loaded_anew_counts_its_message_once(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    fields = {**form.hidden, "text": "Hva koster SFO?"}
    for _ in range(2):
        form.send(**fields)
    assert form.said == ["Hvem er PPT?", "Hva koster SFO?"]
    assert [author for author, _ in stored(alone, form.id)] == ["person", "assistent"] * 2


def test_the_key_stands_in_no_address(form: Form) -> None:
    response = form.send(text="Hvem er PPT?")
    assert response.history == []
    assert "set-cookie" not in response.headers
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', form.html)
    assert [one for one in addresses if form.hidden["token"] in one or form.id in one] == []


def test_what_was_hidden_is_shown_hidden(form: Form) -> None:
    form.send(text="Ring meg på 41 23 45 67, hvem er PPT?")
    assert form.said == ["Ring meg på [telefonnummer], hvem er PPT?"]
    assert "41 23 45 67" not in form.html
    assert 'class="notices"' in form.talk


def test_danger_shows_the_numbers_to_call_before_all_else(form: Form) -> None:
    form.send(text=f"{DANGER}. Hvem er PPT?")
    [shown] = re.findall(r'<li class="assistant".*', form.talk, re.DOTALL)
    assert shown.index('class="acute"') < shown.index("<h3>")
    assert re.findall(r'href="tel:(\d+)"', shown)[0] == "113"
    assert shown.count("Ring nå.") == 1


@pytest.mark.parametrize("text", ["", "   \n ", "\x00"])
def test_nothing_written_is_told_beside_the_field(form: Form, text: str) -> None:
    response = form.send(text=text)
    assert (response.status_code, form.fault) == (422, interface("nb").empty)
    assert 'aria-describedby="hint siste" aria-invalid="true"' in form.html
    assert form.id == ""


def test_too_much_is_told_and_the_words_stay(form: Form) -> None:
    long = "Hjelp oss! " * 200
    response = form.send(text=long)
    assert (response.status_code, form.fault, form.words) == (422, interface("nb").too_long, long)
    form.send(text=form.words[:1000])
    assert form.fault is None


def test_as_much_as_the_field_holds_is_taken_though_line_breaks_are_sent_as_two(form: Form) -> None:
    assert form.send(text="a\r\n" * 1000).status_code == 200


def test_a_fault_leaves_the_conversation_as_it_is(form: Form) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    form.send(text="")
    assert (form.id, form.said, form.fault) == (first, ["Hvem er PPT?"], interface("nb").empty)


def test_a_button_says_its_words_and_leaves_those_in_the_field(form: Form) -> None:
    form.send(pressed="Hvem er PPT?", text="jeg skrev noe annet")
    assert (form.said, form.words) == (["Hvem er PPT?"], "jeg skrev noe annet")


@pytest.mark.parametrize("key", [{"token": "feil"}, {"conversation": "0" * 32}, {"conversation": "' OR 1=1"}])
def test_a_key_that_opens_nothing_starts_anew_with_the_words(form: Form, key: dict[str, str]) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    form.send(text="Hva koster SFO?", **key)
    assert form.id not in {first, key.get("conversation")}
    assert form.said == ["Hva koster SFO?"]
    assert interface("nb").failure_404 in form.html


def test_the_conversation_of_another_municipality_is_not_gone_on_with(form: Form) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    form.send("/tynset", text="Hva koster SFO?")
    assert (form.id != first, form.said) == (True, ["Hva koster SFO?"])


def test_forget_me_deletes_everything(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    assert f'name="forget" value="1">{interface("nb").forget}</button>' in form.html
    form.send(forget="1", text="noe halvferdig")
    assert stored(alone, first) == []
    assert (form.id, form.hidden["token"], form.said, form.words) == ("", "", [], "")
    assert interface("nb").forgotten in form.html


def test_forget_me_in_words_deletes_everything_too(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    form.send(text="Glem meg")
    assert stored(alone, first) == []
    assert (form.id, form.said) == ("", [])
    assert "slettet" in form.talk


def test_forget_me_with_a_key_that_opens_nothing_deletes_nothing(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    first = form.id
    form.send(forget="1", conversation="0" * 32)
    assert len(stored(alone, first)) == 2


def test_what_cannot_be_stored_is_told_and_the_words_stay(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    key = {name: form.hidden[name] for name in ("conversation", "token")}
    with alone.locked():
        response = form.send(text="Hva koster SFO?")
        assert (response.status_code, form.fault) == (503, texts().not_stored.nb)
        assert (form.words, {name: form.hidden[name] for name in key}) == ("Hva koster SFO?", key)
        assert form.send(forget="1").status_code == 503
        assert form.fault == texts().not_deleted.nb
    assert 'href="tel:113"' in form.html
    form.send(text="Hva koster SFO?")
    assert form.said == ["Hvem er PPT?", "Hva koster SFO?"]


def test_danger_gets_its_numbers_though_nothing_can_be_stored(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    with alone.locked():
        assert form.send(text=DANGER).status_code == 200
        assert (form.words, texts().not_stored.nb in form.html) == (DANGER, True)
    assert 'class="acute"' in form.talk


def test_too_many_messages_are_refused_with_the_words_kept_but_danger_is_not(
    loaded: Path, tmp_path: Path, closed_port: int
) -> None:
    rates: dict[str, Any] = {"rate_per_conversation": "1/day", "rate_of_starts": "1/day"}
    with gateway_on(loaded, tmp_path, f"http://127.0.0.1:{closed_port}", **rates) as gateway:
        form = Form(gateway)
        form.send(text="Hvem er PPT?")
        response = form.send(text="Hva koster SFO?")
        assert (response.status_code, response.headers["retry-after"]) == (429, "60")
        assert (form.fault, form.words) == (texts().too_many.nb, "Hva koster SFO?")
        assert form.said == ["Hvem er PPT?"]
        assert (form.send(text=DANGER).status_code, 'class="acute"' in form.talk) == (200, True)
        other = Form(gateway)
        assert (other.send(text="Hei").status_code, other.fault, other.words) == (429, texts().too_many.nb, "Hei")


def test_an_unknown_role_or_language_is_nobodys(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?", role="admin", language="sv")
    assert alone.rows("SELECT role, language FROM conversation WHERE id = ?", form.id) == [("ukjent", "nb")]


@pytest.mark.parametrize("field", ["text", "pressed", "role", "language", "conversation", "token"])
def test_whatever_is_sent_comes_back_as_text(form: Form, field: str) -> None:
    form.send(**{"text": "Hvem er PPT?", field: EVIL})
    assert foreign_scripts(form) == []


def test_whatever_an_answer_holds_is_drawn_as_text_and_no_other_links(
    together: Gateway, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    said = body(library, moment, text="Hvem er PPT?", kommune="oppdal", question_type="definisjon", services=("ppt",))
    service = said["services"][0]
    service["name"] = service["why"] = EVIL
    contact = service["contacts"][0]
    service["contacts"] = [
        contact | {"kind": kind, "value": value}
        for kind, value in {
            "nettside": "javascript:alert(1)",
            "skjema": "data:text/html,<b>",
            "epost": "a@b.no?cc=c@d.no",
            "telefon": "112;ext=1",
            "sms": "2012 HJELP",
            "chat": "//evil.example",
        }.items()
    ]
    service["sources"][0]["url"] = "javascript:alert(1)"
    said["clarification"] = {"asks_for": "need", "options": [{"label": EVIL, "payload": EVIL}]}
    said["notices"], said["reply"] = [EVIL], EVIL
    rasa.says(said)
    form = Form(together)
    form.send(text="Hvem er PPT?")
    assert foreign_scripts(form) == []
    assert "112;ext=1" in form.talk
    schemes = {address.partition(":")[0] for address in re.findall(r'href="([^"/#]+:[^"]*)"', form.html)}
    assert schemes <= {"https", "http", "tel", "sms", "mailto"}
    assert "evil.example" not in "".join(re.findall(r'href="([^"]*)"', form.html))


def test_an_answer_that_does_not_hold_to_the_contract_is_its_reply(together: Gateway, rasa: PlayedRasa) -> None:
    rasa.says({"reply": "Bare tekst.", "outcome": "answered", "question_type": "x", "services": "ingen", "acute": None})
    form = Form(together)
    form.send(text="Hei")
    assert "<p>Bare tekst.</p>" in form.talk


def test_options_are_buttons_on_the_last_answer_alone(
    together: Gateway, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    said = body(library, moment, text="blabla", kommune="oppdal", question_type="finn-hjelp")
    assert said["suggestions"] or said["clarification"]
    rasa.says(said)
    form = Form(together)
    form.send(text="blabla")
    once = form.talk.count('name="pressed"')
    form.send(text="blabla")
    assert once == form.talk.count('name="pressed"') > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_that_was_chosen(alone: Gateway, language: Language) -> None:
    form = Form(alone, language=language)
    said = interface(language)
    form.send(text="")
    assert f'<html lang="{language}"' in form.html
    assert form.fault == said.empty
    assert f'<button type="submit" class="send">{said.send}</button>' in form.html
    form.send(text="Hvem er PPT?")
    assert said.forget in form.html


def test_norwegian_in_an_english_answer_is_marked(alone: Gateway) -> None:
    form = Form(alone, language="en")
    form.send(text="who is PPT?")
    [shown] = re.findall(r'<li class="assistant" lang="en".*', form.talk, re.DOTALL)
    assert '<h3 lang="nb">PPT i Oppdal</h3>' in shown
    assert re.search(r'<span lang="nb"><a href="https[^>]*>[^<]*</a> <q>', shown)


def test_an_answer_has_a_language_of_its_own(
    together: Gateway, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    asked = {"text": "Kven er PPT?", "kommune": "oppdal", "question_type": "definisjon", "services": ("ppt",)}
    rasa.says(body(library, moment, **asked, language="nn"))
    form = Form(together)
    form.send(text="Kven er PPT?")
    assert '<li class="assistant" lang="nn"' in form.talk
    assert interface("nn").sources in form.talk


def test_a_plan_a_table_and_steps_are_drawn_once(
    together: Gateway, rasa: PlayedRasa, library: Library, moment: datetime
) -> None:
    source = {"title": "Plan", "locator": "1", "checked": "2026-11-01", "quote": None, "url": None}
    said = body(library, moment, text="Hei", kommune="oppdal", question_type="smaprat")
    said |= {
        "outcome": "answered",
        "reply": (
            "Åpning.\n\nEn rekkefølge som kan passe:\n1. Ring skolen\n2. Ring legen\n\n"
            "Ansvaret i planen:\n– grønt nivå, fravær: PPT\n\nSak. Slik går det for seg:\n1. Meld fra (frist: i dag)"
        ),
        "plan": [{"text": text, "service": None, "sources": [source]} for text in ("Ring skolen", "Ring legen")],
        "responsibility": [{"level": "gronn", "risk_area": "skole", "services": ["ppt"], "sources": [source]}],
        "process": {
            "id": "x",
            "title": "Sak",
            "steps": [{"text": "Meld fra", "deadline": "i dag", "sources": [source]}],
        },
    }
    rasa.says(said)
    form = Form(together)
    form.send(text="Hei")
    assert [form.talk.count(text) for text in ("Ring skolen", "Ring legen", "Meld fra", "Ansvaret i planen")] == [
        1
    ] * 3 + [0]
    assert re.findall(r"<p>(En rekkefølge som kan passe:|Sak\. Slik går det for seg:)</p>", form.talk) != []
    assert form.talk.count('<ol class="steps">') == 2
    assert '<th scope="row"><span aria-hidden="true">●</span> For alle</th>' in form.talk
    assert "Frist: i dag" in form.talk
    assert form.talk.count("(sjekket 1.11.2026)") == 1


@pytest.mark.parametrize("vis", ["", "panel"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_face_is_given_what_it_starts_from(
    alone: Gateway, library: Library, moment: datetime, language: Language, vis: str
) -> None:
    html = alone.client.get("/oppdal", params={"lang": language, "vis": vis}).text
    [given] = re.findall(r'<edi-chat data-setup="([^"]*)">', html)
    setup = json.loads(unescape(given))
    numbers = emergency(library.view(None, moment.date()), language)
    assert setup["emergency"][language] == {
        "lines": [{"number": one.number, "digits": one.digits, "label": one.label} for one in numbers.lines],
        "always": numbers.always,
    }
    assert setup["starts"] == all_starts()
    assert {key: setup[key] for key in ("kommune", "name", "language", "panel", "leave")} == {
        "kommune": "oppdal",
        "name": "Oppdal kommune",
        "language": language,
        "panel": vis == "panel",
        "leave": "https://www.yr.no/",
    }
    own = {"kommune", "name", "language", "panel", "leave"}
    assert set(setup) == own | {"emergency", "starts", "desk", "needs", "stopped"}
    assert setup["stopped"] is None
    assert {key: setup["desk"][key] for key in ("kommune", "exists", "open")} == {
        "kommune": "oppdal",
        "exists": True,
        "open": True,
    }
    assert [need["id"] for need in setup["needs"]] == list(ontology().needs)


def test_in_the_frame_the_form_stays_in_the_frame_and_the_exit_leaves_it(alone: Gateway) -> None:
    html = alone.client.get("/oppdal?vis=panel").text
    assert 'action="/oppdal?vis=panel#siste"' in html
    assert 'href="https://www.yr.no/" rel="noreferrer" target="_top"' in html
    assert 'action="/oppdal?vis=panel#siste"' in alone.client.post("/oppdal?vis=panel", data={"text": "Hei"}).text


def test_enter_in_a_field_presses_send_and_no_topic(alone: Gateway) -> None:
    buttons = re.findall(r"<button[^>]*>", alone.client.get("/oppdal").text)
    assert "name=" not in buttons[0]
    assert 'tabindex="-1" aria-hidden="true"' in buttons[0]


def test_the_talk_opens_with_who_answers_and_what_is_stored(alone: Gateway) -> None:
    [opening] = re.findall(r'<li class="opening".*?</li>', alone.client.get("/oppdal").text, re.DOTALL)
    said = ("en automatisk veiviser, ikke et menneske", "lagres ikke på navnet ditt", "ingen blir varslet")
    assert [words for words in said if words not in opening] == []


def test_the_chat_page_loses_no_talk_to_another_page(alone: Gateway) -> None:
    links = re.findall(
        r'<a href="/(personvern|tilgjengelighet)[^"]*"([^>]*)>(.*)</a>', alone.client.get("/oppdal").text
    )
    hint = '<span class="visually-hidden"> (åpnes i en ny fane)</span>'
    own = ' target="_blank" rel="noopener noreferrer"'
    assert links == [
        ("personvern", own, f"Slik tar vi vare på det du skriver{hint}"),
        ("personvern", own, f"Personvern{hint}"),
        ("tilgjengelighet", own, f"Tilgjengelighet{hint}"),
    ]


def test_every_chat_page_shows_the_emergency_numbers_before_anything_is_asked(alone: Gateway) -> None:
    html = alone.client.get("/oppdal").text
    assert re.findall(r'href="tel:(\d+)"', html) == ["113", "112", "116111"]


def test_the_written_message_can_be_as_long_as_the_api_allows(alone: Gateway) -> None:
    assert 'maxlength="2000"' in alone.client.get("/oppdal").text


def test_a_form_for_a_municipality_that_is_not_here_is_not_taken(alone: Gateway) -> None:
    for path in ("/oslo", "/healthz", "/personvern", "/"):
        assert alone.client.post(path, data={"text": "Hei"}).status_code == 405


def test_a_file_is_no_message(alone: Gateway) -> None:
    assert alone.client.post("/oppdal", files={"text": b"Hei"}).status_code == 400
    assert alone.client.post("/oppdal", json={"text": "Hei"}).status_code == 422
