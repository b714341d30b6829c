"""The coordinators' desk in a real browser, against a played desk API."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.path.web.test_axe import AT_REST, AXE, RULES
from tests.web.played_desk import ME, OTHER, PASSWORD, SUGGESTED, Played, ago, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

NARROWEST: ViewportSize = {"width": 320, "height": 640}
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
HERE = ME | {"here": True}
REPLY = "Hei! Jeg er koordinator i kommunen."
SMALL = """() => [...document.querySelectorAll('button, a[href], input, summary, textarea, select')]
    .filter(e => e.getClientRects().length && !e.closest('p, dd') && !e.matches('.ds-skip-link'))
    .map(e => [e, (e.closest('label') ?? e).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.height < 24 || box.width < 24))
    .map(([e, box]) => `${e.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@dataclass(frozen=True)
class Desk:
    """One open page, and what the server behind it knows."""

    page: Page
    played: Played
    address: str

    def open(self, hash_: str = "") -> None:
        """Loads a page of the desk."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/vakt{hash_}")

    def sign_in(self) -> None:
        """As a person does."""
        self.page.get_by_label("Brukernavn").fill("en")
        self.page.get_by_label("Passord").fill(PASSWORD)
        self.page.get_by_role("button", name="Logg inn").click()
        expect(self.queue).to_be_attached()

    @property
    def queue(self) -> Locator:
        """The queue, once it has come."""
        return self.page.locator(".queue-head").first

    @property
    def field(self) -> Locator:
        """Where the family is answered."""
        return self.page.locator("#reply")

    @property
    def lines(self) -> Locator:
        """What has been said."""
        return self.page.locator(".line")

    def says(self, name: str) -> Locator:
        """A button."""
        return self.page.get_by_role("button", name=name, exact=True)

    def violations(self) -> list[str]:
        """What axe finds in the light and in the dark, as `rule: element`."""
        found = self._violations()
        self.page.emulate_media(color_scheme="dark")
        found += self._violations()
        self.page.emulate_media(color_scheme="light")
        return found

    def _violations(self) -> list[str]:
        self.page.evaluate(AT_REST)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        run: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [f"{found['id']}: {node['html'][:200]}" for found in run["violations"] for node in found["nodes"]]

    def is_as_wide_as_its_window(self) -> bool:
        """Whether nothing has to be scrolled sideways for."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def played(stage: tuple[Played, str]) -> Played:
    """A desk with something of everything."""
    played = stage[0]
    played.begin()
    played.add(minutes=7)
    played.add(minutes=1, acute="vold-overgrep", age=14, role="ungdom", needs=[], language="nn", words=None)
    talking = played.add("coordinator", minutes=30, holder=HERE, claimed_at=ago(minutes=12))
    reply = "Det er tungt når barnet gruer seg til skolen."
    played.says(talking, "Hei, gutten vår på 9 vil ikke på skolen.")
    played.says(talking, reply, "answer", answer=answer(reply, "Helsestasjonen i Oppdal"))
    played.happens(talking, "asked")
    played.happens(talking, "claimed", ME["name"])
    played.says(talking, "Har dere snakket med kontaktlæreren?", "coordinator", by=ME["name"])
    played.says(talking, "Ja, men det ble ikke noe mer av det.")
    played.cases[talking]["notes"].append({"id": 1, "at": ago(), "by": OTHER["name"], "text": "Ringte i går."})
    played.add("coordinator", minutes=50, holder=OTHER | {"here": False}, claimed_at=ago(minutes=40))
    contact = {"phone": "+4791234567", "email": None, "when": "Etter klokka 14"}
    to_call = played.add("callback", minutes=1500, due="2026-11-26", overdue=True)
    played.cases[to_call] |= {"contact": contact, "contact_kind": "phone"}
    played.add("closed", minutes=4000, outcome="svar-gitt", ended_at=ago(days=2), holder=HERE)
    for state in ("returned", "cancelled"):
        played.add(state, minutes=4000, ended_at=ago(days=2))
    played.replies = [{"id": 1, "title": "Hei", "nb": REPLY, "nn": "Hei! Eg er koordinator i kommunen."}]
    return played


WAITING, ACUTE, TALKING, OTHERS, CALLBACK = (f"#sak/{number}" for number in range(11, 16))


@pytest.fixture
def open_desk(browser: Browser, stage: tuple[Played, str], played: Played) -> Iterator[Callable[..., Desk]]:
    """Opens the desk in a browser context of its own, signed in unless told otherwise."""
    desks: list[Desk] = []
    faults: list[str] = []

    def open_one(hash_: str = "", size: ViewportSize = DESKTOP, *, signed_in: bool = True, **context: Any) -> Desk:  # noqa: ANN401 - Playwright's own
        page = browser.new_context(viewport=size, locale="nb-NO", **context).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        desk = Desk(page, played, stage[1])
        desks.append(desk)
        desk.open(hash_)
        if signed_in:
            desk.sign_in()
        return desk

    yield open_one
    for desk in desks:
        desk.page.context.close()
    assert faults == []


@SIZES
def test_a_conversation_is_taken_held_helped_with_a_card_and_closed(
    open_desk: Callable[..., Desk], played: Played, size: ViewportSize
) -> None:
    desk = open_desk(size=size)
    page = desk.page
    page.locator("a[data-case='11']").click()
    expect(page.locator(".summary")).to_contain_text("Gutten vår vil ikke på skolen")
    page.get_by_label("Navnet familien ser").fill("Kari")
    desk.says("Ta samtalen").click()
    expect(desk.field).to_be_focused()
    page.keyboard.type("Hei, dette er Kari.")
    page.keyboard.press("Enter")
    expect(desk.lines.last).to_contain_text("Hei, dette er Kari.")
    expect(desk.field).to_have_value("")
    played.family_types[11] = True
    expect(page.get_by_text("Familien skriver …")).to_be_visible()
    played.says(11, "Kan du hjelpe oss?")
    expect(desk.lines.last).to_contain_text("Kan du hjelpe oss?")
    expect(page.get_by_text("Familien skriver …")).to_be_hidden()
    if size is PHONE:
        page.get_by_role("tab", name="Forslag").click()
    page.get_by_label("Hva trenger familien?").fill("skolevegring")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send dette kortet Helsestasjonen i Oppdal").click()
    if size is PHONE:
        page.get_by_role("tab", name="Samtale").click()
    expect(desk.lines.last).to_contain_text("Kort: Helsestasjonen i Oppdal")
    desk.says("Avslutt").click()
    page.get_by_label("Time avtalt").check()
    desk.says("Avslutt samtalen").click()
    expect(page.locator("[data-focus=queue]")).to_be_focused()
    expect(page.locator("a[data-case='11']")).to_have_count(0)
    sent = [one for one in played.received if "card" in one]
    assert [(one["text"], one["card"]) for one in sent] == [
        ("Hei, dette er Kari.", None),
        ("Her er noen som kan hjelpe:", {"question": "skolevegring", "service": "oppdal/helsestasjonen"}),
    ]
    assert {"act": "claim", "name": "Kari"} in played.received
    assert played.received[-1] == {"act": "close", "outcome": "time-avtalt"}
    assert played.typed[0] is True
    assert played.typed[-1] is False


def test_a_wrong_password_is_said_and_the_right_one_opens(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(signed_in=False)
    desk.page.get_by_label("Brukernavn").fill("en")
    desk.page.get_by_label("Passord").fill("feil")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("Brukernavnet eller passordet er feil.")
    desk.sign_in()
    desk.page.get_by_role("button", name="Meny").click()
    expect(desk.page.locator("#own")).to_contain_text(f"{ME['name']}")
    desk.says("Logg ut").click()
    expect(desk.page.get_by_label("Passord")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_label("Passord")).to_be_visible()


def test_only_the_ways_in_that_are_there_are_offered(open_desk: Callable[..., Desk], played: Played) -> None:
    played.ways = {"local": False, "oidc": "Feide"}
    desk = open_desk(signed_in=False)
    expect(desk.page.get_by_role("link", name="Logg inn med Feide")).to_have_attribute("href", "/vakt/inn")
    expect(desk.page.get_by_label("Passord")).to_have_count(0)


def test_the_queue_comes_in_the_servers_order_and_grows_by_itself(
    open_desk: Callable[..., Desk], played: Played
) -> None:
    desk = open_desk()
    rows = desk.page.locator(".rows").first.locator("a")
    expect(rows.first).to_contain_text("Akutt: vold eller overgrep")
    expect(desk.page).to_have_title("(3) Vakt – Én dør inn")
    played.add(minutes=0)
    expect(rows).to_have_count(3)
    expect(desk.page).to_have_title("(4) Vakt – Én dør inn")
    expect(desk.page.locator("p[role=status]")).to_have_text("En ny samtale venter.")


@pytest.mark.parametrize("how", ["revoked", "refused"])
def test_what_is_typed_outlives_a_session_that_is_gone(
    open_desk: Callable[..., Desk], played: Played, how: str
) -> None:
    desk = open_desk(TALKING)
    desk.field.fill("Jeg skal høre med")
    if how == "revoked":
        played.end_sessions()
    else:
        played.sessions.clear()
        desk.field.fill("Jeg skal høre med skolen")
        desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_text("Du er logget ut.")).to_be_visible()
    desk.sign_in()
    if how == "revoked":
        expect(desk.field).to_have_value("Jeg skal høre med")
    else:
        expect(desk.lines.last).to_contain_text("Jeg skal høre med skolen")
        assert len([one for one in played.received if "card" in one]) == 1


def test_a_case_that_a_colleague_gives_is_said_and_counted_until_it_is_opened(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk()
    expect(desk.page).to_have_title("(3) Vakt – Én dør inn")
    passed(desk)
    expect(desk.page).to_have_title("(4) Vakt – Én dør inn")
    expect(desk.page.locator("p[role=status]")).to_have_text("Du har fått en samtale fra en kollega.")
    desk.page.locator("a[data-case='14']").click()
    expect(desk.page).to_have_title("(3) Vakt – Én dør inn")
    expect(desk.page.get_by_text("Ny hos deg")).to_have_count(0)
    desk.page.reload()
    expect(desk.page).to_have_title("(3) Vakt – Én dør inn")


def test_a_case_that_one_takes_is_not_said_to_be_given(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(WAITING)
    desk.says("Ta samtalen").click()
    expect(desk.field).to_be_focused()
    expect(desk.page).to_have_title("(2) Vakt – Én dør inn")
    expect(desk.page.get_by_text("Ny hos deg")).to_have_count(0)


def test_a_family_that_writes_to_nobody_is_heard(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk()
    played.says(14, "Er dere der?")
    expect(desk.page.locator("p[role=status]")).to_have_text("En familie skriver til en kollega som ikke er pålogget.")


def test_cases_that_ended_without_an_outcome_are_listed_with_how_they_ended(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("#avsluttede")
    rows = desk.page.locator(".page-part .rows a")
    expect(rows).to_have_count(3)
    for row, how in zip(rows.all(), ("Svar gitt", "Tilbake til veiviseren", "Familien trakk seg"), strict=True):
        expect(row).to_contain_text(how)
    rows.nth(1).click()
    expect(desk.page.locator(".case-state")).to_have_text("Avsluttet: Tilbake til veiviseren")


@SIZES
def test_what_suits_the_familys_own_summary_is_sent_with_one_press(
    open_desk: Callable[..., Desk], played: Played, size: ViewportSize
) -> None:
    desk = open_desk(size=size)
    suggested(desk)
    desk.page.get_by_role("button", name=f"Send dette kortet {SUGGESTED[0]}").click()
    if size is PHONE:
        desk.page.get_by_role("tab", name="Samtale").click()
    expect(desk.lines.last).to_contain_text("Kort:")
    expect(desk.page.locator(".line[data-unsent]")).to_have_count(0)
    sent = [one for one in played.received if "card" in one]
    assert [(one["text"], one["card"]["service"]) for one in sent] == [
        ("Her er noen som kan hjelpe:", "oppdal/skolehelsetjenesten")
    ]


def test_where_the_family_has_told_nothing_there_is_only_the_search(
    open_desk: Callable[..., Desk], played: Played
) -> None:
    played.cases[13] |= {"needs": [], "services": []}
    desk = open_desk(TALKING)
    expect(desk.page.get_by_label("Hva trenger familien?")).to_be_visible()
    desk.field.wait_for()
    expect(desk.page.locator(".suggested, .found-list")).to_have_count(0)


def test_a_name_is_forgotten_when_one_signs_out(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(WAITING)
    desk.page.get_by_label("Navnet familien ser").fill("Kari")
    desk.says("Ta samtalen").click()
    expect(desk.field).to_be_focused()
    desk.open(ACUTE)
    expect(desk.page.get_by_label("Navnet familien ser")).to_have_value("Kari")
    desk.page.get_by_role("button", name="Meny").click()
    desk.says("Logg ut").click()
    desk.sign_in()
    expect(desk.page.get_by_label("Navnet familien ser")).to_have_value("")


def test_a_message_that_is_not_sent_outlives_a_reload_and_is_sent_once(
    open_desk: Callable[..., Desk], played: Played
) -> None:
    desk = open_desk(TALKING)
    desk.page.context.set_offline(offline=True)
    desk.field.fill("Er dere der?")
    desk.page.keyboard.press("Enter")
    expect(desk.lines.last).to_contain_text("Ikke sendt ennå.")
    desk.page.context.set_offline(offline=False)
    desk.page.reload()
    expect(desk.lines.filter(has_text="Er dere der?")).to_have_count(1)
    expect(desk.page.get_by_text("Ikke sendt ennå.")).to_have_count(0)
    assert [one["text"] for one in played.entries[13]].count("Er dere der?") == 1
    assert len({one["id"] for one in played.received if "card" in one}) == 1


def test_words_that_are_refused_stand_in_the_field_again_with_the_reason(
    open_desk: Callable[..., Desk], played: Played
) -> None:
    desk = open_desk(TALKING)
    played.refusals.append(("/messages", 409, "avsluttet", "Familien har avsluttet samtalen."))
    desk.field.fill("Er dere der?")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("Familien har avsluttet samtalen.")
    expect(desk.field).to_have_value("Er dere der?")


def test_whoever_comes_second_is_told_and_sees_the_case_as_it_is(
    open_desk: Callable[..., Desk], played: Played
) -> None:
    desk = open_desk(WAITING)
    played.cases[11] |= {"state": "coordinator", "holder": OTHER | {"here": True}}
    played.refusals.append(("/claim", 409, "opptatt", "Koordinator To har alt tatt samtalen."))
    desk.says("Ta samtalen").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("Koordinator To har alt tatt samtalen.")
    expect(desk.page.locator(".case-state")).to_have_text("Koordinator To har samtalen.")


def test_a_case_that_is_not_ours_is_said_not_to_be_there(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("#sak/99")
    expect(desk.page.get_by_role("alert")).to_contain_text("Saken finnes ikke")


def test_a_family_is_passed_on_only_by_asking_it(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk(TALKING)
    desk.says("Formidle videre").click()
    go = desk.says("Spør familien")
    expect(go).to_have_attribute("aria-disabled", "true")
    desk.page.get_by_label("Finn tjenesten").fill("helsestasjon")
    desk.page.keyboard.press("Enter")
    desk.page.get_by_role("radio", name="Helsestasjonen i Oppdal").check()
    desk.page.get_by_label("Dette sier vi til tjenesten").fill("Gutt på 9 som ikke vil på skolen.")
    go.click()
    expect(desk.page.locator(".consent")).to_contain_text("De har ikke svart ennå.")
    expect(desk.field).to_be_focused()
    played.cases[13]["consent"]["state"] = "given"
    played.changed()
    expect(desk.page.locator(".consent")).to_contain_text("Familien har sagt ja")


def test_a_leader_takes_over_with_a_reason(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk(OTHERS)
    desk.says("Ta over").click()
    desk.page.get_by_label("Hvorfor tar du over?").fill("Kollegaen er ikke her")
    desk.says("Ta over samtalen").click()
    expect(desk.field).to_be_focused()
    assert played.received[-1] == {"act": "take-over", "reason": "Kollegaen er ikke her", "name": None}


def test_a_name_can_be_shown_later(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk(TALKING)
    desk.page.get_by_text("Mer", exact=True).click()
    desk.says("Vis et navn").click()
    desk.page.get_by_label("Navnet familien ser").fill("Kari")
    desk.says("Vis navnet").click()
    expect(desk.page.get_by_text("Familien ser navnet Kari")).to_be_visible()
    expect(desk.field).to_be_focused()
    assert played.received[-1] == {"act": "name", "name": "Kari"}


def test_a_contact_can_be_dialled_and_a_call_noted(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk(CALLBACK)
    expect(desk.page.get_by_role("link", name="Ring +47 912 34 567")).to_have_attribute("href", "tel:+4791234567")
    desk.says("Har tatt kontakt").click()
    desk.page.get_by_label("Ingen svarte").check()
    desk.says("Ferdig").click()
    expect(desk.page.locator("a[data-case='15']")).to_have_count(0)
    assert played.received[-1] == {"act": "called", "outcome": "ingen-svar"}


def test_a_call_that_nobody_answered_is_noted_and_the_case_is_still_there(
    open_desk: Callable[..., Desk], played: Played
) -> None:
    desk = open_desk(CALLBACK)
    desk.says("Ingen svarte").click()
    desk.says("Noter forsøket").click()
    expect(desk.page.get_by_text("En koordinator prøvde å nå familien")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Ring +47 912 34 567")).to_be_visible()
    assert played.received[-1] == {"act": "attempted"}


def test_a_reply_that_lies_ready_goes_where_the_cursor_is(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(TALKING)
    desk.field.fill("Vi snakkes.")
    desk.field.press("Home")
    desk.page.get_by_role("button", name="Sett inn: Hei").click()
    expect(desk.field).to_have_value(f"{REPLY}Vi snakkes.")
    expect(desk.field).to_be_focused()


def test_replies_are_written_changed_and_thrown_away(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk("#hurtigsvar")
    page = desk.page
    desk.says("Nytt hurtigsvar").click()
    expect(page.get_by_label("Navn på hurtigsvaret")).to_be_focused()
    page.get_by_label("Navn på hurtigsvaret").fill("Takk")
    page.get_by_label("Tekst på Bokmål").fill("Takk for praten.")
    desk.says("Lagre").click()
    expect(page.locator(".replies > li")).to_have_count(2)
    desk.says("Slett Takk").click()
    desk.says("Ja, slett").click()
    expect(page.locator(".replies > li")).to_have_count(1)
    played.role = "koordinator"
    desk.open("#hurtigsvar")
    expect(page.locator(".replies > li")).to_have_count(1)
    expect(desk.says("Nytt hurtigsvar")).to_have_count(0)
    expect(page.get_by_role("link", name="Tall")).to_have_count(0)


def test_figures_that_are_too_few_are_words_in_the_chart_and_the_table(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("#tall")
    expect(desk.page.get_by_role("img", name=re.compile("Ventetid, uke for uke"))).to_be_visible()
    table = desk.page.get_by_role("table", name="Tall for hver uke")
    expect(table.get_by_role("row")).to_have_count(13)
    expect(table.get_by_role("row").nth(2)).to_contain_text("skjult")
    csv = desk.page.get_by_role("link", name="Last ned som CSV")
    expect(csv).to_have_attribute("href", "/vakt/tall.csv?kommune=oppdal&weeks=12")
    desk.page.get_by_label("Periode").select_option("4")
    expect(table.get_by_role("row")).to_have_count(5)


def test_mail_that_does_not_go_out_and_a_broken_line_are_said(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk()
    played.mail = {"ok": False, "since": ago(hours=2), "waiting": 3}
    played.changed()
    expect(desk.page.locator(".warnings")).to_contain_text("E-post går ikke ut. 3 varsler")
    desk.page.context.set_offline(offline=True)
    expect(desk.page.locator(".warnings")).to_contain_text("Du er ikke på nett.")
    desk.page.context.set_offline(offline=False)
    expect(desk.page.locator(".warnings")).not_to_contain_text("Du er ikke på nett.")


def test_one_can_be_away_and_in_nynorsk(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk()
    desk.page.get_by_role("button", name="Ledig").click()
    desk.page.get_by_label("Borte").check()
    desk.page.get_by_label("Beskjed til kollegene").fill("Lunsj")
    desk.says("Lagre").click()
    expect(desk.page.get_by_role("button", name="Borte: Lunsj")).to_be_visible()
    assert played.presence == {"state": "away", "text": "Lunsj"}
    desk.page.get_by_role("button", name="Meny").click()
    desk.says("Nynorsk").click()
    expect(desk.queue).to_contain_text("Ventar")
    desk.page.reload()
    expect(desk.queue).to_contain_text("Ventar")
    assert desk.page.evaluate("document.documentElement.lang") == "nn"


def test_a_notification_says_nothing_of_whom_it_is_about(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk(signed_in=False)
    desk.page.add_init_script(
        """(() => { if (location.protocol !== 'http:') return;
        window.notified = [];
        window.Notification = class { constructor(said, options) { window.notified.push([said, options.body]) }
            static permission = 'granted'; static requestPermission = async () => 'granted' };
        localStorage.setItem('endorinn:vakt:slik', JSON.stringify({ notify: true }));
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }); })()"""
    )
    desk.open()
    desk.sign_in()
    played.add(acute="selvmord")
    desk.page.wait_for_function("() => window.notified.length")
    assert desk.page.evaluate("window.notified") == [["En samtale venter", None]]


def signing_in(desk: Desk) -> None:
    """Before anybody is there."""
    desk.page.locator("#own .own-out button").evaluate("button => button.click()")
    expect(desk.page.get_by_label("Passord")).to_be_visible()


def in_queue(_: Desk) -> None:
    """Nothing chosen."""


def at(hash_: str, ready: str) -> Callable[[Desk], None]:
    """A page of the desk, once something of it is there."""

    def state(desk: Desk) -> None:
        desk.open(hash_)
        desk.page.locator(ready).first.wait_for()

    return state


def suggested(desk: Desk) -> None:
    """With cards that suit what the family has told."""
    at(TALKING, "#reply")(desk)
    help_ = desk.page.get_by_role("tab", name="Forslag")
    if help_.count():
        help_.click()
    desk.page.locator(".suggested").wait_for()


def found(desk: Desk) -> None:
    """With cards that were found."""
    suggested(desk)
    desk.page.get_by_label("Hva trenger familien?").fill("skole")
    desk.page.keyboard.press("Enter")
    desk.page.locator(".found-list", has_text="Helsestasjonen").wait_for()


def passed(desk: Desk) -> None:
    """A case that a colleague has given."""
    desk.played.cases[14] |= {"holder": HERE}
    desk.played.changed()
    desk.page.get_by_text("Ny hos deg").wait_for()


def unfolded(desk: Desk) -> None:
    """With everything open that is folded."""
    at(TALKING, "#reply")(desk)
    desk.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def tab(name: str) -> Callable[[Desk], None]:
    """Another part of a conversation."""

    def state(desk: Desk) -> None:
        at(TALKING, "#reply")(desk)
        desk.page.get_by_role("tab", name=name).click()

    return state


def window(name: str, hash_: str = TALKING) -> Callable[[Desk], None]:
    """Asking before something is done."""

    def state(desk: Desk) -> None:
        at(hash_, ".acts")(desk)
        desk.page.evaluate("document.querySelectorAll('.more').forEach(one => { one.open = true })")
        desk.says(name).click()
        desk.page.get_by_role("dialog").wait_for()

    return state


def menu(desk: Desk) -> None:
    """With the menu open."""
    desk.page.get_by_role("button", name="Meny").click()


def editing(desk: Desk) -> None:
    """Writing a reply."""
    at("#hurtigsvar", ".replies li")(desk)
    desk.says("Endre Hei").click()


def refused(desk: Desk) -> None:
    """With something that went wrong, and mail that does not go out."""
    desk.played.mail = {"ok": False, "since": ago(hours=2), "waiting": 3}
    desk.played.refusals.append(("/notes", 500, "feil", "Noe gikk galt hos oss."))
    tab("Notater")(desk)
    desk.page.get_by_label("Nytt notat").fill("Ring")
    desk.says("Lagre notatet").click()
    desk.page.get_by_role("alert").wait_for()


STATES = {
    "signing in": signing_in,
    "queue": in_queue,
    "waiting": at(WAITING, ".claim"),
    "acute": at(ACUTE, ".claim"),
    "talking": at(TALKING, "#reply"),
    "unfolded": unfolded,
    "suggested": suggested,
    "found": found,
    "passed": passed,
    "notes": tab("Notater"),
    "history": tab("Historikk"),
    "callback": at(CALLBACK, ".callback"),
    "others": at(OTHERS, ".case-head"),
    "closing": window("Avslutt"),
    "passing on": window("Formidle videre"),
    "passing": window("Gi til kollega"),
    "naming": window("Vis et navn"),
    "taking over": window("Ta over", OTHERS),
    "menu": menu,
    "ended": at("#avsluttede", ".page-part .rows a"),
    "replies": at("#hurtigsvar", ".replies li"),
    "editing": editing,
    "figures": at("#tall", ".charts"),
    "refused": refused,
}


@SIZES
@pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))
def test_no_view_has_a_violation_nor_is_wider_than_the_screen(
    open_desk: Callable[..., Desk], state: Callable[[Desk], None], size: ViewportSize
) -> None:
    desk = open_desk(size=size)
    state(desk)
    assert desk.violations() == []
    for smaller in (size, NARROWEST, ZOOMED) if size is PHONE else (size,):
        desk.page.set_viewport_size(smaller)
        assert desk.is_as_wide_as_its_window()
        assert desk.page.evaluate(SMALL) == []


def test_on_a_phone_the_case_is_a_step_and_there_is_a_way_back(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(size=PHONE)
    row = desk.page.locator("a[data-case='11']")
    row.click()
    expect(row).to_be_hidden()
    expect(desk.page.locator("#case-title")).to_be_focused()
    desk.page.get_by_role("link", name="Til køen").click()
    expect(row).to_be_focused()


def focused(desk: Desk) -> str:
    """The name or text of what has focus."""
    name = desk.page.evaluate(
        "(e => e === document.body ? '' : e.getAttribute('aria-label') || (e.labels?.[0] ?? e).innerText || e.id)"
        "(document.activeElement)"
    )
    return str(name).strip()


def tab_to(desk: Desk, name: str, key: str = "Tab") -> None:
    """Goes on with the keyboard until something has focus whose name begins with this expression."""
    for _ in range(60):
        desk.page.keyboard.press(key)
        if re.match(name, focused(desk)):
            return
    pytest.fail(f"«{name}» is not reached with {key}.")


def test_everything_is_done_with_the_keyboard_alone(open_desk: Callable[..., Desk], played: Played) -> None:
    desk = open_desk(signed_in=False)
    page = desk.page
    tab_to(desk, "Brukernavn")
    page.keyboard.type("en")
    tab_to(desk, "Passord")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(desk.page.locator("[data-focus=queue]")).to_be_focused()
    tab_to(desk, "!")
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_focused()
    tab_to(desk, "Ta samtalen")
    page.keyboard.press("Enter")
    expect(desk.field).to_be_focused()
    page.keyboard.type("Hei du")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Eg er her")
    page.keyboard.press("Control+Enter")
    expect(desk.lines.last).to_contain_text("Hei du\nEg er her")
    tab_to(desk, "Samtale$", "Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Notater")).to_be_focused()
    tab_to(desk, "Nytt notat")
    page.keyboard.type("Ring i morgon")
    tab_to(desk, "Lagre notatet")
    page.keyboard.press("Enter")
    expect(page.locator(".notes-list")).to_contain_text("Ring i morgon")
    tab_to(desk, "Mer$", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(desk, "Gi til kollega")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(desk.says("Gi til kollega")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(desk) == "Mer"
    tab_to(desk, "Avslutt$", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(desk, "Svar gitt")
    page.keyboard.press("Space")
    tab_to(desk, "Avslutt samtalen")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus=queue]")).to_be_focused()
    assert played.received[-1] == {"act": "close", "outcome": "svar-gitt"}


def test_focus_is_always_in_view(open_desk: Callable[..., Desk]) -> None:
    for size in (DESKTOP, PHONE):
        desk = open_desk(TALKING, size)
        desk.field.wait_for()
        for _ in range(50):
            desk.page.keyboard.press("Tab")
            covered = desk.page.evaluate(
                """() => { const e = document.activeElement; if (e === document.body) return false;
                    const box = e.getBoundingClientRect();
                    const [x, y] = [Math.min(box.width, 40) / 2, Math.min(box.height, 20) / 2];
                    const at = document.elementFromPoint(box.x + x, box.y + y);
                    return !(at && (e.contains(at) || at.contains(e))); }"""
            )
            assert not covered, f"«{focused(desk)}» is hidden when it has focus"


def test_the_skip_link_leads_past_the_queue(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(TALKING)
    desk.field.wait_for()
    desk.page.evaluate("document.activeElement.blur()")
    tab_to(desk, "Hopp til samtalen")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#case-title")).to_be_focused()


def test_forced_colours_keep_borders(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(TALKING, forced_colors="active")
    desk.field.wait_for()
    borders = desk.page.evaluate(
        "[...document.querySelectorAll('.line:not([data-kind=status]), .acute-tag, .row-link')]"
        ".map(e => getComputedStyle(e).borderTopStyle)"
    )
    assert len(borders) >= 8
    assert "none" not in borders
