"""Every setting is documented, has a default that works, and a wrong value is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.errors import OperatorError
from foundation.settings import ROOT, Settings, settings, variable

EXAMPLE = ROOT / ".env.example"
MANUAL = ROOT / "docs" / "drift.md"
FIELDS = list(Settings.model_fields)
VARIABLES = [variable(field) for field in FIELDS]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    settings.cache_clear()
    yield
    settings.cache_clear()


def example() -> dict[str, tuple[str, str]]:
    """Return variable to description and default, as the example file gives them."""
    entries = re.findall(r"((?:^# .*\n)+)#([A-Z0-9_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (" ".join(said.replace("# ", "").split()), default) for said, name, default in entries}


def test_every_setting_stands_in_the_example_file_in_order() -> None:
    assert list(example()) == VARIABLES


@pytest.mark.parametrize("field", FIELDS)
def test_the_example_gives_each_setting_its_description_and_default(field: str) -> None:
    declared = Settings.model_fields[field]
    default = "" if declared.default in (None, ()) else str(declared.default)
    assert example()[variable(field)] == (declared.description, default)


def test_every_setting_has_one_row_in_the_manual_and_no_other_setting_has() -> None:
    rows = re.findall(r"^\| *`((?:ENDORINN_|DATABASE_)[A-Z0-9_]+)`", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(VARIABLES)


def test_the_examples_own_values_are_the_defaults(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, (_, value) in example().items() if value), encoding="utf-8")
    assert Settings(_env_file=env) == Settings(_env_file=None)


def test_the_environment_sets_each_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_GATEWAY_PORT", "8123")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///annet.db")
    assert (settings().gateway_port, settings().database_url) == (8123, "sqlite:///annet.db")


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = settings()
    monkeypatch.setenv("ENDORINN_GATEWAY_PORT", "8123")
    assert settings() is first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENDORINN_GATEWAY_PORT", "åtte tusen"),
        ("ENDORINN_GATEWAY_PORT", "0"),
        ("ENDORINN_RASA_PORT", "65536"),
        ("ENDORINN_ACTIONS_PORT", "-1"),
        ("ENDORINN_RASA_URL", "ikke en adresse"),
        ("ENDORINN_ACTIONS_URL", "ftp://actions"),
        ("ENDORINN_MODEL_SHA256", "abc"),
        ("ENDORINN_ANSWER_TIMEOUT", "0"),
        ("ENDORINN_START_TIMEOUT", "601"),
        ("ENDORINN_EVENT_POLL", "ofte"),
        ("ENDORINN_MAX_BODY_BYTES", "100"),
        ("ENDORINN_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_wrong(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(OperatorError, match=rf"(?m)^{name}: .+\.$"):
        settings()


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_GATEWAY_PORT", "x")
    monkeypatch.setenv("ENDORINN_LOG_LEVEL", "y")
    with pytest.raises(OperatorError, match=r"(?s)ENDORINN_GATEWAY_PORT: .*ENDORINN_LOG_LEVEL: "):
        settings()


def test_addresses_are_made_from_ports_unless_they_are_given() -> None:
    made = Settings(rasa_port=5105, actions_port=5155, gateway_port=8100, _env_file=None)
    assert made.rasa_address == "http://127.0.0.1:5105"
    assert made.actions_address == "http://127.0.0.1:5155"
    assert made.gateway_address == "http://127.0.0.1:8100"


def test_addresses_are_where_rasa_and_the_actions_listen() -> None:
    made = Settings(rasa_host="10.0.0.5", actions_host="fd00::5", _env_file=None)
    assert (made.rasa_address, made.actions_address) == ("http://10.0.0.5:5005", "http://[fd00::5]:5055")


def test_an_address_that_is_given_is_used_without_its_final_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_RASA_URL", "http://rasa.internal:5005/")
    assert settings().rasa_address == "http://rasa.internal:5005"


def test_a_relative_folder_lies_in_the_project(tmp_path: Path) -> None:
    assert Settings(var_dir=Path("var"), _env_file=None).var == ROOT / "var"
    assert Settings(var_dir=tmp_path, _env_file=None).var == tmp_path


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000"), ("oppdal", "http://oppdal:8000")],
)
def test_the_gateway_has_an_address_whatever_kind_of_host_it_listens_on(host: str, address: str) -> None:
    assert Settings(gateway_host=host).gateway_address == address
