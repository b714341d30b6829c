"""Sources as they are shown: title, place, address, quotation, and the day they were checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.answers import SourceRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knowledge.records import Document, Source


def refer(sources: Iterable[Source], documents: Mapping[str, Document]) -> tuple[SourceRef, ...]:
    """Sources as an answer or a page shows them, each once."""
    return tuple(dict.fromkeys(_reference(source, documents[source.document]) for source in sources))


def _reference(source: Source, document: Document) -> SourceRef:
    return SourceRef(
        title=document.title,
        locator=source.locator,
        url=source.url or document.url,
        quote=source.quote,
        checked=source.checked.isoformat(),
    )
