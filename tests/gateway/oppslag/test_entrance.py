"""The way in: signing in without script, being back where one was going, and nothing lost that was typed meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from foundation.providers import Grant
from tests.accounts.conftest import PASSWORD
from tests.accounts.providers import real_provider, settings_of
from tests.gateway.oppslag.browsing import (
    LANGUAGES,
    ROOT,
    Drawn,
    Form,
    Language,
    drawn,
    employee,
    guest,
    problem,
    said_in,
    sent,
    shown,
)
from tests.gateway.running import gateway_on
from tests.gateway.vakt.employees import accounts_of, browser, employed
from tests.gateway.vakt.test_provider import BACK, PUBLIC

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.gateway.running import Gateway

IN, OUT = f"{ROOT}/inn", f"{ROOT}/ut"
COOKIE = "endorinn_session"
WRONG = "et passord som ingen har"
WRONG_SAID = "Brukernavnet eller passordet er feil. Prøv igjen, eller be den som styrer tilgangene om et nytt passord."
PAGES = [
    f"{ROOT}/oppdal",
    f"{ROOT}/oppdal?lang=nn",
    f"{ROOT}/oppdal/tjeneste/ppt",
    f"{ROOT}/oppdal/tjeneste/ingen",
    f"{ROOT}/oppdal/post/nasjonal/plikt-meldeplikt-barnevern",
    f"{ROOT}/oppdal/post/oppdal/ingen",
    f"{ROOT}/oppdal/ansvar?tjeneste=ppt&celle=ansvar-gul-levekar",
    f"{ROOT}/oppdal/ansvar.svg",
    f"{ROOT}/oppdal/steg",
    f"{ROOT}/oppdal/steg/nasjonal/prosess-bup?her=2",
    f"{ROOT}/oppdal/steg/nasjonal/prosess-bup.svg",
    f"{ROOT}/oppdal/moteplasser",
    f"{ROOT}/oppdal/sak",
    f"{ROOT}/oppdal/sammenlign?tjeneste=ppt&med=tynset&med=tolga&lang=nn",
    f"{ROOT}/oppdal/kort",
    f"{ROOT}/tynset",
]
POSTED = {
    f"{ROOT}/oppdal": {"q": "elev er mye borte", "need": "skolefravaer", "age": "13"},
    f"{ROOT}/oppdal/sak": {"situation": "Et barn er trist."},
    f"{ROOT}/oppdal/sak.pdf?lang=nn": {"situation": "Eit barn er trist.", "applies": "1", "needs": "Trist\r\nRedd"},
    f"{ROOT}/oppdal/kort.pdf": {"enhet": "skole", "navn": "Øvre «Lia» skole & SFO"},
}
# Where nobody is led by signing in here.
ASTRAY = [
    "",
    "https://evil.example",
    "https://evil.example/oppslag/",
    "//evil.example",
    "//evil.example/oppslag/oppdal",
    "/oppslag//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/oppslag/\\evil.example",
    "/oppslag\\evil.example",
    "/oppslag/oppdal\nSet-Cookie: a=b",
    "/oppslag/oppdal\r\nLocation: https://evil.example",
    "/oppslag/\toppdal",
    "\t/oppslag/oppdal",
    " /oppslag/oppdal",
    "/oppslag/\N{RIGHT-TO-LEFT OVERRIDE}oppdal",
    "/vakt",
    "/",
    "oppslag/oppdal",
    "/oppslagx",
    "/oppslag.evil.example",
    "/oppslag@evil.example",
    "/OPPSLAG/oppdal",
    "javascript:alert(1)",
    "data:text/html,oppslag",
    "/oppslag/../vakt",
    "/oppslag/oppdal/../../vakt",
    "/oppslag/%2e%2e/vakt",
]


@pytest.fixture(scope="module")
def login(quiet: Gateway) -> str:
    """Somebody who works in Oppdal."""
    return an_account(quiet)


def an_account(gateway: Gateway) -> str:
    """Somebody who works in Oppdal and has not signed in yet."""
    login = f"ansatt-{uuid4().hex[:8]}"
    employed(gateway, login, ("oppdal", "ansatt"))
    return login


def way_in(response: httpx.Response) -> tuple[Drawn, Form]:
    """The page that stands where somebody must sign in, and its form."""
    page = drawn(response)
    assert response.status_code == 401
    assert response.headers["content-security-policy"].endswith("; frame-ancestors 'none'")
    assert response.headers["x-robots-tag"] == "noindex"
    return page, page.form(IN)


def carried(form: Form) -> dict[str, str]:
    """What a form carries along, hidden, from the page that could not be opened."""
    told = {name: value for name, value in form.hidden.items() if name != "til"}
    assert all(name.startswith("carried_") for name in told)
    return {name.removeprefix("carried_"): value for name, value in told.items()}


def let_in(response: httpx.Response) -> str:
    """Where somebody is led who is let in."""
    assert (response.status_code, COOKIE in response.headers["set-cookie"]) == (303, True)
    return str(response.headers["location"])


# Not signed in.
@pytest.mark.parametrize("address", PAGES)
def test_who_is_not_signed_in_is_shown_the_way_in_and_no_fact(stranger: httpx.Client, address: str) -> None:
    page, form = way_in(stranger.get(address))
    language = "nn" if "lang=nn" in address else "nb"
    # The way in is the same that is shown where no municipality is asked for: there is no fact in it.
    bare = shown(stranger, said_in(ROOT, "nn" if language == "nn" else "nb"))
    assert (page.language, page.text.replace(address, ROOT)) == (language, bare.text)
    assert (form.method, form.hidden, page.inline) == ("post", {"til": address}, [])
    assert page.addresses == []


@pytest.mark.parametrize("address", PAGES)
def test_who_only_asks_whether_a_page_is_there_is_not_told(stranger: httpx.Client, address: str) -> None:
    assert stranger.head(address).status_code == 401


@pytest.mark.parametrize("cookie", ["", "ukjent", "x" * 5_000, "æ", '"', "../../etc"])
def test_a_cookie_that_we_did_not_give_opens_nothing(quiet: Gateway, cookie: str) -> None:
    with guest(quiet) as client:
        asked = client.get(PAGES[0], headers=[(b"Cookie", f"{COOKIE}={cookie}".encode())])
    assert asked.status_code == 401


@pytest.mark.parametrize("path", ["search", "hidden"])
def test_a_program_that_is_not_signed_in_is_told_so_in_its_own_form(stranger: httpx.Client, path: str) -> None:
    asked = stranger.post(f"/api/oppslag/oppdal/{path}", json={"text": "hei"})
    assert problem(asked) == (401, "logg-inn")


def test_the_calendar_is_for_whoever_is_signed_in(stranger: httpx.Client) -> None:
    assert problem(stranger.get(f"{ROOT}/oppdal/moteplasser.ics")) == (401, "logg-inn")


# Back where one was going.
@pytest.mark.parametrize("address", PAGES)
def test_whoever_signs_in_is_back_where_they_were_going(stranger: httpx.Client, login: str, address: str) -> None:
    _, form = way_in(stranger.get(address))
    assert let_in(sent(stranger, form, login=login, password=PASSWORD)) == address
    assert stranger.get(address).status_code in {200, 404}


@pytest.mark.parametrize("til", ASTRAY, ids=repr)
def test_nobody_is_led_out_of_the_look_up_by_signing_in(stranger: httpx.Client, login: str, til: str) -> None:
    assert let_in(stranger.post(IN, data={"til": til, "login": login, "password": PASSWORD})) == ROOT


@pytest.mark.parametrize("til", ASTRAY[1:4], ids=repr)
def test_nothing_that_is_carried_along_is_sent_out_of_the_look_up(stranger: httpx.Client, login: str, til: str) -> None:
    along = {"til": til, "login": login, "carried_situation": "Et barn"}
    refused = stranger.post(IN, data={**along, "password": WRONG})
    assert way_in(refused)[1].hidden == {"til": ROOT, "carried_situation": "Et barn"}
    on = stranger.post(IN, data={**along, "password": PASSWORD})
    assert [(one.action, one.fields) for one in drawn(on).forms] == [(ROOT, {"situation": "Et barn"})]


def test_whoever_opens_the_look_up_comes_to_their_own_municipality(quiet: Gateway) -> None:
    login = uuid4().hex
    employed(quiet, login, ("tynset", "koordinator"), ("tolga", "leder"))
    with employee(quiet, login) as client:
        for language in LANGUAGES:
            led = client.get(said_in(ROOT, language))
            assert led.status_code == 302
            assert led.headers["location"] in {said_in(f"{ROOT}/{one}", language) for one in ("tynset", "tolga")}


def test_whoever_works_nowhere_here_is_not_asked_to_sign_in_again(quiet: Gateway) -> None:
    login = uuid4().hex
    employed(quiet, login)
    with employee(quiet, login) as client:
        front = client.get(ROOT, follow_redirects=True)
        assert front.status_code == 200
        assert [one for one in drawn(front).forms if one.action == IN] == []


def test_whoever_signs_in_by_way_of_a_provider_is_back_where_they_were_going(
    loaded: Path, tmp_path: Path, closed_port: int
) -> None:
    address = f"{ROOT}/oppdal/steg/nasjonal/prosess-bup?her=2"
    with real_provider(f"{PUBLIC}{BACK}") as provider:
        chosen: dict[str, Any] = {"public_url": PUBLIC, "oidc": settings_of(provider.issuer, name="Oppdal kommune")}
        with (
            gateway_on(loaded, tmp_path, f"http://127.0.0.1:{closed_port}", **chosen) as gateway,
            guest(gateway) as client,
        ):
            provider.expects("s-1", name="Ola Vakt", preferred_username="ola", roles=["vakt-oppdal"])
            page = drawn(client.get(address))
            [link] = [one for one in page.links if one.text == "Logg inn med Oppdal kommune"]
            response = client.get(link.address)
            while not response.headers["location"].startswith(PUBLIC):
                response = client.get(response.url.join(response.headers["location"]))
            back = client.get(response.headers["location"].removeprefix(PUBLIC))
    assert (back.status_code, back.headers["location"]) == (302, address)


def test_a_way_that_is_too_long_to_keep_is_no_dead_end(stranger: httpx.Client, login: str) -> None:
    address = f"{ROOT}/oppdal/sammenlign?tjeneste=ppt{'&med=tynset' * 30}"
    _, form = way_in(stranger.get(address))
    assert let_in(sent(stranger, form, login=login, password=PASSWORD)).startswith(ROOT)


# Refused.
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_is_told_so_and_nothing_else_is_lost(
    stranger: httpx.Client, login: str, language: Language
) -> None:
    address = said_in(f"{ROOT}/oppdal/sak", language)
    typed = {"situation": 'Linje "én"\nlinje <b>to</b> & tre'}
    _, form = way_in(stranger.post(address, data=typed))
    refused = sent(stranger, form, login=login, password=WRONG)
    page, again = way_in(refused)
    assert page.alerts == [WRONG_SAID]
    assert (again.fields["login"], again.fields["password"]) == (login, "")
    assert (again.hidden["til"], carried(again)) == (address, typed)
    assert WRONG not in refused.text
    assert "set-cookie" not in refused.headers
    assert sent(stranger, again, password=PASSWORD).status_code == 200


def test_the_way_in_stays_in_nynorsk_after_a_wrong_password(stranger: httpx.Client, login: str) -> None:
    _, form = way_in(stranger.get(f"{ROOT}/oppdal?lang=nn"))
    page, _ = way_in(sent(stranger, form, login=login, password=WRONG))
    assert page.language == "nn"


def test_what_goes_on_after_signing_in_stays_in_nynorsk(stranger: httpx.Client, login: str) -> None:
    _, form = way_in(stranger.post(f"{ROOT}/oppdal/sak?lang=nn", data={"situation": "Eit barn"}))
    page = drawn(sent(stranger, form, login=login, password=PASSWORD))
    assert (page.language, "Gå vidare med det du skreiv" in page.text) == ("nn", True)


WRONGLY: dict[str, dict[str, str]] = {
    "a long login": {"login": "x" * 101},
    "a long password": {"password": "x" * 201},
    "no login": {"login": ""},
    "no password": {"password": ""},
    "no letters": {"login": "\0", "password": "\0"},
}


@pytest.mark.parametrize("wrong", WRONGLY.values(), ids=WRONGLY)
def test_whatever_is_wrong_with_what_was_typed_nothing_else_is_lost(
    stranger: httpx.Client, login: str, wrong: dict[str, str]
) -> None:
    _, form = way_in(stranger.post(f"{ROOT}/oppdal/sak", data={"situation": "Et barn"}))
    refused = sent(stranger, form, **{"login": login, "password": PASSWORD, **wrong})
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    again = drawn(refused).form(IN)
    assert (carried(again), again.hidden["til"]) == ({"situation": "Et barn"}, f"{ROOT}/oppdal/sak")


def test_whoever_is_disabled_or_unknown_is_told_the_same(quiet: Gateway, stranger: httpx.Client) -> None:
    login = an_account(quiet)
    unknown, _ = way_in(stranger.post(IN, data={"login": uuid4().hex, "password": PASSWORD}))
    with accounts_of(quiet) as accounts:
        accounts.users.disable(login)
    disabled, _ = way_in(stranger.post(IN, data={"login": login, "password": PASSWORD}))
    assert unknown.alerts == disabled.alerts != []


# From another site.
FOREIGN: list[dict[str, str]] = [
    {"Origin": "https://example.com"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "none"},
    {"Origin": "https://oppdal.kommune.no", "Sec-Fetch-Site": "same-site"},
    {"Origin": "https://example.com", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=json.dumps)
def test_a_form_of_another_site_signs_nobody_in_and_nobody_out(
    kari: httpx.Client, stranger: httpx.Client, login: str, headers: dict[str, str]
) -> None:
    refused = stranger.post(IN, data={"login": login, "password": PASSWORD}, headers=headers)
    assert problem(refused) == (403, "fremmed-side")
    assert "set-cookie" not in refused.headers
    assert problem(kari.post(OUT, headers=headers)) == (403, "fremmed-side")
    assert kari.get(f"{ROOT}/oppdal").status_code == 200


def test_a_form_of_our_own_page_is_let_through(stranger: httpx.Client, login: str) -> None:
    here = str(stranger.base_url).rstrip("/")
    for headers in (
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # As a browser has it that tells nobody where it was.
        {"Origin": here, "Sec-Fetch-Site": "same-origin"},
        {"Origin": here},
        {"Sec-Fetch-Site": "same-origin"},
    ):
        assert let_in(stranger.post(IN, data={"login": login, "password": PASSWORD}, headers=headers)) == ROOT
        assert stranger.post(OUT, headers=headers).status_code == 303


# The session.
def test_the_cookie_is_the_desks_and_is_for_no_script(quiet: Gateway, stranger: httpx.Client, login: str) -> None:
    given = stranger.post(IN, data={"login": login, "password": PASSWORD}).headers["set-cookie"]
    assert given.partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax"
    with browser(quiet) as desk:
        told = desk.get("/api/vakt/me", headers={"Cookie": given.partition(";")[0]})
    assert told.json()["login"] == login


def test_whoever_signs_out_is_out_on_the_server_too(quiet: Gateway, login: str) -> None:
    with employee(quiet, login) as client:
        cookie = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
        page = shown(client, f"{ROOT}/oppdal")
        left = sent(client, page.form(OUT))
        assert (left.status_code, left.headers["location"], COOKIE in client.cookies) == (303, ROOT, False)
        assert drawn(client.get(ROOT)).form(IN).hidden == {"til": ROOT}
        for address in PAGES[:4]:
            assert client.get(address, headers=cookie).status_code == 401
        assert client.post(OUT).status_code == 303


def test_whoever_signs_in_anew_has_another_session_and_the_old_one_is_ended(quiet: Gateway, login: str) -> None:
    with employee(quiet, login) as client:
        before = client.cookies[COOKIE]
        client.post(IN, data={"login": login, "password": PASSWORD})
        assert client.cookies[COOKIE] != before
        assert client.get(PAGES[0]).status_code == 200
    with guest(quiet) as other:
        assert other.get(PAGES[0], headers={"Cookie": f"{COOKIE}={before}"}).status_code == 401


def test_rights_that_are_withdrawn_count_at_the_next_page(quiet: Gateway) -> None:
    login = an_account(quiet)
    with employee(quiet, login) as client, accounts_of(quiet) as accounts:
        assert "Du ser det alle ser" not in client.get(PAGES[0]).text
        accounts.users.revoke(login, Grant(kommune="oppdal", role="ansatt"))
        assert client.get(PAGES[0]).status_code == 401
        accounts.users.disable(login)
        assert client.get(PAGES[0]).status_code == 401


# What was typed while the session ended.
@pytest.mark.parametrize(("address", "typed"), POSTED.items(), ids=list(POSTED))
def test_what_is_sent_when_the_session_is_over_goes_along_and_on(
    stranger: httpx.Client, login: str, address: str, typed: dict[str, str]
) -> None:
    page, form = way_in(stranger.post(address, data=typed))
    assert "Det du skre" in page.text
    plain = {name: value.replace("\r\n", "\n") for name, value in typed.items()}
    assert (form.hidden["til"], carried(form)) == (address, plain)
    on = sent(stranger, form, login=login, password=PASSWORD)
    assert (on.status_code, COOKIE in stranger.cookies) == (200, True)
    assert on.headers["content-security-policy"].endswith("; frame-ancestors 'none'")
    [going] = drawn(on).forms
    assert (going.action, going.method, going.fields) == (address, "post", plain)
    assert sent(stranger, going).status_code == 200


def test_a_sheet_that_was_edited_while_the_session_ended_is_printed_as_if_it_had_not(
    quiet: Gateway, kari: httpx.Client, login: str
) -> None:
    with employee(quiet, login) as client:
        situation = "Gutt i 4. klasse er redd.\nHan sier at «far» slår & roper."
        sheet = drawn(client.post(f"{ROOT}/oppdal/sak?lang=nn", data={"situation": situation}))
        form = sheet.form(f"{ROOT}/oppdal/sak.pdf")
        edited = {name: f"{value}\n<b>Rettet</b> av meg \\ «slik»" for name, value in form.fields.items()}
        edited["applies"] = form.fields["applies"]
        assert len(edited) >= 8
        with accounts_of(quiet) as accounts:
            accounts.sign_out(client.cookies[COOKIE])
        _, way = way_in(sent(client, form, **edited))
        assert carried(way) == edited
        _, again = way_in(sent(client, way, login=login, password=WRONG))
        assert carried(again) == edited
        [going] = drawn(sent(client, again, login=login, password=PASSWORD)).forms
        assert going.fields == edited
        printed = sent(client, going)
    assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf")
    assert printed.content == sent(kari, form, **edited).content


def test_a_situation_that_was_typed_while_the_session_ended_becomes_its_sheet(
    stranger: httpx.Client, login: str
) -> None:
    situation = "Jente på 8. trinn er borte.\n\n«Kvalm», sier hun & gråter <b>mye</b>."
    _, way = way_in(stranger.post(f"{ROOT}/oppdal/sak", data={"situation": situation}))
    [going] = drawn(sent(stranger, way, login=login, password=PASSWORD)).forms
    sheet = drawn(sent(stranger, going)).form(f"{ROOT}/oppdal/sak.pdf")
    assert sheet.fields["situation"] == situation


MARKUP = '"><script>alert(1)<b onclick=alert(2)>'


@pytest.mark.parametrize(
    "path", [f"/oppdal?x={quote(MARKUP)}", f"/oppdal/tjeneste/{quote(MARKUP)}", f"/{quote(MARKUP)}"]
)
def test_no_address_puts_markup_into_a_page(kari: httpx.Client, stranger: httpx.Client, path: str) -> None:
    for client in (kari, stranger):
        response = client.get(f"{ROOT}{path}")
        assert ("<script>" in response.text, drawn(response).inline) == (False, [])


def test_nothing_that_is_carried_along_puts_markup_into_a_page(stranger: httpx.Client, login: str) -> None:
    refused = stranger.post(f"{ROOT}/oppdal/sak", data={MARKUP: MARKUP, "situation": MARKUP})
    _, form = way_in(refused)
    assert carried(form) == {MARKUP: MARKUP, "situation": MARKUP}
    on = sent(stranger, form, login=login, password=PASSWORD)
    wrong = sent(stranger, form, login=MARKUP, password=WRONG)
    assert [one for one in (refused, on, wrong) if "<script>" in one.text or drawn(one).inline] == []


def test_nothing_that_is_typed_stands_in_an_address_or_a_header(stranger: httpx.Client, login: str) -> None:
    typed = "Zebrahesten i åtte"
    refused = stranger.post(f"{ROOT}/oppdal/sak", data={"situation": typed})
    on = sent(stranger, drawn(refused).form(IN), login=login, password=PASSWORD)
    for response in (refused, on):
        page = drawn(response)
        told = [
            *map(str, response.headers.items()),
            *(one.address for one in page.links),
            *(one.action for one in page.forms),
        ]
        assert [one for one in told if "ebrahest" in one] == []
