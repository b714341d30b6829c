"""The widget in municipalities' pages, in a real browser."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.web.hosts import OPENED, gateway_pages, host_pages, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, FloatRect, FrameLocator, Locator, Page

PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 568}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

# What an element in the middle of the button is; the host where nothing covers the button.
MIDDLE = "({x, y, width, height}) => document.elementFromPoint(x + width / 2, y + height / 2).localName"
FOCUSED = "document.activeElement.localName"


@contextmanager
def opened(browser: Browser, address: str, size: ViewportSize) -> Iterator[Page]:
    page = browser.new_page(viewport=size)
    page.add_init_script(OPENED)
    page.goto(address)
    yield page
    page.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(browser: Browser, host_address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A plain page of the municipality's."""
    with opened(browser, f"{host_address}/plain", request.param) as plain:
        yield plain


@pytest.fixture
def phone(browser: Browser, host_address: str) -> Iterator[Page]:
    """The same on a phone."""
    with opened(browser, f"{host_address}/plain", PHONE) as plain:
        yield plain


@pytest.fixture
def desktop(browser: Browser, host_address: str) -> Iterator[Page]:
    """The same on a wide screen."""
    with opened(browser, f"{host_address}/plain", DESKTOP) as plain:
        yield plain


def launcher(page: Page) -> Locator:
    return page.locator("endorinn-widget .launcher")


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Én dør inn")


def chat(page: Page) -> FrameLocator:
    return page.frame_locator("endorinn-widget iframe")


def press(page: Page) -> FrameLocator:
    """Opens the chat and waits until it can be used."""
    launcher(page).click()
    expect(chat(page).locator("#shown")).to_have_text("true")
    return chat(page)


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def test_nothing_is_fetched_but_the_loader_until_the_button_is_pressed(browser: Browser, host_address: str) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{host_address}/plain", wait_until="networkidle")
    page.close()
    assert [url for url in asked if not url.startswith(host_address)] == [asked[1]]
    assert asked[1].endswith("/widget.js")


