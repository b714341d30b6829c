"""Handing over to a coordinator, as the family sees it, in a real browser; the other side is played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.path.web.chat import DESKTOP, PHONE, ZOOMED, Chat
from tests.path.web.test_axe import violations
from tests.web.played_handover import CLOSED, EMPTY, FOLLOW_UP, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.web.played_handover import PlayedDesk

NARROW = {"width": 320, "height": 568}
ASK = "Snakk med et menneske"


def panel(chat: Chat) -> Locator:
    return chat.page.locator("edi-person")


def bar(chat: Chat) -> Locator:
    return chat.page.locator(".standing")


def press(chat: Chat, name: str) -> None:
    chat.page.get_by_role("button", name=name, exact=True).last.click()


def choose(chat: Chat, name: str) -> None:
    """Presses something of the bar's, which is folded on a small screen."""
    button = chat.page.get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        bar(chat).locator("summary").click()
    button.click()


def ask(chat: Chat) -> None:
    """Opens the panel, and waits for what it holds."""
    press(chat, ASK)
    expect(panel(chat).get_by_role("heading", name="Dette sender du med")).to_be_visible()


def wait(chat: Chat) -> None:
    """Asks, and waits in the queue."""
    ask(chat)
    press(chat, "Send og vent")
    expect(bar(chat)).to_contain_text("Du er nummer 2 i køen.")


def live(chat: Chat, desk: PlayedDesk, name: str | None = "Kari") -> None:
    """Somebody is here."""
    wait(chat)
    desk.comes(name)
    expect(bar(chat)).to_contain_text("er her")


def promised(chat: Chat) -> None:
    """A call-back is promised, while it is closed."""
    ask(chat)
    panel(chat).get_by_label("Telefonnummeret ditt").fill("00 00 00 47".replace("0", "4"))
    press(chat, "Be om å bli kontaktet")
    expect(bar(chat)).to_contain_text("mandag 30. november")


def test_the_button_opens_the_panel_and_its_heading_has_the_focus(chat: Chat) -> None:
    ask(chat)
    expect(panel(chat).get_by_role("heading", name=ASK)).to_be_focused()
    expect(panel(chat)).to_contain_text("taushetsplikt")
    expect(chat.field).to_be_hidden()
    for number in ("113", "112", "116111"):
        expect(chat.page.locator(f".numbers a[href='tel:{number}']")).to_be_in_viewport()


def test_escape_closes_it_without_losing_anything(chat: Chat) -> None:
    chat.field.fill("Halvskrevet")
    ask(chat)
    panel(chat).get_by_label("Noe du vil si til koordinatoren?").fill("Ring ikke mannen min")
    chat.page.keyboard.press("Escape")
    expect(panel(chat)).to_be_hidden()
    expect(chat.page.get_by_role("button", name=ASK)).to_be_focused()
    expect(chat.field).to_have_value("Halvskrevet")
    ask(chat)
    expect(panel(chat).get_by_label("Noe du vil si til koordinatoren?")).to_have_value("Ring ikke mannen min")


def test_what_goes_along_is_edited_field_by_field(chat: Chat, desk: PlayedDesk) -> None:
    ask(chat)
    inside = panel(chat)
    expect(inside.locator(".person-readout")).to_contain_text("Forelder eller pårørende · 9 år · Skolefravær")
    inside.get_by_text("Se og endre").click()
    inside.get_by_label("Hvem er du?").select_option("ungdom")
    inside.get_by_label("Hvor gammel er barnet").fill("14")
    inside.get_by_role("button", name="Ta bort Engstelse og uro").click()
    inside.get_by_role("button", name="Ta bort Pedagogisk").click()
    inside.get_by_label("Gjelder det noe mer?").select_option("mobbing")
    inside.get_by_role("button", name="Legg til").click()
    inside.get_by_label("Noe du vil si til koordinatoren?").fill("Helst i dag.")
    press(chat, "Send og vent")
    assert desk.wait_for("handover") == {
        "summary": {
            "role": "ungdom",
            "age": 14,
            "kommune": "oppdal",
            "needs": ["skolefravaer", "mobbing"],
            "services": [],
            "words": "Helst i dag.",
        },
        "share_talk": False,
    }


