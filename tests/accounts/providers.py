"""Providers of OpenID Connect: a real one, and one that lies as a real one never does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from foundation.providers import Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPT = Path(__file__).with_name("provider.mjs")
LIBRARY = Path(__file__).parents[2] / "web" / "node_modules" / "oidc-provider"
# A secret that is another one where it is sent without a form's encoding.
SECRET = "hemmelig+%2B/="  # noqa: S105 - of these tests  # pragma: allowlist secret
ROLES: dict[str, Any] = {
    "vakt-oppdal": [{"kommune": "oppdal", "role": "koordinator"}],
    "leder-oppdal": [{"kommune": "oppdal", "role": "leder"}],
    "vakt-alle": [{"kommune": one, "role": "koordinator"} for one in ("oppdal", "tynset")],
}


def settings_of(issuer: str, **chosen: Any) -> Provider:  # noqa: ANN401 - any of its fields
    """A provider as an operator names it."""
    usual = {"client_id": "endorinn", "client_secret": SECRET, "roles": ROLES}
    return Provider.model_validate({"issuer": issuer, **usual, **chosen})


@dataclass(frozen=True)
class RealProvider:
    """A provider that really runs."""

    issuer: str

    def expects(self, sub: str, **claims: Any) -> None:  # noqa: ANN401 - claims hold anything
        """Whoever signs in next with a new browser is this person."""
        httpx.post(f"{self.issuer}/people", json={"sub": sub, **claims}, trust_env=False).raise_for_status()

    def refuses(self) -> None:
        """Whoever signs in next says no."""
        httpx.post(f"{self.issuer}/stop-saying-yes", trust_env=False).raise_for_status()


@contextmanager
def real_provider(redirect_uri: str, *more: str) -> Iterator[RealProvider]:
    """Starts a provider; skips the test where it is not installed, except in CI, where that is a failure."""
    node = shutil.which("node")
    if node is None or not LIBRARY.exists():
        message = "Node or its oidc-provider is not installed: `make web`."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    command = [node, str(SCRIPT), redirect_uri, SECRET, *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        issuer = running.stdout.readline().strip()
        try:
            if not issuer:
                _, said = running.communicate()
                pytest.fail(f"The provider did not start: {said}")
            yield RealProvider(issuer)
        finally:
            running.kill()
            running.communicate()


RSA = RSAKey.generate_key(2048, {"kid": "rs", "use": "sig"})
OTHER_RSA = RSAKey.generate_key(2048, {"kid": "rs", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "es", "use": "sig"})
FOR_ENCRYPTION = RSAKey.generate_key(2048, {"kid": "enc", "use": "enc"})


@dataclass
class Lies:
    """What the played provider says; as it comes, all of it is true."""

    nonce: str = ""
    discovery: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "rs"})
    key: Any = field(default_factory=lambda: RSA)
    keys: list[dict[str, Any]] | None = None
    token: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    # By path: bytes instead of what would be said, a status, seconds of silence.
    instead: dict[str, bytes] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)


class PlayedProvider:
    """Serves a discovery document, keys, tokens and userinfo, and says what a test tells it to."""

    def __init__(self) -> None:
        """Tells the truth."""
        self.lies = Lies()
        self.asked: list[tuple[str, dict[str, list[str]], str | None]] = []
        played = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                played.answer(self)

            def do_POST(self) -> None:
                played.answer(self)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reset(self) -> Lies:
        """Tells the truth again."""
        self.lies, self.asked = Lies(), []
        return self.lies

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """One request."""
        path = urlsplit(handler.path).path
        sent = handler.rfile.read(int(handler.headers.get("content-length", 0))).decode()
        self.asked.append((path, parse_qs(sent), handler.headers.get("authorization")))
        time.sleep(self.lies.slow.get(path, 0))
        body = self.lies.instead.get(path)
        handler.send_response(self.lies.status.get(path, 200))
        handler.send_header("content-type", "application/json")
        handler.send_header("location", "/")
        handler.end_headers()
        said: dict[str, Callable[[], dict[str, Any]]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": lambda: {"keys": self.lies.keys if self.lies.keys is not None else _public()},
            "/token": self._token,
            "/userinfo": lambda: {"sub": "s-1"} | self.lies.userinfo,
        }
        handler.wfile.write(body if body is not None else json.dumps(said[path]()).encode())

    def _discovery(self) -> dict[str, Any]:
        places = {"authorization": "auth", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.issuer,
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in places.items()},
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        } | self.lies.discovery

    def _token(self) -> dict[str, Any]:
        now = int(time.time())
        person = {"name": "Ola Vakt", "preferred_username": "ola", "roles": ["vakt-oppdal"]}
        token = {"iss": self.issuer, "sub": "s-1", "aud": "endorinn", "iat": now, "exp": now + 60}
        claims: dict[str, Any] = token | person | {"nonce": self.lies.nonce} | self.lies.claims
        told = {name: value for name, value in claims.items() if name not in self.lies.without}
        header = self.lies.header
        signed = jwt.encode(header, told, self.lies.key, algorithms=[header["alg"]])
        return {"access_token": "tilgang", "token_type": "Bearer", "id_token": signed} | self.lies.token


def _public() -> list[dict[str, Any]]:
    # Among the keys stand one to encrypt with and one of a kind that nobody knows yet, as at real providers.
    shown = [dict(key.as_dict(private=False)) for key in (FOR_ENCRYPTION, RSA, EC)]
    return [{"kty": "AKP", "kid": "rs"}, *shown]
