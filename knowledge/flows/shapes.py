"""The shapes of flows, as people write them in `knowledge/flows/<id>.yml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from knowledge.answers import AsksFor
from knowledge.records import Ages, Model, Role, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.query import Language


class Words(Model):
    """The same words in the three languages that the assistant speaks."""

    nb: Sentence
    nn: Sentence
    en: Sentence

    def of(self, language: Language) -> str:
        """The words in one language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[language]

    @property
    def all(self) -> tuple[str, ...]:
        """The words in every language."""
        return self.nb, self.nn, self.en


class Aliases(Model):
    """Other names that start a flow, in each language."""

    nb: tuple[Sentence, ...] = ()
    nn: tuple[Sentence, ...] = ()
    en: tuple[Sentence, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        """The names in one language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[language]

    @property
    def all(self) -> tuple[str, ...]:
        """The names in every language."""
        return (*self.nb, *self.nn, *self.en)


class Sets(Model):
    """What an answer tells: fields of the question that the flow ends in. `danger` is a kind of emergency."""

    role: Role | None = None
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    danger: str | None = None


class Reply(Model):
    """A button: what it says, what it sets, and the step or end that it leads to.

    `also`: words that mean this button in a short message. `unknown`: it is also what «vet ikke» means; danger that
    it sets is then in doubt. `ages`: an age that is written means this button, and is what counts then.
    """

    say: Words
    also: tuple[Sentence, ...] = ()
    sets: Sets = Sets()
    to: str
    unknown: bool = False
    ages: Ages | None = None


class Step(Model):
    """A question. `asks_for` is what the answer's contract calls it; `unknown` is where «vet ikke» leads."""

    ask: Words
    asks_for: AsksFor
    answers: tuple[Reply, ...]
    unknown: str | None = None

    @property
    def leads(self) -> Iterator[str]:
        """Every step or end that may come next."""
        yield from (answer.to for answer in self.answers)
        if self.unknown is not None:
            yield self.unknown


class End(Model):
    """The question that the library answers at the end, beside what was told on the way.

    `text` is the question in words, where needs and services alone do not find the answer.
    """

    question_type: str
    text: Words | None = None
    needs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    role: Role | None = None


class Flow(Model):
    """A guided flow. Its title and its `aliases`, whole and alone, start it."""

    id: str
    title: Words
    aliases: Aliases = Aliases()
    start: str
    steps: dict[str, Step]
    ends: dict[str, End]
