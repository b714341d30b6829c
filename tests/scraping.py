"""What a process of ours tells Prometheus, as Prometheus' own client reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from prometheus_client.parser import text_string_to_metric_families

from foundation.internal import internal_token
from foundation.settings import Settings

if TYPE_CHECKING:
    from prometheus_client.samples import Sample


@dataclass(frozen=True)
class Scrape:
    """All samples of one moment."""

    samples: tuple[Sample, ...]

    def value(self, name: str, **labels: str) -> float:
        """The sum of the series that carry these labels; nought where there is none."""
        return sum(one.value for one in self.of(name) if labels.items() <= one.labels.items())

    def of(self, name: str) -> tuple[Sample, ...]:
        """The series of a name."""
        return tuple(one for one in self.samples if one.name == name)

    @property
    def names(self) -> frozenset[str]:
        """The names of all series."""
        return frozenset(one.name for one in self.samples)


def key(token: str | None = None) -> dict[str, str]:
    """The header that Prometheus sends."""
    return {"Authorization": f"Bearer {token or internal_token(Settings())}"}


def scrape(address: str, path: str = "/metrics", token: str | None = None) -> Scrape:
    """Asks as Prometheus does, with the token of the house."""
    response = httpx.get(f"{address}{path}", headers=key(token), timeout=20, trust_env=False).raise_for_status()
    assert response.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.text)
    return Scrape(tuple(sample for family in families for sample in family.samples))
