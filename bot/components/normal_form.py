"""The Norwegian normal form, as a spaCy pipeline: one common form for what people write in many ways.

Bokmål is the common form. Nynorsk, dialect and misspelt word forms are mapped to it by the reviewed
word lists in `data/norsk/`; what is left is folded (repeated letters) and lemmatised (simplemma).
`token.norm_` holds the mapped form, `token.lemma_` its lemma.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict

import spacy
import yaml
from simplemma import lemmatize
from spacy.language import Language
from spacy.tokens import Doc

WORD_LISTS = Path(__file__).resolve().parents[2] / "data" / "norsk"
LISTS = ("skrivefeil", "dialekt", "nynorsk")
PIPE = "norwegian_normal_form"
# Three or more of a letter are for emphasis ("heeelt"); Norwegian words have two at most.
REPEATED = re.compile(r"(\w)\1{2,}")


@lru_cache(maxsize=1)
def word_forms() -> Dict[str, str]:
    """All word lists as one mapping from a surface form to the common bokmål form."""
    forms: Dict[str, str] = {}
    for name in LISTS:
        forms.update(yaml.safe_load((WORD_LISTS / f"{name}.yml").read_text(encoding="utf-8")))
    return {str(form): str(common) for form, common in forms.items()}


@lru_cache(maxsize=50_000)
def common_form(word: str) -> str:
    """The bokmål form of one word in lower case; the word itself where no list knows it."""
    plain = word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    folded = REPEATED.sub(r"\1", plain)
    forms = word_forms()
    return forms.get(plain) or forms.get(folded, folded)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a word that is already in its common form."""
    return lemmatize(word, lang=("nb", "nn")).lower() if word.isalpha() else word


@Language.component(PIPE)
def normal_form(doc: Doc) -> Doc:
    """Sets `norm_` and `lemma_` of every token."""
    for token in doc:
        token.norm_ = common_form(token.lower_)
        token.lemma_ = lemma(token.norm_)
    return doc


@lru_cache(maxsize=1)
def norwegian() -> Language:
    """A blank `nb` pipeline with the normal form; no downloaded model."""
    nlp = spacy.blank("nb")
    nlp.add_pipe(PIPE)
    return nlp
