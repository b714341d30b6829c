"""Loads the reviewed patterns once and finds the few of them that a message can match."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from foundation.yaml_files import read_yaml
from knowledge.safety.normal import fold
from knowledge.safety.phrases import Phrase, WordLists, alternatives, compile_phrase, elements, key

_FILE = Path(__file__).with_name("patterns.yml")


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that say the same: what kind of danger, how sure, and what takes the certainty or the alarm away."""

    kind: str
    certain: bool
    now: bool
    threat: bool
    topic: bool
    poison: bool
    doubt_if: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a group. ``deniable`` says that a negation in it turns it round."""

    phrase: Phrase
    group: Group
    deniable: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """All patterns in the order they were written, and an index from the beginnings of words to them."""

    rules: tuple[Rule, ...]
    by_key: dict[str, tuple[int, ...]]
    idioms: tuple[Phrase, ...]
    idioms_by_key: dict[str, tuple[int, ...]]
    questions: tuple[Phrase, ...]
    hypothetical: tuple[Phrase, ...]
    past: tuple[Phrase, ...]
    over: tuple[Phrase, ...]
    back: tuple[Phrase, ...]
    fiction: tuple[Phrase, ...]
    general: tuple[Phrase, ...]
    now: tuple[Phrase, ...]
    words: Mapping[str, frozenset[str]]
    children: Phrase
    others: Phrase
    acquaintances: Phrase

    def candidates(self, words: Iterable[str]) -> list[Rule]:
        """Return the rules whose rarest word begins like some word of the message, in their written order."""
        return [self.rules[number] for number in _numbers(words, self.by_key)]

    def possible_idioms(self, words: Iterable[str]) -> list[Phrase]:
        """Return the idioms that the message may contain, in their written order."""
        return [self.idioms[number] for number in _numbers(words, self.idioms_by_key)]


@cache
def load_rules() -> Rules:
    """Return the patterns of ``patterns.yml``, read and compiled once; raise ValueError at the first bad line."""
    data: dict[str, Any] = read_yaml(_FILE)
    lists: WordLists = data["lists"]
    words = {name: _words(entries, lists) for name, entries in data["words"].items()}
    negations = words["negation"] | words["absence"]
    rules = tuple(rule for group in data["groups"] for rule in _rules_of(group, lists, negations))
    idioms = _phrases(data["idioms"], lists)
    return Rules(
        rules=rules,
        by_key=_index(rule.phrase for rule in rules),
        idioms=idioms,
        idioms_by_key=_index(idioms),
        questions=_phrases(data["questions"], lists),
        hypothetical=_phrases(data["hypothetical"], lists),
        past=_phrases(data["past"], lists),
        over=_phrases(data["over"], lists),
        back=_phrases(data["back"], lists),
        fiction=_phrases(data["fiction"], lists),
        general=_phrases(data["general"], lists),
        now=_phrases(data["now"], lists),
        words=words,
        children=compile_phrase("<barn>", lists),
        others=compile_phrase("<andre>", lists),
        acquaintances=compile_phrase("<bekjente>", lists),
    )


def _rules_of(entry: dict[str, Any], lists: WordLists, negations: frozenset[str]) -> Iterator[Rule]:
    """Yield the rules of one group of the file."""
    group = Group(
        kind=entry["kind"],
        certain=entry["certain"],
        now=entry.get("now", False),
        threat=entry.get("threat", False),
        topic=entry.get("topic", False),
        poison=entry.get("poison", False),
        doubt_if=_phrases(entry.get("doubt-if", ()), lists),
        unless=_phrases(entry.get("unless", ()), lists),
    )
    for source in entry["patterns"]:
        yield Rule(compile_phrase(source, lists), group, deniable=not _says_no(source, lists, negations))


def _says_no(source: str, lists: WordLists, negations: frozenset[str]) -> bool:
    """Say whether a pattern needs a negation itself ("vil ikke leve"): another one must then not cancel it."""
    written = (alternatives(element, lists) for element in elements(source))
    return any(all(not negations.isdisjoint(fold(a).split()) for a in choices) for choices in written)


def _phrases(sources: Iterable[str], lists: WordLists) -> tuple[Phrase, ...]:
    """Return the compiled phrases of a list in the file."""
    return tuple(compile_phrase(source, lists) for source in sources)


def _words(entries: Iterable[str], lists: WordLists) -> frozenset[str]:
    """Return a list of single words in normal form."""
    return frozenset(fold(word) for entry in entries for word in alternatives(entry, lists))


def _index(phrases: Iterable[Phrase]) -> dict[str, tuple[int, ...]]:
    """Return for every look-up key the numbers of the phrases that need a word beginning so."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        if not phrase.keys:
            message = f"The pattern {phrase.source!r} needs a word that is known by its first three letters."
            raise ValueError(message)
        for beginning in phrase.keys:
            found[beginning].append(number)
    return {beginning: tuple(numbers) for beginning, numbers in found.items()}


def _numbers(words: Iterable[str], index: dict[str, tuple[int, ...]]) -> list[int]:
    """Return the sorted numbers that the index holds for these words."""
    found: set[int] = set()
    for beginning in {key(word) for word in words}:
        found.update(index.get(beginning, ()))
    return sorted(found)
