"""Signing in by way of a provider of OpenID Connect: authorization code, PKCE, state and nonce."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from accounts.claims import identity_of, says_enough
from accounts.id_token import claims_of
from accounts.wire import address_for, discover, exchange, fetch, refuse

if TYPE_CHECKING:
    from accounts.claims import Claims
    from accounts.pending import SecretsOfOne
    from accounts.vouched import Identity
    from accounts.wire import Discovery, Document
    from foundation.providers import Provider

# Where the provider sends the browser back to; it must be told of this address.
BACK = "/vakt/inn/svar"
# So long what a provider says of itself is believed, so that many clicks are not many calls.
BELIEVED_SECONDS = 300


class OpenIdProvider:
    """The provider that an operator has named. What it says is checked anew at each sign-in."""

    def __init__(self, provider: Provider, public_address: str) -> None:
        """`public_address` is where people reach the gateway, without a final slash."""
        self._provider = provider
        self._redirect_uri = f"{public_address}{BACK}"
        self._found: tuple[float, Discovery] | None = None

    @property
    def name(self) -> str:
        """What the button to sign in says."""
        return self._provider.name

    async def address_for(self, begun: SecretsOfOne) -> str:
        """Where the browser is sent to sign in.

        Raises:
            ProviderDownError: when the provider does not answer in time.
            ProviderLiesError: when what it answers cannot be trusted.
        """
        return address_for(self._provider, await self._discovery(), self._redirect_uri, begun)

    async def identity(self, begun: SecretsOfOne, code: str, iss: str = "") -> Identity:
        """Whom the provider vouches for.

        Args:
            begun: the secrets of the sign-in that is under way.
            code: what the browser brought back.
            iss: who sent the browser back, where the provider says so (RFC 9207).

        Raises:
            SignInAgainError: when the code was used before or has expired.
            ProviderDownError: when the provider does not answer in time.
            ProviderLiesError: when what it answers cannot be trusted.
        """
        discovery = await self._discovery()
        if iss and iss != discovery.issuer:
            refuse("code of another issuer")
        token = await exchange(self._provider, discovery, self._redirect_uri, code, begun.verifier)
        keys = await fetch(discovery.jwks_uri)
        claims = claims_of(token, keys, discovery, self._provider.client_id, begun.nonce)
        return identity_of(self._provider, await self._told(claims, token, discovery))

    async def _told(self, claims: Claims, token: Document, discovery: Discovery) -> Claims:
        """What the token says and, where that is not enough, what the provider says of the same person when asked."""
        access_token = token.get("access_token")
        if says_enough(self._provider, claims) or discovery.userinfo_endpoint is None or not access_token:
            return claims
        more = await fetch(discovery.userinfo_endpoint, access_token)
        if more.get("sub") != claims["sub"]:
            refuse("userinfo of another person")
        return {**more, **claims}

    async def _discovery(self) -> Discovery:
        now = time.monotonic()
        if self._found is None or now - self._found[0] > BELIEVED_SECONDS:
            self._found = now, await discover(self._provider)
        return self._found[1]
