"""Asking for a person without script: the page that asks, waiting, talking, saying yes or no, and what comes after."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from conversations.service import Message
from foundation.desks import Desk, Hours
from gateway.chat_page import texts
from gateway.telling import lines_of
from gateway.texts import interface, panel
from gateway.words import LANGUAGES, Language
from tests.gateway.form import Form
from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.gateway.running import Gateway
    from tests.gateway.vakt.desk import Coordinator

OWN, ASK = interface("nb"), panel("nb")
SHOWN = {"shown": "1"}


@pytest.fixture
def form(alone: Gateway) -> Form:
    """Oppdal's page."""
    return Form(alone)


def waiting(form: Form, **fields: Any) -> Form:  # noqa: ANN401 - whatever the fields hold
    """A family that waits for a coordinator."""
    form.send(text="Hvem er PPT?")
    form.press("ask", **SHOWN, **fields).raise_for_status()
    return form


def live(form: Form, coordinator: Coordinator, name: str | None = None) -> int:
    """A coordinator who has taken it; the case."""
    waiting(form)
    case = coordinator.case_of(form.id)
    coordinator.done(case, "claim", name=name)
    form.press("refresh")
    return case


def faults(form: Form) -> dict[str, str]:
    """Field to what stands beside it."""
    found = re.findall(r'<p class="fault" id="(\w+)-fault"><span[^>]*>⚠</span> (.*?)</p>', form.html)
    return {field: unescape(said) for field, said in found}


def value(form: Form, name: str) -> str:
    """What stands in a field of the page that asks."""
    [found] = re.findall(rf'<input id="{name}" name="{name}" value="([^"]*)"', form.html)
    return unescape(found)


def ticked(form: Form, name: str) -> list[str]:
    """What is ticked."""
    return re.findall(rf'<input type="checkbox" name="{name}" value="([^"]*)" checked', form.html)


def test_the_button_stands_there_before_anything_is_written(alone: Gateway) -> None:
    html = alone.client.get("/oppdal").text
    assert f'formaction="/oppdal/menneske#siste">{OWN.person}</button>' in html


def test_the_page_says_what_happens_who_sees_it_and_what_an_employee_must_do(form: Form) -> None:
    response = form.press("open", text="halvskrevet")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    said = (ASK.person_lead, ASK.person_who, ASK.person_told, OWN.person_nobody, OWN.rather_contact)
    assert [words for words in said if words not in unescape(form.html)] == []
    assert "Loven krever" in form.html or "barnevern" in form.html
    assert form.hidden["text"] == "halvskrevet"
    assert form.id
    addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', form.html)
    assert [one for one in addresses if form.hidden["token"] in one or form.id in one] == []


def test_what_is_known_is_proposed_and_their_own_words_only_where_they_say_so(form: Form) -> None:
    form.send(text="Gutten på 9 vil ikke på skolen", role="forelder")
    form.press("open")
    assert '<option value="forelder" selected>' in form.html
    assert ticked(form, "written") == []
    assert "<blockquote" in form.html
    assert "Gutten på 9 vil ikke på skolen" in form.html


def test_whoever_asks_waits_and_sees_it(form: Form, alone: Gateway) -> None:
    waiting(form, told_role="forelder", age="9", need=["skolefravaer"], words="Ring ikke", share_talk="1")
    assert form.events == [OWN.happened_asked]
    assert "Du er nummer" in form.html
    assert form.deeds == ["open", "refresh", "cancel"]
    [(summary, shares)] = alone.rows("SELECT summary, shares_talk FROM handover WHERE conversation_id = ?", form.id)
    assert (shares, '"age": 9' in summary, "Ring ikke" in summary, '"skolefravaer"' in summary) == (1, True, True, True)


