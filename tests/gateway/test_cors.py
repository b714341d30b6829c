"""Which other pages may call the API or show ours in a frame: those that are named, and none by default."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from foundation.settings import Settings
from gateway.headers import headers_for
from tests.gateway.running import gateway_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from tests.gateway.running import Gateway

PAGE, OTHER = "https://oppdal.kommune.no", "https://tynset.kommune.no"
STRICT = "strict-transport-security"
TOKEN = "vZ3kq-Y1mH8_dPw0sLr5TtNfXc7aBeJu9iGo2hRx4E"  # noqa: S105 - of this test  # pragma: allowlist secret
# What looks like the page that is named, and is another.
ALIKE = [
    OTHER,
    "http://oppdal.kommune.no",
    "https://oppdal.kommune.no:8443",
    "https://oppdal.kommune.no.example.com",
    "https://xoppdal.kommune.no",
    "https://www.oppdal.kommune.no",
    "null",
    "*",
]


@pytest.fixture(scope="module")
def production(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[Gateway]:
    """A municipality's own gateway, which one other page may call and show."""
    folder, rasa = tmp_path_factory.mktemp("production"), f"http://127.0.0.1:{closed_port}"
    chosen: dict[str, Any] = {
        "env": "production",
        "allowed_origins": [PAGE],
        "frame_ancestors": [PAGE, OTHER],
        "internal_token": TOKEN,
    }
    with gateway_on(loaded, folder, rasa, **chosen) as gateway:
        yield gateway


def preflight(gateway: Gateway, origin: str, method: str = "POST") -> httpx.Response:
    """What a browser asks before it lets a page call."""
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization,content-type"}
    return gateway.client.options("/api/conversations", headers={"Origin": origin, **asked})


def lets_in(response: httpx.Response) -> list[str]:
    """The headers by which a browser would let a page read this."""
    names = ("access-control-allow-origin", "access-control-allow-credentials")
    return [name for name in names if name in response.headers]


@pytest.mark.parametrize("origin", [PAGE, "null", "http://127.0.0.1:8000"])
def test_by_default_no_other_page_may_call(alone: Gateway, origin: str) -> None:
    asked = preflight(alone, origin)
    assert (asked.status_code, lets_in(asked)) == (400, [])
    assert lets_in(alone.client.post("/api/conversations", json={}, headers={"Origin": origin})) == []


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_page_that_is_named_may_call(production: Gateway, method: str) -> None:
    asked = preflight(production, PAGE, method)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, PAGE)
    assert method in asked.headers["access-control-allow-methods"]
    allowed = asked.headers["access-control-allow-headers"].lower()
    assert [name for name in ("authorization", "content-type", "last-event-id") if name not in allowed] == []
    assert "access-control-allow-credentials" not in asked.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE"])
def test_nothing_is_called_by_other_methods(production: Gateway, method: str) -> None:
    assert preflight(production, PAGE, method).status_code == 400


def test_a_page_that_is_named_reads_answers_and_refusals(production: Gateway) -> None:
    sent = {"Origin": PAGE}
    for response in (
        production.client.post("/api/conversations", json={}, headers=sent),
        production.client.post("/api/conversations", json={"kommune": "oslo"}, headers=sent),
        production.client.post("/api/conversations", content=b" " * 20_000, headers=sent),
        production.client.delete("/api/conversations/0", headers=sent),
    ):
        assert response.headers["access-control-allow-origin"] == PAGE
        assert "Origin" in response.headers["vary"]
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", ALIKE)
def test_a_page_that_is_not_named_may_not_call(production: Gateway, origin: str) -> None:
    asked = preflight(production, origin)
    assert (asked.status_code, lets_in(asked)) == (400, [])
    assert lets_in(production.client.post("/api/conversations", json={}, headers={"Origin": origin})) == []


def ancestors(response: httpx.Response) -> str:
    """Who may show this in a frame."""
    found = re.search(r"frame-ancestors ([^;]+)", response.headers["content-security-policy"])
    assert found
    return found[1]


def test_only_our_own_pages_and_those_that_are_named_may_show_ours_in_a_frame(
    alone: Gateway, production: Gateway
) -> None:
    assert ancestors(alone.client.get("/oppdal")) == "'self'"
    assert ancestors(production.client.get("/oppdal")) == f"'self' {PAGE} {OTHER}"


def test_only_in_production_browsers_are_told_to_speak_tls(alone: Gateway, production: Gateway) -> None:
    for path in ("/oppdal", "/api/openapi.json", "/healthz", "/finnes-ikke"):
        assert STRICT not in alone.client.get(path).headers
        assert production.client.get(path).headers[STRICT] == "max-age=31536000"


def test_what_is_named_is_read_from_one_setting_with_spaces_between() -> None:
    chosen = Settings(frame_ancestors=f"{PAGE}  {OTHER}", _env_file=None)
    assert headers_for(chosen)["content-security-policy"].endswith(f"frame-ancestors 'self' {PAGE} {OTHER}")


@pytest.mark.parametrize("origin", ["'self'", "https://a.no; script-src *", "a.no", "https://a.no/side", "data:"])
def test_what_is_no_page_is_no_setting(origin: str) -> None:
    for field in ("frame_ancestors", "allowed_origins"):
        with pytest.raises(ValueError, match=field):
            Settings.model_validate({field: (origin,)})


def test_no_answer_ever_sets_a_cookie(production: Gateway) -> None:
    talk = production.start(kommune="oppdal")
    client = production.client
    paths = ("/", "/oppdal", "/oslo", "/api/docs", "/api/openapi.json", "/static/plain.css", "/healthz", "/readyz")
    answered = [
        *(client.get(path, headers={"Cookie": "a=b"}) for path in paths),
        client.get("/static/swagger/swagger-ui.css"),
        client.get("/finnes-ikke", headers={"Accept": "application/json"}),
        client.post("/api/conversations", json={}),
        client.post("/oppdal", data={"text": "Hvem er PPT?"}),
        talk.write("Hvem er PPT?"),
        talk.write("Jeg vil ta livet mitt"),
        talk.send(content=b"x"),
        client.post(f"{talk.path}/candidate", headers=talk.key),
        preflight(production, PAGE),
        preflight(production, OTHER),
    ]
    with client.stream("GET", f"{talk.path}/events", headers=talk.key) as stream:
        answered.append(stream)
    answered += [talk.write("Glem meg"), talk.forget()]
    assert [str(one.url) for one in answered if "set-cookie" in one.headers] == []
    assert len({one.status_code for one in answered}) > 5
