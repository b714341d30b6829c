"""What the fonts of a paper can show: other characters would stop a PDF/UA, so one mark stands in their place."""

from __future__ import annotations

import re
import unicodedata

# Every one of these is in the embedded fonts; the tests print them all. The soft hyphen is in the first.
SHOWN = (
    (" ", "~"),
    ("\u00a0", "\u036f"),  # Latin with every accent, so Sami too
    ("\u0391", "\u03a1"),
    ("\u03a3", "\u03c9"),
    ("\u0400", "\u045f"),
    ("\u1e00", "\u1eff"),
    ("\u200b", "\u200b"),
    ("\u2010", "\u2027"),
    ("\u202f", "\u2040"),
    ("\u2070", "\u2071"),
    ("\u2074", "\u208e"),
    ("\u20a0", "\u20bf"),
    ("\u2190", "\u22ff"),
    ("\u2500", "\u25ff"),
    ("\u260e", "\u260e"),
    ("\u26a0", "\u26a0"),
    ("\u2706", "\u2706"),
    ("\u2709", "\u2709"),
    ("\u2713", "\u2717"),
)
INSTEAD = "\u25a1"
_SPACES = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
# Signs that only tell how others are drawn: joiners, directions, variants.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Inside «72 40 10 00», «§ 46», «kl. 9» and «s. 14» no line ends.
_KEPT = re.compile(r"(\d|§|\bkl\.|\bs\.) (?=\d)")
_OTHERS = re.compile(f"[^{''.join(f'{re.escape(first)}-{re.escape(last)}' for first, last in SHOWN)}]+")


def printable(text: str) -> str:
    """The text in one line; what no font has is one «□», so that the reader sees that something stood there."""
    line = _UNSEEN.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    return _KEPT.sub("\\1\u00a0", _OTHERS.sub(INSTEAD, line).strip())
