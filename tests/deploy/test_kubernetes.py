"""What is declared for Kubernetes: tight pods, two of everything, and only the gateway reached from outside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.deploy.manifests import DEPLOY, KUBERNETES, PARTS, SETTINGS, declared, pod_of

if TYPE_CHECKING:
    from pathlib import Path

DECLARED = declared()
PODS = {f"{one['kind']} {one['metadata']['name']}": pod for one in DECLARED if (pod := pod_of(one))}
POLICIES = [one["spec"] for one in DECLARED if one["kind"] == "NetworkPolicy"]
STAYS = [name for name in PODS if name.startswith(("Deployment", "StatefulSet"))]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """The specifications of one kind, by name."""
    return {one["metadata"]["name"]: one["spec"] for one in DECLARED if one["kind"] == kind}


def component(selector: dict[str, Any]) -> set[str]:
    """The parts that a selector of pods names."""
    if "matchLabels" in selector:
        return {selector["matchLabels"]["app.kubernetes.io/component"]}
    return {value for expression in selector["matchExpressions"] for value in expression["values"]}


@pytest.mark.parametrize("name", PODS)
def test_every_pod_is_without_root_rights_and_knows_nothing_of_the_cluster(name: str) -> None:
    pod = PODS[name]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False


@pytest.mark.parametrize("name", PODS)
def test_no_container_can_write_to_its_image_or_gain_rights(name: str) -> None:
    for container in PODS[name]["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


@pytest.mark.parametrize("name", PODS)
def test_every_container_asks_for_what_it_needs_and_has_a_bound(name: str) -> None:
    for container in PODS[name]["containers"]:
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize("name", STAYS)
def test_whoever_stays_is_looked_after(name: str) -> None:
    for container in PODS[name]["containers"]:
        assert container.keys() >= {"livenessProbe", "readinessProbe"}


@pytest.mark.parametrize("part", PARTS)
def test_there_are_two_of_each_part_and_more_when_they_are_busy(part: str) -> None:
    scaled = of_kind("HorizontalPodAutoscaler")[part]
    assert scaled["minReplicas"] == 2
    assert scaled["maxReplicas"] > 2
    assert scaled["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": part}
    assert "replicas" not in of_kind("Deployment")[part]


@pytest.mark.parametrize("part", PARTS)
def test_one_of_each_part_goes_at_a_time_and_when_another_is_there(part: str) -> None:
    assert of_kind("PodDisruptionBudget")[part]["maxUnavailable"] == 1
    assert of_kind("Deployment")[part]["strategy"] == {"rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_listens_on_its_own_address_alone(part: str) -> None:
    [container] = of_kind("Deployment")[part]["template"]["spec"]["containers"]
    hosts = {one["name"]: one["valueFrom"] for one in container["env"] if one["name"].endswith("_HOST")}
    assert hosts == {f"ENDORINN_{part.upper()}_HOST": {"fieldRef": {"fieldPath": "status.podIP"}}}


def test_nobody_is_reached_who_is_not_named() -> None:
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in POLICIES


def test_only_the_gateway_is_reached_from_outside_and_by_the_ingress_alone() -> None:
    from_outside = [
        (component(policy["podSelector"]), caller)
        for policy in POLICIES
        for rule in policy.get("ingress", [])
        for caller in rule["from"]
        if caller.keys() != {"podSelector"}
    ]
    ingress = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}
    assert from_outside == [({"gateway"}, ingress)]


def test_each_part_is_reached_by_those_that_need_it_and_at_one_port() -> None:
    reached = {
        (*component(policy["podSelector"]), rule["ports"][0]["port"]): set[str]().union(
            *(component(caller["podSelector"]) for caller in rule["from"] if "podSelector" in caller)
        )
        for policy in POLICIES
        for rule in policy.get("ingress", [])
    }
    assert reached == {
        ("gateway", 8000): set(),
        ("rasa", 5005): {"gateway"},
        ("actions", 5055): {"gateway", "rasa"},
        ("postgres", 5432): {"gateway", "actions", "content", "backup"},
        ("redis", 6379): {"gateway", "rasa"},
    }


def test_whoever_may_come_in_may_also_go_there() -> None:
    inwards = {
        (caller, *component(policy["podSelector"]))
        for policy in POLICIES
        for rule in policy.get("ingress", [])
        for one in rule["from"]
        if "podSelector" in one
        for caller in component(one["podSelector"])
    }
    outwards = {
        (*component(policy["podSelector"]), *component(one["podSelector"]))
        for policy in POLICIES
        for rule in policy.get("egress", [])
        for one in rule["to"]
        if "podSelector" in one
    }
    assert inwards == outwards


def test_the_way_in_leads_to_the_gateway() -> None:
    [rule] = of_kind("Ingress")["gateway"]["rules"]
    assert [path["backend"]["service"]["name"] for path in rule["http"]["paths"]] == ["gateway"]


@pytest.mark.parametrize("name", PODS)
def test_every_setting_that_a_container_gets_exists(name: str) -> None:
    given = {one["name"] for container in PODS[name]["containers"] for one in container["env"]}
    assert {one for one in given if one.startswith(("ENDORINN_", "DATABASE_URL"))} - SETTINGS == set()


@pytest.mark.parametrize("file", sorted(KUBERNETES.rglob("settings.env")), ids=lambda file: file.parent.name)
def test_every_setting_of_an_environment_file_exists(file: Path) -> None:
    assert set(re.findall(r"^(\w+)=", file.read_text(encoding="utf-8"), re.MULTILINE)) - SETTINGS == set()


def test_secrets_are_asked_for_by_name_and_stand_in_no_manifest() -> None:
    asked = {
        one["valueFrom"]["secretKeyRef"]["key"]
        for pod in PODS.values()
        for container in pod["containers"]
        for one in container["env"]
        if "secretKeyRef" in one.get("valueFrom", {})
    }
    example = (KUBERNETES / "example" / "secrets.env.example").read_text(encoding="utf-8")
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert [one for one in DECLARED if one["kind"] == "Secret"] == []


def test_copies_are_kept_for_a_week() -> None:
    [container] = PODS["CronJob backup"]["containers"]
    assert {"name": "BACKUP_DAYS", "value": "7"} in container["env"]


def test_the_example_can_be_put_together() -> None:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed.")
    done = subprocess.run([kubectl, "kustomize", KUBERNETES / "example"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    built = list(yaml.safe_load_all(done.stdout))
    images = {container["image"] for one in built if (pod := pod_of(one)) for container in pod["containers"]}
    assert {image.rpartition("/")[2].partition(":")[0] for image in images} == {
        "endorinn-house",
        "endorinn-annex",
        "postgres",
        "redis",
    }
    assert {one["metadata"].get("namespace") for one in built if one["kind"] != "Namespace"} == {"endorinn"}


@pytest.mark.parametrize("script", sorted(DEPLOY.rglob("*.sh")), ids=lambda script: script.name)
def test_every_script_can_be_read_by_a_shell(script: Path) -> None:
    subprocess.run(["/bin/sh", "-n", script], check=True)
    assert os.access(script, os.R_OK)
