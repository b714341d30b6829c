"""What was understood of a message: the one value that an answer is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from knowledge.records import Level, Role

type Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
# To a question of ours: told, «vet ikke», or that nobody is in danger now.
type Replied = Literal["known", "unknown", "safe"]
type Corrected = Literal["kommune", "role"]


@dataclass(frozen=True, slots=True)
class Need:
    """A need of the ontology, and how sure the understanding is of it (0 to 1)."""

    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """That automatic answers are stopped, and what is said of it in a municipality's own words, if anything."""

    nb: str | None = None
    nn: str | None = None

    def words(self, language: Language) -> str | None:
        """Those in a language, or the other standard where there are none; bokmål first for those who write English."""
        return (self.nn or self.nb) if language == "nn" else (self.nb or self.nn)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood.

    `text` is masked already; `hidden` names what was hidden in it. `question_type` None means that nothing understood
    it (the machine that does is down, or it was unsure). `nearest` are the needs that come closest, sure or not, for
    suggestions. `services` are ontology types that were named, `refused` those that are named to say «not them»,
    `own_services` where whoever writes works; `from_context` says that needs or services were carried over from an
    earlier message. `danger` is the kind of emergency that was spoken of a few messages ago, `danger_now` one that a
    button said for certain, `danger_heard` one that the trained net hears, never for certain; `calm` when that net is
    sure that there is none. `forgotten` says that the conversation was deleted just before the answer, because the
    message asks for it. `signed_in` is True only for an employee whom the gateway has checked; `has_desk` says that the
    municipality's coordinators take over conversations here; `alone` when what understands messages is down, and only
    the words are there to go by; `stopped` where nothing may be answered. `other_language` is the ISO 639 code of a
    language that the assistant does not speak. `corrected` names what the message says otherwise than it was known
    before; `misses` counts the messages just before it, in a row, that were not understood or only answered with a
    question; `questions` counts ours, in a row, whatever stood beside them, and `asked` is what they have asked for in
    the whole conversation. `replied` says that the message is the reply to our last question. `standing` is the process
    whose steps were told before, and how many of them were.
    """

    text: str
    kommune: str | None = None
    role: Role = "ukjent"
    language: Language = "nb"
    question_type: str | None = None
    needs: tuple[Need, ...] = ()
    nearest: tuple[Need, ...] = ()
    services: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    own_services: frozenset[str] = frozenset()
    levels: tuple[Level, ...] = ()
    risk_areas: tuple[str, ...] = ()
    age: int | None = None
    hidden: tuple[str, ...] = ()
    from_context: bool = False
    danger: str | None = None
    danger_now: str | None = None
    danger_heard: str | None = None
    calm: bool = False
    forgotten: bool = False
    signed_in: bool = False
    has_desk: bool = False
    alone: bool = False
    stopped: Stopped | None = None
    other_language: str | None = None
    corrected: tuple[Corrected, ...] = ()
    misses: int = 0
    questions: int = 0
    standing: tuple[str, int] | None = None
    asked: frozenset[str] = frozenset()
    replied: Replied | None = None
    id: str | None = None

    @property
    def need_ids(self) -> tuple[str, ...]:
        """The needs without their confidence."""
        return tuple(need.id for need in self.needs)
