"""Finds people's names in a message by common given names, surnames and the words that stand before a name.

No list holds every name. A word is taken for one beside a sign of it: a cue («heter», «læreren», «mvh»), a known given
name before it, a surname after it. A given name alone stays, for the message needs it («Erik på ni»). Small letters
tell nothing, and capitals tell nothing where every word has them: there a cue or a common name is asked for.
The words lie in names.yml; names that are everybody's (services, municipalities) come from above as `Phrases`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from simplemma import is_known

from foundation.yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LISTS = Path(__file__).with_name("names.yml")
# Letters with their combining marks, joined by hyphens and apostrophes; nothing that touches a digit.
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
WORD = re.compile(rf"(?<![\w\u0300-\u036f]){_LETTERS}(?:['\u2019\u2010\u2011-]{_LETTERS})*(?!\w)")
ARABIC_ARTICLE = re.compile(r"(?:al|el|ul|ben|abu)-(?=\w)", re.IGNORECASE)
SPACE, INITIAL = re.compile(r"[^\S\n]+"), re.compile(r"\.[^\S\n]*")
AFTER_NAME, AFTER_SIGNED = re.compile(r"\s?:?\s{1,2}"), re.compile(r"[\s,:;.!\u2013-]{1,6}")
TITLES_WITH_DOT = frozenset({"dr", "fr", "hr", "mr", "mrs", "ms"})
BESIDE = re.compile(r"(?:,|:| -| \u2013)? ?\(?\s?")
SENTENCE_END = ".!?:\n"
MOST_GIVEN, MOST_WORDS, CUE_WORDS, LONGEST_PHRASE = 3, 6, 3, 8
# A word of so many letters that no dictionary knows is no slip of the finger.
LEAST_LETTERS = 4
# So many words of every sentence with capitals, and so great a part of them, and capitals tell nothing.
LEAST_CAPITALS, CAPITAL_SHARE = 2, 0.5


class Phrases:
    """Names of one or more words that are nobody's, found whatever their capitals and a genitive's s."""

    def __init__(self, names: Iterable[str]) -> None:
        """Names without a word in them are left out."""
        self._by_first: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            words = tuple(_plain(match[0]) for match in WORD.finditer(name))
            if 0 < len(words) <= LONGEST_PHRASE:
                self._by_first[words[0]].add(words)
        self._lengths = {first: sorted({*map(len, those)}) for first, those in self._by_first.items()}

    def places(self, words: Sequence[str]) -> set[int]:
        """Which of the words, by their places, belong to a phrase."""
        plain = [_plain(word) for word in words]
        return {
            place
            for start, first in enumerate(plain)
            for length in self._lengths.get(first, ())
            if tuple(plain[start : start + length]) in self._by_first[first]
            for place in range(start, start + length)
        }


NO_PHRASES = Phrases(())


def names_in(text: str, public: Phrases = NO_PHRASES) -> list[tuple[int, int]]:
    """Where people's names stand: start and end of each, in order, side by side.

    Args:
        text: one message.
        public: names that are never a person's.
    """
    return list(_Reader(text, public).names())


class _Cue(IntEnum):
    """What stands before a word, and how surely a name follows."""

    NONE = 0
    INTRODUCED = 1  # «dette er»
    PERSON = 2  # «læreren»
    SIGNED = 3  # «mvh»
    NAMED = 4  # «jeg heter»


@dataclass(frozen=True)
class _Word:
    """A word of the message, in the common form of its letters; `low` is it in small ones."""

    text: str
    start: int
    end: int

    @cached_property
    def low(self) -> str:
        return self.text.lower()

    @cached_property
    def capital(self) -> bool:
        return ARABIC_ARTICLE.sub("", self.text)[:1].isupper()

    @cached_property
    def is_given(self) -> bool:
        forms = {self.low, self.low.partition("-")[0]}
        if self.capital:
            forms.add(self.low.removesuffix("s"))
        return bool(forms & _words("given"))

    @cached_property
    def is_surely_given(self) -> bool:
        return self.is_given and self.low not in _words("also_words")

    @cached_property
    def is_surname(self) -> bool:
        """Whether it is common, or ends as surnames do and is no other word."""
        own = self.low.removesuffix("s")
        if {self.low, own, self.low.rpartition("-")[2]} & _words("surnames"):
            return True
        ends = self.low.endswith(_endings()) or own.endswith(_endings())
        return ends and len(self.low) > LEAST_LETTERS and not self.is_known

    @cached_property
    def is_known(self) -> bool:
        return _is_known(self.low)

    @cached_property
    def is_person(self) -> bool:
        return self.low in _words("persons") or self.low.endswith(_person_endings())


class _Reader:
    """Reads one message from its first word to its last."""

    def __init__(self, text: str, public: Phrases) -> None:
        self._text = text
        self._words = [_Word(normalize("NFC", match[0]), *match.span()) for match in WORD.finditer(text)]
        lows = [word.low for word in self._words]
        self._public = public.places(lows) | _nobody().places(lows)
        self._cased = not self._shouts()

    def names(self) -> Iterator[tuple[int, int]]:
        place, since = 0, _Cue.NONE
        while place < len(self._words):
            cue = max(self._cue(place), since)
            length = self._length(place, cue)
            if length:
                yield self._words[place].start, self._words[place + length - 1].end
            # «Heter Kari og Ola»: what holds of the one holds of the other.
            goes_on = length and self._follows(place + length) and self._words[place + length].low in {"og", "and"}
            since = cue if goes_on else _Cue.NONE
            place += (length + bool(goes_on)) or 1

    def _shouts(self) -> bool:
        """Whether words that stand in every sentence have capitals inside it."""
        inside = [
            word.capital
            for place, word in enumerate(self._words)
            if word.low in _words("functions") and word.low != "i" and not self._begins_sentence(place)
        ]
        return sum(inside) >= max(LEAST_CAPITALS, CAPITAL_SHARE * len(inside))

    def _begins_sentence(self, place: int) -> bool:
        before = self._between(place).rstrip(" ")
        return before[-1] in SENTENCE_END if before else place == 0

    def _between(self, place: int) -> str:
        """What stands before a word, after the word before it."""
        return self._text[self._words[place - 1].end if place else 0 : self._words[place].start]

    def _follows(self, place: int) -> bool:
        """Whether a word stands right after the one before it, or after an initial."""
        if not 0 < place < len(self._words):
            return False
        gap = self._between(place)
        initial = len(self._words[place - 1].text) == 1 and INITIAL.fullmatch(gap)
        return bool(SPACE.fullmatch(gap) or initial)

    def _cue(self, place: int) -> _Cue:
        if place == 0:
            return _Cue.NONE
        before = [word.low for word in self._words[max(0, place - CUE_WORDS) : place]]
        ends = {" ".join(before[start:]) for start in range(len(before))}
        gap = self._between(place)
        if AFTER_NAME.fullmatch(gap):
            if before[-1] in _words("called") and not self._is_of_a_thing(place):
                of_somebody = before[-2:-1] and before[-2] in _words("pronouns")
                return _Cue.NAMED if of_somebody or self._is_after_person(place - 1) else _Cue.SIGNED
            if ends & _words("named"):
                return _Cue.NAMED
        if ends & _words("signed") and AFTER_SIGNED.fullmatch(gap):
            return _Cue.SIGNED
        beside = SPACE.fullmatch(gap) or (gap == ". " and before[-1] in TITLES_WITH_DOT)
        if self._is_after_person(place) and (beside or BESIDE.fullmatch(gap)):
            return _Cue.PERSON if beside else _Cue.INTRODUCED
        return _Cue.INTRODUCED if beside and ends & _words("introduced") else _Cue.NONE

    def _is_of_a_thing(self, place: int) -> bool:
        """After «hva heter», «kurset vårt heter», «noe som heter»."""
        last = place - 2
        if self._follows(last) and self._words[last].low in _words("that") | _words("owners"):
            last -= 1
        return last >= 0 and self._words[last].low in _words("things")

    def _is_after_person(self, place: int) -> bool:
        """After «læreren», «sønnen min», «faren til»."""
        last = place - 1
        if last < 0:
            return False
        for between in ("links", "owners"):
            if self._follows(last) and self._words[last].low in _words(between):
                last -= 1
        return self._words[last].is_person

    def _is_free(self, place: int) -> bool:
        """Whether a word may be part of a name at all."""
        word = self._words[place]
        if place in self._public or (word.capital and not word.text.rpartition("-")[2][:1].isupper()):
            return False
        # «Hans» is both.
        named = word.is_given and word.capital and self._cased
        return named or not (word.is_person or word.low in _ordinary())

    def _length(self, place: int, cue: _Cue) -> int:
        """How many words the name is long that begins here; 0 where none does."""
        if not self._is_free(place):
            return 0
        cased = self._cased and self._words[place].capital
        return self._with_capitals(place, cue) if cased else self._in_small_letters(place, cue)

    def _with_capitals(self, place: int, cue: _Cue) -> int:
        run = self._run(place)
        if not run or self._is_institution(place, len(run)):
            return 0
        after = place + len(run)
        # «Ståle vestby»: in haste the surname loses its capital.
        all_given = all(word.is_given for word in run)
        hasty = all_given and self._continues(after) and self._words[after].is_surname
        named = _is_full_name(run, cue) if len(run) > 1 else _is_name(run[0], cue)
        return len(run) + hasty if named or (hasty and run[0].is_surely_given) else 0

    def _run(self, place: int) -> list[_Word]:
        """Words with capitals side by side, and the small ones that names have inside («von»)."""
        run: list[_Word] = []
        inside: list[_Word] = []
        for at in range(place, min(place + MOST_WORDS, len(self._words))):
            word = self._words[at]
            if run and not self._follows(at):
                break
            if run and not word.capital and word.low in _words("particles"):
                inside.append(word)
            elif word.capital and self._is_free(at) and not _is_abbreviation(word):
                run += [*inside, word]
                inside = []
            else:
                break
        return run

    def _is_institution(self, place: int, length: int) -> bool:
        """«Kari Nordmann skole»."""
        words = self._words[place : place + length + self._follows(place + length)]
        return any(word.low in _words("institutions") for word in words)

    def _in_small_letters(self, place: int, cue: _Cue) -> int:
        first = self._words[place]
        sure = first.is_surely_given or (first.is_given and cue >= _Cue.PERSON)
        if not sure and not (cue is _Cue.NAMED and _is_no_word(first)):
            return 0
        after = place + 1
        while self._continues(after) and after - place < MOST_GIVEN and self._words[after].is_given:
            after += 1
        given = after - place
        trusting = cue >= _Cue.SIGNED or (cue >= _Cue.INTRODUCED and first.is_surely_given)
        while self._continues(after) and after - place < MOST_WORDS and self._ends_name(after, trusting=trusting):
            after += 1
            trusting = False
        if self._is_institution(place, after - place):
            return 0
        alone = cue >= _Cue.SIGNED or (cue is _Cue.PERSON and first.is_surely_given)
        full = after - place > given or (given > 1 and cue >= _Cue.INTRODUCED)
        return after - place if full or alone else 0

    def _ends_name(self, place: int, *, trusting: bool) -> bool:
        """Whether a word in small letters is the surname of the name before it; `trusting`: if it is no other word."""
        word = self._words[place]
        return word.is_surname or (trusting and _is_no_word(word))

    def _continues(self, place: int) -> bool:
        return self._follows(place) and self._is_free(place)


def _is_full_name(run: Sequence[_Word], cue: _Cue) -> bool:
    """Whether two or more words with capitals are one person's."""
    first, *rest = run
    if first.is_surely_given or (first.is_given and not rest[0].is_known):
        return True
    if cue >= _Cue.PERSON:
        return any(word.is_given or word.is_surname or not word.is_known for word in run)
    if first.is_given or not first.is_known:
        return any(word.is_given or word.is_surname for word in rest) or not any(word.is_known for word in run)
    # «Tran Van Duc»: in some languages the surname comes first.
    return first.is_surname and rest[0].is_given


