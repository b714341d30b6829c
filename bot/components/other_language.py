"""Whether a message is in a language that the assistant does not speak, and in which.

Letters tell some: Ge'ez is Tigrinya here, «ێ» is Sorani. For the rest lingua, which needs no network and no model of
its own to be fetched, tells the language; but only where most words are no Norwegian ones, because short Norwegian
messages, and dialect, look like anything. The fast mode of lingua (n-grams up to three) takes 50 MB, the other 700;
with the words counted first the fast one was wrong for 5 of 22,809 Norwegian messages, two of them gibberish.

Source: lingua (https://github.com/pemistahl/lingua-py), Apache 2.0.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, List, Optional

from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.graph import Marker
from components.normal_form import word_forms
from components.tokenizer import NORM
from components.vocabulary import is_english, is_norwegian

OTHER_LANGUAGE = "other_language"
NORDIC = {Language.BOKMAL, Language.NYNORSK, Language.DANISH, Language.SWEDISH}
FOREIGN = {
    Language.ALBANIAN: "sq",
    Language.ARABIC: "ar",
    Language.BOSNIAN: "bs",
    Language.BULGARIAN: "bg",
    Language.CHINESE: "zh",
    Language.FRENCH: "fr",
    Language.GERMAN: "de",
    Language.HUNGARIAN: "hu",
    Language.LATVIAN: "lv",
    Language.LITHUANIAN: "lt",
    Language.PERSIAN: "fa",
    Language.POLISH: "pl",
    Language.PORTUGUESE: "pt",
    Language.ROMANIAN: "ro",
    Language.RUSSIAN: "ru",
    Language.SOMALI: "so",
    Language.SPANISH: "es",
    Language.SWAHILI: "sw",
    Language.TAGALOG: "tl",
    Language.TAMIL: "ta",
    Language.THAI: "th",
    Language.TURKISH: "tr",
    Language.UKRAINIAN: "uk",
    Language.URDU: "ur",
    Language.VIETNAMESE: "vi",
}
# Languages that lingua does not know, by letters that no other of these languages has.
LETTERS = {
    "ti": re.compile(r"[\u1200-\u137f]"),
    "ckb": re.compile(r"[ێۆڕڵ]"),
    "ps": re.compile(r"[ښځډټړڼېۍڅږګ]"),
    # «xwe» and the word «û» beside such letters, or «ê» and «ş»; French has «être» and «deux».
    "ku": re.compile(r"\A(?:(?=.*[êîû])(?=.*(?:xw|\bû\b))|(?=.*ê)(?=.*ş))", re.IGNORECASE | re.DOTALL),
}
# The letters beyond a to z of languages in Latin ones; a text with any other is not in the language.
NORDIC_LETTERS = frozenset("æøåäöéèêóòôâàüë")
ALPHABETS = {
    **dict.fromkeys(NORDIC, NORDIC_LETTERS),
    Language.ENGLISH: frozenset("éïè"),
    Language.ALBANIAN: frozenset("çë"),
    Language.BOSNIAN: frozenset("čćđšž"),
    Language.FRENCH: frozenset("àâæçéèêëîïôœùûüÿ"),
    Language.GERMAN: frozenset("äöüß"),
    Language.HUNGARIAN: frozenset("áéíóöőúüű"),
    Language.LATVIAN: frozenset("āčēģīķļņšūž"),
    Language.LITHUANIAN: frozenset("ąčęėįšųūž"),
    Language.POLISH: frozenset("ąćęłńóśźż"),
    Language.PORTUGUESE: frozenset("áâãàçéêíóôõúª"),
    Language.ROMANIAN: frozenset("ăâîșțşţ"),
    Language.SOMALI: frozenset(),
    Language.SPANISH: frozenset("áéíñóúüªº"),
    Language.SWAHILI: frozenset(),
    Language.TAGALOG: frozenset("ñ"),
    Language.TURKISH: frozenset("çğıöşüâîû"),
    Language.VIETNAMESE: frozenset("àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"),
}
LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)
# Of the words, so many must be unknown; of the languages, one must be so sure and the Nordic ones so unsure.
UNKNOWN, SURE, NORDIC_AT_MOST = 0.5, 0.8, 0.1
# One word in Latin letters is a name or a slip of the finger; short ones («no», «de») mean something in many languages.
FEWEST_WORDS, LONG_WORD, FEWEST_LONG, SHORT_WORD = 2, 4, 3, 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OtherLanguage(Marker):
    """Sets `other_language` to an ISO 639 code, or to None for Norwegian, English and what cannot be told."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `other_language` to each message. What is named in it is left out: names are of every language."""
        for message in messages:
            named = [(one["start"], one["end"]) for one in message.get(ENTITIES) or [] if "start" in one]
            words = [
                token
                for token in message.get(TOKENS_NAMES[TEXT]) or []
                if token.text.isalpha() and not any(start <= token.start < end for start, end in named)
            ]
            message.set(OTHER_LANGUAGE, other_language(message.get(TEXT) or "", words), add_to_output=True)
        return messages


def other_language(text: str, words: List[Token]) -> Optional[str]:
    """The code of the language that a text with these words is in; None where it is ours or cannot be told."""
    latin = _is_latin(text)
    plain = [word for word in words if not _is_name(word)]
    by_letters = next((code for code, letters in LETTERS.items() if letters.search(text)), None)
    if by_letters is not None and not (latin and _is_ours(plain)):
        return by_letters
    if latin and (len(plain) < FEWEST_WORDS or _is_ours(plain)):
        return None
    confidences = _confidences(text, plain)
    if not confidences:
        return None
    nearest = max(confidences, key=lambda language: confidences[language])
    nordic = sum(confidences.get(language, 0.0) for language in NORDIC)
    # In letters of its own the nearest language is near enough: Russian and Ukrainian share most words.
    if latin and (confidences[nearest] < SURE or nordic > NORDIC_AT_MOST):
        return None
    return FOREIGN.get(nearest)


def _confidences(text: str, words: List[Token]) -> Dict[Language, float]:
    """Of the languages that the words can be in by their letters, adding up to one; empty where there is none."""
    letters = {letter for word in words for letter in word.text.lower() if letter > "z"}
    ranked = detector().compute_language_confidence_values(text)
    possible = [one for one in ranked if letters <= ALPHABETS.get(one.language, letters)]
    total = sum(one.value for one in possible)
    return {one.language: one.value / total for one in possible} if total else {}


def _is_name(word: Token) -> bool:
    """«Noora», «ADHD»: names and abbreviations tell no language."""
    return bool(word.text.istitle() or (word.text.isupper() and len(word.text) > 1))


def _is_ours(words: List[Token]) -> bool:
    long = [word for word in words if len(word.text) >= LONG_WORD]
    telling = long if len(long) >= FEWEST_LONG else [word for word in words if len(word.text) >= SHORT_WORD] or words
    known = sum(
        word.text.lower() in word_forms() or is_norwegian(word.get(NORM)) or is_english(word.text.lower())
        for word in telling
    )
    return not telling or known / len(telling) >= UNKNOWN


def _is_latin(text: str) -> bool:
    """Whether most letters are Latin; one name in a Russian sentence makes it no Norwegian one."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(bool(LATIN.match(letter)) for letter in letters) > len(letters)


@lru_cache(maxsize=1)
def detector() -> LanguageDetector:
    """Loads its language models when it is first asked."""
    return LanguageDetectorBuilder.from_languages(*FOREIGN, *NORDIC, Language.ENGLISH).with_low_accuracy_mode().build()
