"""The page of figures in a real browser: phone and desktop, light and dark, without script; and what axe finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.accounts.conftest import PASSWORD
from tests.path.web.chat import DESKTOP, PHONE, Chat
from tests.path.web.test_axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from playwright.sync_api import Browser, Page

    from tests.gateway.running import Gateway

OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
QUIET = {"java_script_enabled": False}


@pytest.fixture
def open_page(browser: Browser, counted: Gateway, leader: httpx.Client) -> Iterator[Callable[..., Page]]:
    """Opens the page and signs the leader in there; keywords go to the browser context."""
    assert leader
    opened: list[Page] = []

    def open_one(asked: str = "", **context: Any) -> Page:  # noqa: ANN401 - Playwright's own options
        page = browser.new_context(**{"locale": "nb-NO", **context}).new_page()
        opened.append(page)
        page.goto(f"{counted.client.base_url}/innsikt")
        page.get_by_label("Brukernavn").fill("leder")
        page.get_by_label("Passord").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name="Logg inn").click()
        page.goto(f"{counted.client.base_url}/innsikt{asked}")
        return page

    yield open_one
    for page in opened:
        page.context.close()


def test_a_leader_signs_in_chooses_and_downloads_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=PHONE, accept_downloads=True, **QUIET)
    expect(page.get_by_role("heading", level=1)).to_have_text("Innsikt: Oppdal")
    page.get_by_label("Hvor lang tid").select_option(label="4 uker")
    with page.expect_navigation():
        page.get_by_role("button", name="Vis").click()
    expect(page.get_by_role("table", name="Hva det gjaldt")).to_contain_text("Vil ikke på skolen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned tallene som regneark (CSV)").click()
    assert download.value.suggested_filename == "innsikt-oppdal.csv"
    page.get_by_label("Kommune").select_option(label="Tynset")
    with page.expect_navigation():
        page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("Færre enn fem spurte i hver periode på fire uker.")).to_be_visible()


@pytest.mark.parametrize("asked", ["?kommune=oppdal&uker=48&lang=nn", "?kommune=tynset&uker=4", "?kommune=alvdal"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_and_nothing_is_scrolled_to_from_side_to_side(
    open_page: Callable[..., Page], asked: str, scheme: str, viewport: dict[str, int]
) -> None:
    page = open_page(asked, viewport=viewport, color_scheme=scheme)
    assert violations(Chat(page)) == []
    assert page.evaluate(OVERFLOWS) is False


def test_nothing_is_fetched_from_anybody_else(open_page: Callable[..., Page], counted: Gateway) -> None:
    page = open_page("?kommune=oppdal", viewport=DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.reload()
    assert set(asked) == {urlsplit(str(counted.client.base_url)).netloc}


def test_the_bars_are_as_long_as_their_numbers(open_page: Callable[..., Page]) -> None:
    page = open_page("?kommune=oppdal&uker=4", viewport=DESKTOP)
    table = page.get_by_role("table", name="Målform og språk")
    lengths = [float(one.bounding_box()["width"]) for one in table.locator("rect").all()]  # type: ignore[index]
    numbers = [int(one) for one in table.locator("td").all_inner_texts()]
    assert len(lengths) == len(numbers) == 2
    assert table.locator("svg").first.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert lengths[1] / lengths[0] == pytest.approx(numbers[1] / numbers[0], abs=0.01)