def test_a_summary_of_nothing_is_sent_too(form: Form, alone: Gateway) -> None:
    form.press("ask", **SHOWN)
    assert form.events == [OWN.happened_asked]
    [(summary,)] = alone.rows("SELECT summary FROM handover WHERE conversation_id = ?", form.id)
    assert '"role": null, "age": null, "needs": [], "services": [], "words": null' in summary


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(form: Form) -> None:
    typed: dict[str, Any] = {
        "age": "ni",
        "words": "x" * 2001,
        "reach": "tolv",
        "when": "y" * 201,
        "need": ["mobbing-miljo"],
    }
    response = form.press("callback", **SHOWN, **typed, text="i chatten", told_role="ungdom")
    assert response.status_code == 422
    assert faults(form) == {
        "age": ASK.age_fault.format(most=25),
        "words": ASK.words_fault,
        "reach": ASK.phone_fault,
        "when": ASK.when_fault,
    }
    assert [value(form, name) for name in ("age", "reach", "when")] == ["ni", "tolv", "y" * 201]
    assert (form.words, form.hidden["text"], ticked(form, "need")) == ("x" * 2001, "i chatten", ["mobbing-miljo"])
    assert '<option value="ungdom" selected>' in form.html


def test_an_address_that_is_none_is_told_as_one(form: Form) -> None:
    form.press("callback", **SHOWN, way="email", reach="tolv")
    assert faults(form) == {"reach": ASK.email_fault}


def test_enter_in_a_field_sends_nothing(form: Form, alone: Gateway) -> None:
    form.press("open")
    [first] = re.findall(r"<form.*?(<button[^>]*>)", form.html, re.DOTALL)
    assert 'value="open"' in first
    form.press("open", **SHOWN, age="9")
    assert value(form, "age") == "9"
    assert alone.rows("SELECT id FROM handover WHERE conversation_id = ?", form.id) == []


def test_whoever_leaves_a_number_is_promised_a_day_and_sees_only_its_end(form: Form) -> None:
    form.press("callback", **SHOWN, reach="91 23 45 67", when="etter fire")
    assert "91 23 45 67" not in form.html
    assert re.search(r"En koordinator ringer deg senest \w+dag \d+\. \w+, på nummeret …67\.", form.html)
    form.press("cancel")
    assert form.events[-1] == OWN.happened_cancelled
    assert "open" in form.deeds


OPENS = "Det er stengt nå. Det åpner igjen mandag 30. november kl. 09:00."


