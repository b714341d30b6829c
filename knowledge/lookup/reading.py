"""A view as one employee reads it: in a written standard, with sources as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

from knowledge.records import LevelDefinition
from knowledge.referring import refer
from knowledge.texts import in_words, say, topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.answers import SourceRef
    from knowledge.library import View
    from knowledge.query import Query
    from knowledge.records import Level, Source, Text

type Standard = Literal["nb", "nn"]
LEVELS: tuple[Level, ...] = ("gronn", "gul", "rod")


@dataclass(frozen=True)
class Reading:
    """A municipality's view, read in `language`; `tells_unconfirmed`: to somebody who checks before they tell it on."""

    view: View
    language: Standard = "nb"
    tells_unconfirmed: bool = False

    @classmethod
    def for_query(cls, view: View, query: Query) -> Self:
        """The view as whoever asks reads it; in bokmål where they write in no Norwegian."""
        return cls(view, "nn" if query.language == "nn" else "nb")

    def words(self, text: Text) -> str:
        """A text in the reader's written standard."""
        return in_words(text, self.language)

    def maybe(self, text: Text | None) -> str | None:
        """The same of a text that may be missing."""
        return None if text is None else self.words(text)

    def refer(self, sources: Iterable[Source]) -> tuple[SourceRef, ...]:
        """Sources as they are shown, each once."""
        return refer(sources, self.view.documents)

    def service(self, kind: str) -> str:
        """What a service type is called here; its id where nothing here names it."""
        applied = self.view.services.get(kind)
        return self.words(applied.name) if applied is not None and applied.name is not None else kind

    def need(self, need: str) -> str:
        """What a need is called."""
        return topic(need, self.language)

    def colour(self, level: Level) -> str:
        """«Gult nivå»."""
        return say(level, self.language)

    @cached_property
    def levels(self) -> dict[Level, LevelDefinition]:
        """What each level means here, in the nearest plan's own words."""
        found: dict[Level, LevelDefinition] = {}
        for record in self.view.of_kind("level"):
            if isinstance(record, LevelDefinition):
                found.setdefault(record.level, record)
        return found

    def level(self, level: Level) -> str:
        """The plan's own word for a level, and the colour: «Selektiv forebygging for noen (gult nivå)»."""
        meaning = self.levels.get(level)
        return self.colour(level) if meaning is None else f"{self.words(meaning.word)} ({self.colour(level)})"
