"""The small language the safety patterns are written in, compiled to bounded regular expressions.

``word``      that word; ``stem*`` any word that starts so; ``*part*`` any word with that part
``(a|b c)``   one of these; ``<name>`` one of a named list of words; a ``?`` after it: may be left out
``~3``        at most three words in between, never past the end of a sentence
``!(a|b)``    the next word is none of these
``^``         the edge of a sentence or clause
``a + b``     both, anywhere in the message

Every repetition is bounded and starts at the edge of a word, so matching takes time linear in the message.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.safety.normal import fold

type WordLists = Mapping[str, Iterable[str]]

_PART = re.compile(r"!?\([^)]*\)\??|\S+")
_OPEN_STEM = re.compile(r"[oa]\*$")
_WORDS = re.compile(r"[\w*' ]+")
_KEY_LENGTH = 3
_EDGE = "[.?,] "
_EDGES = frozenset((". ", "? ", ", "))
_EDGE_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """One compiled pattern: all its parts must be found; ``keys`` are the beginnings of words it cannot do without."""

    source: str
    parts: tuple[re.Pattern[str], ...]
    keys: frozenset[str]

    def stands_in(self, text: str) -> bool:
        """Say whether the phrase is found in a text in normal form."""
        return all(part.search(text) for part in self.parts)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words of the first part stand in the normal form, if the other parts stand anywhere in it.

        An edge is looked at, but is no word: what stands beyond it is another sentence or clause.
        """
        if all(part.search(text) for part in self.parts[1:]):
            for found in self.parts[0].finditer(text):
                start, end = found.span()
                first, last = text[start : start + _EDGE_LENGTH], text[end - _EDGE_LENGTH : end]
                yield start + _EDGE_LENGTH * (first in _EDGES), end - _EDGE_LENGTH * (last in _EDGES)


def key(word: str) -> str:
    """Return the beginning of a word by which phrases are looked up."""
    return word[:_KEY_LENGTH]


def compile_phrase(source: str, lists: WordLists) -> Phrase:
    """Return the phrase for one line of the pattern file; raise ValueError that says which line is wrong."""
    try:
        parts = [part.strip() for part in source.split(" + ")]
        compiled = tuple(re.compile("(?<= )" + "".join(_regex(e, lists) for e in _PART.findall(p))) for p in parts)
        return Phrase(source, compiled, _keys(parts[0], lists))
    except (KeyError, re.error) as fault:
        message = f"The pattern {source!r} cannot be read: {fault}."
        raise ValueError(message) from fault


def _regex(element: str, lists: WordLists) -> str:
    """Return the regular expression for one element, with the space that follows each word."""
    if element == "^":
        return _EDGE
    if element.startswith("~"):
        return f"(?:[^ .?]+ ){{0,{int(element[1:])}}}?"
    if element.startswith("!"):
        return f"(?!{_any_of(element[1:], lists)} )"
    if element.endswith("?"):
        return f"(?:{_any_of(element[:-1], lists)} )?"
    return f"{_any_of(element, lists)} "


def _any_of(element: str, lists: WordLists) -> str:
    """Return a group that matches any alternative of an element, without the space after it."""
    return "(?:" + "|".join(sorted({_words(a) for a in alternatives(element, lists)})) + ")"


def _words(alternative: str) -> str:
    """Return the expression for one alternative of one or more words, ``*`` standing for any letters."""
    if not _WORDS.fullmatch(alternative):
        message = f"{alternative!r} holds more than words and stars"
        raise KeyError(message)
    return " ".join(_word(fold(word)) for word in alternative.split())


def _word(word: str) -> str:
    """Return the expression for one word; a stem in -o or -a may have met an e that made it -ø, -å or -æ."""
    stem = _OPEN_STEM.sub(lambda found: {"o*": "[oø]*", "a*": "[aåæ]*"}[found[0]], word)
    return stem.replace("*", "[^ ]*")


def alternatives(element: str, lists: WordLists) -> list[str]:
    """Return all ways to write an element: the alternatives in it, with named lists spelled out."""
    written = element.removeprefix("(").removesuffix(")").split("|")
    return [word for choice in written for word in _spelled_out(choice.strip(), lists)]


def elements(source: str) -> list[str]:
    """Return the elements of a pattern that must be there: no gaps, edges, look-aheads or optional words."""
    return [e for e in _PART.findall(source) if e[0] not in "~!^+" and not e.endswith("?")]


def _spelled_out(choice: str, lists: WordLists) -> Iterator[str]:
    """Yield the words of a named list, which may name others, or the choice itself."""
    if not (choice.startswith("<") and choice.endswith(">")):
        yield choice
        return
    for word in lists[choice[1:-1]]:
        yield from _spelled_out(word, lists)


def _keys(part: str, lists: WordLists) -> frozenset[str]:
    """Return the look-up keys of the element whose words are longest, since long words are rare.

    Without this, every message would be held against every pattern.
    """
    choices = [{fold(a.split()[0]) for a in alternatives(e, lists)} for e in elements(part)]
    usable = [words for words in choices if not any(_is_open(word) for word in words)]
    rarest = max(usable, key=lambda words: min(len(word) for word in words), default=set())
    return frozenset(key(word.removesuffix("*")) for word in rarest)


def _is_open(word: str) -> bool:
    """Say whether a word cannot be looked up by its beginning."""
    return word.startswith("*") or (word.endswith("*") and len(word) <= _KEY_LENGTH)