def test_the_page_gets_no_globals_and_sees_nothing_of_what_is_inside(browser: Browser, host_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{host_address}/plain")
    page.locator("endorinn-widget").wait_for()
    assert page.evaluate("document.querySelector('endorinn-widget').shadowRoot") is None
    assert page.evaluate("Object.keys(window).filter((name) => /endorinn|widget/i.test(name))") == []
    page.close()


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
@pytest.mark.parametrize("path", ["plain", "hostile", "strict", "head", "module", "replaced"])
def test_the_chat_opens_in_any_page(browser: Browser, host_address: str, path: str, size: ViewportSize) -> None:
    with opened(browser, f"{host_address}/{path}", size) as page:
        button = box(launcher(page))
        assert 44 <= button["height"] <= 60
        assert 44 <= button["width"] <= size["width"] * 0.6
        assert button["x"] + button["width"] == pytest.approx(size["width"] - 16, abs=16)  # A scrollbar.
        assert button["y"] + button["height"] == pytest.approx(size["height"] - 16, abs=1)
        assert page.evaluate(MIDDLE, button) == "endorinn-widget"
        press(page)
        frame = box(page.locator("endorinn-widget iframe"))
        assert frame["width"] == (414 if size is DESKTOP else size["width"])
        assert frame["height"] > size["height"] * 0.8
        assert page.evaluate(MIDDLE, frame) == "endorinn-widget"


def test_a_strict_page_has_nothing_to_forbid(browser: Browser, host_address: str) -> None:
    listen = "addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push(e.effectiveDirective))"
    page = browser.new_page()
    page.add_init_script(OPENED + listen)
    page.goto(f"{host_address}/strict")
    press(page).locator("#close").click()
    expect(launcher(page)).to_be_focused()
    # The page's own button, which its own policy forbids.
    assert page.evaluate("window.broken") == ["script-src-attr"]
    page.close()


def test_a_line_that_stands_there_twice_gives_one_button(browser: Browser, host_address: str) -> None:
    with opened(browser, f"{host_address}/twice", DESKTOP) as page:
        page.wait_for_load_state("networkidle")
        expect(launcher(page)).to_have_count(1)


@pytest.mark.parametrize(
    ("path", "name", "language"),
    [
        ("plain", "Spør om hjelp til barn og familie", "nb"),
        ("nn", "Spør om hjelp til barn og familie", "nn"),
        ("en", "Ask for help for children and families", "en"),
    ],
)
def test_the_language_is_the_pages_or_the_lines(
    browser: Browser, host_address: str, path: str, name: str, language: str
) -> None:
    with opened(browser, f"{host_address}/{path}", PHONE) as page:
        expect(launcher(page)).to_have_accessible_name(name)
        press(page)
        address = page.locator("endorinn-widget iframe").get_attribute("src")
        assert address is not None
        assert address.endswith(f"/oppdal?vis=panel&lang={language}")


def test_the_municipality_can_choose_the_colours(browser: Browser, host_address: str) -> None:
    with opened(browser, f"{host_address}/coloured", DESKTOP) as page:
        expect(launcher(page)).to_have_css("background-color", "rgb(255, 204, 0)")
        expect(launcher(page)).to_have_css("color", "rgb(0, 0, 0)")


def test_focus_goes_to_the_chat_and_back_to_the_button(page: Page) -> None:
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    expect(press(page).locator("#field")).to_be_focused()
    expect(page.locator("endorinn-widget iframe")).to_have_attribute("title", "Chat med Oppdal")
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")


def test_beside_the_chat_a_wide_page_can_still_be_used(desktop: Page) -> None:
    press(desktop)
    expect(panel(desktop)).to_have_attribute("aria-modal", "false")
    expect(launcher(desktop)).to_have_attribute("aria-expanded", "true")
    desktop.get_by_role("button", name="Verten").click()
    expect(desktop.get_by_role("button", name="Trykket")).to_be_visible()
    launcher(desktop).focus()
    desktop.keyboard.press("Escape")
    expect(panel(desktop)).to_be_hidden()


def test_behind_the_chat_a_phones_page_is_held_still_and_let_go_as_it_was(phone: Page) -> None:
    phone.evaluate("document.documentElement.style.overflowY = 'scroll'; scrollTo(0, 300)")
    press(phone)
    expect(panel(phone)).to_have_attribute("aria-modal", "true")
    assert phone.evaluate("[document.body.inert, getComputedStyle(document.documentElement).overflowY]") == [
        True,
        "hidden",
    ]
    chat(phone).locator("#close").click()
    expect(panel(phone)).to_be_hidden()
    assert phone.evaluate("[document.body.inert, document.documentElement.style.overflowY, scrollY]") == [
        False,
        "scroll",
        300,
    ]


def test_a_screen_that_gets_wide_lets_the_page_go(phone: Page) -> None:
    press(phone)
    phone.set_viewport_size(DESKTOP)
    expect(launcher(phone)).to_be_visible()
    assert phone.evaluate("document.body.inert") is False
    assert box(panel(phone))["width"] == 416


def test_the_conversation_and_the_open_chat_outlive_the_page(desktop: Page) -> None:
    press(desktop).locator("#keep").click()
    desktop.get_by_role("link", name="Neste side").click()
    desktop.wait_for_url("**/next")
    expect(chat(desktop).locator("#kept")).to_have_text("nøkkelen")
    assert desktop.evaluate(FOCUSED) == "body"
    desktop.reload()
    expect(chat(desktop).locator("#kept")).to_have_text("nøkkelen")
    chat(desktop).locator("#forget").click()
    chat(desktop).locator("#close").click()
    desktop.reload()
    expect(panel(desktop)).to_be_hidden()
    expect(press(desktop).locator("#kept")).to_have_text("ingenting")


def test_a_phone_gets_the_chat_again_when_it_loads_anew_but_not_over_the_next_page(phone: Page) -> None:
    press(phone).locator("#keep").click()
    phone.reload()
    expect(chat(phone).locator("#kept")).to_have_text("nøkkelen")
    phone.goto(phone.url.replace("plain", "next"))
    expect(panel(phone)).to_be_hidden()
    expect(press(phone).locator("#kept")).to_have_text("nøkkelen")


def test_a_page_whose_storage_is_blocked_keeps_what_it_can(browser: Browser, host_address: str) -> None:
    with opened(browser, f"{host_address}/blocked", DESKTOP) as page:
        press(page).locator("#keep").click()
        # The chat in its frame loads itself anew.
        page.frames[1].goto(page.frames[1].url)
        expect(chat(page).locator("#kept")).to_have_text("nøkkelen")


def test_leaving_hides_and_forgets_everything(page: Page) -> None:
    page.route("https://www.yr.no/", lambda route: route.fulfill(body="Vær", content_type="text/html"))
    address = page.url
    press(page).locator("#keep").click()
    chat(page).locator("#leave").click()
    page.wait_for_url("https://www.yr.no/")
    page.goto(address)
    assert page.evaluate("sessionStorage.length") == 0


def test_what_is_left_for_is_a_page_and_never_a_script(page: Page) -> None:
    page.on("dialog", lambda _: pytest.fail("A script was run."))
    press(page).locator("#script").click()
    expect(panel(page)).to_be_hidden()
    expect(page.locator("h1").first).to_be_visible()


def test_only_the_chat_in_our_frame_is_listened_to(desktop: Page) -> None:
    press(desktop)
    desktop.evaluate("postMessage({ mark: 'endorinn', type: 'close' }, '*')")
    desktop.evaluate(
        """() => new Promise((done) => {
            const other = document.createElement('iframe');
            other.srcdoc = "<script>parent.postMessage({ mark: 'endorinn', type: 'close' }, '*')</" + "script>";
            document.body.append(other);
            addEventListener('message', ({ source }) => source === other.contentWindow && setTimeout(done, 100));
        })"""
    )
    expect(panel(desktop)).to_be_visible()


def test_a_new_answer_is_shown_and_said_while_the_chat_is_closed(page: Page) -> None:
    frame = press(page)
    frame.locator("#late").click()
    frame.locator("#close").click()
    expect(page.locator("endorinn-widget .dot")).to_be_visible()
    expect(launcher(page)).to_have_accessible_name(re.compile("Spør om hjelp.*, Nytt svar"))
    expect(page.locator("endorinn-widget > [role=status], endorinn-widget .unseen[role=status]")).to_have_text(
        "Nytt svar"
    )
    press(page)
    expect(page.locator("endorinn-widget .dot")).to_be_hidden()


def test_a_page_on_paper_has_no_button(desktop: Page) -> None:
    desktop.emulate_media(media="print")
    expect(launcher(desktop)).to_be_hidden()


def test_readers_own_colours_and_text_size_are_kept(browser: Browser, host_address: str) -> None:
    page = browser.new_page(forced_colors="active", viewport=DESKTOP)
    page.add_init_script(OPENED)
    page.goto(f"{host_address}/hostile")
    expect(launcher(page)).to_have_css("font-size", "16px")
    expect(launcher(page)).to_have_css("border-top-width", "2px")
    page.close()


def apology(page: Page) -> None:
    """Nobody is left with a blank."""
    expect(panel(page)).to_contain_text("Vi får ikke åpnet chatten", timeout=9_000)
    for number in ("113", "112", "116111"):
        expect(panel(page).locator(f"a[href='tel:{number}']")).to_be_visible()
    expect(panel(page).get_by_role("link", name="egen side")).to_have_attribute("href", re.compile("/oppdal$"))
    panel(page).get_by_role("button", name="Lukk").click()
    expect(launcher(page)).to_be_focused()


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_gateway_that_refuses_the_frame_leaves_nobody_with_a_blank(browser: Browser, size: ViewportSize) -> None:
    refusing = gateway_pages(**{"Content-Security-Policy": "frame-ancestors 'none'"})
    with (
        serving(refusing, "127.0.0.1") as gateway,
        serving(host_pages(gateway), "localhost") as host,
        opened(browser, f"{host}/plain", size) as page,
    ):
        launcher(page).click()
        expect(panel(page)).to_contain_text("Åpner …")
        apology(page)


@pytest.mark.usefixtures("built")
def test_a_chat_that_says_nothing_leaves_nobody_with_a_blank_and_is_tried_again(browser: Browser) -> None:
    pages = gateway_pages("<p>Noe gikk galt</p>")
    with (
        serving(pages, "127.0.0.1") as gateway,
        serving(host_pages(gateway), "localhost") as host,
        opened(browser, f"{host}/strict", PHONE) as page,
    ):
        launcher(page).click()
        apology(page)
        pages["/oppdal"] = gateway_pages()["/oppdal"]
        press(page)


@pytest.mark.usefixtures("built")
def test_a_gateway_that_is_down_leaves_nobody_with_a_blank(browser: Browser) -> None:
    with serving(gateway_pages(), "127.0.0.1") as gateway, serving(host_pages(gateway), "localhost") as host:
        page = browser.new_page(viewport=PHONE)
        page.add_init_script(OPENED)
        page.goto(f"{host}/plain")
        page.route(f"{gateway}/oppdal**", lambda route: route.abort("connectionrefused"))
        launcher(page).click()
        apology(page)
        page.close()
