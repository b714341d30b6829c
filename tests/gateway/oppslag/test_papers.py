"""The papers: everything that they are given stands on them, on the pages that they may take, for every reader."""

from __future__ import annotations

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import segno
import typst
from coloraide import Color
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image  # comes with matplotlib

from gateway.oppslag.papers.cards import SIZES, Card, CardRow, card_data, card_pdf, fitted
from gateway.oppslag.papers.letters import INSTEAD, SHOWN, printable
from gateway.oppslag.papers.printing import FOLDER, fonts, pages_of
from gateway.oppslag.papers.sheets import Section, Sheet, sheet_pdf
from gateway.oppslag.papers.sheets import fitted as fitted_sheet
from tests.fuzzing import cases

if TYPE_CHECKING:
    from gateway.oppslag.papers.printing import Template, Written

LANGUAGES: tuple[Written, ...] = ("nb", "nn")
DAY = date(2026, 11, 27)
ADDRESS = "https://endorinn.oppdal.kommune.no/oppslag/barnehage"
MAIL = "ppt-oppdal.rennebu@oppdal.kommune.no"
URGENT = Section(
    "Er et barn i fare nå?",
    (
        "Ring først, les etterpå.",
        "– Vold som skjer nå: ring 112.",
        "– Grunn til å tro at et barn blir mishandlet: du skal selv melde fra.",
    ),
)
ROWS = (
    CardRow("Uro for språk", "PPT i Oppdal", "Ring 72 40 10 00"),
    CardRow("Mye borte", "Styrer", "Snakk med foreldrene"),
)
BOXES = (
    Section("Før du melder", ("– Hva har du sett?", "– Hvem andre har sett det?")),
    Section("Taushetsplikt", ("Meldeplikten går foran taushetsplikten.",)),
)
CARD = Card(
    "Hvem gjør hva – barnehagen",
    "Oppdal kommune",
    DAY,
    ADDRESS,
    URGENT,
    (("113", "Ambulanse"), ("112", "Politi"), ("116 111", "Alarmtelefonen for barn og unge")),
    ROWS,
    BOXES,
    ("Barnehageloven § 46",),
)
SHEET = Sheet(
    "Uro for språk",
    "Oppdal kommune",
    DAY,
    URGENT,
    (
        Section(
            "Dette gjør du først", ("Ta det rolig.", "– Skriv ned.", "– Snakk med foreldrene.", "Så går dere videre.")
        ),
        Section("Hvem som kan hjelpe", ("PPT gir råd.",)),
    ),
    ("Barnehageloven § 31",),
    ("Skriv ikke navn på arket.",),
)
HOSTILE = r'#panic() $x$ *x* _x_ `x` <a> @ref \ \u{41} #sys.inputs // /* = + [x] {x} ~ --- ... "x" \"}'
WORDS_OF_MANY = tuple(f"– Punkt nummer {number} på en liste som er lang." for number in range(300))


def many(rows: int, boxes: int) -> Card:
    """A card with so much to say."""
    return replace(
        CARD,
        rows=tuple(
            CardRow(f"Situasjon {number}", "Helsestasjonen", "72 40 14 00, på dagtid") for number in range(rows)
        ),
        boxes=tuple(Section(f"Boks {number}", ("Noen ord om hvordan det gjøres.",)) for number in range(boxes)),
    )


def ask(template: Template, data: dict[str, Any], selector: str) -> list[dict[str, Any]]:
    """The elements of a paper, as the library itself tells them."""
    inputs = {"data": json.dumps(data)}
    found = typst.query(FOLDER / template, selector, root=FOLDER, font_paths=fonts(), sys_inputs=inputs)
    elements: list[dict[str, Any]] = json.loads(found)
    return elements


def words_in(content: object) -> str:
    """The text of an element, its parts with a space between; a space that no line may end at is one too."""
    if isinstance(content, list):
        return " ".join(filter(None, map(words_in, content)))
    if not isinstance(content, dict):
        return ""
    if isinstance(content.get("text"), str):
        return str(content["text"]).replace("\u00a0", " ").strip()
    return words_in([part for key, part in content.items() if key not in {"marker", "supplement"}])


def told(template: Template, data: dict[str, Any], selector: str = "") -> list[str]:
    """What stands on a paper, from the top down."""
    return [words_in(one) for one in ask(template, data, selector or "selector(title).or(heading,par,list,table)")]


def drawn(template: Template, data: dict[str, Any], ppi: int) -> Image.Image:
    """The first page, in grey."""
    inputs = {"data": json.dumps(data)}
    options: dict[str, Any] = {"root": FOLDER, "font_paths": fonts(), "ignore_system_fonts": True, "ppi": ppi}
    pages: bytes | list[bytes] = typst.compile(FOLDER / template, format="png", sys_inputs=inputs, **options)
    return Image.open(io.BytesIO(pages if isinstance(pages, bytes) else pages[0])).convert("L")


