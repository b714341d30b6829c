"""The latest message as Rasa parsed it, with what the gateway sent along and what the conversation remembers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from knowledge import Need
from knowledge.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.records import Role

# Without a letter that Norwegian uses there is nothing to understand: emoji, digits, another alphabet.
LATIN = re.compile(r"[a-zA-ZæøåÆØÅ]")
# «ikke NAV», «itte koordinatoren», «vil ikke snakke med PPT»: what is named so is not asked for.
NOT = re.compile(
    r"\b(?:ikke|ikkje|itte|itj|ittj|inte|ikkj|ikje|not)\s(?:til\s|te\s|med\s|to\s|the\s){0,2}$"
    r"|\b(?:vil|vel|ønsker|ønskjer|ønske|orker|orkar|orke|gidder|gidd|want)\s(?:ikke|ikkje|itte|itj|ittj)\s"
    r"(?:snakke|snakka|snakk|prate|prata|prat|ha|møte|kontakte|blande\sinn|ringe|ringje)\s(?:med\s|me\s)?(?:noen\s|nokon\s|nån\s|no'n\s|ein\s|en\s)?$"
    r"|\b(?:går|gjeng|gå)\s(?:ikke|ikkje|itte|itj|ittj)\s(?:(?:i|på)\s)?$",
    re.IGNORECASE,
)
# «NAV vil eg ikkje ha noko med å gjere», «politiet ønsker jeg ikke å blande inn».
NOT_AFTER = re.compile(
    r"^\s(?:vil|vel|ønsker|ønskjer|orker|orkar|gidder|gidd)\s(?:jeg|eg|je|æ|vi|me)\s(?:ikke|ikkje|itte|itj|ittj)\b",
    re.IGNORECASE,
)
# «Jeg vil ikke ha politiet innblandet», «nei, ikke NAV».
WANTS_NOT = re.compile(
    r"(?:^|[.!?,;]\s?|\b(?:jeg|eg|je|æ|vi|me)\s)(?:vil|vel|ønsker|ønskjer|orker|orkar|gidder|gidd)\s"
    r"(?:(?:jeg|eg|je|æ|vi|me)\s)?(?:ikke|ikkje|itte|itj|ittj)\s"
    r"(?:(?:ha|ringe|ringje|kontakte|blande\sinn|snakke\smed|te|til|(?:ha|få)\s(?:hjelp|noe|noko)\s(?:av|fra|frå|med))\s)?$"
    r"|\b(?:i|we)\s(?:do\snot|don['\u2019]?t)\swant\s(?:to\s(?:call|contact)\s)?(?:the\s)?$"
    r"|(?:^|nei[,.]?\s|no[,.]?\s)(?:ikke|ikkje|itte|itj|ittj|not)\s(?:the\s)?$",
    re.IGNORECASE,
)
# «Har ikke Oppdal PPT?», «hvorfor svarer ikke BUP»: asks for what is named, all the same.
ASKS_WHY_NOT = re.compile(
    r"(?:^|[.!?,;]\s?)(?:(?:og|men|å)\s)?(?:hvorfor|kvifor|koffor|når|kan|kunne|har|er|e|får|finnes|finst|fins|tar|tek|svarer"
    r"|svarar|hjelper|hjelpar|burde|bør)\s[^.!?,;]{0,60}$",
    re.IGNORECASE,
)
COORDINATOR = "koordinator"
# «Takk for svar», «dø av latter»: where nothing is told, danger is heard only for sure.
SMALL_TALK, FEW_WORDS, SURE_IN_SMALL_TALK = frozenset({"smaprat", "utenfor", "personvern", "om-planen"}), 3, 0.4
WORDS = re.compile(r"\w+")
PREPOSITIONS = frozenset({"på", "i", "hos", "ved", "in", "at", "the"})

# What stands before «lærer» when whoever writes is one; of others it is said with another verb.
I_AM = re.compile(
    r"\b(?:(?:jeg|eg|æ|æg|je|jei|ej|vi|me)\s(?:er|e|æ|ær|skriver|skriv|jobber|jobbar|jobbe|arbeider|arbeidar|arbeide)|i\sam|i['\u2019]m|i\swork|we\sare|we['\u2019]re)"
    r"(?:\s(?:som|jo|selv|sjølv|en|ei|ein|as|a|an))*\s$",
    re.IGNORECASE,
)
# «Eg arbeider i Nav og har ei mor her»: where somebody works is not what they ask about.
WORKS_IN = re.compile(
    r"\b(?:jeg|eg|je|æ|i|vi)\s(?:er\s|e\s|am\s)?(?:jobber|jobbar|jobbe|arbeider|arbeidar|arbeide|ansatt|tilsett|tilsatt|work)\s(?:i|på|ved|hos|hjå|for|at|in)\s$",
    re.IGNORECASE,
)
# «Vi er SFO i Sør-Odal» is said by employees.
WE_ARE = re.compile(r"\b(?:vi|me|we)\s(?:er|e|are)\s$", re.IGNORECASE)
# What an employee asks of others' services.
OF_OTHERS = frozenset({"kontakt", "ansvar", "moteplass"})
# «Jeg er nabo» is no employee, whatever it sounds like.
PRIVATE = re.compile(
    r"\b(?:jeg|eg|je|æ|i)\s(?:er|e|am)\s(?:(?:bare|berre|bærre|en|ein|ei|a|the|just)\s){0,2}(?:nabo|naboen|venn|ven|venninne"
    r"|veninne|trener|trenar|bestemor|bestefar|besteforelder|tante|onkel|neighbou?r|friend)\b",
    re.IGNORECASE,
)
NO_PARENT = re.compile(
    r"\b(?:er|e|æ|am)\s(?:ikke|ikkje|itj|ittj|itte|not)\s(?:his\s|her\s|their\s)?"
    r"(?:mor|moren|mora|mamma|mammaen|far|faren|pappa|pappaen|mother|father)\b.{0,20}"
    r"\b(?:søster|søstera|søsteren|syster|systera|bror|broren|storebror|storesøster|storesyster|sister|brother)\b",
    re.IGNORECASE,
)
CONCERNS = re.compile(
    r"\b(?:gjelder|gjeld|concerns|flytta|flyttet|flytter|moved)\s(?:det\s|this\s|nå\s|no\s|now\s)?(?:i\s|til\s|to\s|in\s)?$",
    re.IGNORECASE,
)
# Whoever says «jeg er 15» is no parent; of an age below these nobody writes it of themselves.
YOUNG = range(6, 24)
GROWN = 18


@dataclass(frozen=True)
class Message:
    """What a Query is made of."""

    data: Mapping[str, Any]
    slots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the gateway knows of the conversation: kommune, role, language, hidden."""
        return self.data.get("metadata") or {}

    @property
    def intent(self) -> str | None:
        """The question type; None where the understanding was unsure."""
        name = (self.data.get("intent") or {}).get("name")
        return name if name in ontology().question_types and LATIN.search(self.text) else None

    @property
    def sure_of_intent(self) -> float:
        """The confidence of `intent`."""
        return float((self.data.get("intent") or {}).get("confidence") or 0.0)

    @property
    def next_intent(self) -> tuple[str, float] | None:
        """The question type that comes second, and its confidence."""
        ranked = [(one["name"], one["confidence"]) for one in self.data.get("intent_ranking") or ()]
        return next(((name, sure) for name, sure in ranked[1:] if name in ontology().question_types), None)

    def share_of(self, question_type: str) -> float:
        """How sure the understanding is of one question type."""
        ranked = {one["name"]: float(one["confidence"]) for one in self.data.get("intent_ranking") or ()}
        return ranked.get(question_type, 0.0)

    @property
    def text(self) -> str:
        """The words as the gateway masked them."""
        return self.data.get("text") or ""

    @property
    def words(self) -> int:
        """How many words the message has."""
        return len(self.text.split())

    @property
    def services(self) -> tuple[str, ...]:
        """The services that are named, and not only to say «not them» or where somebody works."""
        asked = (one for one in self._named if not self._is_refused(one) and not self._is_of_whoever_writes(one))
        return tuple(dict.fromkeys(one["value"] for one in asked))

    @property
    def refused(self) -> frozenset[str]:
        """The services that are named to say «not there»: «han går ikke i barnehage»."""
        return frozenset(one["value"] for one in self._named if self._is_refused(one))

    @property
    def unwanted(self) -> frozenset[str]:
        """The services that whoever writes wants nothing of; what the child does not want is no refusal."""
        return frozenset(one["value"] for one in self._named if self._is_unwanted(one))

    def _is_unwanted(self, entity: Mapping[str, Any]) -> bool:
        before, after = self.text[: entity.get("start", 0)], self.text[entity.get("end", 0) :]
        return WANTS_NOT.search(before) is not None or NOT_AFTER.search(after) is not None

    @property
    def refuses_the_coordinator(self) -> bool:
        """«Ikke koordinatoren»; whoever wants a person and «ikke barnevernet» still wants a person."""
        return COORDINATOR in self.refused

    @property
    def _named(self) -> list[dict[str, Any]]:
        return [one for one in self.data.get("entities") or () if one["entity"] == "service"]

    def _is_refused(self, entity: Mapping[str, Any]) -> bool:
        if NOT_AFTER.search(self.text[entity.get("end", 0) :]):
            return True
        refused = NOT.search(self.text[: entity.get("start", 0)])
        return refused is not None and ASKS_WHY_NOT.search(self.text[: refused.start()]) is None

    def _is_of_whoever_writes(self, entity: Mapping[str, Any]) -> bool:
        # «Jeg er helsesykepleier, hvilken BUP hører vi til?»; of one's own duties one's own service is asked.
        is_one = self.intent in OF_OTHERS and self._stands_after(I_AM, entity)
        return is_one or self._stands_after(WORKS_IN, entity) or self._stands_after(WE_ARE, entity)

    def _stands_after(self, words: re.Pattern[str], entity: Mapping[str, Any]) -> bool:
        return words.search(self.text[: entity.get("start", 0)]) is not None

    @property
    def own_services(self) -> frozenset[str]:
        """Where whoever writes works: «vi er SFO i Sør-Odal», «jeg jobber på NAV», «jeg er helsesykepleier»."""
        of_theirs = (one for one in self._named if self._stands_after(I_AM, one) or self._stands_after(WORKS_IN, one))
        return frozenset(one["value"] for one in of_theirs)

    @property
    def role(self) -> Role | None:
        """Who somebody says that they are, last: «jeg er lærer, men skriver som mamma»; None where they do not say."""
        named = [one for one in self._of_whoever_writes("rolle") if one in ontology().roles]
        said: Role | None = named[-1] if named else ("ansatt" if self._speaks_for_a_service else None)
        return said

    @property
    def _speaks_for_a_service(self) -> bool:
        return any(self._stands_after(WE_ARE, one) or self._stands_after(WORKS_IN, one) for one in self._named)

    @property
    def is_no_parent(self) -> bool:
        """«Jeg er ikke moren hans, jeg er søsteren»."""
        return NO_PARENT.search(self.text) is not None

    @property
    def is_private(self) -> bool:
        """«Jeg er nabo»: neither of the family nor at work."""
        return PRIVATE.search(self.text) is not None

    @property
    def own_age(self) -> int | None:
        """How old a young person says that they are: «jeg er 15»."""
        return next((age for age in self.own_ages if age in YOUNG), None)

    @property
    def own_ages(self) -> tuple[int, ...]:
        """The ages that are said of whoever writes."""
        return tuple(int(one) for one in self._of_whoever_writes("alder"))

    def _of_whoever_writes(self, entity: str) -> Iterator[Any]:
        for one in self.data.get("entities") or ():
            if one["entity"] == entity and self._stands_after(I_AM, one):
                yield one["value"]

    def values(self, entity: str) -> tuple[Any, ...]:
        """The values of an entity in the message, each once, in order."""
        found = (one["value"] for one in self.data.get("entities") or () if one["entity"] == entity)
        return tuple(dict.fromkeys(found))

    @property
    def municipality(self) -> str | None:
        """The municipality that is named: «jeg jobber i Tynset, men nå gjelder det Rendalen» is about the second."""
        places = [one for one in self.data.get("entities") or () if one["entity"] == "kommune"]
        meant = [one for one in places if self._stands_after(CONCERNS, one)]
        return next((one["value"] for one in (*meant[-1:], *places)), None)

    @property
    def tells_only_where(self) -> bool:
        """«På skolen», «heime»: nothing but a place, of which the needs that it sounds like are guesses."""
        places = [one for one in self.data.get("entities") or () if one["entity"] == "arena" and "end" in one]
        rest = (self.text[: one["start"]] + self.text[one["end"] :] for one in places)
        return any(not set(WORDS.findall(words.lower())) - PREPOSITIONS for words in rest)

    @property
    def danger(self) -> str | None:
        """The kind of emergency that the trained net hears most clearly; in small talk it must be surer."""
        least = SURE_IN_SMALL_TALK if self.intent in SMALL_TALK or self.words <= FEW_WORDS else 0.0
        heard = (one for one in self.data.get("danger") or () if one["confidence"] >= least)
        return next((one["id"] for one in heard if one["id"] in ontology().acute_kinds), None)

    @property
    def is_calm(self) -> bool:
        """Whether the trained net is sure that no danger is told."""
        return bool(self.data.get("calm"))

    @property
    def need_ids(self) -> frozenset[str]:
        """The needs that are told."""
        return frozenset(need.id for need in self.needs("needs"))

    def names_a_place_within(self, end: int) -> bool:
        """Whether a municipality is named among the first `end` characters."""
        named = (one for one in self.data.get("entities") or () if one["entity"] == "kommune")
        return any(one.get("start", 0) < end for one in named)

    def needs(self, key: str) -> tuple[Need, ...]:
        """`needs` (told) or `needs_ranking` (nearest)."""
        return tuple(Need(one["id"], one["confidence"]) for one in self.data.get(key) or ())
