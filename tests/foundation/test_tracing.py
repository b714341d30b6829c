from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from foundation import tracing
from tests.collector import Collector
from tests.logs import captured

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "hemmelig"  # noqa: S105 - of this test only
OFF = """
import sys
from foundation.tracing import carried, part, served, tracing
with tracing("endorinn-gateway"), served("a") as span, part("b") as inner:
    print(span.is_recording(), inner.is_recording(), carried(), end=" ")
print([name for name in sys.modules if name == "foundation.collector" or name.startswith("opentelemetry.exporter")])
"""


@pytest.fixture(autouse=True)
def _no_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tracing.COLLECTOR:
        monkeypatch.delenv(name, raising=False)


def served_once() -> None:
    """One request from its beginning to its end, with all that tracing does."""
    with tracing.tracing("endorinn-gateway"):
        tracing.follow({})
        with tracing.served("once"):
            pass


def test_where_no_collector_is_named_nothing_is_loaded_and_nothing_is_made() -> None:
    told = subprocess.run([sys.executable, "-c", OFF], capture_output=True, text=True, check=True)
    assert told.stdout == "False False {} []\n"


@pytest.mark.parametrize(
    ("variables", "service"),
    [
        ({}, "endorinn-gateway"),
        ({"OTEL_SERVICE_NAME": "oppdal"}, "oppdal"),
        ({"OTEL_RESOURCE_ATTRIBUTES": "service.name=oppdal"}, "oppdal"),
    ],
)
def test_the_service_has_our_name_unless_the_operator_gives_it_another(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], service: str
) -> None:
    with Collector() as collector:
        for name, value in {**collector.variables, **variables}.items():
            monkeypatch.setenv(name, value)
        served_once()
        assert [(one.service, one.name) for one in collector.spans] == [(service, "once")]


def test_the_address_of_traces_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    with Collector() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", f"{collector.address}/v1/traces")
        served_once()
        assert [one.name for one in collector.spans] == ["once"]


def test_the_operator_chooses_how_many_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with Collector() as collector:
        for name, value in {**collector.variables, "OTEL_TRACES_SAMPLER": "always_off"}.items():
            monkeypatch.setenv(name, value)
        served_once()
        assert collector.spans == ()


def test_a_part_of_nothing_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with Collector() as collector:
        for name, value in collector.variables.items():
            monkeypatch.setenv(name, value)
        with tracing.tracing("endorinn-gateway"), tracing.part("alone") as span:
            assert not span.is_recording()
        assert collector.spans == ()


def test_a_collector_that_is_away_is_told_of_once_and_so_is_its_return(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from foundation.collector import Exporter, sending  # noqa: PLC0415 - as the process loads it

    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.2")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"authorization={SECRET}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{SECRET}@{nobody}/{SECRET}")
    with captured() as lines, sending("endorinn-gateway"), Collector() as collector:
        exporter = Exporter()
        exporter.export(())
        exporter.export(())
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
        exporter._client = Exporter()._client  # noqa: SLF001 - the collector is there again
        exporter.export(())
        exporter.export(())
    assert [line["event"] for line in lines] == ["traces_lost", "traces_back"]
    assert SECRET not in str(lines) + caplog.text


def test_the_variables_of_the_file_are_those_of_opentelemetry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "ROOT", tmp_path)
    assert tracing.standard_variables() == {}
    lines = ("OTEL_SERVICE_NAME=oppdal", "OTEL_TRACES_SAMPLER=", "ENDORINN_ENV=production")
    (tmp_path / ".env").write_text("\n".join(lines))
    assert tracing.standard_variables() == {"OTEL_SERVICE_NAME": "oppdal"}
