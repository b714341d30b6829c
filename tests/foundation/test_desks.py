"""What an operator says of desks, of who vouches for employees, and of the address that people reach us at."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from foundation.desks import ALWAYS, Desk, Hours
from foundation.errors import OperatorError
from foundation.providers import Grant, Provider
from foundation.settings import Settings, settings, variable

WEEK = ("ma", "ti", "on", "to", "fr", "lo", "so")
OPENING = [{"days": ["ma", "ti"], "since": "09:00", "until": "15:00"}]
WHOLE = {
    "opening": OPENING,
    "mail": ["vakt@example.org"],
    "lead_mail": ["leder@example.org"],
    "callback_days": 2,
    "escalate_minutes": 5,
}
PROVIDER = {
    "issuer": "https://login.example.org/kommune",
    "client_id": "endorinn",
    "client_secret": "ikke-fortell-dette",  # pragma: allowlist secret
    "roles": {"vakt-oppdal": [{"kommune": "oppdal", "role": "koordinator"}]},
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    settings.cache_clear()


def test_a_desk_needs_no_more_than_when_somebody_is_there() -> None:
    desk = Desk.model_validate({"opening": OPENING})
    assert desk == Desk(opening=(Hours(days=("ma", "ti"), since=time(9), until=time(15)),))
    assert (desk.mail, desk.lead_mail, desk.callback_days, desk.escalate_minutes) == ((), (), 1, 10)


def test_a_desk_that_is_always_open_is_so_on_every_day_from_midnight_to_midnight() -> None:
    [hours] = ALWAYS.opening
    assert (hours.days, hours.since, hours.until) == (WEEK, time(0), time(0))


@pytest.mark.parametrize(("since", "until"), [("09:00", "15:00"), ("00:00", "00:00"), ("20:00", "00:00")])
def test_a_desk_may_be_open_until_the_end_of_the_day(since: str, until: str) -> None:
    assert Hours.model_validate({"days": ["lo"], "since": since, "until": until}).days == ("lo",)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"opening": []}, "at least 1 item"),
        ({"opening": [{**OPENING[0], "days": []}]}, "at least 1 item"),
        ({"opening": [{**OPENING[0], "days": ["mandag"]}]}, "Input should be 'ma'"),
        ({"opening": [{**OPENING[0], "until": "09:00"}]}, "`until` must come after `since`"),
        ({"opening": [{**OPENING[0], "until": "08:00"}]}, "`until` must come after `since`"),
        ({"opening": [{**OPENING[0], "since": "25:00"}]}, "valid time"),
        ({"opening": [{**OPENING[0], "since": "09:00Z"}]}, "without a time zone"),
        ({"opening": [{**OPENING[0], "until": "15:00+01:00"}]}, "without a time zone"),
        ({"mail": ["ingen adresse"]}, "should match pattern"),
        ({"lead_mail": ["a@b\nBcc: alle@example.org"]}, "should match pattern"),
        ({"callback_days": 0}, "greater than or equal to 1"),
        ({"callback_days": 6}, "less than or equal to 5"),
        ({"escalate_minutes": 0}, "greater than or equal to 1"),
        ({"telefon": "12345678"}, "Extra inputs are not permitted"),
    ],
)
def test_a_desk_that_cannot_be_meant_is_refused(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Desk.model_validate({**WHOLE, **changed})


def test_the_environment_sets_desks_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_DESKS", json.dumps({"oppdal": WHOLE}))
    desk = settings().desk_of("oppdal")
    assert desk is not None
    assert json.loads(desk.model_dump_json()) == {
        **WHOLE,
        "opening": [{"days": ["ma", "ti"], "since": "09:00:00", "until": "15:00:00"}],
    }


@pytest.mark.parametrize("value", ["{", '{"oppdal": {}}', '{"oppdal": {"opening": [{"days": ["ma"]}]}}', "[]"])
def test_desks_that_cannot_be_read_are_told_to_the_operator(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ENDORINN_DESKS", value)
    with pytest.raises(OperatorError, match="ENDORINN_DESKS: "):
        settings()


@pytest.mark.parametrize(
    ("env", "desks", "kommune", "has"),
    [
        ("development", {}, "oppdal", True),
        ("development", {}, None, False),
        ("development", {"oppdal": WHOLE}, "oppdal", True),
        ("development", {"oppdal": WHOLE}, "rennebu", False),
        ("production", {}, "oppdal", False),
        ("production", {"oppdal": WHOLE}, "oppdal", True),
        ("production", {"oppdal": WHOLE}, "rennebu", False),
        ("production", {"oppdal": WHOLE}, None, False),
    ],
)
def test_a_municipality_has_the_desk_that_is_set_and_any_only_where_nothing_is_set_on_ones_own_machine(
    env: str, desks: dict[str, Any], kommune: str | None, *, has: bool
) -> None:
    chosen = Settings.model_validate({"env": env, "desks": desks})
    desk = chosen.desk_of(kommune)
    assert (desk is not None) == has
    if desk is not None:
        assert desk == (Desk.model_validate(WHOLE) if desks else ALWAYS)


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"gateway_host": "::1", "gateway_port": 8123}, "http://[::1]:8123"),
        ({"public_url": "https://hjelp.example.org"}, "https://hjelp.example.org"),
        ({"public_url": "https://example.org/hjelp/"}, "https://example.org/hjelp"),
    ],
)
def test_people_reach_us_where_it_is_said_or_else_where_the_gateway_listens(
    chosen: dict[str, Any], address: str
) -> None:
    assert Settings.model_validate(chosen).public_address == address


def test_a_provider_says_what_its_roles_mean_and_keeps_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_OIDC", json.dumps(PROVIDER))
    provider = settings().oidc
    assert provider is not None
    assert provider.roles == {"vakt-oppdal": (Grant(kommune="oppdal", role="koordinator"),)}
    assert (provider.name, provider.scope, provider.role_claim) == (
        "kommunens innlogging",
        "openid profile email",
        "roles",
    )
    assert provider.client_secret.get_secret_value() == PROVIDER["client_secret"]
    assert "ikke-fortell-dette" not in f"{settings()!r} {provider}"


@pytest.mark.parametrize("value", ["", "{}"])
def test_without_a_provider_there_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ENDORINN_OIDC", value)
    assert settings().oidc is None


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "login.example.org"},
        {"issuer": "javascript:alert(1)"},
        {"client_id": ""},
        {"roles": {}},
        {"roles": {"vakt": [{"kommune": "oppdal", "role": "sjef"}]}},
        {"name": ""},
        {"ukjent": "felt"},
    ],
)
def test_a_provider_that_cannot_be_meant_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Provider.model_validate({**PROVIDER, **changed})


def test_a_wrong_provider_is_told_to_the_operator_without_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_OIDC", json.dumps({**PROVIDER, "roles": {}}))
    with pytest.raises(OperatorError, match="ENDORINN_OIDC: ") as raised:
        settings()
    assert "ikke-fortell-dette" not in str(raised.value)
