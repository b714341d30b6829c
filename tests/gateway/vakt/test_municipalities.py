"""Desks and roles for municipalities that are not here stop the start."""

from __future__ import annotations

import json
from typing import Any

import pytest

from foundation.errors import OperatorError
from foundation.settings import Settings
from gateway.app import create_app
from knowledge.ontology import ontology

OPEN = {"opening": [{"days": ["ma"], "since": "09:00", "until": "15:00"}]}
KNOWN = f"These are: {', '.join(ontology().municipalities)}."


def provider(*kommuner: str) -> dict[str, Any]:
    """A provider whose claims give roles there."""
    grants = [{"kommune": kommune, "role": "koordinator"} for kommune in kommuner]
    named = {"issuer": "https://id.example.org", "client_id": "endorinn", "client_secret": "hemmelig"}
    return {**named, "roles": {"vakt": grants, "andre": grants}}


def written(chosen: dict[str, Any]) -> dict[str, Any]:
    """Settings as the environment holds them."""
    return {name: json.dumps(value) for name, value in chosen.items()}


def fault(**chosen: Any) -> str:  # noqa: ANN401 - any setting
    """What the start is refused with."""
    with pytest.raises(OperatorError) as error:
        create_app(Settings(_env_file=None, **written(chosen)))
    return str(error.value)


def test_a_desk_somewhere_else_is_refused() -> None:
    assert fault(desks={"oppdal": OPEN, "oslo": OPEN, "bergen": OPEN}) == (
        f"ENDORINN_DESKS names oslo, bergen, which is no municipality here.\n{KNOWN}"
    )


def test_a_role_somewhere_else_is_refused_and_all_faults_are_told_at_once() -> None:
    assert fault(desks={"oslo": OPEN}, oidc=provider("tynset", "bergen")) == (
        "ENDORINN_DESKS names oslo, which is no municipality here.\n"
        f"ENDORINN_OIDC names bergen, which is no municipality here.\n{KNOWN}"
    )


def test_desks_and_roles_here_start() -> None:
    create_app(Settings(_env_file=None, desks=json.dumps({"oppdal": OPEN}), oidc=json.dumps(provider("oppdal"))))
