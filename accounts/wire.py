"""What goes over the wire to the provider, by Authlib's client and httpx. No other module of this room knows them.

Nothing is followed to where a redirect points, and no proxy of the environment is used: the client's secret and the
codes go to the provider and to nobody between.
"""

from __future__ import annotations

import asyncio
import warnings
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote_plus

import httpx
import structlog
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.oauth2.client import OAuth2Client
from pydantic import BaseModel, ConfigDict, ValidationError

from accounts.errors import ProviderDownError, ProviderLiesError, SignInAgainError

with warnings.catch_warnings():
    # Authlib would rather have the successor of httpx, which nothing else here uses.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from accounts.pending import SecretsOfOne
    from foundation.providers import Provider

# So long any one answer may take, from the first byte to the last.
SECONDS = 5.0
DISCOVERY = "/.well-known/openid-configuration"
BASIC, POST = "client_secret_basic", "client_secret_post"
# The code was used before, or has expired: the person can begin again.
INVALID_GRANT = "invalid_grant"
log = structlog.get_logger()
type Document = dict[str, Any]


class Discovery(BaseModel):
    """What a provider says of itself, as far as it is used here (OpenID Connect Discovery 1.0, section 3)."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = (BASIC,)

    def addresses(self) -> tuple[str, ...]:
        """Where people and we are sent."""
        told = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri, self.userinfo_endpoint)
        return tuple(address for address in told if address is not None)


def refuse(fault: str) -> NoReturn:
    """Refuses an answer; what is wrong with it is for the operator's log, and holds nothing about anybody.

    Raises:
        ProviderLiesError: always.
    """
    log.warning("provider_refused", fault=fault)
    raise ProviderLiesError


async def discover(provider: Provider) -> Discovery:
    """What the provider says of itself.

    Raises:
        ProviderDownError: when it does not answer in time.
        ProviderLiesError: when it is another issuer, or sends anyone to an address that is less safe than its own.
    """
    issuer = provider.issuer.rstrip("/")
    try:
        found = Discovery.model_validate(await fetch(f"{issuer}{DISCOVERY}"))
    except ValidationError as error:
        fields = ", ".join(sorted({str(fault["loc"][0]) for fault in error.errors()}))
        refuse(f"discovery document without usable {fields}")
    if found.issuer.rstrip("/") != issuer:
        refuse("discovery document of another issuer")
    schemes = ("https://",) if issuer.startswith("https://") else ("https://", "http://")
    if not all(address.startswith(schemes) for address in found.addresses()):
        refuse("discovery document with an address that is not https")
    return found


async def fetch(address: str, access_token: str | None = None) -> Document:
    """A JSON document of the provider's.

    Raises:
        ProviderDownError: when it does not answer in time.
        ProviderLiesError: when what it answers is no such document.
    """
    headers = {"Accept": "application/json"}
    if access_token is not None:
        headers["Authorization"] = f"Bearer {access_token}"
    async with _in_time(), AsyncOAuth2Client(timeout=SECONDS, trust_env=False) as client:
        response = await client.request("GET", address, headers=headers, withhold_token=True)
        response.raise_for_status()
        document = response.json()
    if response.status_code != HTTPStatus.OK or not isinstance(document, dict):
        refuse("no JSON object")
    return document


def address_for(provider: Provider, discovery: Discovery, redirect_uri: str, begun: SecretsOfOne) -> str:
    """Where the browser is sent, with the challenge of PKCE (S256), the state and the nonce."""
    client = OAuth2Client(
        None, provider.client_id, scope=provider.scope, redirect_uri=redirect_uri, code_challenge_method="S256"
    )
    address, _ = client.create_authorization_url(
        discovery.authorization_endpoint, state=begun.state, code_verifier=begun.verifier, nonce=begun.nonce
    )
    return str(address)


async def exchange(provider: Provider, discovery: Discovery, redirect_uri: str, code: str, verifier: str) -> Document:
    """What the provider gives for a code: `id_token` and `access_token`.

    Raises:
        SignInAgainError: when the code was used before or has expired.
        ProviderDownError: when it does not answer in time.
        ProviderLiesError: when it refuses us, or what it answers is no such thing.
    """
    method, secret = _auth_method(discovery), provider.client_secret.get_secret_value()
    client = AsyncOAuth2Client(
        _as_form(provider.client_id, method),
        _as_form(secret, method),
        token_endpoint_auth_method=method,
        redirect_uri=redirect_uri,
        timeout=SECONDS,
        trust_env=False,
    )
    async with _in_time(), client:
        token = await client.fetch_token(
            discovery.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
        )
        return dict(token)


def _auth_method(discovery: Discovery) -> str:
    # The standard's own, unless a provider says that it takes the other one only.
    told = discovery.token_endpoint_auth_methods_supported
    return POST if POST in told and BASIC not in told else BASIC


def _as_form(value: str, method: str) -> str:
    # Within the header, a form's encoding comes first (RFC 6749, section 2.3.1), which Authlib leaves to us.
    return quote_plus(value) if method == BASIC else value


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    """Whatever can go wrong on the wire, in words for the person who signs in."""
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except OAuthError as error:
        if error.error == INVALID_GRANT:
            raise SignInAgainError from error
        refuse("it refuses our client")
    except httpx.HTTPStatusError as error:
        if error.response.is_server_error:
            _give_up(f"status {error.response.status_code}")
        refuse(f"status {error.response.status_code}")
    except (TimeoutError, httpx.TransportError) as error:
        _give_up(type(error).__name__)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, RecursionError) as error:
        refuse(type(error).__name__)


def _give_up(fault: str) -> NoReturn:
    log.warning("provider_down", fault=fault)
    raise ProviderDownError
