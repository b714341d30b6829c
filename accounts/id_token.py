"""Whether an ID token is what the provider signed, for us, now, and for the sign-in that is under way.

OpenID Connect Core 1.0, section 3.1.3.7. Signatures with a shared secret, and none at all, are refused whatever the
provider says that it uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from accounts.wire import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.wire import Discovery, Document

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
KEY_TYPES = frozenset({"RSA", "EC"})
# By so much may two clocks differ.
LEEWAY_SECONDS = 60
FAULTS = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


def claims_of(token: Document, keys: Document, discovery: Discovery, client_id: str, nonce: str) -> dict[str, Any]:
    """What a token says of a person.

    Args:
        token: what the provider gave for the code.
        keys: its JWKS.
        discovery: what it says of itself.
        client_id: who we are to it, and the only one that the token may be for.
        nonce: of the sign-in that is under way.

    Raises:
        ProviderLiesError: when anything of it does not hold.
    """
    try:
        return _checked(token, keys, discovery, client_id, nonce)
    except FAULTS as error:
        refuse(f"ID token: {_fault(error)}")


def _checked(token: Document, keys: Document, discovery: Discovery, client_id: str, nonce: str) -> dict[str, Any]:
    allowed = [one for one in ALGORITHMS if one in discovery.id_token_signing_alg_values_supported]
    registry = JWSRegistry(algorithms=allowed, strict_check_header=False)
    signed = jwt.decode(token["id_token"], _keys(keys), registry=registry)
    options = {
        "iss": {"essential": True, "values": [discovery.issuer]},
        "aud": {"essential": True, "values": [client_id]},
        "sub": {"essential": True},
        "nonce": {"essential": True},
    }
    params = {"client_id": client_id, "nonce": nonce, "access_token": token.get("access_token")}
    claims = CodeIDToken(signed.claims, signed.header, options, params)
    claims.validate(leeway=LEEWAY_SECONDS)
    return dict(claims)


def _keys(found: Mapping[str, Any]) -> KeySet:
    """The keys that a token may be signed with; of others, such as those to encrypt with, there may be any kind."""
    usable = [one for one in found["keys"] if one.get("kty") in KEY_TYPES and one.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": usable})


def _fault(error: Exception) -> str:
    # Its kind, and the name of a claim; never what the claim holds.
    named = isinstance(error, InvalidClaimError | MissingClaimError | ExpiredTokenError)
    return str(error) if named else type(error).__name__
