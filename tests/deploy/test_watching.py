"""The dashboard and the alerts are files that can be loaded, and ask for nothing that our processes do not tell."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from actions.watched import SECONDS as OF_ACTIONS
from endorinn.annex import BOT, RASA
from foundation.desks import ALWAYS
from foundation.settings import ROOT
from tests.gateway.running import gateway_on
from tests.scraping import key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPLOY = ROOT / "deploy"
ALERTS, SCRAPES = DEPLOY / "prometheus" / "alerts.yml", DEPLOY / "prometheus" / "prometheus.yml"
DASHBOARD = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
OPERATION = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
NAME = re.compile(r"\b(?:endorinn|process)_\w+")
OF_ANNEX = "import channels.watched, prometheus_client; print(prometheus_client.generate_latest().decode())"
ENDS = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",), "info": ("_info",)}


def panels() -> list[dict[str, Any]]:
    """All that draw something."""
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def rules() -> list[dict[str, Any]]:
    """All alerts."""
    groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def asked_for() -> Iterator[str]:
    """Every expression."""
    yield from (target["expr"] for panel in panels() for target in panel["targets"])
    yield from (rule["expr"] for rule in rules())
    yield from (str(one["query"]) for one in DASHBOARD["templating"]["list"])


def series_in(told: str) -> set[str]:
    """The names of the series that a process tells, or will once there is something to tell."""
    families = text_string_to_metric_families(told)
    return {f"{one.name}{end}" for one in families for end in ENDS.get(one.type, ("",))}


@pytest.fixture(scope="module")
def told(loaded: Path, tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> set[str]:
    """What a gateway with a desk, mail and several of its kind tells; the action server's counts lie in this process
    too, Rasa's are asked for on the annex's own Python."""
    assert OF_ACTIONS is not None
    nobody = f"http://127.0.0.1:{closed_port}"
    more: dict[str, Any] = {"desks": {"oppdal": ALWAYS}, "smtp_url": f"smtp+plain://127.0.0.1:{closed_port}"}
    with gateway_on(loaded, tmp_path_factory.mktemp("deploy"), nobody, **more) as gateway:
        house = gateway.client.get("/metrics", headers=key()).raise_for_status().text
    annex = subprocess.run(
        [RASA.with_name("python"), "-W", "ignore", "-c", OF_ANNEX], cwd=BOT, capture_output=True, text=True, check=True
    )
    return series_in(house) | series_in(annex.stdout)


def test_whatever_is_asked_for_is_told(told: set[str]) -> None:
    names = {name for expression in asked_for() for name in NAME.findall(expression)}
    assert len(names) > 30
    assert names - told == set()


def test_panels_have_a_place_and_a_name_of_their_own() -> None:
    for of in ("id", "title"):
        values = [panel[of] for panel in DASHBOARD["panels"]]
        assert len(set(values)) == len(values)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24


def test_every_panel_draws_from_the_prometheus_that_is_chosen() -> None:
    sources = [one["datasource"] for panel in panels() for one in (panel, *panel["targets"])]
    assert all(source == {"type": "prometheus", "uid": "${datasource}"} for source in sources)
    assert DASHBOARD["id"] is None if "id" in DASHBOARD else True


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_is_the_matter_and_leads_to_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["annotations"]["runbook"] == f"docs/drift.md#{rule['alert'].lower()}"
    assert re.search(rf"^#### {rule['alert']}$", OPERATION, re.MULTILINE)


def test_no_alert_is_described_that_is_gone() -> None:
    assert re.findall(r"^#### (\w+)$", OPERATION, re.MULTILINE) == [rule["alert"] for rule in rules()]


def test_where_a_panel_leads_there_is_something_to_do() -> None:
    led = {name for panel in panels() for name in re.findall(r"docs/drift\.md#(\w+)", panel["description"])}
    assert led <= {rule["alert"].lower() for rule in rules()}


def test_each_process_is_asked_at_its_own_address_with_the_token() -> None:
    jobs = yaml.safe_load(SCRAPES.read_text(encoding="utf-8"))["scrape_configs"]
    assert {one["job_name"]: one.get("metrics_path", "/metrics") for one in jobs} == {
        "endorinn-gateway": "/metrics",
        "endorinn-actions": "/metrics",
        "endorinn-rasa": "/webhooks/gate/metrics",
    }
    assert all(one["authorization"]["credentials_file"] for one in jobs)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool comes with Debian's package prometheus")
@pytest.mark.parametrize(
    "arguments", [("check", "rules", str(ALERTS)), ("test", "rules", str(ROOT / "tests/deploy/alerts.test.yml"))]
)
def test_prometheus_itself_finds_the_alerts_right(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)  # noqa: S607 - Debian's
    assert done.returncode == 0, done.stdout + done.stderr