def pages(pdf: bytes) -> int:
    """The pages of a finished PDF; this library writes its objects openly."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def hexed(text: str) -> bytes:
    """As a PDF writes a text that is not ASCII."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", [many(0, 0), CARD, many(12, 4), many(40, 6), many(300, 9)], ids=lambda _: "")
def test_a_card_takes_one_page_whatever_it_says(card: Card, language: Written) -> None:
    assert pages(card_pdf(card, language)) == 1


def test_a_card_is_printed_as_large_as_its_page_lets_it() -> None:
    small, middling = fitted(CARD, "nb"), fitted(many(18, 3), "nb")
    assert small["size"] == SIZES[0]
    assert SIZES[-1] < middling["size"] < SIZES[0]
    larger = SIZES[SIZES.index(middling["size"]) - 1]
    assert pages_of("card.typ", {**middling, "size": larger}) == 2


def test_everything_stands_on_a_card_that_fits() -> None:
    assert told("card.typ", fitted(CARD, "nb")) == [
        "Hvem gjør hva – barnehagen",
        "Oppdal kommune",
        "HASTER",
        "Er et barn i fare nå?",
        "Ring først, les etterpå.",
        "Vold som skjer nå: ring 112. Grunn til å tro at et barn blir mishandlet: du skal selv melde fra.",
        *("113", "Ambulanse", "112", "Politi", "116 111", "Alarmtelefonen for barn og unge"),
        "Når Hvem Slik når du dem Uro for språk PPT i Oppdal Ring 72 40 10 00 Mye borte Styrer Snakk med foreldrene",
        "Før du melder",
        "Hva har du sett? Hvem andre har sett det?",
        "Taushetsplikt",
        "Meldeplikten går foran taushetsplikten.",
        "Skann koden, eller gå til",
        "Laget 27. november 2026",
        "Kilder : Barnehageloven § 46",
    ]


@pytest.mark.parametrize(("language", "note"), [("nb", "Mer står på siden."), ("nn", "Meir står på sida.")])
def test_boxes_that_find_no_place_are_left_out_from_the_end_and_the_card_says_so(language: Written, note: str) -> None:
    card = many(20, 30)
    data = fitted(card, language)
    kept = len(data["boxes"])
    assert 0 < kept < 30
    assert data["rows"] == card_data(card, language)["rows"]
    assert told("card.typ", data, "heading")[1:] == [f"Boks {number}" for number in range(kept)]
    assert note in told("card.typ", data)
    assert note not in told("card.typ", fitted(CARD, language))


def test_rows_that_find_no_place_are_counted_below_the_table() -> None:
    data = fitted(many(300, 2), "nb")
    kept = len(data["rows"])
    assert 20 < kept < 300
    after = told("card.typ", data)
    table = next(place for place, words in enumerate(after) if words.startswith("Når Hvem"))
    assert f"Situasjon {kept - 1} " in after[table]
    assert f"Situasjon {kept} " not in after[table]
    assert after[table + 1 : table + 3] == [f"{300 - kept} til står på siden.", "Mer står på siden."]


def test_a_card_whose_urgent_words_are_longer_than_a_page_is_printed_whole() -> None:
    card = replace(CARD, urgent=Section("Haster", WORDS_OF_MANY))
    assert pages(card_pdf(card, "nb")) > 1
    words = told("card.typ", fitted(card, "nb"))
    assert "Punkt nummer 299 " in " ".join(words)
    assert "Taushetsplikt" in words
    assert "Mer står på siden." not in words


def test_everything_stands_on_a_sheet_with_what_hastens_first() -> None:
    assert told("sheet.typ", fitted_sheet(SHEET, "nb")) == [
        "SAKSARK",
        "Uro for språk",
        "Oppdal kommune · Laget 27. november 2026",
        "HASTER",
        "Er et barn i fare nå?",
        "Ring først, les etterpå.",
        "Vold som skjer nå: ring 112. Grunn til å tro at et barn blir mishandlet: du skal selv melde fra.",
        "Dette gjør du først",
        "Ta det rolig.",
        "Skriv ned. Snakk med foreldrene.",
        "Så går dere videre.",
        "Hvem som kan hjelpe",
        "PPT gir råd.",
        "Merk",
        "Skriv ikke navn på arket.",
        "Kilder",
        "Barnehageloven § 31",
        "Side 1 av 1",
    ]


def test_a_sheet_takes_the_pages_that_it_needs_and_numbers_them() -> None:
    long = replace(SHEET, sections=(Section("Liste", WORDS_OF_MANY),))
    data = fitted_sheet(long, "nn")
    number = pages(sheet_pdf(long, "nn"))
    assert number > 4
    feet = [words for words in told("sheet.typ", data, "par") if words.startswith("Side ")]
    assert feet == [f"Side {page} av {number}" for page in range(1, number + 1)]
    assert "Punkt nummer 299 " in " ".join(told("sheet.typ", data))


