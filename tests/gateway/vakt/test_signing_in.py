"""Signing in to the desk with a password, over real HTTP, and what a page of somebody else's cannot do."""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from foundation.providers import Grant
from tests.accounts.conftest import PASSWORD
from tests.gateway.running import Gateway, gateway_on
from tests.gateway.test_app import process, wait_until_up
from tests.gateway.vakt.employees import DESK, accounts_of, browser, employed, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret
PUBLIC = "https://assistent.oppdal.kommune.no"
NOBODY = ("ingen", "et passord som ingen har")


@pytest.fixture
def login(alone: Gateway) -> str:
    """A new coordinator in Oppdal, who leads in Tynset."""
    login = f"kari-{uuid4().hex[:8]}"
    employed(alone, login, ("oppdal", "koordinator"), ("tynset", "leder"))
    return login


@pytest.fixture(scope="module")
def production(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A municipality's own gateway, behind a web server that speaks TLS."""
    folder, rasa = tmp_path_factory.mktemp("vakt"), f"http://127.0.0.1:{closed_port}"
    chosen: dict[str, Any] = {"env": "production", "internal_token": TOKEN, "public_url": PUBLIC}
    with gateway_on(loaded, folder, rasa, **chosen) as gateway:
        employed(gateway, "kari", ("oppdal", "koordinator"))
        yield gateway


@pytest.fixture
def fresh(loaded: Path, tmp_path: Path, closed_port: int) -> Iterator[Gateway]:
    """A gateway at which nobody has tried a password yet."""
    with gateway_on(loaded, tmp_path, f"http://127.0.0.1:{closed_port}") as gateway:
        yield gateway


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and slug of a refusal."""
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["type"].removeprefix("/problem/")


def tried(client: httpx.Client, login: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
    """Tries to sign in."""
    return client.post("/api/vakt/sign-in", json={"login": login, "password": password}, headers=headers)


def test_who_signs_in_is_told_who_they_are_and_stays_signed_in(alone: Gateway, login: str) -> None:
    with browser(alone) as client:
        told = tried(client, login).json()
        assert told == client.get("/api/vakt/me").json()
    assert told | {"id": 0} == {
        "id": 0,
        "name": login.title(),
        "login": login,
        "grants": [{"kommune": "oppdal", "role": "koordinator"}, {"kommune": "tynset", "role": "leder"}],
        "presence": {"state": "available", "text": ""},
        "oidc": False,
        "kommuner": [{"id": "oppdal", "name": "Oppdal"}, {"id": "tynset", "name": "Tynset"}],
    }


def test_nobody_is_signed_in_without_a_cookie_of_ours(alone: Gateway) -> None:
    with browser(alone) as client:
        for headers in ({}, {"Cookie": "endorinn_session=ukjent"}, {"Authorization": "Bearer ukjent"}):
            assert problem(client.get("/api/vakt/me", headers=headers)) == (401, "logg-inn")
        assert problem(client.put("/api/vakt/presence", json={"state": "away"})) == (401, "logg-inn")


def test_whatever_is_wrong_is_told_in_the_same_words_and_sets_no_cookie(alone: Gateway, login: str) -> None:
    with browser(alone) as client:
        refused = [tried(client, login, "feil passord"), tried(client, "ingen-slik", PASSWORD)]
    assert [problem(one) for one in refused] == [(401, "feil-passord")] * 2
    assert len({one.json()["detail"] for one in refused}) == 1
    assert [one for one in refused if "set-cookie" in one.headers] == []


def test_a_cookie_is_for_no_script_and_for_no_call_of_another_site(alone: Gateway, login: str) -> None:
    with browser(alone) as client:
        given = tried(client, login).headers["set-cookie"]
    name, _, rest = given.partition("=")
    assert name == "endorinn_session"
    assert rest.partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax"


def test_with_tls_the_cookie_is_ours_alone(production: Gateway) -> None:
    with browser(production) as client:
        given = tried(client, "kari").headers["set-cookie"]
        name, _, rest = given.partition("=")
        assert name == "__Host-endorinn_session"
        assert rest.partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax; Secure"
        token = rest.partition(";")[0]
        for cookie, status in ((name, 200), ("endorinn_session", 401)):
            assert client.get("/api/vakt/me", headers={"Cookie": f"{cookie}={token}"}).status_code == status


def test_who_signs_out_is_out_on_the_server_too(alone: Gateway, login: str) -> None:
    with signed_in(alone, login) as client:
        cookie = {"Cookie": f"endorinn_session={client.cookies['endorinn_session']}"}
        left = client.post("/api/vakt/sign-out")
        assert (left.status_code, "endorinn_session" in client.cookies) == (204, False)
        assert problem(client.get("/api/vakt/me", headers=cookie)) == (401, "logg-inn")
        assert client.post("/api/vakt/sign-out").status_code == 204


def test_who_signs_in_anew_has_another_session_and_the_old_one_is_ended(alone: Gateway, login: str) -> None:
    with signed_in(alone, login) as client:
        before = client.cookies["endorinn_session"]
        tried(client, login)
        assert client.cookies["endorinn_session"] != before
        cookie = {"Cookie": f"endorinn_session={before}"}
    assert problem(alone.client.get("/api/vakt/me", headers=cookie)) == (401, "logg-inn")


def test_rights_that_are_withdrawn_count_at_the_next_call(alone: Gateway, login: str) -> None:
    with signed_in(alone, login) as client, accounts_of(alone) as accounts:
        accounts.users.revoke(login, Grant(kommune="tynset", role="leder"))
        assert client.get("/api/vakt/me").json()["kommuner"] == [{"id": "oppdal", "name": "Oppdal"}]
        accounts.users.disable(login)
        assert problem(client.get("/api/vakt/me")) == (401, "logg-inn")


def test_what_one_says_of_oneself_is_kept_in_one_line(alone: Gateway, login: str) -> None:
    with signed_in(alone, login) as client:
        told = client.put("/api/vakt/presence", json={"state": "away", "text": " Tilbake\nkl. 13\0 "}).json()
        assert told["presence"] == {"state": "away", "text": "Tilbake kl. 13"}
        assert client.get("/api/vakt/me").json()["presence"] == told["presence"]


BAD: dict[str, tuple[str, Any, str]] = {
    "a long text": ("presence", {"state": "away", "text": "x" * 101}, "Teksten om deg selv kan ha opptil 100 tegn."),
    "another state": ("presence", {"state": "borte"}, "state: Verdien er ukjent."),
    "no login": ("sign-in", {"login": "", "password": "x"}, "Skriv brukernavnet ditt. Det har opptil 100 tegn."),
    "no password": ("sign-in", {"login": "kari", "password": ""}, "Skriv passordet ditt. Det har opptil 200 tegn."),
    "a long password": (
        "sign-in",
        {"login": "kari", "password": "x" * 201},
        "Skriv passordet ditt. Det har opptil 200 tegn.",
    ),
    "a foreign field": ("sign-in", {"login": "a", "password": "b", "role": "leder"}, "role: Feltet er ukjent."),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_field_that_cannot_be_used_is_told_of(alone: Gateway, login: str, bad: tuple[str, Any, str]) -> None:
    path, body, said = bad
    with signed_in(alone, login) as client:
        refused = client.request("PUT" if path == "presence" else "POST", f"/api/vakt/{path}", json=body)
    assert (problem(refused), refused.json()["detail"]) == ((422, "ugyldig-foresporsel"), said)


def test_the_ways_in_are_told_to_anyone(alone: Gateway, fresh: Gateway, login: str) -> None:  # noqa: ARG001 - is there
    assert alone.client.get("/api/vakt/ways-in").json() == {"local": True, "oidc": None}
    assert fresh.client.get("/api/vakt/ways-in").json() == {"local": False, "oidc": None}


def test_where_no_provider_is_set_up_there_is_no_way_to_one(alone: Gateway) -> None:
    for path in ("/vakt/inn", "/vakt/inn/svar?state=a&code=b"):
        shown = alone.client.get(path)
        assert (shown.status_code, "Innloggingen finnes ikke her" in shown.text) == (404, True)
        assert shown.headers["content-security-policy"].endswith("frame-ancestors 'none'")


# How a browser calls for a page: of another site, of another host of the same site, of another port, in a sandbox.
FOREIGN = [
    {"Origin": "https://example.com"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://oppdal.kommune.no", "Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1"},
    {"X-Endorinn-Desk": "0"},
    {"X-Endorinn-Desk": ""},
]
CALLS = [
    ("POST", "/api/vakt/sign-in", {"login": "kari", "password": PASSWORD}),
    ("POST", "/api/vakt/sign-out", None),
    ("PUT", "/api/vakt/presence", {"state": "away"}),
]


@pytest.mark.parametrize("headers", FOREIGN, ids=json.dumps)
def test_a_page_of_somebody_elses_changes_nothing(alone: Gateway, login: str, headers: dict[str, str]) -> None:
    with signed_in(alone, login) as client:
        for method, path, body in CALLS:
            assert problem(client.request(method, path, json=body, headers=headers)) == (403, "fremmed-side")
        assert client.get("/api/vakt/me").json()["presence"] == {"state": "available", "text": ""}


def test_a_form_of_somebody_elses_changes_nothing(alone: Gateway, login: str) -> None:
    with signed_in(alone, login) as client:
        del client.headers["X-Endorinn-Desk"]
        for method, path, _ in CALLS:
            sent = client.request(method, path, data={"login": login}, headers={"Origin": "https://example.com"})
            assert problem(sent) == (403, "fremmed-side")


def test_our_own_page_may(alone: Gateway, login: str) -> None:
    own = {"Origin": str(alone.client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    with signed_in(alone, login) as client:
        assert client.put("/api/vakt/presence", json={"state": "away"}, headers=own).status_code == 200


def test_where_the_public_address_is_set_only_pages_there_are_ours(production: Gateway) -> None:
    with browser(production) as client:
        assert tried(client, "kari", Origin=PUBLIC).status_code == 200
        for origin in (
            str(client.base_url).rstrip("/"),
            PUBLIC.replace("https", "http"),
            f"{PUBLIC}.example.com",
            f"{PUBLIC}:8443",
            PUBLIC.replace("assistent", "www"),
        ):
            assert problem(tried(client, "kari", Origin=origin)) == (403, "fremmed-side")


def test_no_preflight_lets_another_page_send_the_desks_header(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    page = "https://oppdal.kommune.no"
    with gateway_on(loaded, tmp_path, f"http://127.0.0.1:{closed_port}", allowed_origins=[page]) as gateway:
        asked = {"Origin": page, "Access-Control-Request-Method": "POST"}
        wished = {"Access-Control-Request-Headers": "content-type,x-endorinn-desk"}
        answered = gateway.client.options("/api/vakt/sign-out", headers={**asked, **wished})
        sent = gateway.client.post("/api/vakt/sign-out", headers={**DESK, "Origin": page})
    assert (answered.status_code, problem(sent)) == (400, (403, "fremmed-side"))
    assert "access-control-allow-credentials" not in answered.headers


def test_after_many_wrong_passwords_an_address_waits(fresh: Gateway) -> None:
    employed(fresh, "kari", ("oppdal", "koordinator"))
    with browser(fresh) as client:
        # A minute that turns meanwhile lets some more through.
        statuses = [tried(client, f"ingen-{place}").status_code for place in range(45)]
        refused = tried(client, "kari")
    assert (set(statuses[:20]), 429 in statuses[20:]) == ({401}, True)
    assert (problem(refused), refused.headers["retry-after"]) == ((429, "for-mange"), "60")


def test_right_passwords_are_welcome_however_many(fresh: Gateway) -> None:
    employed(fresh, "kari", ("oppdal", "koordinator"))
    with browser(fresh) as client, ThreadPoolExecutor(4) as pool:
        assert {one.status_code for one in pool.map(lambda _: tried(client, "kari"), range(30))} <= {200, 429}
        for _ in range(25):
            assert tried(client, "kari").status_code == 200


def test_while_passwords_are_checked_others_are_served(fresh: Gateway) -> None:
    with browser(fresh) as client, ThreadPoolExecutor(16) as pool:
        trying = [pool.submit(tried, client, f"ingen-{place}") for place in range(16)]
        begun = time.perf_counter()
        assert fresh.client.get("/healthz").status_code == 200
        took = time.perf_counter() - begun
        assert {one.result().status_code for one in trying} == {401}
    assert took < 2.0


def test_the_log_names_nobody(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    log, database = tmp_path / "gateway.log", tmp_path / "endorinn.db"
    shutil.copy(loaded, database)
    with (
        process("gateway.app:create_app", database, log, closed_port) as (running, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client,
    ):
        wait_until_up(client, running)
        gateway = Gateway(client, database)
        user = employed(gateway, "kari-nordmann", ("oppdal", "koordinator"))
        with signed_in(gateway, "kari-nordmann") as own:
            token = own.cookies["endorinn_session"]
            tried(own, "kari-nordmann", "galt passord her")
            tried(own, *NOBODY)
    logged = log.read_text(encoding="utf-8")
    told = [json.loads(line) for line in logged.splitlines() if '"sign_in"' in line]
    assert [(one["user"], one["outcome"]) for one in told] == [
        (user.id, "signed-in"),
        (user.id, "refused"),
        (None, "refused"),
    ]
    secrets = ("nordmann", "Nordmann", "galt passord", *NOBODY, PASSWORD, token)
    assert [secret for secret in secrets if secret in logged] == []
