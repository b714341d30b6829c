"""The names that the content declares, as Rasa lookup tables: what the understanding recognises."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import yaml

from knowledge.records import Helpline, Service

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.records import AnyRecord

HEADER = "# Made by `endorinn train` from the names in knowledge/content. Do not edit.\n"


def service_names(records: Iterable[AnyRecord]) -> dict[str, list[str]]:
    """Ontology service type to every name and nickname of it, in any municipality."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for record in records:
        if isinstance(record, Service | Helpline):
            own = (record.name.nb, record.name.nn) if record.name else ()
            names[record.type].update(dict.fromkeys((*own, *record.aliases)))
    return {kind: list(names[kind]) for kind in sorted(names)}


def lookup_tables(records: Iterable[AnyRecord]) -> str:
    """The names as Rasa training data: one lookup table `service:<type>` a type."""
    tables = [
        {"lookup": f"service:{kind}", "examples": "".join(f"- {name}\n" for name in names)}
        for kind, names in service_names(records).items()
    ]
    return HEADER + yaml.safe_dump({"version": "3.1", "nlu": tables}, allow_unicode=True, sort_keys=False)