def stand(form: Form) -> str:
    """How it stands, as text."""
    found = re.search(r'<section class="stand".*?</section>', form.html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


def test_whoever_waits_when_it_closes_is_told_and_can_be_called_instead(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(27, 14, 58)
    form = waiting(Form(office))
    at(27, 15, 5)
    form.press("refresh")
    said = stand(form)
    assert said.startswith(OPENS)
    assert (OWN.wait_kept in said, "Du er nummer" in said) == (True, True)
    assert (OWN.wait_unknown in said, "vanligvis" in said) == (False, False)
    assert said.index(OWN.rather_contact) < said.index(OWN.person_urgent) < said.index(OWN.wait_stop)
    assert "Ring 113" in said
    assert form.deeds[:2] == ["open", "refresh"]


def test_while_nobody_sits_there_it_is_said_and_no_wait_is_told(form: Form) -> None:
    waiting(form)
    said = stand(form)
    assert OWN.person_nobody in said
    assert (OWN.wait_unknown in said, "vanligvis" in said) == (False, False)
    assert said.index(OWN.rather_contact) < said.index("Ring 113")


def test_with_somebody_there_the_wait_is_told_and_nobody_has_to_call(form: Form, coordinator: Coordinator) -> None:
    with coordinator.client.stream("GET", "/api/vakt/events") as response:
        next(response.iter_lines())
        waiting(form)
    said = stand(form)
    assert (OWN.person_nobody in said, OWN.person_urgent in said) == (False, False)
    assert re.search(r"tar vanligvis|Vi vet ikke ennå", said)


def test_whoever_sends_when_it_has_just_closed_gets_the_form_back_with_all_that_was_typed(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(27, 14, 58)
    form = Form(office)
    form.press("open", text="i chatten")
    assert "ask" in form.deeds
    at(27, 15, 5)
    response = form.press("ask", **SHOWN, age="9", words="Helst i dag", text="i chatten")
    assert response.status_code == 409
    assert (ASK.person_shut in form.html, OPENS in form.html) == (True, True)
    assert (value(form, "age"), form.words, form.hidden["text"]) == ("9", "Helst i dag", "i chatten")
    assert form.deeds == ["open", "callback", "back"]
    form.press("callback", **SHOWN, age="9", words="Helst i dag", reach="91 23 45 67").raise_for_status()
    assert "senest mandag 30. november" in stand(form)


@pytest.mark.parametrize(("way", "reach"), [("phone", "91 23 45 67"), ("email", "navn@eksempel.no")])
def test_a_broken_promise_is_owned_and_one_can_wait_instead(
    office: Gateway, at: Callable[..., None], way: str, reach: str
) -> None:
    at(26, 12)
    form = Form(office)
    form.press("callback", **SHOWN, way=way, reach=reach).raise_for_status()
    at(28, 12)
    form.press("refresh")
    said = stand(form)
    assert said.startswith(OWN.callback_late.format(date="fredag 27. november"))
    assert [part for part in (OWN.callback_sorry, OPENS, "Ring 113") if part not in said] == []
    assert [part for part in ("ringer deg", "skriver til deg", OWN.rather_wait) if part in said] == []
    at(30, 10)
    form.press("refresh")
    assert (OWN.rather_wait in stand(form), "stengt" in stand(form)) == (True, False)
    form.press("open")
    form.press("ask", **SHOWN).raise_for_status()
    assert "Du er nummer" in stand(form)


def test_what_is_promised_can_be_awaited_only_where_the_promise_was_broken(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(27, 12)
    form = Form(office)
    form.press("callback", **SHOWN, reach="91 23 45 67").raise_for_status()
    form.press("open")
    assert "ask" not in form.deeds
    assert "En koordinator ringer deg senest" in stand(form)


def test_whoever_asks_too_late_to_wait_instead_is_told_and_keeps_what_was_promised(
    office: Gateway, at: Callable[..., None]
) -> None:
    at(26, 12)
    form = Form(office)
    form.press("callback", **SHOWN, reach="91 23 45 67").raise_for_status()
    at(30, 14, 58)
    form.press("open")
    at(30, 15, 5)
    response = form.press("ask", **SHOWN, words="mine ord")
    assert (response.status_code, form.fault, form.words) == (409, ASK.person_shut, "mine ord")
    assert OWN.callback_sorry in stand(form)


def test_that_somebody_has_tried_in_vain_is_told() -> None:
    tried = Message(1, "status", "", None, datetime.now(UTC), event={"kind": "attempted"})
    [line] = lines_of([tried], "nb")
    assert (line.kind, line.text) == ("event", "En koordinator har prøvd å nå deg, og prøver igjen.")


@pytest.mark.parametrize("by_family", [True, False])
def test_whoever_goes_back_to_the_assistant_is_asked_whether_it_helped_until_they_write_on(
    form: Form,
    coordinator: Coordinator,
    by_family: bool,  # noqa: FBT001 - a case
) -> None:
    case = live(form, coordinator)
    if by_family:
        form.press("cancel")
    else:
        coordinator.done(case, "return")
        form.press("refresh")
    assert (OWN.helped_ask in stand(form), "/hjulpet/" in form.html, "<textarea" in form.html) == (True, True, True)
    assert {"helped-yes", "helped-partly", "helped-no", "open"} <= set(form.deeds)
    form.press("helped-yes", text="halvskrevet")
    assert (OWN.helped_thanks in stand(form), form.words) == (True, "halvskrevet")
    for _ in range(3):
        form.send(text="Hvem er PPT?")
    assert stand(form) == ""


def test_cancelling_gives_up_the_place(form: Form) -> None:
    waiting(form)
    form.press("cancel", text="halvskrevet")
    assert (form.events[-1], form.words) == (OWN.happened_cancelled, "halvskrevet")


def test_a_coordinators_words_are_not_shown_as_the_familys(form: Form, coordinator: Coordinator) -> None:
    case = live(form, coordinator, "Ola")
    coordinator.done(case, "messages", id="a" * 20, text="Hei, jeg er her.\nHva gjelder det?")
    form.press("refresh", text="halvskrevet")
    assert form.said == ["Hvem er PPT?"]
    assert form.events == [OWN.happened_asked, OWN.live_here_named.format(name="Ola")]
    shown = form.talk.partition('<li class="from-coordinator"')[2]
    assert '<p class="speaker">Ola fra koordinatorteamet</p>' in shown
    assert "Hei, jeg er her.\nHva gjelder det?" in shown
    assert form.talk.count('id="siste"') == 1
    assert form.words == "halvskrevet"
    assert f'<label for="text">{OWN.live_write}</label>' in form.html


def test_what_is_written_to_a_coordinator_is_shown_as_it_is_stored(form: Form, coordinator: Coordinator) -> None:
    live(form, coordinator)
    form.send(text="Jeg heter Kari, ring 41 23 45 67")
    assert "41 23 45 67" not in form.html
    assert "[telefonnummer]" in form.said[-1]
    assert form.talk.count('<li class="assistant"') == 1
    form.send(text="Jeg vil ta livet mitt i kveld")
    assert 'class="acute"' in form.talk


def test_a_card_of_a_coordinators_is_drawn_as_a_card(form: Form, coordinator: Coordinator) -> None:
    case = live(form, coordinator)
    found = coordinator.client.get("/api/vakt/search", params={"case": case, "q": "Hvem er PPT?"}).json()["answer"]
    card = {"service": found["services"][0]["id"]}
    coordinator.done(case, "messages", id="b" * 20, text="Se her.", card=card)
    form.press("refresh")
    shown = form.talk.partition('<li class="from-coordinator"')[2]
    assert f"<h3>{found['services'][0]['name']}</h3>" in shown


@pytest.mark.parametrize(("answer", "said"), [("yes", OWN.consent_given), ("no", OWN.consent_refused)])
def test_being_passed_on_is_answered_with_yes_or_no(
    form: Form, coordinator: Coordinator, answer: str, said: str
) -> None:
    case = live(form, coordinator)
    found = coordinator.client.get("/api/vakt/search", params={"case": case, "q": "Hvem er PPT?"}).json()["answer"]
    service = found["services"][0]
    coordinator.done(case, "pass-on", service=service["id"], words="Gutt, 9 år.")
    form.press("refresh")
    assert form.events[-1] == OWN.consent_ask.format(name=service["name"])
    assert '<blockquote class="as-written">Gutt, 9 år.</blockquote>' in form.talk
    assert form.deeds[:2] == ["consent-1-yes", "consent-1-no"]
    form.press(f"consent-1-{answer}")
    assert form.events[-1] == said.format(name=service["name"])
    assert "consent-1-yes" not in form.deeds
    other = "no" if answer == "yes" else "yes"
    assert form.press(f"consent-1-{other}").status_code == 409
    assert form.fault == ASK.person_changed


def test_a_closed_conversation_asks_whether_it_helped_and_offers_a_new_one(
    form: Form, coordinator: Coordinator, alone: Gateway
) -> None:
    case = live(form, coordinator)
    coordinator.done(case, "close", outcome="svar-gitt")
    form.press("refresh")
    assert (OWN.closed_lead in form.html, "<textarea" in form.html) == (True, False)
    assert form.deeds == ["helped-yes", "helped-partly", "helped-no", "new"]
    form.press("helped-partly")
    assert OWN.helped_thanks in form.html
    [link] = re.findall(r'href="(/hjulpet/[^"]+)"', form.html)
    assert alone.client.get(link).status_code == 200
    response = form.send(text="Enda en ting")
    assert (response.status_code, form.fault, form.words) == (409, OWN.closed_unsent, "Enda en ting")
    assert (form.send(text="Jeg vil ta livet mitt i kveld").status_code, 'class="acute"' in form.talk) == (200, True)
    form.press("new", text="Enda en ting")
    assert (form.id, form.hidden["token"], form.said, form.words) == ("", "", [], "Enda en ting")


def test_while_somebody_is_there_one_can_be_called_instead(form: Form, coordinator: Coordinator) -> None:
    live(form, coordinator)
    form.press("open")
    assert form.deeds == ["open", "callback", "back"]
    form.press("back", **SHOWN, words="til koordinatoren")
    assert form.words == "til koordinatoren"


@pytest.mark.parametrize("deed", ["refresh", "cancel", "consent-1-yes", "helped-yes"])
def test_a_key_that_opens_nothing_is_told_and_the_words_stay(form: Form, deed: str) -> None:
    waiting(form)
    form.hidden["token"] += "feil"
    response = form.press(deed, text="halvskrevet")
    assert (response.status_code, form.fault, form.words) == (404, texts().gone.nb, "halvskrevet")


@pytest.mark.parametrize(
    "deed", ["cancel", "consent-1-yes", "consent--no", "consent-²-yes", "consent", "helped-kanskje"]
)
def test_what_cannot_happen_now_is_told_and_changes_nothing(form: Form, deed: str) -> None:
    form.send(text="Hvem er PPT?")
    response = form.press(deed, text="halvskrevet")
    assert (response.status_code, form.fault, form.words) == (409, ASK.person_changed, "halvskrevet")
    assert form.events == []


def test_what_cannot_be_stored_comes_back_as_it_was(form: Form, alone: Gateway) -> None:
    form.send(text="Hvem er PPT?")
    with alone.locked():
        response = form.press("ask", **SHOWN, words="mine ord", age="9")
    assert (response.status_code, form.words, value(form, "age")) == (503, "mine ord", "9")
    assert OWN.person_unsent in form.html


def test_who_comes_by_the_address_begins_at_the_chat(alone: Gateway) -> None:
    response = alone.client.get("/oppdal/menneske")
    assert (response.status_code, response.headers["location"]) == (303, "/oppdal")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_that_was_chosen(alone: Gateway, language: Language) -> None:
    form = Form(alone, language=language)
    form.press("open")
    assert f'<html lang="{language}"' in form.html
    assert panel(language).own_words in unescape(form.html)
    assert ('<p lang="nb">' in form.html) == (language == "en")
    form.press("ask", **SHOWN)
    assert form.events == [interface(language).happened_asked]


@pytest.mark.parametrize("field", ["age", "words", "reach", "when", "written", "need", "service", "told_role", "way"])
def test_whatever_is_sent_comes_back_as_text(form: Form, field: str) -> None:
    evil = '"><script>alert(1)</script>&amp;'
    form.press("callback", **{**SHOWN, "age": "x", field: evil})
    assert re.findall(r'<script(?! src="/assets/)', form.html) == []


def test_in_the_frame_it_stays_in_the_frame(form: Form) -> None:
    form.press("open", "/oppdal/menneske?vis=panel")
    assert 'action="/oppdal/menneske?vis=panel#siste"' in form.html
    assert 'target="_top"' in form.html


def test_where_there_is_no_desk_nobody_is_offered(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    week = ("ma", "ti", "on", "to", "fr", "lo", "so")
    never = Desk(opening=(Hours(days=("ma",), since="03:00", until="03:01"),))
    open_ = Desk(opening=(Hours(days=week, since="00:00", until="00:00"),))
    desks = {"oppdal": never, "tynset": open_}
    with gateway_on(loaded, tmp_path, f"http://127.0.0.1:{closed_port}", desks=desks) as gateway:
        assert OWN.person not in gateway.client.get("/tolga").text
        none = Form(gateway)
        response = none.press("open", "/tolga/menneske", text="halvskrevet")
        assert (response.status_code, none.words) == (409, "halvskrevet")
        shut = Form(gateway)
        shut.press("open")
        assert "Det er stengt nå. Det åpner igjen mandag" in shut.html
        assert "<li>mandag kl. 03:00–03:01</li>" in shut.html
        assert shut.deeds == ["open", "callback", "back"]
