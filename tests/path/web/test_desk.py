"""The desk in a real browser, with a gateway of its own: killed in the middle of a talk, and signed in elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from endorinn.asking import free_ports
from tests.accounts.providers import ROLES, SECRET, real_provider
from tests.path.web.chat import Chat
from tests.path.web.desk import PATIENCE, Desk, employ
from tests.path.web.own_gateway import own_gateway
from tests.path.web.test_axe import violations
from tests.path.web.test_handover import end, live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.accounts.providers import RealProvider
    from tests.path.conftest import Assistant


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that nobody has used yet."""
    with browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 800}) as opened:
        yield opened


def test_a_crash_in_the_middle_of_a_talk_loses_no_word_and_the_case_stays_whose_it_was(
    browser: Browser, assistant: Assistant
) -> None:
    login = employ(assistant.environment, "mari")
    with own_gateway(assistant.environment, *free_ports(1)) as gateway:
        desk, chat = Desk.opened(browser, gateway.address, login), Chat.opened(browser, gateway.address)
        live(chat, desk, "Mari")
        desk.say("Hei! Hvordan går det i dag?")
        expect(chat.page.get_by_text("Hei! Hvordan går det i dag?")).to_be_visible(timeout=PATIENCE)
        gateway.kill()
        chat.write("Han gråter om morgenen.")
        expect(chat.mine.last).to_contain_text("Ikke sendt ennå")
        desk.reply.fill("Har dere snakket med skolen?")
        desk.reply.press("Enter")
        expect(desk.page.get_by_text("Ikke sendt ennå").first).to_be_visible(timeout=PATIENCE)
        gateway.start()
        for page in (chat.page, desk.page):
            for said in ("Han gråter om morgenen.", "Har dere snakket med skolen?"):
                expect(page.get_by_text(said)).to_have_count(1, timeout=PATIENCE)
            expect(page.get_by_text("Ikke sendt ennå")).to_have_count(0, timeout=PATIENCE)
        for page in (chat.page, desk.page):
            page.reload()
            for said in ("Hei! Hvordan går det i dag?", "Han gråter om morgenen.", "Har dere snakket med skolen?"):
                expect(page.get_by_text(said)).to_have_count(1, timeout=PATIENCE)
        expect(chat.page.locator(".standing")).to_contain_text("Mari fra koordinatorteamet er her")
        desk.say("Jeg er her fortsatt.")
        expect(chat.page.get_by_text("Jeg er her fortsatt.")).to_be_visible(timeout=PATIENCE)
        end(desk)
        expect(chat.page.get_by_text("Fikk du hjelp?")).to_be_visible(timeout=PATIENCE)
        for page in (chat.page, desk.page):
            page.context.close()


@dataclass(frozen=True)
class Vouched:
    """A gateway and the provider that it trusts."""

    address: str
    provider: RealProvider


@pytest.fixture(scope="module")
def vouched(assistant: Assistant) -> Iterator[Vouched]:
    """Both of them, running."""
    [port] = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    with real_provider(f"{address}/vakt/inn/svar") as provider:
        trusted = {"issuer": provider.issuer, "client_id": "endorinn", "client_secret": SECRET, "roles": ROLES}
        oidc = json.dumps({**trusted, "name": "Oppdal kommune"})
        chosen = {"ENDORINN_OIDC": oidc, "ENDORINN_PUBLIC_URL": address}
        with own_gateway({**assistant.environment, **chosen}, port) as gateway:
            yield Vouched(gateway.address, provider)


def sign_in(page: Page, vouched: Vouched, role: str) -> None:
    """Goes to the provider, who knows this person and their role there."""
    vouched.provider.expects(f"s-{role}", name="Eli Vakt", preferred_username="eli", roles=[role])
    page.goto(f"{vouched.address}/vakt")
    page.get_by_role("link", name=re.compile("Oppdal kommune")).click()


def test_an_employee_signs_in_where_the_municipality_has_its_accounts(
    context: BrowserContext, vouched: Vouched
) -> None:
    page = context.new_page()
    sign_in(page, vouched, "vakt-oppdal")
    waiting = page.get_by_role("heading", name="Venter", exact=False).first
    expect(waiting).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(waiting).to_be_visible(timeout=PATIENCE)
    assert violations(Chat(page)) == []


def test_whom_the_municipality_gives_no_role_is_told_so_and_sees_nothing(
    context: BrowserContext, vouched: Vouched
) -> None:
    page = context.new_page()
    sign_in(page, vouched, "kantine")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ingen rolle", timeout=PATIENCE)
    assert violations(Chat(page)) == []
    page.goto(f"{vouched.address}/vakt")
    expect(page.get_by_role("link", name=re.compile("Oppdal kommune"))).to_be_visible()
