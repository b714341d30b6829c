"""Records as statements, each thing said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answering.cite import statement
from knowledge.records import Duty, Told
from knowledge.words import telling_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.answering.scene import Scene
    from knowledge.answers import Statement
    from knowledge.records import AnyRecord

# Share of a statement's telling words that another must have said for it to be a repetition.
REPEATED = 0.6


def told(scene: Scene, records: Iterable[AnyRecord], said: Iterable[Statement] = ()) -> Iterator[Statement]:
    """Records as statements; one that says in other words what is said already is left out."""
    given = list(said)
    for record in records:
        if isinstance(record, Told):
            one = statement(scene, record)
            # The same duty of several professions is one to whoever is none of them.
            alike = isinstance(record, Duty) and scene.query.role != "ansatt"
            if not any(_repeats(one, other, anywhere=alike) for other in given):
                given.append(one)
                yield one


def _repeats(one: Statement, other: Statement, *, anywhere: bool) -> bool:
    """Whether a statement has mostly the same telling words as another, and (unless `anywhere`) its quotations."""
    quotes, given = ({ref.quote for ref in each.sources if ref.quote} for each in (one, other))
    words = set(telling_stems(one.text))
    shared = words & set(telling_stems(other.text))
    return (anywhere or (bool(quotes) and quotes <= given)) and len(shared) >= REPEATED * len(words)
