"""The page about privacy: in every language, with the settings' days and the content's numbers and paragraphs."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from foundation.settings import Settings
from gateway.privacy import TEXTS, emergency, sections, texts
from gateway.texts import interface
from gateway.words import LANGUAGES, Language, Section, spoken
from knowledge.library import Library
from knowledge.readability import lix, sentences_of
from knowledge.records import Duty, Helpline
from tests.gateway.running import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from knowledge.content import Content
    from knowledge.library import View
    from tests.gateway.running import Gateway

BLANK = re.compile(r"\{\w+\}")
TITLES: dict[Language, str] = {
    "nb": "Slik tar vi vare på det du skriver",
    "nn": "Slik tek vi vare på det du skriv",
    "en": "How we look after what you write",
}
ALONE = {
    "nb": "Ingen ser meldingen din mens du skriver til veiviseren, og ingen blir varslet.",
    "nn": "Ingen ser meldinga di medan du skriv til vegvisaren, og ingen blir varsla.",
    "en": "Nobody sees your message while you write to the guide, and nobody is alerted.",
}
LAWS = {
    "nb": ["forvaltningsloven § 13", "forvaltningsloven § 13 b", "barnevernsloven § 13-2", "straffeloven § 196"],
    "nn": ["forvaltningslova § 13", "forvaltningslova § 13 b", "barnevernslova § 13-2", "straffelova § 196"],
    "en": [
        "Public Administration Act § 13",
        "Public Administration Act § 13 b",
        "Child Welfare Act § 13-2",
        "Penal Code § 196",
    ],
}
# The longest sentence and the hardest text that families meet (docs/stemme.md).
MOST_WORDS, MOST_LIX = 25, 45


def words_in(node: object) -> Iterator[dict[str, str]]:
    """Every text of the file, in its three languages."""
    if isinstance(node, dict):
        if "nb" in node:
            yield {language: node[language] for language in LANGUAGES}
        else:
            for value in node.values():
                yield from words_in(value)
    elif isinstance(node, list):
        for one in node:
            yield from words_in(one)


FILE: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
ALL = list(words_in(FILE))


@pytest.fixture(scope="module")
def view(library: Library, moment: datetime) -> View:
    """What holds for everyone."""
    return library.view(None, moment.date())


def told(language: Language, settings: Settings, view: View) -> str:
    """All that stands under the headings."""
    parts = [part for section in sections(language, settings, view) for part in section.parts]
    return "\n".join(line for part in parts for line in (part.text or "", *part.points))


@pytest.mark.parametrize("said", ALL, ids=lambda said: said["en"][:40])
def test_a_text_has_the_same_blanks_in_every_language_and_no_number(said: dict[str, str]) -> None:
    blanks = [sorted(BLANK.findall(text)) for text in said.values()]
    assert blanks[0] == blanks[1] == blanks[2]
    assert [text for text in said.values() if re.search(r"\d|§", text)] == []


@pytest.mark.parametrize("said", ALL, ids=lambda said: said["en"][:40])
def test_no_sentence_is_too_long_to_read_in_distress(said: dict[str, str]) -> None:
    sentences = [sentence for text in said.values() for sentence in sentences_of(text)]
    assert [" ".join(one) for one in sentences if len(one) > MOST_WORDS] == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_page_is_easy_to_read(language: Language, view: View) -> None:
    assert lix(told(language, Settings(), view)) < MOST_LIX


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_days_are_those_of_the_settings(language: Language, view: View) -> None:
    settings = Settings(keep_talks=7, keep_handovers=1, keep_callbacks=365)
    words = {"nb": ("dag", "dager"), "nn": ("dag", "dagar"), "en": ("day", "days")}[language]
    found = re.findall(r"(\d+) (dage?a?r?|days?)\b", told(language, settings, view))
    assert found == [("7", words[1]), ("7", words[1]), ("1", words[0]), ("365", words[1])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_employees_duties_are_told_with_the_contents_paragraphs(language: Language, view: View) -> None:
    found = re.findall(r"\((?!GDPR)([\w\s]+ §[^)]+)\)", told(language, Settings(), view))
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in found] == LAWS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rights_are_told_with_their_articles(language: Language, view: View) -> None:
    assert re.findall(r"[Aa]rti(?:kkel|kel|cle) (\d+)", told(language, Settings(), view)) == ["15", "17", "77"]


def test_every_law_of_the_duties_has_its_name_in_every_language(view: View) -> None:
    ids = [point.law for one in texts().sections for part in one.parts for point in part.points if point.law]
    duties = [view.by_id[key] for key in ids]
    laws = {duty.law.partition(" ")[0] for duty in duties if isinstance(duty, Duty) and duty.law}
    assert laws == set(texts().laws)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_emergency_numbers_are_the_contents(language: Language, view: View) -> None:
    records = [view.by_id[told.line] for told in texts().lines]
    numbers = [record.lines[0].value for record in records if isinstance(record, Helpline)]
    assert [line.number for line in emergency(view, language).lines] == numbers == ["113", "112", "116 111"]


def test_that_all_answer_day_and_night_is_said_only_where_it_holds(content: Content, moment: datetime) -> None:
    helpline = next(record for record in content.records if record.id == "nasjonal/alarmtelefonen")
    assert isinstance(helpline, Helpline)
    closing = helpline.model_copy(update={"lines": (helpline.lines[0].model_copy(update={"opening": None}),)})
    others = tuple(record for record in content.records if record is not helpline)
    view = Library((*others, closing), content.documents).view(None, moment.date())
    shown = emergency(view, "nb")
    assert (len(shown.lines), shown.always) == (3, None)


def test_what_the_content_no_longer_holds_is_not_told(content: Content, moment: datetime) -> None:
    gone = {"nasjonal/alarmtelefonen", "nasjonal/plikt-avverge"}
    left = tuple(record for record in content.records if record.id not in gone)
    view = Library(left, content.documents).view(None, moment.date())
    assert [line.number for line in emergency(view, "nb").lines] == ["113", "112"]
    assert "alvorlige lovbrudd" not in told("nb", Settings(), view)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_that_is_asked_for(alone: Gateway, language: Language) -> None:
    html = alone.client.get("/personvern", params={"lang": language}).raise_for_status().text
    assert f'<html lang="{language}" ' in html
    assert f"<h1>{TITLES[language]}</h1>" in html
    assert ALONE[language] in html
    assert re.findall(r'href="/personvern\?lang=(..)" lang="(..)" hreflang="(..)"( aria-current="page")?', html) == [
        (code, code, code, ' aria-current="page"' if code == language else "") for code in LANGUAGES
    ]


@pytest.mark.parametrize("asked", ["", "?lang=sv", "?lang=", "?lang=%3Cscript%3E"])
def test_without_a_language_of_ours_the_page_is_in_bokmal(alone: Gateway, asked: str) -> None:
    html = alone.client.get(f"/personvern{asked}").raise_for_status().text
    assert '<html lang="nb" ' in html
    assert "<script" not in html


def test_names_that_stay_norwegian_are_marked_in_english_only() -> None:
    names = ("meg", "Glem meg")
    marked = 'Press “<span lang="nb">Glem meg</span>” &amp; &lt;b&gt;'
    assert spoken("Press “Glem meg” & <b>", "en", names) == marked
    assert spoken("Trykk «Glem meg»", "nb", names) == "Trykk «Glem meg»"


def test_headings_go_one_level_at_a_time(alone: Gateway) -> None:
    levels = re.findall(r"<h(\d)", alone.client.get("/personvern").text)
    assert levels == ["1", *["2"] * len(texts().sections)]


def test_the_page_tells_the_days_of_the_gateway_that_serves_it(loaded: Path, tmp_path: Path, closed_port: int) -> None:
    database = tmp_path / "endorinn.db"
    shutil.copy(loaded, database)
    nobody = f"http://127.0.0.1:{closed_port}"
    settings = Settings(database_url=f"sqlite:///{database}", rasa_url=nobody, keep_talks=5, log_level="ERROR")
    with serving(settings, 0.2) as address:
        html = httpx.get(f"{address}/personvern", trust_env=False).text
    assert "slettes samtalen 5 dager etter den siste meldingen" in html


def test_a_key_that_nobody_reads_is_a_fault() -> None:
    with pytest.raises(ValueError, match="extra_forbidden"):
        Section.model_validate({"id": "x", "title": {"nb": "", "nn": "", "en": "", "sv": ""}, "parts": []})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_calls_the_page_by_its_name(language: Language) -> None:
    assert interface(language).privacy == texts().title.of(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_called_what_the_interface_calls_them(language: Language) -> None:
    said = interface(language)
    [section] = [section for section in texts().sections if section.id == "glem"]
    points = "".join(point.of(language) for part in section.parts for point in part.points)
    assert [label for label in (said.forget, said.leave, said.who) if label not in points] == []