def test_a_few_lines_too_many_make_the_print_of_a_sheet_smaller_and_not_a_second_page() -> None:
    def with_lines(number: int) -> dict[str, Any]:
        return fitted_sheet(replace(SHEET, sections=(Section("Liste", WORDS_OF_MANY[:number]),)), "nb")

    sizes = [with_lines(number)["size"] for number in range(20, 40)]
    assert sizes[0] == sizes[-1] == 11
    assert 10 in sizes


@pytest.mark.parametrize(("language", "word"), [("nb", "HASTER"), ("nn", "HASTAR")])
def test_the_word_itself_stands_at_what_hastens(language: Written, word: str) -> None:
    assert word in told("card.typ", fitted(CARD, language))
    assert word in told("sheet.typ", fitted_sheet(SHEET, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_tells_its_language_its_title_and_that_it_is_for_every_reader(language: Written) -> None:
    for pdf, title in ((card_pdf(CARD, language), CARD.title), (sheet_pdf(SHEET, language), SHEET.title)):
        assert f"/Lang({language})".encode() in pdf
        assert b"/Title" + hexed(title) in pdf
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        assert b"/DisplayDocTitle true" in pdf


def test_table_headings_and_lists_are_what_they_look_like() -> None:
    pdf = card_pdf(CARD, "nb")
    kinds = [kind.decode() for kind in re.findall(rb"/S\s*/([A-Z]\w*)", pdf)]
    assert {kind: kinds.count(kind) for kind in ("Title", "H1", "Table", "TH", "TD", "L", "LI", "Figure")} == {
        "Title": 1,
        "H1": 3,
        "Table": 1,
        "TH": 3,
        "TD": 6,
        "L": 2,
        "LI": 4,
        "Figure": 1,
    }


def test_the_code_is_that_of_the_address_and_is_told_in_words() -> None:
    assert b"/Alt" + hexed(f"QR-kode som åpner {ADDRESS}") in card_pdf(CARD, "nb")
    ppi, millimetre = 300, 300 / 25.4
    page = drawn("card.typ", fitted(CARD, "nb"), ppi)
    left, side = 15 * millimetre, 22 * millimetre
    foot = page.crop((int(left), int(270 * millimetre), int(left + side), page.height)).point(
        lambda dot: dot < 128 and 255
    )
    box = foot.getbbox()
    assert box is not None
    top = 270 * millimetre + box[3] - side
    modules = segno.make_qr(ADDRESS, error="m").matrix
    step = side / len(modules)
    read = [
        [dark(page, left + (column + 0.5) * step, top + (row + 0.5) * step) for column in range(len(modules))]
        for row in range(len(modules))
    ]
    assert read == [[bool(module) for module in row] for row in modules]


def dark(page: Image.Image, left: float, top: float) -> bool:
    """Whether there is ink."""
    dot = page.getpixel((int(left), int(top)))
    assert isinstance(dot, int | float)
    return dot < 128


def test_the_address_stands_beside_the_code() -> None:
    assert "Skann koden, eller gå til kommune.no" in told("card.typ", fitted(replace(CARD, address="kommune.no"), "nb"))


@settings(max_examples=cases(40, share=10))
@given(st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("./@?&=_-):"), min_size=1), min_size=1))
@example([ADDRESS, f"({MAIL}).", "a" * 99, "./@?&=_-", "https://oppdal.no/?a=b&c=-_d..."])
def test_a_word_that_is_divided_loses_nothing(words: list[str]) -> None:
    source = b'#import "/common.typ": data, pieces\n#metadata(data.words.map(pieces)) <pieces>'
    inputs = {"data": json.dumps({"size": 10, "words": words})}
    found = typst.Compiler(source, root=FOLDER, sys_inputs=inputs).query("<pieces>", field="value", one=True)
    assert ["".join(parts) for parts in json.loads(found)] == words


@pytest.mark.parametrize("word", ["a" * 400, "ppt." * 40 + MAIL, "https://oppdal.no/" + "x" * 200])
def test_words_without_an_end_stay_on_the_paper(word: str) -> None:
    long = Section(word, (word, f"– {word}"))
    card = replace(CARD, place=word, urgent=long, lines=((word[:90], word),), rows=(CardRow(word, word, word),))
    sheet = replace(SHEET, title=word, place=word, urgent=long, sections=(long,), notes=(word,), sources=(word,))
    for page in (drawn("card.typ", fitted(card, "nb"), 50), drawn("sheet.typ", fitted_sheet(sheet, "nb"), 50)):
        edge = page.crop((page.width - int(13 / 25.4 * 50), 0, page.width, page.height))
        assert edge.getextrema() == (255, 255)


