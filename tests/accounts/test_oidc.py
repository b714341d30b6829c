"""Signing in by way of a real provider, and what a lying one gets: nobody signed in, and a clear sentence."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from accounts import wire
from accounts.errors import ProviderDownError, ProviderLiesError, SignInAgainError
from accounts.oidc import OpenIdProvider
from accounts.pending import SecretsOfOne
from accounts.vouched import Identity
from foundation.providers import Grant
from tests.accounts.providers import EC, OTHER_RSA, RSA, SECRET, PlayedProvider, real_provider, settings_of
from tests.logs import captured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foundation.errors import DomainError
    from tests.accounts.providers import Lies, RealProvider

PUBLIC = "http://127.0.0.1:1"
REDIRECT = f"{PUBLIC}/vakt/inn/svar"
BEGUN = SecretsOfOne("tilstand" * 6, "engang" * 8, "bevis" * 10, "nettleser")
IN_OPPDAL = Grant(kommune="oppdal", role="koordinator")
IN_TYNSET = Grant(kommune="tynset", role="koordinator")


@pytest.fixture(scope="module")
def sparing() -> Iterator[RealProvider]:
    """A real provider whose ID tokens tell the subject only."""
    with real_provider(REDIRECT) as provider:
        yield provider


@pytest.fixture(scope="module")
def telling() -> Iterator[RealProvider]:
    """A real provider whose ID tokens tell name and roles."""
    with real_provider(REDIRECT, "token") as provider:
        yield provider


@pytest.fixture(scope="module")
def _played() -> Iterator[PlayedProvider]:
    with PlayedProvider() as provider:
        yield provider


@pytest.fixture
def played(_played: PlayedProvider) -> PlayedProvider:
    """A provider that says what a test tells it to."""
    _played.reset().nonce = BEGUN.nonce
    return _played


@pytest.fixture
def lies(played: PlayedProvider) -> Lies:
    """What it says."""
    return played.lies


def brought_back(address: str) -> dict[str, str]:
    """What a browser brings back that is sent to a real provider."""
    with httpx.Client(trust_env=False) as browser:
        response = browser.get(address)
        while not response.headers["location"].startswith(REDIRECT):
            response = browser.get(response.url.join(response.headers["location"]))
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


async def identity(provider: OpenIdProvider, begun: SecretsOfOne = BEGUN) -> Identity:
    """Who signs in at a real provider."""
    back = brought_back(await provider.address_for(begun))
    assert back["state"] == begun.state
    return await provider.identity(begun, back["code"], back["iss"])


async def test_a_real_provider_vouches_for_who_signs_in(sparing: RealProvider) -> None:
    sparing.expects("s-1", name="Ola Vakt", preferred_username="ola", roles=["vakt-oppdal", "noe-annet"])
    found = await identity(OpenIdProvider(settings_of(sparing.issuer), PUBLIC))
    assert found == Identity(sparing.issuer, "s-1", "Ola Vakt", "ola", (IN_OPPDAL,))


async def test_what_the_token_tells_need_not_be_asked_for(telling: RealProvider) -> None:
    telling.expects("s-2", name="Anne Vakt", email="anne@oppdal.no", roles="vakt-alle")
    found = await identity(OpenIdProvider(settings_of(telling.issuer), PUBLIC))
    assert found == Identity(telling.issuer, "s-2", "Anne Vakt", "anne@oppdal.no", (IN_OPPDAL, IN_TYNSET))


async def test_roles_may_lie_within_another_claim(telling: RealProvider) -> None:
    telling.expects("s-3", name="Bo", realm_access={"roles": ["leder-oppdal"]})
    found = await identity(OpenIdProvider(settings_of(telling.issuer, role_claim="realm_access.roles"), PUBLIC))
    assert found.grants == (Grant(kommune="oppdal", role="leder"),)


async def test_who_has_no_role_that_is_known_gets_none(sparing: RealProvider) -> None:
    sparing.expects("s-4", name="Uten rolle", roles=["renhold"])
    assert (await identity(OpenIdProvider(settings_of(sparing.issuer), PUBLIC))).grants == ()


async def test_a_code_is_used_once(sparing: RealProvider) -> None:
    sparing.expects("s-5", name="Ola", roles=["vakt-oppdal"])
    provider = OpenIdProvider(settings_of(sparing.issuer), PUBLIC)
    code = brought_back(await provider.address_for(BEGUN))["code"]
    await provider.identity(BEGUN, code)
    with pytest.raises(SignInAgainError):
        await provider.identity(BEGUN, code)


async def test_a_code_is_of_no_use_without_what_only_we_know(sparing: RealProvider) -> None:
    sparing.expects("s-6", name="Ola", roles=["vakt-oppdal"])
    provider = OpenIdProvider(settings_of(sparing.issuer), PUBLIC)
    code = brought_back(await provider.address_for(BEGUN))["code"]
    with pytest.raises(SignInAgainError):
        await provider.identity(SecretsOfOne(BEGUN.state, BEGUN.nonce, "annet" * 10, ""), code)


async def test_a_token_for_another_sign_in_is_refused(sparing: RealProvider) -> None:
    sparing.expects("s-7", name="Ola", roles=["vakt-oppdal"])
    provider = OpenIdProvider(settings_of(sparing.issuer), PUBLIC)
    code = brought_back(await provider.address_for(BEGUN))["code"]
    with pytest.raises(ProviderLiesError):
        await provider.identity(SecretsOfOne(BEGUN.state, "en annen", BEGUN.verifier, ""), code)


async def test_a_wrong_secret_signs_nobody_in(sparing: RealProvider) -> None:
    sparing.expects("s-8", name="Ola", roles=["vakt-oppdal"])
    provider = OpenIdProvider(settings_of(sparing.issuer, client_secret="en annen"), PUBLIC)  # noqa: S106 - of this test
    with pytest.raises(ProviderLiesError):
        await identity(provider)


async def test_a_browser_is_sent_with_challenge_state_and_nonce_and_without_their_secrets(
    played: PlayedProvider,
) -> None:
    address = await OpenIdProvider(settings_of(played.issuer), PUBLIC).address_for(BEGUN)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(BEGUN.verifier.encode()).digest()).rstrip(b"=").decode()
    assert address.startswith(f"{played.issuer}/auth?")
    assert {name: values for name, [values] in parse_qs(urlsplit(address).query).items()} == {
        "response_type": "code",
        "client_id": "endorinn",
        "redirect_uri": REDIRECT,
        "scope": "openid profile email",
        "state": BEGUN.state,
        "nonce": BEGUN.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    assert [secret for secret in (BEGUN.verifier, BEGUN.browser, SECRET) if secret in address] == []


async def told(played: PlayedProvider, **chosen: Any) -> Identity:  # noqa: ANN401 - any of a provider's fields
    """Whom the played provider vouches for."""
    return await OpenIdProvider(settings_of(played.issuer, **chosen), PUBLIC).identity(BEGUN, "kode")


async def refused(played: PlayedProvider) -> type[DomainError]:
    """How a sign-in is refused."""
    with pytest.raises((ProviderLiesError, ProviderDownError, SignInAgainError)) as error:
        await told(played)
    return error.type


TRUE: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "signed with a curve": {"header": {"alg": "ES256", "kid": "es"}, "key": EC},
    "for several, and sent to us": {"claims": {"aud": ["endorinn", "andre"], "azp": "endorinn"}},
    "a clock that is a little behind": {"claims": lambda: {"exp": int(time.time()) - 20}},
    "a provider that is asked for no more": {"discovery": {"userinfo_endpoint": None}},
}


@pytest.mark.parametrize("true", TRUE.values(), ids=TRUE)
async def test_the_played_provider_is_believed_where_it_says_the_truth(
    played: PlayedProvider, true: dict[str, Any]
) -> None:
    for name, value in true.items():
        setattr(played.lies, name, value() if callable(value) else value)
    assert await told(played) == Identity(played.issuer, "s-1", "Ola Vakt", "ola", (IN_OPPDAL,))


async def test_a_slash_at_the_end_of_an_issuer_is_no_other_issuer(played: PlayedProvider) -> None:
    provider = OpenIdProvider(settings_of(f"{played.issuer}/"), PUBLIC)
    assert (await provider.identity(BEGUN, "kode", played.issuer)).issuer == played.issuer


def unsigned(claims: dict[str, Any]) -> str:
    """A token with no signature at all."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


