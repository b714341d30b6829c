"""Whom an operator lets vouch for employees: a provider of OpenID Connect, and what its claims mean here."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

type StaffRole = Literal["koordinator", "leder", "redaktor", "ansatt"]


class Grant(BaseModel):
    """A role in a municipality."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kommune: str
    role: StaffRole


class Provider(BaseModel):
    """A provider of OpenID Connect: Entra ID, Ansattporten, Keycloak or any other.

    `role_claim` is the claim that holds a person's groups or roles; `roles` says which grants each of its values gives.
    `name` is what the button to sign in says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str = Field(pattern=r"^https?://\S+$")
    client_id: str = Field(min_length=1)
    client_secret: SecretStr
    name: str = Field("kommunens innlogging", min_length=1, max_length=60)
    scope: str = "openid profile email"
    role_claim: str = "roles"
    roles: dict[str, tuple[Grant, ...]] = Field(min_length=1)
