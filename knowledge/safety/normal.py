"""One normal form for Norwegian written in haste, in dialect, or on a keyboard without æ, ø and å.

Patterns and messages go through the same folding, so a pattern needs one spelling where people use five.
"""

import re
import unicodedata

# Marks that carry meaning in Norwegian (å, and Swedish or German ä and ö); all other marks are decoration.
_MEANINGFUL_MARKS = (0x030A, 0x0308)
_INVISIBLE = (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)

# Marks are dropped before decomposing, because to sort ten thousand mixed marks takes quadratic time, and after it,
# because ì is as decorated in one piece as in two.
_DROP: dict[int, None] = {
    code: None
    for code in range(0x20000)
    if (unicodedata.combining(chr(code)) and code not in _MEANINGFUL_MARKS) or code in _INVISIBLE
}
_LETTERS = str.maketrans({"ä": "æ", "ö": "ø"})

_DIGRAPHS = re.compile("aa|ae|oe")
_DIGRAPH_LETTER = {"aa": "å", "ae": "æ", "oe": "ø"}
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1+")
_APOSTROPHE = re.compile(r"['’`´]")  # noqa: RUF001 (people type these apostrophes)
_TOKEN = re.compile(r"[^\W_]+|[.!?…;]+|\n\s*\n|[,:()–—\n]| - ")  # noqa: RUF001 (people type these dashes)
_SENTENCE_END = ".!?…;"

CLAUSE = ","
SENTENCE = "."
QUESTION = "?"


def fold(text: str) -> str:
    """Return the text in lower case with æ, ø, å restored from digraphs and repeated letters made single.

    Doubling is the commonest Norwegian misspelling (overgrepp, vill, slutte/slute), and drawn-out words
    (døøø) are the commonest way to cry for help in writing, so both sides give up double letters.
    """
    if not text.isascii():
        parted = unicodedata.normalize("NFKD", text.translate(_DROP))
        text = unicodedata.normalize("NFC", parted.translate(_DROP))
    lowered = _APOSTROPHE.sub("", text.lower()).translate(_LETTERS)
    restored = _DIGRAPHS.sub(lambda found: _DIGRAPH_LETTER[found[0]], lowered)
    return _REPEATED_LETTER.sub(r"\1", restored)


def normal_form(text: str) -> str:
    """Return the words of a message in normal form, one space apart, with sentence and clause marks as words.

    Example: ``"Ikkje!! Eg vil, altså?"`` gives ``" . ikje . eg vil , altså ? "``. The text starts with a
    sentence mark, so that "at the start of a sentence" is the same question everywhere.
    """
    return f" {SENTENCE} " + " ".join(_mark(token) for token in _TOKEN.findall(fold(text))) + f" {SENTENCE} "


def _mark(token: str) -> str:
    """Return a word unchanged, and any punctuation as one of the three marks.

    A single line break is a pause only: people break lines in the middle of a sentence.
    """
    if token[0].isalnum():
        return token
    if token[0] in _SENTENCE_END or token.count("\n") > 1:
        return QUESTION if QUESTION in token else SENTENCE
    return CLAUSE
