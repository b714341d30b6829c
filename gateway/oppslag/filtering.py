"""What the search's form and its API take, and what they may choose among."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from gateway.oppslag.texts import texts
from knowledge.lookup.fitting import PLACES, Filters
from knowledge.lookup.reading import LEVELS
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from knowledge.lookup.reading import Reading

type Readers = Literal["ansatt", "forelder", "ungdom"]
OLDEST = 25


# What a browser's own field may hold; more is cut off, and not refused.
LONGEST = 2_000


def _age(value: object) -> int | None:
    return next((age for age in range(OLDEST + 1) if str(age) == value), None)


def _cut(value: object) -> object:
    return value[:LONGEST] if isinstance(value, str) else value


type Age = Annotated[int | None, BeforeValidator(_age)]
type Typed = Annotated[str, BeforeValidator(_cut)]


class Asked(BaseModel):
    """A sentence, and what its hits must fit; what is empty or unknown limits nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    q: Annotated[str, Field(max_length=LONGEST)] = ""
    need: str = ""
    level: str = ""
    age: Age = None
    arena: str = ""
    role: str = ""

    @property
    def is_limited(self) -> bool:
        """Whether anything but the sentence is chosen."""
        return self.age is not None or any((self.need, self.level, self.arena, self.role))


class Sides(BaseModel):
    """What is compared: a service or a need, and the municipalities beside the reader's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tjeneste: Typed = ""
    behov: Typed = ""
    med: list[str] = Field(default=[], max_length=40)


def wanted_of(asked: Asked) -> Filters:
    """The filters that are chosen."""
    return Filters(
        need=asked.need if asked.need in ontology().needs else None,
        level=next((one for one in LEVELS if one == asked.level), None),
        age=asked.age,
        arena=next((one for one in PLACES if one == asked.arena), None),
        role=next((one for one in get_args(Readers.__value__) if one == asked.role), None),
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What each filter offers: value and label."""

    needs: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    ages: tuple[int, ...]
    arenas: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """The choices in one municipality."""
        said = texts(reading.language)
        needs = sorted(((need, reading.need(need)) for need in ontology().needs), key=lambda one: one[1])
        return cls(
            needs=tuple(needs),
            levels=tuple((level, reading.level(level)) for level in LEVELS),
            ages=tuple(range(OLDEST + 1)),
            arenas=tuple((place, said[f"arena_{place}"]) for place in PLACES),
            roles=tuple((role, said[f"role_{role}"]) for role in get_args(Readers.__value__)),
        )
