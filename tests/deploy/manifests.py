"""What `deploy/` holds, as tests read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from foundation.settings import ROOT, Settings, variable

if TYPE_CHECKING:
    from pathlib import Path

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
SETTINGS = {variable(field) for field in Settings.model_fields}
# The parts that run for good, and of which there are two.
PARTS = ("gateway", "rasa", "actions")


def documents(*files: Path) -> list[dict[str, Any]]:
    """What the files declare; not what only Kustomize reads."""
    read = [document for file in files for document in yaml.safe_load_all(file.read_text(encoding="utf-8"))]
    return [document for document in read if document["kind"] != "Kustomization"]


def declared() -> list[dict[str, Any]]:
    """Everything that is declared for Kubernetes."""
    return documents(*sorted(KUBERNETES.rglob("*.yaml")))


def pod_of(document: dict[str, Any]) -> dict[str, Any] | None:
    """The pod that a document has made, if it has."""
    spec = document.get("spec", {})
    template = spec.get("jobTemplate", {}).get("spec", spec).get("template", {})
    pod: dict[str, Any] | None = template.get("spec")
    return pod


def composed() -> dict[str, Any]:
    """The compose file, its anchors resolved."""
    whole: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    return whole
