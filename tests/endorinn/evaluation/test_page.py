"""The report: shares of everything, words of the worked collection only, and nothing fetched from anywhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from endorinn.evaluation import figures
from endorinn.evaluation.asked import FRESH, WORKED, Asked
from endorinn.evaluation.baseline import Fall
from endorinn.evaluation.figures import Figure, figures_of
from endorinn.evaluation.page import write_page
from foundation.clock import today
from tests.endorinn.evaluation.collections_made import asked, message

if TYPE_CHECKING:
    from pathlib import Path

HTML = "<img src=x onerror=alert(1)> & «Sør-Odal»"
UNSEEN = "Hemmelig fersk melding"
MESSAGES = [
    message(["sfo"], {"vold": 0.7}, collection=WORKED, text=HTML, kommune="oppdal"),
    message(["sfo"], {"sfo": 0.9}, collection=WORKED, meant="pris", variety="nn"),
    message(["vold"], {"bolig": 0.6}, collection=FRESH, text=UNSEEN, understood="pris", kommune="<b>"),
    message(["vold"], {"vold": 0.8}, collection=FRESH, text=f"{UNSEEN} til", variety="en"),
]
QUESTIONS = [
    asked({"reply_contains": [UNSEEN]}, "", collection=FRESH, text=f"{UNSEEN}?"),
    asked({"outcome": "answered"}, "", collection=WORKED),
]
# What a browser fetches by itself.
FETCHED = {"src", "srcset", "data", "poster", "background", "action"}


class Page(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        """Reads the whole page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Words."""
        self.words.append(data)


def written(path: Path, messages: list[Asked], falls: list[Fall] | None = None) -> str:
    """The page of these messages."""
    found = [one for name in (WORKED, FRESH) for one in figures_of(name, messages, QUESTIONS)]
    write_page(path / "page.html", messages, found, falls or [])
    return (path / "page.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of all messages."""
    return written(tmp_path_factory.mktemp("page"), MESSAGES)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """The same, read."""
    return Page(html)


def test_no_fresh_text_stands_in_it(html: str) -> None:
    assert UNSEEN not in html


def test_what_people_wrote_is_never_html(html: str, page: Page) -> None:
    assert HTML in page.words
    assert [tag for tag, _ in page.elements if tag in {"img", "b", "script"}] == []
    assert "<b>" not in html


def test_it_makes_no_request(html: str, page: Page) -> None:
    given = [(tag, name, value) for tag, attributes in page.elements for name, value in attributes.items()]
    assert [one for one in given if one[1] in FETCHED] == []
    # A place in the page itself, or a picture that stands in the address: the confusion matrix.
    linked = [str(value) for _, name, value in given if name in {"href", "xlink:href"}]
    assert [value for value in linked if not value.startswith(("#", "data:image/png;base64,"))] == []
    assert [tag for tag, _ in page.elements if tag in {"link", "script", "iframe", "object"}] == []
    assert re.findall(r"@import|url\((?!#)", html) == []


def test_it_runs_nothing(page: Page) -> None:
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []


def test_it_tells_its_language_and_its_day(page: Page) -> None:
    assert ("html", {"lang": "en"}) in page.elements
    assert today().isoformat() in " ".join(page.words)


def test_it_counts_the_messages_of_each_collection(page: Page) -> None:
    assert "2 messages whose errors were looked at while building (worked)" in " ".join(page.words)


def test_it_marks_targets_as_reached_or_missed(html: str) -> None:
    row = html[html.index(f'<th scope="row">{figures.QUESTION_TYPE}</th>') :]
    row = row[: row.index("</tr>")]
    assert '<td class="number reached">100.0 % <span class="count">of 2</span></td>' in row
    assert '<td class="number missed">50.0 % <span class="count">of 2</span></td>' in row
    assert "93 %" in row


def test_its_plots_are_pictures_with_a_name_and_words_that_can_be_read(page: Page) -> None:
    drawn = [attributes["aria-label"] for tag, attributes in page.elements if tag == "figure"]
    assert len(drawn) == len([tag for tag, _ in page.elements if tag == "svg"]) == 3
    assert {"bokmål", "nynorsk", "confidence of a need", "meant"} <= {word.strip() for word in page.words}


def test_falls_are_told_first(tmp_path: Path) -> None:
    before, now = (Figure(WORKED, figures.RIGHT, "", value, 10) for value in (0.9, 0.5))
    words = re.sub(r"\s+", " ", written(tmp_path, MESSAGES, [Fall(before, now)]))
    assert "right answers, worked: 90.0 % before, 50.0 % now" in words
    assert words.index("Worse than the saved figures") < words.index("Figures and targets")


def test_without_a_fall_none_is_spoken_of(html: str) -> None:
    assert "Worse than the saved figures" not in html


@pytest.mark.parametrize(
    "found",
    [{}, {"sfo": 1.0}, {"sfo": 0.0}, {"vold": 0.5}],
    ids=["no need told", "always right", "right against all odds", "always wrong"],
)
def test_it_is_drawn_however_the_needs_came_out(tmp_path: Path, found: dict[str, float]) -> None:
    both = [message(["sfo"], found, collection=WORKED), message(collection=WORKED, meant="pris")]
    assert "</html>" in written(tmp_path, both)


def test_the_same_figures_are_drawn_the_same(tmp_path: Path, html: str) -> None:
    assert written(tmp_path, MESSAGES) == html
