"""How tests read an answer: what it states as fact, apart from its openings, offers and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.answers import Answer, ContactRef, SourceRef


def facts_of(answer: Answer) -> str:
    """Return everything that the answer states, one fact a line."""
    return "\n".join(_facts(answer))


def _facts(answer: Answer) -> Iterator[str]:
    yield from (one.text for one in answer.statements)
    yield from (one.text for one in answer.plan)
    yield from (text for one in answer.services for text in (one.name, one.why, one.access) if text)
    if answer.process is not None:
        yield answer.process.title
        yield from (f"{step.text} {step.deadline or ''}" for step in answer.process.steps)


def sources_of(answer: Answer) -> list[SourceRef]:
    """Return every source of every fact of an answer."""
    steps = answer.process.steps if answer.process else ()
    return [
        *(ref for one in answer.statements for ref in one.sources),
        *(ref for one in answer.plan for ref in one.sources),
        *(ref for one in answer.services for ref in one.sources),
        *(ref for one in answer.responsibility for ref in one.sources),
        *(ref for one in steps for ref in one.sources),
        *(one.source for one in contacts_of(answer)),
    ]


def contacts_of(answer: Answer) -> list[ContactRef]:
    """Return every number and address of an answer."""
    acute = answer.acute.contacts if answer.acute else ()
    return [*acute, *(one for service in answer.services for one in service.contacts)]