def test_markup_in_the_data_is_shown_and_not_run() -> None:
    section = Section(HOSTILE, (HOSTILE, f"– {HOSTILE}"))
    card = Card(
        HOSTILE, HOSTILE, DAY, ADDRESS, section, ((HOSTILE, HOSTILE),), (CardRow(*[HOSTILE] * 3),), (section,), ()
    )
    sheet = Sheet(HOSTILE, HOSTILE, DAY, section, (section,), (HOSTILE,), (HOSTILE,))
    on_card, on_sheet = told("card.typ", fitted(card, "nb")), told("sheet.typ", fitted_sheet(sheet, "nb"))
    assert " ".join(on_card).count(HOSTILE) == 13
    assert " ".join(on_sheet).count(HOSTILE) == 10
    assert pages(card_pdf(card, "nb")) == pages(sheet_pdf(sheet, "nb")) == 1


@settings(max_examples=cases(40, share=10))
@given(st.text(), st.sampled_from(LANGUAGES))
@example("😀 👨‍👩‍👧 日本 ☎️", "nb")
@example("\x00\x1b\ud800\u202e\ufeff\uffff", "nn")
@example(HOSTILE, "nb")
@example("– ", "nb")
@example(f"{MAIL}/henvisning", "nb")
def test_any_text_can_be_printed(text: str, language: Written) -> None:
    section = Section(text, (text, f"– {text}"))
    card = Card(
        f"Tittel {text}", text, DAY, ADDRESS, section, ((text, text),), (CardRow(*[text] * 3),), (section,), (text,)
    )
    sheet = Sheet(f"Tittel {text}", text, DAY, section, (section,), (text,), (text,))
    assert card_pdf(card, language).startswith(b"%PDF")
    assert sheet_pdf(sheet, language).startswith(b"%PDF")


def test_papers_of_which_almost_everything_is_empty_are_printed() -> None:
    nothing = Section("", ())
    card = Card("Tittel", "", DAY, ADDRESS, nothing, (), (), (), ())
    sheet = Sheet("Tittel", "", DAY, None, (nothing,), (), ())
    assert pages(card_pdf(card, "nb")) == pages(sheet_pdf(sheet, "nb")) == 1
    assert "Kilder" not in " ".join(told("sheet.typ", fitted_sheet(sheet, "nb")))
    assert "HASTER" not in " ".join(told("sheet.typ", fitted_sheet(sheet, "nb")))


def test_the_fonts_have_every_character_that_is_let_through() -> None:
    letters = [chr(code) for first, last in SHOWN for code in range(ord(first), ord(last) + 1)]
    lines = tuple(" ".join(f"x{one}" for one in letters[start : start + 64]) for start in range(0, len(letters), 64))
    assert INSTEAD in letters
    assert sheet_pdf(Sheet("Alle", "", DAY, None, tuple(Section(line, (line,)) for line in lines), (), ()), "nb")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ring 😀👨‍👩‍👧 nå", "Ring □ nå"),
        ("☎️ Čáhci ŋ", "☎ Čáhci ŋ"),
        ("to\r\n\tlinjer\u2028her", "to linjer her"),
        ("\u202efeil vei", "feil vei"),
        ("72 40 10 00 og § 46", "72\u00a040\u00a010\u00a000 og §\u00a046"),
        ("a\u030a", "å"),
    ],
)
def test_what_no_font_has_is_one_mark_and_what_nobody_sees_is_nothing(given: str, shown: str) -> None:
    assert printable(given) == shown


def test_a_paper_is_the_same_every_time_also_when_many_are_printed_at_once() -> None:
    jobs = [replace(CARD, title=f"Kort {number}") for number in range(12)]
    alone = [card_pdf(job, "nb") for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(card_pdf, jobs, ["nb"] * len(jobs))) == alone


def test_a_paper_without_a_title_is_a_fault_that_the_library_names() -> None:
    with pytest.raises(typst.TypstError, match="title"):
        sheet_pdf(replace(SHEET, title=""), "nb")


def test_only_the_fonts_of_the_library_are_used() -> None:
    assert fonts().families() == [
        "DejaVu Sans Mono",
        "Libertinus Serif",
        "New Computer Modern",
        "New Computer Modern Math",
    ]


def test_every_colour_can_be_read_on_white() -> None:
    colours = dict(re.findall(r'#let (\w+) = rgb\("(#\w+)"\)', (FOLDER / "common.typ").read_text(encoding="utf-8")))
    strength = {name: Color(colour).contrast("white", method="wcag21") for name, colour in colours.items()}
    assert strength.pop("rule") >= 3
    assert set(strength) == {"red", "ink", "grey"}
    assert min(strength.values()) >= 7
