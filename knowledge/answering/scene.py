"""One question in its place: the query, what the municipality may be told, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.answers import Option
from knowledge.records import LevelDefinition
from knowledge.texts import in_words, phrases, say, topic
from knowledge.words import holds, phrase, stems, telling_stems

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.library import View
    from knowledge.query import Language, Query
    from knowledge.records import Level, Text, Told
    from knowledge.safety import Alarm

# How old a young person is taken to be who does not say.
YOUNG_AGE = 15
# Where a child is every day: named in almost every message, and then seldom what is asked about.
EVERYDAY = ("skole", "barnehage", "sfo", "servicetorg")


@dataclass(frozen=True)
class Scene:
    """Everything an answer is made from; equal scenes give equal answers."""

    query: Query
    view: View
    now: datetime
    alarm: Alarm | None

    @property
    def language(self) -> Language:
        """The reply's language."""
        return self.query.language

    def words(self, text: Text) -> str:
        """A record's text in the reply's language."""
        return in_words(text, self.language)

    def told(self, record: Told) -> str:
        """A statement's text: the employees' where the record has one and an employee asks."""
        return self.words(record.staff if record.staff and self.query.role == "ansatt" else record.text)

    def say(self, key: str, **values: object) -> str:
        """A text that is no fact."""
        return say(key, self.language, **values)

    def topics(self, needs: tuple[str, ...]) -> tuple[Option, ...]:
        """Needs as buttons; pressing one sends its words."""
        labels = (topic(need, self.language) for need in needs)
        return tuple(Option(label, label) for label in labels)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The question's words in their normal form, for phrases that must stand together."""
        return stems(self.query.text)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The same without function words."""
        return frozenset(telling_stems(self.query.text))

    @cached_property
    def _stem_set(self) -> frozenset[str]:
        return frozenset(self.stems)

    @cached_property
    def scores(self) -> dict[str, float]:
        """How well each statement and gap fits the question's words."""
        return self.view.search.scores(self.query.text)

    @cached_property
    def asked(self) -> dict[str, float]:
        """How well what employees type for each record fits the question's words."""
        return self.view.asked_search.scores(self.query.text)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The services that the message names and that exist here, the one it is about first."""
        here = [service for service in self.query.services if service in self.view.services]
        return tuple(sorted(here, key=lambda one: (one in EVERYDAY, not self._is_of_the_age(one), self._distance(one))))

    def _is_of_the_age(self, service: str) -> bool:
        # «Helsesykepleier» is two services' name; a young person means the school's.
        age = self.query.age if self.query.age is not None or self.query.role != "ungdom" else YOUNG_AGE
        ages = self.view.services[service].ages
        return age is None or ages is None or ages.cover(age)

    def _distance(self, service: str) -> bool:
        # A name of two services means the municipality's own before one that only the nation knows.
        return not self.view.services[service].is_own

    @cached_property
    def levels(self) -> dict[Level, LevelDefinition]:
        """What each prevention level means here, by the nearest plan that says so."""
        nearest: dict[Level, LevelDefinition] = {}
        for record in self.view.of_kind("level"):
            if isinstance(record, LevelDefinition):
                nearest.setdefault(record.level, record)
        return nearest

    def says(self, words: str) -> bool:
        """Whether the question holds a word or phrase, in any form and either written standard."""
        return self.says_stems(phrase(words))

    def says_any(self, key: str) -> bool:
        """Whether the question holds one of the phrases of a key in `phrases.yml`."""
        return any(map(self.says, phrases(key)))

    def says_stems(self, sought: tuple[str, ...]) -> bool:
        """Whether the question holds these stems side by side."""
        return bool(sought) and sought[0] in self._stem_set and holds(self.stems, sought)
