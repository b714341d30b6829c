"""Signing in to the desk by way of a real provider, as a browser does, and what a lured browser does not get."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest

from tests.accounts.providers import SECRET, RealProvider, real_provider, settings_of
from tests.gateway.running import gateway_on
from tests.gateway.vakt.employees import DESK, accounts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.gateway.running import Gateway

BACK = "/vakt/inn/svar"
# What the provider knows the gateways by; the tests' browsers come to each of them by its own port.
PUBLIC = "http://vakt.localhost"


@dataclass(frozen=True)
class Vouched:
    """A gateway and the provider that it trusts."""

    gateway: Gateway
    provider: RealProvider


@pytest.fixture(scope="module")
def vouched(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Vouched]:
    """Both of them, running."""
    folder, rasa = tmp_path_factory.mktemp("leverandor"), f"http://127.0.0.1:{closed_port}"
    with real_provider(f"{PUBLIC}{BACK}") as provider:
        chosen = settings_of(provider.issuer, name="Oppdal kommune")
        with gateway_on(loaded, folder, rasa, public_url=PUBLIC, oidc=chosen) as gateway:
            yield Vouched(gateway, provider)


@pytest.fixture
def browser(vouched: Vouched) -> Iterator[httpx.Client]:
    """A browser that nobody has used yet."""
    with httpx.Client(base_url=vouched.gateway.client.base_url, headers=DESK, timeout=20, trust_env=False) as client:
        yield client


def to_the_gate(browser: httpx.Client) -> str:
    """Begins a sign-in, and goes on until the provider sends the browser back; the way back, which is not gone yet."""
    response = browser.get("/vakt/inn")
    while not response.headers["location"].startswith(PUBLIC):
        response = browser.get(response.url.join(response.headers["location"]))
    return str(response.headers["location"]).removeprefix(PUBLIC)


def through(browser: httpx.Client) -> httpx.Response:
    """The whole way, until the desk or a refusal."""
    return browser.get(to_the_gate(browser))


def asked(address: str, name: str) -> str:
    """A part of what an address asks."""
    return parse_qs(urlsplit(address).query)[name][0]


def refused(response: httpx.Response) -> tuple[int, str]:
    """Status and heading of a page that refuses, which nobody may show in a frame."""
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    found = re.search(r"<h1>(.*)</h1>", response.text)
    assert found
    return response.status_code, found[1]


def is_signed_in(browser: httpx.Client) -> bool:
    """Whether a browser is."""
    return browser.get("/api/vakt/me").status_code == 200


NOT_DONE = (401, "Innloggingen ble ikke fullført")


def test_an_employee_signs_in_and_comes_to_the_desk(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola Vakt", preferred_username="ola", roles=["vakt-alle", "renhold"])
    response = through(browser)
    assert (response.status_code, response.headers["location"]) == (302, "/vakt")
    me = browser.get("/api/vakt/me").json()
    assert me | {"id": 0} == {
        "id": 0,
        "name": "Ola Vakt",
        "login": "ola",
        "grants": [{"kommune": "oppdal", "role": "koordinator"}, {"kommune": "tynset", "role": "koordinator"}],
        "presence": {"state": "available", "text": ""},
        "oidc": True,
        "kommuner": [{"id": "oppdal", "name": "Oppdal"}, {"id": "tynset", "name": "Tynset"}],
    }


def test_the_provider_is_told_of_as_a_way_in(browser: httpx.Client) -> None:
    assert browser.get("/api/vakt/ways-in").json() == {"local": False, "oidc": "Oppdal kommune"}


def test_only_the_session_is_left_of_a_sign_in(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola Vakt", roles=["vakt-oppdal"])
    begun = browser.get("/vakt/inn").headers["set-cookie"]
    assert re.fullmatch(r"endorinn_signing_in=[\w-]{43}; HttpOnly; Max-Age=600; Path=/; SameSite=lax", begun)
    back = to_the_gate(browser)
    state = hashlib.sha256(asked(back, "state").encode()).hexdigest()
    under_way = "SELECT count(*) FROM staff_pending WHERE state_hash = ?"
    assert vouched.gateway.rows(under_way, state) == [(1,)]
    browser.get(back)
    assert vouched.gateway.rows(under_way, state) == [(0,)]
    assert [name for name in browser.cookies if name.startswith("endorinn")] == ["endorinn_session"]


def test_roles_follow_the_provider_at_each_sign_in(vouched: Vouched, browser: httpx.Client) -> None:
    subject = uuid4().hex
    for roles, kommuner in ((["vakt-alle"], ["oppdal", "tynset"]), (["leder-oppdal"], ["oppdal"])):
        vouched.provider.expects(subject, name="Ola", roles=roles)
        through(browser)
        assert [one["id"] for one in browser.get("/api/vakt/me").json()["kommuner"]] == kommuner


def test_who_has_no_role_is_told_whom_to_ask_and_is_not_signed_in(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects(uuid4().hex, name="Uten", roles=["renhold"])
    response = through(browser)
    assert (refused(response), is_signed_in(browser)) == ((403, "Du har ingen rolle her"), False)
    assert "Be den som styrer tilgangene i kommunen om å gi deg en" in response.text


def test_who_is_disabled_here_is_not_signed_in(vouched: Vouched, browser: httpx.Client) -> None:
    login = uuid4().hex
    vouched.provider.expects(login, name="Stengt", roles=["vakt-oppdal"])
    through(browser)
    with accounts_of(vouched.gateway) as accounts:
        accounts.users.disable(login)
    assert not is_signed_in(browser)
    assert (refused(through(browser)), is_signed_in(browser)) == ((403, "Kontoen er stengt"), False)


def test_who_says_no_at_the_provider_can_begin_again(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola", roles=["vakt-oppdal"])
    vouched.provider.refuses()
    assert refused(through(browser)) == NOT_DONE
    assert through(browser).status_code == 302


def test_a_browser_that_is_lured_is_not_signed_in_as_somebody_else(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ond", roles=["vakt-oppdal"])
    lure = to_the_gate(browser)
    with httpx.Client(base_url=vouched.gateway.client.base_url, headers=DESK, trust_env=False) as other:
        assert (refused(other.get(lure)), is_signed_in(other)) == (NOT_DONE, False)
        other.get("/vakt/inn")  # Nor when it has a sign-in of its own under way.
        assert (refused(other.get(lure)), is_signed_in(other)) == (NOT_DONE, False)
    assert browser.get(lure).status_code == 302


def test_the_way_back_is_gone_once(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola", roles=["vakt-oppdal"])
    back = to_the_gate(browser)
    own = {"Cookie": f"endorinn_signing_in={browser.cookies['endorinn_signing_in']}"}
    assert browser.get(back).status_code == 302
    assert refused(browser.get(back, headers=own)) == NOT_DONE


@pytest.mark.parametrize("query", ["", "?code=kode", "?state=tilstand", "?state=%00&code=%00", "?error=access_denied"])
def test_a_way_back_that_nobody_went_out_by_leads_nowhere(browser: httpx.Client, query: str) -> None:
    browser.get("/vakt/inn")
    assert refused(browser.get(f"{BACK}{query}")) == NOT_DONE


def test_another_state_does_not_do(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola", roles=["vakt-oppdal"])
    code = asked(to_the_gate(browser), "code")
    assert refused(browser.get(BACK, params={"code": code, "state": "en annen"})) == NOT_DONE


def test_a_sign_in_ends_the_session_that_the_browser_had(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola", roles=["vakt-oppdal"])
    through(browser)
    before = {"Cookie": f"endorinn_session={browser.cookies['endorinn_session']}"}
    through(browser)
    assert vouched.gateway.client.get("/api/vakt/me", headers=before).status_code == 401
    assert is_signed_in(browser)


def test_another_gateway_goes_on_with_what_one_began(
    vouched: Vouched, loaded: Path, closed_port: int, browser: httpx.Client
) -> None:
    vouched.provider.expects("s-1", name="Ola", roles=["vakt-oppdal"])
    folder, rasa = vouched.gateway.database.parent, f"http://127.0.0.1:{closed_port}"
    chosen: dict[str, Any] = {"oidc": settings_of(vouched.provider.issuer), "public_url": PUBLIC}
    back = to_the_gate(browser)
    with gateway_on(loaded, folder, rasa, **chosen) as other:
        assert browser.get(other.client.base_url.join(back)).status_code == 302
    assert is_signed_in(browser)


def test_a_provider_that_is_down_is_told_of(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    nowhere = f"http://127.0.0.1:{closed_port}"
    chosen: dict[str, Any] = {"oidc": settings_of(nowhere), "public_url": PUBLIC}
    with gateway_on(loaded, tmp_path, nowhere, **chosen) as gateway:
        response = gateway.client.get("/vakt/inn")
    assert refused(response) == (503, "Innloggingstjenesten svarer ikke")
    assert "set-cookie" not in response.headers


def test_who_begins_too_often_waits(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    nowhere = f"http://127.0.0.1:{closed_port}"
    chosen: dict[str, Any] = {"oidc": settings_of(nowhere), "public_url": PUBLIC}
    with gateway_on(loaded, tmp_path, nowhere, **chosen) as gateway:
        # A minute that turns meanwhile lets some more through.
        statuses = [gateway.client.get("/vakt/inn").status_code for _ in range(125)]
        last = gateway.client.get("/vakt/inn")
    assert (set(statuses[:60]), 429 in statuses[60:]) == ({503}, True)
    assert (refused(last), last.headers["retry-after"]) == ((429, "For mange forespørsler"), "60")


def test_no_page_holds_a_secret(vouched: Vouched, browser: httpx.Client) -> None:
    vouched.provider.expects("s-1", name="Ola", roles=["renhold"])
    back = to_the_gate(browser)
    page = browser.get(back).text
    assert [secret for secret in (SECRET, asked(back, "code"), asked(back, "state")) if secret in page] == []
