"""How hard a Norwegian text is to read: LIX.

LIX (läsbarhetsindex, C. H. Björnsson 1968) is words a sentence plus the percentage of words of more than six
letters. Under 30 is very easy, 40 is as a newspaper writes, over 50 is heavy, over 60 is as the authorities write.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")  # noqa: RUF001 - both apostrophes are written
# A full stop ends a sentence where a capital or a figure follows; not that of «1. trinn», «f.eks. barn» or «kl. 15».
SHORTENED = "".join(rf"(?<!\b{word})" for word in ("ca", "dvs", "eks", "evt", "jf", "kap", "kl", "nr", "pkt", "pr"))
NEXT = r"[»)\"]*\s+[^\w\s]*\s*"
STOP = rf"{SHORTENED}(?<!\.a)\.+(?={NEXT}[A-ZÆØÅ]|[»)\"]*\s*$)|{SHORTENED}(?<!\d)\.+(?={NEXT}\d)"
END = re.compile(rf"{STOP}|[!?:]+(?=[\s»)\"]|$)|\n+")
LONG = 6


def sentences_of(text: str) -> list[list[str]]:
    """The words of each sentence; a line of a list is a sentence."""
    return [words for part in END.split(text) if (words := WORD.findall(part))]


def lix(text: str) -> float:
    """The readability of a text; 0 for one without a word."""
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return len(words) / len(sentences) + 100 * sum(len(word) > LONG for word in words) / len(words)
