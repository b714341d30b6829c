"""The compose file: two of everything, each shut in, and the web server alone reached from outside."""

from __future__ import annotations

import re
from typing import Any

import pytest

from foundation.hardening import refuse_unsafe
from foundation.settings import Settings
from tests.deploy.manifests import DEPLOY, PARTS, SETTINGS, composed

COMPOSE = composed()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
FOR_GOOD = [name for name in SERVICES if name != "content"]
SECRET = re.compile(r"\$\{(\w+):\?")
EXAMPLE = (DEPLOY / "compose.env.example").read_text(encoding="utf-8")


def environment(name: str) -> dict[str, str]:
    """What a service is started with, and each secret filled in."""
    told = SERVICES[name].get("environment", {})
    return {key: re.sub(r"\$\{[^}]*\}", "Zg3-kY8_pQ1xWv5mLr7bNc2dTf9hJs4e", str(value)) for key, value in told.items()}


@pytest.mark.parametrize("part", PARTS)
def test_there_are_two_of_each_part_and_they_differ_in_their_address_alone(part: str) -> None:
    first, second = (SERVICES[f"{part}-{number}"] for number in (1, 2))
    assert str(first).replace(f"{part}-1", f"{part}-2") == str(second)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_without_root_rights_and_cannot_write_to_its_image(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].partition(":")[0]) > 0


@pytest.mark.parametrize("name", FOR_GOOD)
def test_every_container_that_stays_tells_its_health_and_has_a_bound(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"]
    assert service["deploy"]["resources"].keys() == {"reservations", "limits"}


def test_only_the_web_server_publishes_ports() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["edge"]


def test_the_web_server_reaches_the_gateways_and_nothing_else() -> None:
    front = {name for name, service in SERVICES.items() if "front" in service["networks"]}
    assert front == {"edge", "gateway-1", "gateway-2"}
    assert list(SERVICES["edge"]["networks"]) == ["front"]


def test_the_network_of_the_others_leads_nowhere() -> None:
    assert COMPOSE["networks"]["inner"] == {"internal": True}


def test_the_gateways_believe_the_web_server_and_nobody_else() -> None:
    address = SERVICES["edge"]["networks"]["front"]["ipv4_address"]
    assert {environment(f"gateway-{number}")["ENDORINN_TRUSTED_PROXIES"] for number in (1, 2)} == {address}


@pytest.mark.parametrize("name", SERVICES)
def test_every_setting_that_a_service_gets_exists(name: str) -> None:
    ours = {key for key in SERVICES[name].get("environment", {}) if key.startswith(("ENDORINN_", "DATABASE_URL"))}
    assert ours - SETTINGS == set()


@pytest.mark.parametrize("name", ["gateway-1", "gateway-2", "actions-1", "actions-2", "content"])
def test_production_starts_with_the_settings_of_the_house(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in environment(name).items():
        monkeypatch.setenv(key, value)
    refuse_unsafe(Settings(_env_file=None))


def test_rasa_gets_neither_the_database_nor_the_key_of_call_backs() -> None:
    assert environment("rasa-1").keys() == {
        "ENDORINN_ENV",
        "ENDORINN_INTERNAL_TOKEN",
        "ENDORINN_REDIS_URL",
        "ENDORINN_ACTIONS_URL",
        "ENDORINN_RASA_HOST",
    }


def test_every_secret_is_asked_for_and_stands_empty_in_the_example() -> None:
    asked = set(SECRET.findall((DEPLOY / "compose.yml").read_text(encoding="utf-8"))) - {"SITE"}
    assert asked == set(re.findall(r"^(\w+)=$", EXAMPLE, re.MULTILINE))


def test_content_is_loaded_before_whoever_reads_it_starts() -> None:
    waiting = {name for name, service in SERVICES.items() if "content" in service.get("depends_on", {})}
    assert waiting == {"gateway-1", "gateway-2", "actions-1", "actions-2"}


def test_the_web_servers_know_both_of_each_part() -> None:
    known = SERVICES["edge"]["environment"] | SERVICES["router"]["environment"]
    for part, port, network in (("gateway", 8000, ".front"), ("rasa", 5005, ""), ("actions", 5055, "")):
        for number in (1, 2):
            assert known[f"{part.upper()}_{number}"] == f"{part}-{number}{network}:{port}"
