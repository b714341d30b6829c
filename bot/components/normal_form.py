"""The Norwegian normal form, as a spaCy pipeline: one common form for what people write in many ways.

Bokmål is the common form. Nynorsk, dialect and misspelt word forms and emoji are mapped to it by the reviewed
word lists in `data/norsk/`, and the words of a message in English to the bokmål words for them; what is left is folded
(repeated letters), mended where it is no word (`spelling`) and lemmatised (simplemma). `token.norm_` holds the mapped
form, `token.lemma_` its lemma, `doc._.parts` for each token the lemmas that a compound holds (`compounds`), whether it
was written as one word or, wrongly, as two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, Tuple

import spacy
from simplemma import is_known, lemmatize
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from components.compounds import parts_of
from components.spelling import mended
from components.vocabulary import WORD_LISTS, domain_beginnings, domain_words
from components.written import ENGLISH, written_in
from components.yaml_files import read_yaml

LISTS = ("skrivefeil", "dialekt", "nynorsk", "emoji")
PIPE = "norwegian_normal_form"
Doc.set_extension("parts", default=(), force=True)
# Three or more of a letter are for emphasis ("heeelt", "takkk"); Norwegian words have two at most, of consonants.
REPEATED = re.compile(r"(\w)\1{2,}")
REPEATED_CONSONANT = re.compile(r"([^\W\d_aeiouyæøå])\1{2,}")
# «PPT-en» is PPT; the hyphen is how Norwegian inflects what is spoken letter by letter.
ABBREVIATION = re.compile(r"([a-zæøå]{2,4})-(?:en|et|n|a)")
EMOJI = "[\U0001f300-\U0001faff]"
# Skin tones, and the sign that asks for the coloured form of an emoji.
EMOJI_STYLE = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]")
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


@lru_cache(maxsize=1)
def word_forms() -> Dict[str, str]:
    """All word lists as one mapping from a surface form to the common bokmål form."""
    return {form: common for name in LISTS for form, common in _word_list(name).items()}


@lru_cache(maxsize=1)
def lemma_forms() -> Dict[str, str]:
    """Dictionary forms that simplemma does not find."""
    return _word_list("lemma")


@lru_cache(maxsize=1)
def english_forms() -> Dict[str, str]:
    """English words and the bokmål words that say the same: what is learnt of Norwegian holds for English too."""
    return _word_list("engelsk")


def _word_list(name: str) -> Dict[str, str]:
    raw = read_yaml(WORD_LISTS / f"{name}.yml")
    return {str(form): str(common) for form, common in raw.items()}


@lru_cache(maxsize=50_000)
def common_form(word: str) -> str:
    """The bokmål form of one word in lower case; the word itself where no list knows it."""
    plain = EMOJI_STYLE.sub("", word.replace(APOSTROPHE, "'")) or word
    once = REPEATED.sub(r"\1", plain)
    twice = REPEATED.sub(r"\1", REPEATED_CONSONANT.sub(r"\1\1", plain))
    forms = word_forms()
    listed = next((forms[form] for form in (plain, twice, once) if form in forms), None)
    if listed is None and (inflected := ABBREVIATION.fullmatch(plain)):
        return inflected[1]
    common = listed or (twice if is_known(twice, lang="nb") else once)
    meant = mended(common) or common
    return forms.get(meant, meant)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a word that is already in its common form; of the last part where it has hyphens."""
    if word in lemma_forms():
        return lemma_forms()[word]
    before, hyphen, last = word.rpartition("-")
    return f"{before}{hyphen}{lemmatize(last, lang=('nb', 'nn')).lower()}" if last.isalpha() else word


@Language.component(PIPE)
def normal_form(doc: Doc) -> Doc:
    """Sets `norm_` and `lemma_` of every token, and `_.parts` of the document: one tuple a token."""
    in_english = written_in([token.lower_ for token in doc]) == ENGLISH
    parts = []
    for token in doc:
        token.norm_ = common_form(_in_norwegian(token.lower_) if in_english else token.lower_)
        token.lemma_ = lemma(token.norm_)
        parts.append(parts_of(token.norm_) + (_with_the_word_before(token) if token.i else ()))
    doc._.parts = parts
    return doc


def _in_norwegian(word: str) -> str:
    """The bokmål word for an English one; the word itself where the list does not know it."""
    return english_forms().get(word.replace(APOSTROPHE, "'"), word)


def _with_the_word_before(token: Token) -> Tuple[str, ...]:
    """«barne vernet» is barnevern, written apart."""
    before = token.nbor(-1)
    # As written too: the normal form of «bekymrings» has lost the letter that binds.
    for joined in (before.norm_ + token.norm_, before.lower_ + token.norm_):
        # Nearly no two neighbours begin such a word; to ask the dictionary for every pair takes most of the time.
        if joined[: len(joined) - len(token.norm_) + 1] not in domain_beginnings():
            continue
        # A word of the domain is its own dictionary form, whatever simplemma makes of it («barnevernvakt»).
        whole = joined if joined in domain_words() else lemma(joined)
        if joined.isalpha() and whole in domain_words():
            return (whole,)
    return ()


@lru_cache(maxsize=1)
def norwegian() -> Language:
    """A blank `nb` pipeline with the normal form; no downloaded model."""
    nlp = spacy.blank("nb")
    # Phones put this apostrophe into "har'n"; spaCy splits at it, and not at the plain one.
    infixes = [pattern.replace(APOSTROPHE, "") for pattern in nlp.Defaults.infixes]
    # spaCy splits off the emoji that it knows, those of 2017.
    nlp.tokenizer.infix_finditer = compile_infix_regex([*infixes, EMOJI]).finditer
    nlp.tokenizer.prefix_search = compile_prefix_regex([*nlp.Defaults.prefixes, EMOJI]).search
    nlp.tokenizer.suffix_search = compile_suffix_regex([*nlp.Defaults.suffixes, EMOJI]).search
    nlp.add_pipe(PIPE)
    return nlp
