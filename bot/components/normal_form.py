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
from simplemma import is_known, lemmatize
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

WORD_LISTS = Path(__file__).resolve().parents[2] / "data" / "norsk"
LISTS = ("skrivefeil", "dialekt", "nynorsk")
PIPE = "norwegian_normal_form"
# Three or more of a letter are for emphasis ("heeelt", "takkk"); Norwegian words have two at most, of consonants.
REPEATED = re.compile(r"(\w)\1{2,}")
REPEATED_CONSONANT = re.compile(r"([^\W\d_aeiouyæøå])\1{2,}")
# «PPT-en» is PPT; the hyphen is how Norwegian inflects what is spoken letter by letter.
ABBREVIATION = re.compile(r"([a-zæøå]{2,4})-(?:en|et|n|a)")
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


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
    plain = word.replace(APOSTROPHE, "'")
    once = REPEATED.sub(r"\1", plain)
    twice = REPEATED.sub(r"\1", REPEATED_CONSONANT.sub(r"\1\1", plain))
    forms = word_forms()
    listed = next((forms[form] for form in (plain, twice, once) if form in forms), None)
    if listed is None and (inflected := ABBREVIATION.fullmatch(plain)):
        return inflected[1]
    return listed or (twice if is_known(twice, lang="nb") else once)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a word that is already in its common form; of the last part where it has hyphens."""
    before, hyphen, last = word.rpartition("-")
    return f"{before}{hyphen}{lemmatize(last, lang=('nb', 'nn')).lower()}" if last.isalpha() else word


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
    # Phones put this apostrophe into "har'n"; spaCy splits at it, and not at the plain one.
    infixes = [pattern.replace(APOSTROPHE, "") for pattern in nlp.Defaults.infixes]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.add_pipe(PIPE)
    return nlp
