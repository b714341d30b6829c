"""Words that are no words, as the nearest one that the municipality's content uses: «krisesentr», «samlokaliserng»."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.words import WORD, is_word, words

if TYPE_CHECKING:
    from knowledge.library import View

# Shorter words have too many neighbours, and a word must be this near (0 to 1) to be the same.
SHORTEST, NEAR = 5, 0.84
# So many unknown words are another language, or nonsense.
MOST = 3
# How busy people write them.
SHORT = {"tlf": "telefon", "tlfnr": "telefonnummer", "nr": "nummer", "bhg": "barnehage", "bv": "barnevern"}


def mended(view: View, text: str) -> str:
    """The text with its misspelt words as the content spells them; what has no near word stays."""
    text = WORD.sub(lambda found: SHORT.get(found[0].lower(), found[0]), text)
    unknown = [word for word in words(text) if len(word) >= SHORTEST and not is_word(word)]
    if not unknown or len(unknown) > MOST:
        return text
    known = _known(view.vocabulary)
    # A word that others begin with is being typed.
    misspelt = [word for word in unknown if not any(one.startswith(word) for one in known)]
    nearest = {word: get_close_matches(word, known, 1, NEAR) for word in misspelt}
    return WORD.sub(lambda found: next(iter(nearest.get(found[0].lower(), ())), found[0]), text)


@lru_cache(maxsize=32)
def _known(vocabulary: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in vocabulary if len(word) >= SHORTEST))
