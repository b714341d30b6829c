"""What is known of the services that a message names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.cite import card, field_statement, own_contacts
from knowledge.answering.facts import Facts
from knowledge.answering.relevance import relevant
from knowledge.answering.telling import told
from knowledge.answers import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answering.scene import Scene
    from knowledge.applied import AppliedService

# An emergency service is its numbers.
NUMBERS = "nodetater"
FIELDS = ("text", "for_whom", "access")
FIELDS_STAFF = ("staff", "for_whom", "access", "level_note")
NAMED = 2


def describe(scene: Scene) -> Facts:
    """The services' own words, what measures there are, and the services as places to go."""
    services = [scene.view.services[name] for name in scene.named[:NAMED]]
    names = FIELDS_STAFF if scene.query.role == "ansatt" else FIELDS
    facts = [fact for service in services for name in names if (fact := field_statement(scene, service, name))]
    lines = (line for service in services for line in _numbers(scene, service))
    measures = relevant(scene, "measure", limit=2)
    return Facts(
        statements=(*facts, *lines, *told(scene, measures, facts)),
        services=tuple(card(scene, service, scene.say("why_named")) for service in services),
    )


def _numbers(scene: Scene, service: AppliedService) -> Iterator[Statement]:
    if service.type == NUMBERS:
        for one in own_contacts(scene, service):
            yield Statement(f"{one.value}: {one.label}", (one.source,))