def test_what_was_written_goes_along_only_when_they_say_so(chat: Chat, desk: PlayedDesk) -> None:
    chat.say("Gutten vår på 9 vil ikke på skolen.")
    ask(chat)
    expect(panel(chat)).not_to_contain_text("Gutten vår på 9")
    panel(chat).get_by_label("Ta med det jeg har skrevet").check()
    expect(panel(chat)).to_contain_text("Gutten vår på 9 vil ikke på skolen.")
    panel(chat).get_by_label("La koordinatoren lese hele samtalen").check()
    press(chat, "Send og vent")
    sent = desk.wait_for("handover")
    assert (sent["summary"]["words"], sent["share_talk"]) == ("Gutten vår på 9 vil ikke på skolen.", True)


def test_an_emptied_summary_may_be_sent(chat: Chat, desk: PlayedDesk) -> None:
    desk.stands(draft={"role": None, "age": None, "kommune": "oppdal", "needs": [], "services": [], "words": None})
    ask(chat)
    expect(panel(chat)).to_contain_text("Ellers ingenting om deg.")
    press(chat, "Send og vent")
    summary: dict[str, Any] = {
        "role": None,
        "age": None,
        "kommune": "oppdal",
        "needs": [],
        "services": [],
        "words": None,
    }
    assert desk.wait_for("handover")["summary"] == summary


def test_an_age_that_is_none_is_told_beside_its_field(chat: Chat, desk: PlayedDesk) -> None:
    ask(chat)
    panel(chat).get_by_text("Se og endre").click()
    age = panel(chat).get_by_label("Hvor gammel er barnet")
    age.fill("ni")
    panel(chat).get_by_text("Se og endre").click()
    press(chat, "Send og vent")
    expect(age).to_be_focused()
    expect(age).to_have_accessible_description("Skriv alderen i hele år, fra 0 til 25, eller la feltet stå tomt.")
    age.fill("9")
    expect(panel(chat)).not_to_contain_text("Skriv alderen")
    assert desk.heard("handover") == []


def test_asking_in_words_leads_to_the_panel(chat: Chat) -> None:
    chat.say("Kan jeg få snakke med et menneske?")
    expect(panel(chat).get_by_role("heading", name=ASK)).to_be_focused()
    press(chat, "Avbryt")
    expect(panel(chat)).to_be_hidden()
    chat.last.get_by_role("button", name="Snakk med koordinator").click()
    expect(panel(chat)).to_be_visible()