WRONG: dict[str, dict[str, Any]] = {
    "another key": {"key": OTHER_RSA},
    "a key that is not told": {"header": {"alg": "RS256", "kid": "ukjent"}},
    "no key": {"keys": []},
    "keys that are none": {"keys": [{"kty": "RSA"}, {}]},
    "an algorithm that it does not tell": {"header": {"alg": "PS256", "kid": "rs"}},
    "a shared secret as the key": {
        "header": {"alg": "HS256", "kid": "rs"},
        "key": OctKey.import_key(SECRET.encode() * 3),
        "discovery": {"id_token_signing_alg_values_supported": ["HS256", "none", "RS256"]},
    },
    "another issuer": {"claims": {"iss": "https://id.example.org"}},
    "another audience": {"claims": {"aud": "andre"}},
    "another audience, sent to us": {"claims": {"aud": ["andre"], "azp": "endorinn"}},
    "several audiences, sent to nobody": {"claims": {"aud": ["endorinn", "andre"]}},
    "several audiences, sent to another": {"claims": {"aud": ["endorinn", "andre"], "azp": "andre"}},
    "one audience, sent to another": {"claims": {"azp": "andre"}},
    "another nonce": {"claims": {"nonce": "en annen"}},
    "no nonce": {"without": ("nonce",)},
    "an empty nonce": {"claims": {"nonce": ""}},
    "long expired": {"claims": {"exp": int(time.time()) - 3600}},
    "never expiring": {"without": ("exp",)},
    "an expiry that is no time": {"claims": {"exp": "i morgen"}},
    "of the future": {"claims": {"iat": int(time.time()) + 3600}},
    "of no time": {"without": ("iat",)},
    "not yet valid": {"claims": {"nbf": int(time.time()) + 3600}},
    "nobody": {"without": ("sub",)},
    "an empty subject": {"claims": {"sub": ""}},
    "a subject that is no text": {"claims": {"sub": 17}},
    "a long subject": {"claims": {"sub": "x" * 256}},
    "a subject that no database takes": {"claims": {"sub": "s\0"}},
    "the hash of another access token": {"claims": {"at_hash": "ikke-den"}},
    "a token that is none": {"token": {"id_token": "a.b.c"}},
    "a token that is a number": {"token": {"id_token": 17}},
    "a token without a signature": {"token": {"id_token": unsigned({"sub": "s-1", "aud": "endorinn"})}},
    "no ID token": {"token": {"id_token": None}},
    "userinfo of another person": {"without": ("roles",), "userinfo": {"sub": "s-2", "roles": ["leder-oppdal"]}},
    "a refusal of us": {"instead": {"/token": b'{"error": "invalid_client"}'}, "status": {"/token": 401}},
    "no JSON": {"instead": {"/token": b"<html>"}},
    "a list": {"instead": {"/token": b"[]"}},
    "a deep list": {"instead": {"/jwks": b"[" * 100_000}},
    "no text": {"instead": {"/jwks": b"\xff\xfe\x00"}},
    "keys elsewhere": {"status": {"/jwks": 302}},
    "keys as a list": {"instead": {"/jwks": b"[]"}},
    "keys as a text": {"instead": {"/jwks": b'{"keys": "ja"}'}},
    "a discovery document of another": {"discovery": {"issuer": "https://id.example.org"}},
    "a discovery document without a way in": {"discovery": {"authorization_endpoint": None}},
    "a discovery document that leads to a file": {"discovery": {"jwks_uri": "file:///etc/passwd"}},
    "an address that is none": {"discovery": {"token_endpoint": "http://[::1"}},
    "no discovery document": {"status": {"/.well-known/openid-configuration": 404}},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_a_provider_that_lies_signs_nobody_in(played: PlayedProvider, wrong: dict[str, Any]) -> None:
    for name, value in wrong.items():
        setattr(played.lies, name, value)
    assert await refused(played) is ProviderLiesError


FAULTS: dict[str, str] = {
    "another key": "ID token: BadSignatureError",
    "a shared secret as the key": "ID token: UnsupportedAlgorithmError",
    "a token without a signature": "ID token: UnsupportedAlgorithmError",
    "another issuer": "ID token: invalid_claim: Invalid claim: 'iss'",
    "another audience, sent to us": "ID token: invalid_claim: Invalid claim: 'aud'",
    "several audiences, sent to another": "ID token: invalid_claim: Invalid claim: 'azp'",
    "another nonce": "ID token: invalid_claim: Invalid claim: 'nonce'",
    "a discovery document of another": "discovery document of another issuer",
    "userinfo of another person": "userinfo of another person",
}


@pytest.mark.parametrize("name", FAULTS)
async def test_the_log_says_what_was_wrong_and_nothing_of_anybody(played: PlayedProvider, name: str) -> None:
    for part, value in WRONG[name].items():
        setattr(played.lies, part, value)
    with captured() as logged:
        await refused(played)
    assert logged == [{"event": "provider_refused", "fault": FAULTS[name], "log_level": "warning"}]


def test_what_is_told_of_a_lying_provider_says_what_to_do() -> None:
    error = ProviderLiesError()
    assert (error.status, error.slug) == (502, "innlogging-avvist")
    assert error.detail.endswith("Skjer det en gang til, si fra til den som drifter Én dør inn.")


PLACES = ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"]


@pytest.mark.parametrize("path", PLACES)
async def test_a_provider_that_is_slow_is_waited_for_no_longer_than_it_may_take(
    played: PlayedProvider, lies: Lies, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.2)
    lies.slow, lies.without = {path: 1.0}, ("roles",)
    begun = time.perf_counter()
    assert await refused(played) is ProviderDownError
    assert time.perf_counter() - begun < 0.9


@pytest.mark.parametrize("path", PLACES)
async def test_a_provider_that_has_fallen_is_told_of_as_down(played: PlayedProvider, lies: Lies, path: str) -> None:
    lies.status, lies.without = {path: 503}, ("roles",)
    assert await refused(played) is ProviderDownError


async def test_a_provider_that_nobody_runs_is_told_of_as_down() -> None:
    with pytest.raises(ProviderDownError) as error:
        await OpenIdProvider(settings_of("http://127.0.0.1:1"), PUBLIC).address_for(BEGUN)
    assert (error.value.status, error.value.slug) == (503, "innlogging-nede")
    assert error.value.detail == "Innloggingstjenesten svarer ikke akkurat nå. Vent et minutt, og prøv igjen."


async def test_an_expired_code_lets_one_begin_again(played: PlayedProvider, lies: Lies) -> None:
    lies.instead, lies.status = {"/token": b'{"error": "invalid_grant"}'}, {"/token": 400}
    assert await refused(played) is SignInAgainError


async def test_a_code_that_another_issuer_sent_is_changed_for_nothing(played: PlayedProvider) -> None:
    with pytest.raises(ProviderLiesError):
        await OpenIdProvider(settings_of(played.issuer), PUBLIC).identity(BEGUN, "kode", "https://id.example.org")
    assert [path for path, *_ in played.asked] == ["/.well-known/openid-configuration"]


async def test_a_provider_with_tls_sends_nobody_to_an_address_without(
    played: PlayedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = played._discovery() | {"issuer": "https://id.example.org"}  # noqa: SLF001 - what it would say

    async def fetched(_: str) -> dict[str, Any]:
        return document

    monkeypatch.setattr(wire, "fetch", fetched)
    with pytest.raises(ProviderLiesError):
        await OpenIdProvider(settings_of("https://id.example.org"), PUBLIC).address_for(BEGUN)


async def test_no_proxy_of_the_environment_hears_of_a_sign_in(
    played: PlayedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await told(played)).subject == "s-1"


@pytest.mark.parametrize(
    ("methods", "sent"),
    [
        (None, "basic"),
        (["client_secret_post", "client_secret_basic"], "basic"),
        (["client_secret_post", "private_key_jwt"], "post"),
    ],
)
async def test_the_secret_goes_where_the_provider_takes_it(
    played: PlayedProvider, lies: Lies, methods: list[str] | None, sent: str
) -> None:
    if methods is not None:
        lies.discovery = {"token_endpoint_auth_methods_supported": methods}
    await told(played)
    [(body, header)] = [(body, header) for path, body, header in played.asked if path == "/token"]
    encoded = base64.b64encode(b"endorinn:hemmelig%2B%252B%2F%3D").decode()
    assert (header, body.get("client_secret")) == ((f"Basic {encoded}", None) if sent == "basic" else (None, [SECRET]))
    assert (body["code"], body["code_verifier"], body["redirect_uri"]) == (["kode"], [BEGUN.verifier], [REDIRECT])


async def test_what_a_provider_says_of_itself_is_asked_for_once_in_a_while(played: PlayedProvider) -> None:
    provider = OpenIdProvider(settings_of(played.issuer), PUBLIC)
    for _ in range(3):
        await provider.address_for(BEGUN)
    assert [path for path, *_ in played.asked] == ["/.well-known/openid-configuration"]


NAMES: list[tuple[dict[str, Any], str, str]] = [
    ({"name": " Ola  Vakt\n"}, "Ola Vakt", "ola"),
    ({"name": None, "given_name": "Ola", "family_name": "Vakt"}, "Ola Vakt", "ola"),
    ({"name": 17, "preferred_username": "ola2"}, "ola2", "ola2"),
    ({"name": "Ola", "preferred_username": "", "email": "ola@oppdal.no"}, "Ola", "ola@oppdal.no"),
    ({"name": "Ola", "preferred_username": ["x"]}, "Ola", "s-1"),
    ({"name": "O\0l\u202ea"}, "Ola", "ola"),
]


@pytest.mark.parametrize(("claims", "name", "login"), NAMES)
async def test_a_person_is_called_as_far_as_the_provider_tells(
    played: PlayedProvider, lies: Lies, claims: dict[str, Any], name: str, login: str
) -> None:
    lies.claims = claims
    found = await told(played)
    assert (found.name, found.login) == (name, login)


async def test_who_is_told_no_name_of_is_signed_in_without(played: PlayedProvider, lies: Lies) -> None:
    lies.without = ("name", "preferred_username")
    found = await told(played)
    assert (found.name, found.login) == ("Uten navn", "s-1")


ROLES: list[tuple[str, dict[str, Any], tuple[Grant, ...]]] = [
    ("roles", {"roles": "vakt-oppdal"}, (IN_OPPDAL,)),
    ("roles", {"roles": ["vakt-oppdal", "vakt-alle", 17, None, ["vakt-alle"]]}, (IN_OPPDAL, IN_TYNSET)),
    ("a.b.c", {"a": {"b": {"c": ["vakt-oppdal"]}}}, (IN_OPPDAL,)),
    ("https://oppdal.no/roller", {"https://oppdal.no/roller": ["vakt-oppdal"]}, (IN_OPPDAL,)),
    ("a.b", {"a": "vakt-oppdal"}, ()),
    ("a.b", {"a": ["b"]}, ()),
    ("roles", {"roles": {"vakt-oppdal": True}}, ()),
    ("roles", {"roles": "vakt-oppdal vakt-alle"}, ()),
    ("roles", {"roles": "VAKT-OPPDAL"}, ()),
]


@pytest.mark.parametrize(("claim", "claims", "grants"), ROLES)
async def test_a_claim_gives_the_roles_that_the_operator_says(
    played: PlayedProvider, lies: Lies, claim: str, claims: dict[str, Any], grants: tuple[Grant, ...]
) -> None:
    lies.claims, lies.without = claims, () if "roles" in claims else ("roles",)
    assert (await told(played, role_claim=claim)).grants == grants


async def test_what_the_token_says_goes_before_what_userinfo_says(played: PlayedProvider, lies: Lies) -> None:
    lies.without, lies.userinfo = ("name", "preferred_username"), {"name": "Ola", "roles": ["leder-oppdal"]}
    found = await told(played)
    assert (found.name, found.grants) == ("Ola", (IN_OPPDAL,))


def test_the_tests_tokens_are_signed_as_a_real_ones_are() -> None:
    assert jwt.decode(jwt.encode({"alg": "RS256"}, {"a": 1}, RSA), RSA).claims == {"a": 1}