def _is_name(word: _Word, cue: _Cue) -> bool:
    """Whether one word with a capital is a name."""
    if cue >= _Cue.PERSON:
        return word.is_given or word.is_surname or not word.is_known
    return cue is _Cue.INTRODUCED and word.is_surely_given


def _is_abbreviation(word: _Word) -> bool:
    return len(word.text) > 1 and word.text[:2].isupper()


def _is_no_word(word: _Word) -> bool:
    return len(word.low) >= LEAST_LETTERS and not word.is_known


@lru_cache(maxsize=20_000)
def _is_known(low: str) -> bool:
    """Whether a dictionary of Norwegian or English has a word."""
    return is_known(low, lang=("nb", "nn", "en"))


def _plain(word: str) -> str:
    return normalize("NFC", word).lower().removesuffix("s")


@cache
def _lists() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = read_yaml(LISTS)
    return listed


@cache
def _words(name: str) -> frozenset[str]:
    """One list in small letters; names also without the marks that people leave out («Danute»)."""
    low = {word.lower() for word in _lists()[name]}
    return frozenset(low | {_unmarked(word) for word in low} if name in {"given", "surnames"} else low)


def _unmarked(word: str) -> str:
    """A word without accents; the letter å is none."""
    letters = ("å" if letter == "å" else normalize("NFD", letter) for letter in word)
    return "".join(letter for letter in "".join(letters) if not combining(letter))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(_words("endings"))


@cache
def _person_endings() -> tuple[str, ...]:
    return tuple(_words("person_endings"))


@cache
def _ordinary() -> frozenset[str]:
    """Words that are no part of a name, also those of the cues: no name swallows the cue that follows it."""
    lists = ("functions", "things", "called", "named", "signed", "introduced", "owners", "pronouns", "that", "links")
    return frozenset(word for name in lists for listed in _words(name) for word in listed.split())


@cache
def _nobody() -> Phrases:
    return Phrases(_lists()["nobody"])