def test_while_they_wait_they_see_their_place_and_the_assistant_answers(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    expect(bar(chat)).to_be_focused()
    expect(bar(chat)).to_contain_text("Vi vet ikke ennå hvor lenge det tar.")
    expect(chat.page.locator(".event").last).to_contain_text("Du har bedt om å snakke med et menneske.")
    desk.stands(place=1, wait_minutes=4)
    expect(bar(chat)).to_contain_text("Du er nummer 1 i køen. Det tar vanligvis rundt 4 minutter.")
    chat.say("Hva kan vi gjøre imens?")
    chat.page.reload()
    expect(bar(chat)).to_contain_text("Du er nummer 1 i køen.")


def test_waiting_ends_when_they_say_so_twice(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    choose(chat, "Slutt å vente")
    expect(chat.page.get_by_role("button", name="Nei, vent videre")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Slutt å vente")).to_be_focused()
    choose(chat, "Slutt å vente")
    press(chat, "Ja, slutt å vente")
    desk.wait_for("DELETE handover")
    expect(bar(chat)).to_be_hidden()
    expect(chat.page.locator(".event").last).to_contain_text("Du venter ikke lenger")
    expect(chat.page.get_by_role("button", name=ASK)).to_be_visible()


def test_a_coordinator_is_visibly_a_person(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    card = {**desk.answer, "services": desk.answer["services"][:1]}
    desk.writes("Hei! Jeg har lest det du skrev.", "Kari", card)
    said = chat.page.locator(".person").last
    expect(said).to_contain_text("Kari fra koordinatorteamet")
    expect(said).to_contain_text("Hei! Jeg har lest det du skrev.")
    expect(said.locator(".card h3")).to_have_text(card["services"][0]["name"])
    expect(said.get_by_role("button", name="Snakk med koordinator")).to_have_count(0)


def test_while_a_person_reads_no_answer_is_missed_and_nothing_is_edited(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk, None)
    expect(bar(chat)).to_contain_text("En koordinator er her.")
    expect(chat.page.locator("#write-hint")).to_contain_text("Telefonnumre blir skjult.")
    chat.write("Takk for at du er her")
    desk.wait_for("messages")
    expect(chat.mine.last).to_contain_text("Takk for at du er her")
    chat.page.wait_for_timeout(300)
    expect(chat.status).to_have_text("")
    expect(chat.page.locator(".waiting")).to_have_count(0)
    expect(chat.page.get_by_role("button", name="Endre den siste meldingen din")).to_have_count(0)


def test_danger_is_answered_though_a_person_reads(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    chat.write("Pappa slår meg")
    expect(chat.page.locator(".acute")).to_be_visible()


def test_keys_are_told_as_true_and_false_and_never_what_they_wrote(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    chat.field.press_sequentially("Hei du", delay=20)
    assert desk.wait_for("typing") == {"typing": True}
    assert len(desk.heard("typing")) == 1
    chat.page.keyboard.press("Enter")
    assert desk.wait_for("typing", 2) == {"typing": False}
    desk.is_typing(typing=True)
    expect(chat.page.locator(".waiting")).to_have_text("Koordinatoren skriver …")
    desk.writes("Ja?")
    expect(chat.page.locator(".waiting")).to_have_count(0)


def test_they_go_back_to_the_assistant(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    choose(chat, "Gå tilbake til veiviseren")
    press(chat, "Ja, gå tilbake")
    desk.wait_for("DELETE handover")
    expect(chat.page.locator(".event").last).to_contain_text("Nå svarer veiviseren igjen.")
    chat.say("Hva nå?")


@pytest.mark.parametrize(
    ("button", "consent", "told"),
    [
        ("Ja, si det videre", True, "Du sa ja til at koordinatoren sier dette videre til PPT i Oppdal."),
        ("Nei, ikke si det videre", False, "Du sa nei. Ingenting blir sagt videre til PPT i Oppdal."),
    ],
)
def test_nothing_is_passed_on_without_a_yes(
    chat: Chat, desk: PlayedDesk, button: str, consent: object, told: str
) -> None:
    live(chat, desk)
    desk.asks_consent(7, "Gutt på 9 år trenger hjelp med fravær.")
    card = chat.page.locator("edi-consent")
    expect(card).to_contain_text("Kan koordinatoren si dette videre til PPT i Oppdal?")
    expect(card).to_contain_text("Gutt på 9 år trenger hjelp med fravær.")
    press(chat, button)
    assert desk.wait_for("consent") == {"proposal": 7, "consent": consent}
    expect(card.locator(".consent-outcome")).to_have_text(told)
    expect(card.locator(".consent-outcome")).to_be_focused()
    expect(card.get_by_role("button")).to_have_count(0)
    chat.page.reload()
    expect(card.locator(".consent-outcome")).to_have_text(told)
    expect(card.get_by_role("button")).to_have_count(0)


def test_a_consent_that_did_not_arrive_can_be_given_again(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.asks_consent(7, "Gutt på 9 år.")
    desk.refusals["consent"] = (503, "nede")
    press(chat, "Ja, si det videre")
    expect(chat.page.locator("edi-consent")).to_contain_text("Svaret ditt kom ikke fram.")
    press(chat, "Ja, si det videre")
    expect(chat.page.locator(".consent-outcome")).to_contain_text("Du sa ja")


def test_out_of_hours_a_day_is_promised(chat: Chat, desk: PlayedDesk) -> None:
    desk.desk = CLOSED
    ask(chat)
    inside = panel(chat)
    expect(inside).to_contain_text("Det åpner igjen mandag 30. november kl. 09:00.")
    expect(inside).to_contain_text("mandag–fredag kl. 09:00–15:00")
    expect(inside).to_contain_text("Du blir kontaktet senest mandag 30. november.")
    expect(inside.locator("a[href='tel:113']")).to_be_visible()
    expect(inside.get_by_role("button", name="Send og vent")).to_have_count(0)
    press(chat, "Be om å bli kontaktet")
    reach = inside.get_by_label("Telefonnummeret ditt")
    expect(reach).to_be_focused()
    expect(reach).to_have_accessible_description(
        "Dette nummeret kan vi ikke ringe. Skriv åtte siffer, eller begynn med + og landet. "
        "Slik: 00 00 00 00, eller +46 00 000 00 00"
    )
    reach.fill("444 44 447")
    inside.get_by_label("Når passer det?").fill("Etter klokka 16")
    press(chat, "Be om å bli kontaktet")
    sent = desk.wait_for("callback")
    assert (sent["contact"], sent["when"]) == ({"phone": "44444447"}, "Etter klokka 16")
    expect(bar(chat)).to_contain_text("En koordinator ringer deg senest mandag 30. november, på nummeret …47.")


def test_whoever_waits_can_be_written_to_instead(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    choose(chat, "Bli kontaktet i stedet")
    panel(chat).get_by_label("E-post", exact=True).check()
    panel(chat).get_by_label("E-postadressen din").fill("navn@eksempel.no")
    press(chat, "Be om å bli kontaktet")
    assert desk.wait_for("callback")["contact"] == {"email": "navn@eksempel.no"}
    expect(bar(chat)).to_contain_text("En koordinator skriver til deg senest mandag 30. november")


def test_whoever_waits_when_it_closes_is_told_and_is_offered_a_call(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    desk.stands(place=1, wait_minutes=4)
    expect(bar(chat)).to_contain_text("Det tar vanligvis rundt 4 minutter.")
    desk.is_now(CLOSED)
    expect(bar(chat)).to_contain_text(
        "Det er stengt nå. Det åpner igjen mandag 30. november kl. 09:00. "
        "Du er nummer 1 i køen. Du beholder plassen din."
    )
    expect(bar(chat)).not_to_contain_text("minutter")
    expect(bar(chat).locator("a[href='tel:113']")).to_be_visible()
    expect(bar(chat).get_by_role("button", name="Slutt å vente")).to_be_hidden()
    bar(chat).get_by_role("button").first.click()
    panel(chat).get_by_label("Telefonnummeret ditt").fill("44 44 44 47")
    press(chat, "Be om å bli kontaktet")
    expect(bar(chat)).to_contain_text("En koordinator ringer deg senest mandag 30. november")


def test_when_it_opens_again_the_bar_is_as_before(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    desk.is_now(CLOSED)
    expect(bar(chat)).to_contain_text("stengt")
    desk.is_now(OPEN)
    expect(bar(chat)).to_contain_text("Du er nummer 2 i køen. Vi vet ikke ennå hvor lenge det tar.")
    expect(bar(chat).locator("a")).to_have_count(0)


def test_whoever_waits_while_nobody_sits_there_is_told(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    desk.is_now(EMPTY)
    desk.stands(wait_minutes=4)
    expect(bar(chat)).to_contain_text(
        "Du er nummer 2 i køen. Det er åpent, men ingen koordinator sitter her akkurat nå."
    )
    expect(bar(chat)).not_to_contain_text("minutter")
    expect(bar(chat).get_by_role("button", name="Bli kontaktet i stedet")).to_be_visible()
    expect(bar(chat).locator("a[href='tel:116111']")).to_be_visible()


def test_whoever_sends_when_it_has_just_closed_can_be_called_and_has_lost_nothing(chat: Chat, desk: PlayedDesk) -> None:
    ask(chat)
    own = panel(chat).get_by_label("Noe du vil si til koordinatoren?")
    own.fill("Ring ikke mannen min")
    desk.desk = CLOSED
    desk.refusals["handover"] = (409, "stengt")
    press(chat, "Send og vent")
    expect(panel(chat).get_by_role("alert")).to_contain_text("Det stengte mens du skrev. Ingenting er borte.")
    expect(panel(chat)).to_contain_text("Det åpner igjen mandag 30. november kl. 09:00.")
    expect(panel(chat).locator("#person-contact")).to_be_focused()
    expect(panel(chat).get_by_role("button", name="Send og vent")).to_have_count(0)
    expect(panel(chat).get_by_role("button", name="Vent her i stedet")).to_have_count(0)
    expect(own).to_have_value("Ring ikke mannen min")
    panel(chat).get_by_label("Telefonnummeret ditt").fill("44 44 44 47")
    press(chat, "Be om å bli kontaktet")
    assert desk.wait_for("callback")["summary"]["words"] == "Ring ikke mannen min"


def test_a_broken_promise_is_owned_and_one_can_wait_instead(chat: Chat, desk: PlayedDesk) -> None:
    called_back(chat, desk)
    desk.breaks_its_promise()
    expect(bar(chat)).to_contain_text(
        "Vi skulle ha tatt kontakt med deg senest mandag 30. november. Det har vi ikke klart. Det beklager vi."
    )
    expect(bar(chat)).to_contain_text("lederen for koordinatorene får beskjed. Det er stengt nå.")
    expect(bar(chat)).not_to_contain_text("ringer deg")
    expect(bar(chat).locator("a[href='tel:113']")).to_be_visible()
    expect(bar(chat).get_by_role("button", name="Vent her i stedet")).to_have_count(0)
    desk.is_now(OPEN)
    expect(bar(chat)).not_to_contain_text("stengt")
    press(chat, "Vent her i stedet")
    press(chat, "Send og vent")
    desk.wait_for("handover")
    expect(bar(chat)).to_contain_text("Du er nummer 2 i køen.")


def test_that_somebody_has_tried_in_vain_is_told(chat: Chat, desk: PlayedDesk) -> None:
    called_back(chat, desk)
    desk.happens("attempted")
    expect(chat.page.locator(".event").last).to_contain_text("En koordinator har prøvd å nå deg, og prøver igjen.")


def test_whoever_goes_back_to_the_assistant_is_asked_whether_it_helped(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.returns()
    expect(bar(chat)).to_contain_text("Fikk du hjelp?")
    expect(chat.page.get_by_role("button", name=ASK)).to_be_visible()
    chat.field.fill("Halvskrevet")
    press(chat, "Delvis")
    assert desk.wait_for("helped") == {"helped": "partly"}
    expect(bar(chat)).to_contain_text("Takk for svaret.")
    expect(bar(chat).get_by_role("link")).to_have_attribute("href", f"/hjulpet/{FOLLOW_UP}")
    expect(chat.field).to_have_value("Halvskrevet")
    chat.page.reload()
    expect(chat.page.locator(".event").last).to_contain_text("Nå svarer veiviseren igjen.")
    expect(bar(chat)).to_be_hidden()


def test_the_question_whether_it_helped_goes_when_they_write_on_or_ask_again(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.returns()
    for words in ("Hva nå?", "Og så?"):
        chat.say(words)
        expect(bar(chat)).to_contain_text("Fikk du hjelp?")
    chat.say("Hvem kan jeg ringe?")
    expect(bar(chat)).to_be_hidden()
    live(chat, desk)
    desk.returns()
    expect(bar(chat)).to_contain_text("Fikk du hjelp?")
    wait(chat)
    expect(bar(chat)).not_to_contain_text("Fikk du hjelp?")


def test_with_nobody_there_it_is_said_and_both_ways_are_open(chat: Chat, desk: PlayedDesk) -> None:
    desk.desk = EMPTY
    ask(chat)
    expect(panel(chat)).to_contain_text("ingen koordinator sitter her akkurat nå")
    expect(panel(chat).get_by_role("button", name="Send og vent")).to_be_visible()
    press(chat, "Bli kontaktet i stedet")
    expect(panel(chat).get_by_label("Telefonnummeret ditt")).to_be_visible()


def test_a_closed_conversation_asks_whether_it_helped(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    chat.field.fill("Et siste ord")
    desk.closes()
    expect(bar(chat)).to_contain_text("Samtalen er avsluttet")
    expect(chat.page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    expect(chat.field).to_have_attribute("readonly", "")
    press(chat, "Delvis")
    assert desk.wait_for("helped") == {"helped": "partly"}
    expect(bar(chat)).to_contain_text("Takk for svaret.")
    expect(bar(chat).get_by_role("link")).to_have_attribute("href", f"/hjulpet/{FOLLOW_UP}")
    press(chat, "Start en ny samtale")
    expect(bar(chat)).to_be_hidden()
    expect(chat.field).to_be_focused()
    expect(chat.field).to_have_value("Et siste ord")
    expect(chat.mine).to_have_count(0)


def test_words_sent_too_late_are_given_back(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.refusals["messages"] = (409, "avsluttet")
    chat.write("Enda en ting")
    expect(chat.field).to_have_value("Enda en ting")
    expect(chat.status).to_contain_text("Samtalen er avsluttet, så meldingen ble ikke sendt.")


def test_what_was_filled_in_is_forgotten_with_the_conversation(chat: Chat) -> None:
    chat.say("Gutten vår på 9 vil ikke på skolen.")
    ask(chat)
    panel(chat).get_by_label("Noe du vil si til koordinatoren?").fill("Ring ikke mannen min")
    press(chat, "Avbryt")
    press(chat, "Glem meg")
    press(chat, "Ja, slett alt")
    expect(chat.mine).to_have_count(0)
    ask(chat)
    expect(panel(chat).get_by_label("Noe du vil si til koordinatoren?")).to_have_value("")


def test_looking_at_the_panel_takes_nothing_away_from_the_opening(chat: Chat) -> None:
    ask(chat)
    press(chat, "Avbryt")
    expect(chat.page.locator(".starts button").first).to_be_visible()


def test_without_a_desk_it_is_as_before(open_chat: Callable[..., Chat], desk: PlayedDesk) -> None:
    desk.desk = {**OPEN, "exists": False}
    chat = open_chat()
    chat.say("Gutten vår på 9 vil ikke på skolen.")
    expect(chat.page.get_by_role("button", name=ASK)).to_have_count(0)


def test_what_was_filled_in_stays_when_it_does_not_arrive(chat: Chat, desk: PlayedDesk) -> None:
    ask(chat)
    panel(chat).get_by_label("Noe du vil si til koordinatoren?").fill("Helst i dag.")
    desk.refusals["handover"] = (503, "nede")
    press(chat, "Send og vent")
    expect(panel(chat).get_by_role("alert")).to_contain_text("Ingenting er borte.")
    press(chat, "Send og vent")
    expect(bar(chat)).to_be_visible()
    assert desk.heard("handover")[1]["summary"]["words"] == "Helst i dag."


def test_the_conversation_is_taken_along_with_all_that_was_said(
    open_chat: Callable[..., Chat], desk: PlayedDesk
) -> None:
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"])
    live(chat, desk)
    desk.writes("Ring helsestasjonen i morgen.", "Kari")
    expect(chat.page.locator(".person")).to_be_visible()
    chat.menu("Kopier samtalen")
    expect(chat.status).to_have_text("Kopiert.")
    copied: str = chat.page.evaluate("navigator.clipboard.readText()")
    assert "Kari fra koordinatorteamet er her." in copied
    assert "Ring helsestasjonen i morgen." in copied


def test_everything_can_be_done_with_the_keyboard(chat: Chat, desk: PlayedDesk) -> None:
    def to(name: str) -> None:
        for _ in range(60):
            chat.page.keyboard.press("Tab")
            if chat.page.evaluate("document.activeElement.innerText?.trim()") == name:
                return
        pytest.fail(f"«{name}» is not reached.")

    to(ASK)
    chat.page.keyboard.press("Enter")
    expect(panel(chat).get_by_role("heading", name=ASK)).to_be_focused()
    expect(panel(chat).get_by_role("button", name="Send og vent")).to_be_visible()
    to("Send og vent")
    chat.page.keyboard.press("Enter")
    expect(bar(chat)).to_be_focused()
    desk.comes()
    expect(bar(chat)).to_contain_text("En koordinator er her.")
    to("Valg")
    chat.page.keyboard.press("Enter")
    to("Gå tilbake til veiviseren")
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.press("Shift+Tab")
    chat.page.keyboard.press("Enter")
    desk.wait_for("DELETE handover")


def asking(chat: Chat, _: PlayedDesk) -> None:
    ask(chat)
    for summary in panel(chat).locator("summary").all():
        summary.click()
    panel(chat).get_by_label("Ta med det jeg har skrevet").check()


def asking_out_of_hours(chat: Chat, desk: PlayedDesk) -> None:
    desk.desk = CLOSED
    ask(chat)
    press(chat, "Be om å bli kontaktet")


def waiting(chat: Chat, _: PlayedDesk) -> None:
    wait(chat)
    if not bar(chat).get_by_text("i samme fane").is_visible():
        bar(chat).get_by_text("Mens du venter").click()


def stopping(chat: Chat, _: PlayedDesk) -> None:
    wait(chat)
    choose(chat, "Slutt å vente")


def talking(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    chat.write("Er du der?")
    desk.wait_for("messages")
    desk.writes(
        "Ja, jeg er her. Vil du fortelle litt mer?", "Kari", {**desk.answer, "services": desk.answer["services"][:1]}
    )
    desk.is_typing(typing=True)
    expect(chat.page.locator(".waiting")).to_be_visible()


def consenting(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.asks_consent(7, "Gutt på 9 år trenger hjelp med fravær.")
    expect(chat.page.locator("edi-consent")).to_be_visible()


def called_back(chat: Chat, desk: PlayedDesk) -> None:
    desk.desk = CLOSED
    promised(chat)


def waiting_out_of_hours(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    desk.is_now(CLOSED)
    expect(bar(chat)).to_contain_text("stengt")


def waiting_for_nobody(chat: Chat, desk: PlayedDesk) -> None:
    wait(chat)
    desk.is_now(EMPTY)
    expect(bar(chat)).to_contain_text("ingen koordinator")


def promised_in_vain(chat: Chat, desk: PlayedDesk) -> None:
    called_back(chat, desk)
    desk.breaks_its_promise()
    expect(bar(chat)).to_contain_text("Det beklager vi.")


def gone_back(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.returns()
    expect(bar(chat)).to_contain_text("Fikk du hjelp?")


def closed(chat: Chat, desk: PlayedDesk) -> None:
    live(chat, desk)
    desk.closes()
    expect(bar(chat)).to_contain_text("Fikk du hjelp?")


def helped(chat: Chat, desk: PlayedDesk) -> None:
    closed(chat, desk)
    press(chat, "Nei")
    expect(bar(chat)).to_contain_text("Takk for svaret.")


STATES = [
    asking,
    asking_out_of_hours,
    waiting,
    waiting_out_of_hours,
    waiting_for_nobody,
    stopping,
    talking,
    consenting,
    called_back,
    promised_in_vain,
    gone_back,
    closed,
    helped,
]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_no_state_has_a_violation(
    open_chat: Callable[..., Chat],
    desk: PlayedDesk,
    state: Callable[[Chat, PlayedDesk], None],
    viewport: dict[str, int],
) -> None:
    chat = open_chat(viewport=viewport)
    state(chat, desk)
    found = violations(chat)
    chat.page.emulate_media(color_scheme="dark")
    assert found + violations(chat) == []


@pytest.mark.parametrize("viewport", [NARROW, ZOOMED], ids=["narrow", "zoomed"])
@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_no_state_is_wider_than_a_narrow_screen(
    open_chat: Callable[..., Chat],
    desk: PlayedDesk,
    state: Callable[[Chat, PlayedDesk], None],
    viewport: dict[str, int],
) -> None:
    chat = open_chat(viewport=viewport)
    state(chat, desk)
    assert chat.is_as_wide_as_its_window()
    expect(chat.page.locator(".numbers a[href='tel:113']")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_no_language_has_a_violation(open_chat: Callable[..., Chat], desk: PlayedDesk, lang: str) -> None:
    desk.desk = CLOSED
    chat = open_chat(f"/oppdal?lang={lang}")
    chat.page.locator(".to-person").click()
    expect(panel(chat).locator("form")).to_be_visible()
    assert violations(chat) == []


def test_it_works_in_the_widgets_frame(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat("/oppdal?vis=panel", viewport=NARROW)
    wait(chat)
    assert chat.is_as_wide_as_its_window()
