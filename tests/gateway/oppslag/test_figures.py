"""Figures: every word of the content is in them and within its box, and they are seen without colours and heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import asin, atan2, degrees, hypot
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from coloraide import Color
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.oppslag.figures.elements import PAINTS
from gateway.oppslag.figures.process import process_svg
from gateway.oppslag.figures.table import table_svg
from gateway.oppslag.figures.wrapping import WIDEST, Type, width_of, wrapped
from gateway.oppslag.figures.year import year_svg
from knowledge.lookup.arenas import MeetingArena
from knowledge.lookup.processes import BoundBy, DrawnProcess, DrawnStep, processes_of
from knowledge.lookup.reading import Reading, Standard
from knowledge.lookup.table import Entry, Row, Table, TableCell, table_of
from knowledge.ontology import ontology
from knowledge.records import Rhythm
from tests.fuzzing import cases

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from knowledge import Library

DAY = date(2026, 11, 27)
SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES: tuple[Standard, ...] = ("nb", "nn")
HOSTILE = """<script>alert("x")</script> & 'q' ]]> \x00\x1b"""
SEEN = """<script>alert("x")</script> & 'q' ]]>"""
WORDS = ("og", "barne-", "Skole/SFO", "§", "13", "a", "samhandlingsteam")
STRICT = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">"""
# Each line without the blank it may end with, its width, its size and whether it is bold.
MEASURE = """lines => lines.map(line => {
    line.textContent = line.textContent.trimEnd();
    const letters = name => line.parentNode.getAttribute(name);
    return [line.textContent, line.getComputedTextLength(), +letters("font-size"), letters("font-weight") === "bold"];
})"""
LONG = "tverrfagligsamhandlingsteamkoordineringsmyndighetsområdeansvar"


@dataclass(frozen=True)
class Line:
    """A line of text where it lies in a drawing."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def within(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        return left <= self.left and self.right <= right and top <= self.top and self.bottom <= bottom

    def begins_in(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        return left <= (self.left + 1) <= right and top <= (self.top + self.bottom) / 2 <= bottom

    def overlaps(self, other: Line) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def lines_of(root: ET.Element) -> list[Line]:
    found = []
    for text in root.iter(f"{SVG}text"):
        letters = Type(float(text.attrib["font-size"]), text.get("font-weight") == "bold")
        for part in text.iter(f"{SVG}tspan"):
            x, y, width = float(part.attrib["x"]), float(part.attrib["y"]), width_of(part.text or "", letters)
            left = x - width / 2 if text.get("text-anchor") == "middle" else x
            found.append(Line(part.text or "", left, left + width, y - 0.75 * letters.size, y + 0.22 * letters.size))
    return found


def boxes_of(root: ET.Element) -> list[tuple[float, float, float, float]]:
    found = []
    for box in root.iter(f"{SVG}rect"):
        x, y, width, height = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        found.append((x, y, x + width, y + height))
    return found


def spilled(root: ET.Element) -> list[str]:
    """Lines that leave the smallest box that they begin in, or lie on another line."""
    lines, boxes = lines_of(root), boxes_of(root)
    out = []
    for line in lines:
        around = [box for box in boxes if line.begins_in(box)]
        smallest = min(around, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), default=(0, 0, 0, 0))
        if not line.within(smallest):
            out.append(line.text)
    return out + [f"{one.text} × {other.text}" for one, other in combinations(lines, 2) if one.overlaps(other)]


def seen(root: ET.Element) -> str:
    """What stands in a drawing, its lines joined, and the hyphens of broken words left out."""
    return plain("".join(part.text or "" for part in root.iter() if part.tag in {f"{SVG}tspan", f"{SVG}textPath"}))


def plain(text: str) -> str:
    return re.sub(r"[-\s]", "", text)


def labels(root: ET.Element, role: str) -> list[str]:
    return [one.attrib["aria-label"] for one in root.iter(f"{SVG}g") if one.get("role") == role]


def items(root: ET.Element) -> dict[str, ET.Element]:
    """The steps of a process' figure, by where each leads."""
    found = {}
    for one in root.iter(f"{SVG}g"):
        if one.get("role") == "listitem":
            link = one.find(f"{SVG}a")
            assert link is not None
            found[link.attrib["href"]] = one
    return found


def weights(step: ET.Element) -> set[str | None]:
    return {text.get("font-weight") for text in step.iter(f"{SVG}text") if text.get("font-size") == "16"}


def step(number: int, name: str, *, deadline: str | None = None, duties: tuple[BoundBy, ...] = ()) -> DrawnStep:
    return DrawnStep(number, name, name, deadline, duties)


def a_process(*steps: DrawnStep, always: tuple[DrawnStep, ...] = ()) -> DrawnProcess:
    return DrawnProcess("oppdal/prosess-proving", "En prosess", for_staff=True, steps=steps, always=always, sources=())


def arena(name: str, frequency: str | None, rhythm: Rhythm | None) -> MeetingArena:
    return MeetingArena(
        id=f"oppdal/arena-{len(name)}",
        name=name,
        text=name,
        members=(),
        frequency=frequency,
        rhythm=rhythm,
        length=None,
        mandate=None,
        replaces=None,
        services=(),
        needs=(),
        sources=(),
    )


MONTHLY = Rhythm(every="maned", least=1)
TWICE = Rhythm(every="ar", least=2, most=2)
HALVES = Rhythm(every="skolear", least=5, autumn=2, spring=3)
EXACTLY = Rhythm(every="skolear", least=4, most=4, autumn=4)
FOUR = a_process(
    step(1, "Snakk med foreldrene"),
    step(
        3, "Prøv tiltak", deadline="Innen tre uker.", duties=(BoundBy("p", "Aktivitetsplikt", "opplæringslova § 12-4"),)
    ),
    step(4, "Evaluer tiltakene", duties=(BoundBy("q", "Plikt til å samarbeide", None),)),
    always=(step(2, "Meld fra til barnevernet", deadline="Straks."),),
)
ARENAS = (
    arena("Skolehelseteamet", "Hver måned", MONTHLY),
    arena("Tverrfaglig samhandlingsteam", "Minst 2 ganger om høsten og 3 om våren", HALVES),
    arena("Møter mellom helsestasjonen og legene", "2 møter i året", TWICE),
    arena("Ansvarsgruppe", "Ved behov", None),
)


type Processes = list[tuple[DrawnProcess, Standard]]


@pytest.fixture(scope="module")
def processes(library: Library) -> Processes:
    """Every process of every municipality in both standards; those that are the same everywhere once."""
    found = {
        (process, language): None
        for kommune in ontology().municipalities
        for language in LANGUAGES
        for process in processes_of(Reading(library.view(kommune, DAY), language))
    }
    return list(found)


@pytest.fixture(scope="module")
def oppdal(library: Library) -> Table:
    table = table_of(Reading(library.view("oppdal", DAY), "nb"))
    assert table is not None
    return table


def draw_table(table: Table, highlight: str | None = None, language: Standard = "nb") -> str:
    return table_svg(table, highlight=highlight, language=language, links=lambda cell: f"/oppslag/ansvar/{cell.id}")


def draw_year(*arenas: MeetingArena, language: Standard = "nb") -> str:
    svg = year_svg(arenas, language=language)
    assert svg is not None
    return svg


@pytest.fixture(scope="module")
def figures(processes: Processes, oppdal: Table) -> list[ET.Element]:
    """Every figure that the content makes, and some that it does not."""
    drawn = [
        process_svg(process, here=here, language=language)
        for process, language in processes
        for here in (None, len(process.steps))
    ]
    drawn += [draw_table(oppdal, highlight) for highlight in (None, "logoped", *oppdal.services)]
    drawn += [draw_year(*ARENAS), draw_year(*ARENAS * 4, language="nn"), draw_year(arena("Møter", None, TWICE))]
    drawn += [process_svg(FOUR, here=3, language="nn"), process_svg(a_process(), here=None, language="nb")]
    return [read(svg) for svg in drawn]


def test_every_figure_is_well_formed_and_no_word_of_it_leaves_its_box(figures: list[ET.Element]) -> None:
    assert [line for root in figures for line in spilled(root)] == []


def test_no_figure_needs_a_style_a_script_or_anything_from_outside(figures: list[ET.Element]) -> None:
    names, attributes, leads = set(), set(), set()
    for root in figures:
        for one in root.iter():
            names.add(one.tag.removeprefix(SVG))
            attributes |= set(one.attrib)
            leads.add(re.sub(r"\d+|(?<=/ansvar/).*", "", one.get("href", "")))
            assert [value for value in one.attrib.values() if "url(" in value] == []
    assert names == {"svg", "title", "desc", "g", "a", "rect", "circle", "path", "text", "tspan", "textPath"}
    assert [name for name in attributes if name == "style" or name.startswith(("on", "{"))] == []
    assert leads == {"", "#steg-", "/oppslag/ansvar/", "#figur-arshjul-bue--"}


def test_ids_are_given_once_in_a_figure_and_its_title_is_what_is_read_first(figures: list[ET.Element]) -> None:
    for root in figures:
        ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
        assert len(ids) == len(set(ids))
        assert root[0].tag == f"{SVG}title"
        assert root.attrib["aria-labelledby"] == root[0].attrib["id"]


@pytest.mark.parametrize("here", [None, 2])
def test_every_step_and_every_deadline_is_written_and_read(processes: Processes, here: int | None) -> None:
    for process, language in processes:
        root = read(process_svg(process, here=here, language=language))
        written, heard = seen(root), labels(root, "listitem")
        for one in (*process.steps, *process.always):
            told = f"Frist: {one.deadline}" if one.deadline else ""
            assert plain(one.name) in written
            assert plain(told) in written
            assert [label for label in heard if f"{one.number} av" in label and one.name in label and told in label]


def test_a_step_says_all_of_itself_and_leads_to_its_text() -> None:
    root = read(process_svg(FOUR, here=3, language="nb"))
    assert {href: one.attrib["aria-label"] for href, one in items(root).items()} == {
        "#steg-2": "Steg 2 av 4: Meld fra til barnevernet. Frist: Straks.",
        "#steg-1": "Steg 1 av 4: Snakk med foreldrene. Passert.",
        "#steg-3": "Steg 3 av 4: Prøv tiltak. Frist: Innen tre uker. Plikt: opplæringslova § 12-4. Du er her.",
        "#steg-4": "Steg 4 av 4: Evaluer tiltakene. Plikt: Plikt til å samarbeide.",
    }


def test_where_one_is_and_what_is_behind_is_told_in_words_weight_and_frame() -> None:
    steps = items(read(process_svg(FOUR, here=3, language="nb")))
    behind, here, ahead = steps["#steg-1"], steps["#steg-3"], steps["#steg-4"]
    assert ["✓Passert" in seen(one) for one in (behind, here, ahead)] == [True, False, False]
    assert ["Duerher" in seen(one) for one in (behind, here, ahead)] == [False, True, False]
    assert [weights(one) for one in (behind, here, ahead)] == [{None}, {"bold"}, {"bold"}]
    thick = [next(one.iter(f"{SVG}rect")).get("stroke-width") for one in (behind, here, ahead)]
    assert thick == [None, "4", None]


def test_nothing_is_behind_whoever_is_nowhere_or_at_what_never_waits() -> None:
    nowhere, never, unknown = (seen(read(process_svg(FOUR, here=here, language="nb"))) for here in (None, 2, 17))
    assert [("Passert" in one, "Duerher" in one) for one in (nowhere, never, unknown)] == [
        (False, False),
        (False, True),
        (False, False),
    ]


def test_what_never_waits_has_a_lane_as_tall_as_the_run_and_a_way_from_every_step() -> None:
    root = read(process_svg(FOUR, here=None, language="nn"))
    assert labels(root, "list") == ["Ventar aldri", "En prosess"]
    assert "VentaraldriGjeldpåallesteg" in seen(root)
    lane = next(box for box in root.iter(f"{SVG}rect") if box.get("stroke") == PAINTS["alarm"])
    cards = [box for box in root.iter(f"{SVG}rect") if box.get("x") == "62" and box.get("fill-opacity") is None]
    ends = [float(card.attrib["y"]) + float(card.attrib["height"]) for card in cards]
    assert float(lane.attrib["y"]) == float(cards[0].attrib["y"])
    assert float(lane.attrib["y"]) + float(lane.attrib["height"]) >= ends[-1]
    ways = [one.attrib["d"] for one in root.iter(f"{SVG}path") if one.get("stroke-dasharray")]
    assert len(ways) == len(cards) == 3


def test_a_process_where_everything_waits_its_turn_has_no_lane() -> None:
    root = read(process_svg(replace(FOUR, always=()), here=None, language="nb"))
    assert "Venteraldri" not in seen(root)
    assert [one for one in root.iter(f"{SVG}path") if one.get("stroke-dasharray")] == []


def test_a_law_that_binds_a_step_twice_is_told_once() -> None:
    twice = (BoundBy("a", "Å melde", "barnevernsloven § 13-2"), BoundBy("b", "Selv", "barnevernsloven § 13-2"))
    root = read(process_svg(a_process(step(1, "Meld", duties=twice)), here=None, language="nb"))
    assert labels(root, "listitem") == ["Steg 1 av 1: Meld. Plikt: barnevernsloven § 13-2."]
    assert seen(root).count("Plikt") == 1


@pytest.mark.parametrize("name", [LONG, f"{LONG} {LONG}", "Barne- og ungdomspsykiatrisk poliklinikk " * 6])
def test_names_of_any_length_stay_in_their_boxes(name: str) -> None:
    bound = (BoundBy("a", name, None),)
    long = step(1, name, deadline=name, duties=bound)
    process = a_process(long, step(2, name), always=(replace(long, number=3),))
    entries = (Entry(name, ("ppt",)),)
    cell = TableCell("x/y", "gul", "rus", entries, ("ppt",), (), ())
    table = Table((("rus", name), ("miljo", name)), (Row("gul", "gult nivå", name, (cell, None)),), {"ppt": name})
    assert spilled(read(process_svg(process, here=1, language="nb"))) == []
    assert spilled(read(draw_table(table, "ppt"))) == []
    assert (
        spilled(read(draw_year(arena(name, name, MONTHLY), arena(name, name, HALVES), arena(name, name, TWICE)))) == []
    )


def test_what_others_wrote_is_shown_and_never_run() -> None:
    hostile = step(1, HOSTILE, deadline=HOSTILE, duties=(BoundBy("a", HOSTILE, None),))
    cell = TableCell('x" onload="y', "gul", "rus", (Entry(HOSTILE, ("ppt",)),), ("ppt",), (), ())
    table = Table((("rus", HOSTILE),), (Row("gul", HOSTILE, HOSTILE, (cell,)),), {"ppt": HOSTILE})
    process = replace(a_process(hostile, always=(hostile,)), title=HOSTILE, id=HOSTILE)
    for svg in (
        process_svg(process, here=1, language="nb"),
        draw_table(table, "ppt"),
        draw_year(arena(HOSTILE, HOSTILE, MONTHLY), arena(HOSTILE, HOSTILE, TWICE)),
    ):
        root = read(svg)
        assert plain(SEEN) in seen(root)
        assert [one for one in root.iter() if "script" in one.tag or "onload" in one.attrib] == []


def test_every_cell_of_the_table_is_as_the_plan_has_it_and_in_its_order(oppdal: Table) -> None:
    root = read(draw_table(oppdal))
    links = {one.attrib["href"]: one for one in root.iter(f"{SVG}a")}
    for row in oppdal.rows:
        for cell in row.cells:
            assert cell is not None
            drawn = links[f"/oppslag/ansvar/{cell.id}"]
            assert seen(drawn) == plain("".join(entry.written for entry in cell.entries))
            said = [f"{entry.written.removesuffix('.')}." for entry in cell.entries]
            assert drawn.attrib["aria-label"] == " ".join(said)
    assert len(links) == 18


def test_the_table_has_the_roles_of_a_table(oppdal: Table) -> None:
    root = read(draw_table(oppdal))
    rows = [one for one in root.iter(f"{SVG}g") if one.get("role") == "row"]
    assert [[cell.get("role") for cell in row] for row in rows] == [
        ["columnheader"] * 7,
        *[["rowheader", *["cell"] * 6]] * 3,
    ]
    assert labels(root, "columnheader") == ["Nivå", *(name for _, name in oppdal.areas)]
    assert labels(root, "rowheader") == [
        "Grønt nivå: Universell forebygging – for alle",
        "Gult nivå: Selektiv forebygging – for noen",
        "Rødt nivå: Indikert forebygging – for noen få",
    ]
    assert all(plain(label) in seen(root) for label in labels(root, "rowheader"))


def test_a_service_that_is_looked_for_is_bold_with_a_dot_in_a_frame_and_explained(oppdal: Table) -> None:
    root = read(draw_table(oppdal, "barnevern"))
    for link in root.iter(f"{SVG}a"):
        bold = [seen(text) for text in link.iter(f"{SVG}text") if text.get("font-weight") == "bold"]
        framed = [box for box in link.iter(f"{SVG}rect") if box.get("stroke-width") == "3"]
        names = "Barnevern" in seen(link)
        assert bold == ["Barnevern"] * names
        assert (len(framed), len(list(link.iter(f"{SVG}circle")))) == (names, names)
        assert ("Barnevern (valgt tjeneste)." in link.attrib["aria-label"]) is names
    assert "Prikk,fetskriftogramme:BarnevernetiOppdal" in seen(root)


def test_a_line_of_two_services_is_marked_for_either_of_them(oppdal: Table) -> None:
    for service in ("skole", "sfo"):
        root = read(draw_table(oppdal, service))
        cells = [text for link in root.iter(f"{SVG}a") for text in link.iter(f"{SVG}text")]
        assert {seen(text) for text in cells if text.get("font-weight")} == {"Skole/SFO"}


def test_a_service_that_the_table_does_not_name_marks_nothing_and_is_told(oppdal: Table) -> None:
    root = read(draw_table(oppdal, "logoped"))
    assert "Tjenestenduharvalgt,stårikkeitabellen." in seen(root)
    assert list(root.iter(f"{SVG}circle")) == []
    assert "stårikkeitabellen" not in seen(read(draw_table(oppdal)))


def test_a_cell_that_the_plan_does_not_have_is_told_and_leads_nowhere() -> None:
    cell = TableCell("oppdal/x", "rod", "rus", (Entry("Politi", ("politi",)),), ("politi",), (), ())
    table = Table((("rus", "Rus"), ("miljo", "Miljø")), (Row("rod", "rødt nivå", "rødt nivå", (cell, None)),), {})
    root = read(draw_table(table, language="nn"))
    assert [one.attrib["href"] for one in root.iter(f"{SVG}a")] == ["/oppslag/ansvar/oppdal/x"]
    assert "Ikkjeoppgitt" in seen(root)
    assert labels(root, "rowheader") == ["Rødt nivå"]


def test_levels_differ_without_their_colours(oppdal: Table) -> None:
    root = read(draw_table(oppdal))
    heads = [one for one in root.iter(f"{SVG}g") if one.get("role") == "rowheader"]
    bars = [[box for box in head.iter(f"{SVG}rect") if box.get("width") == "6"] for head in heads]
    filled = [len([bar for bar in row if bar.get("fill") != PAINTS["paper"]]) for row in bars]
    strokes = [max((path.attrib["d"].count("M") for path in head.iter(f"{SVG}path")), default=0) for head in heads]
    assert filled == [1, 2, 3]
    assert 0 == strokes[0] < strokes[1] < strokes[2]


def test_an_arena_that_meets_monthly_has_a_dot_in_every_month_from_august_at_the_top() -> None:
    root = read(draw_year(ARENAS[0]))
    dots = [one for one in root.iter(f"{SVG}circle") if one.get("r") == "9.5"]
    months = ["jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"]
    lines = {line.text: line for line in lines_of(root) if line.text in months}
    assert len(dots) == 12 + 1
    assert min(months, key=lambda month: lines[month].top) == "aug"
    assert max(months, key=lambda month: lines[month].right) == "nov"
    assert "SkolehelseteametHvermåned" in seen(root)


@pytest.mark.parametrize(
    ("rhythm", "language", "arcs"),
    [
        (HALVES, "nb", ["minst 2 om høsten", "minst 3 om våren"]),
        (HALVES, "nn", ["minst 2 om hausten", "minst 3 om våren"]),
        (EXACTLY, "nb", ["4 om høsten"]),
        (MONTHLY, "nb", []),
    ],
)
def test_a_count_for_a_half_year_is_an_arc_with_its_words(rhythm: Rhythm, language: Standard, arcs: list[str]) -> None:
    root = read(draw_year(arena("TST", "Se planen", rhythm), language=language))
    assert [one.text for one in root.iter(f"{SVG}textPath")] == arcs
    assert "TSTSeplanen" in seen(root)


def test_arcs_keep_to_their_half_year() -> None:
    root = read(draw_year(arena("TST", None, HALVES)))
    middle = next(one for one in root.iter(f"{SVG}circle"))
    x, y = float(middle.attrib["cx"]), float(middle.attrib["cy"])
    spans = []
    for arc in (one for one in root.iter(f"{SVG}path") if one.get("stroke") == PAINTS["tint"]):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", arc.attrib["d"])]
        ends = [(numbers[0], numbers[1]), (numbers[-2], numbers[-1])]
        spans.append([degrees(atan2(to_x - x, y - to_y)) % 360 for to_x, to_y in ends])
    (autumn_since, autumn_until), (spring_since, spring_until) = spans
    assert 345 < autumn_since < 360  # From the first of August …
    assert 120 < autumn_until < 135 < spring_since < 150  # … to Christmas, and from New Year …
    assert 300 < spring_until < 315  # … to the end of June.


@pytest.mark.parametrize("rings", [1, 3, 8])
def test_words_along_an_arc_are_no_longer_than_it_however_many_rings_there_are(rings: int) -> None:
    most = Rhythm(every="skolear", least=60, autumn=30, spring=30)
    root = read(draw_year(*(arena("TST", None, most) for _ in range(rings)), language="nn"))
    ways = {one.attrib["id"]: one.attrib["d"] for one in root.iter(f"{SVG}path") if "id" in one.attrib}
    room = []
    for text in (one for one in root.iter(f"{SVG}text") if one.find(f"{SVG}textPath") is not None):
        along = text[0]
        x, y, radius, _, _, large, _, to_x, to_y = map(float, re.findall(r"[\d.]+", ways[along.attrib["href"][1:]]))
        assert large == 0
        length = 2 * radius * asin(hypot(to_x - x, to_y - y) / (2 * radius))
        room.append(length - width_of(along.text or "", Type(float(text.attrib["font-size"]))))
    assert len(room) == 2 * rings
    assert min(room) > 0


def test_an_arena_without_known_months_is_listed_below_in_the_words_of_its_source() -> None:
    root = read(draw_year(*ARENAS, language="nn"))
    lines = {line.text: line for line in lines_of(root)}
    heading = lines["Månadene er ikkje fastsette i kjelda"]
    assert [line.text for line in lines.values() if line.top > heading.bottom] == [
        "Møter mellom helsestasjonen og legene",
        "2 møter i året",
    ]
    assert heading.top > max(line.bottom for name, line in lines.items() if name in {"feb", "jan", "mar"})


def test_without_any_known_month_there_is_a_list_and_no_wheel_and_without_a_number_nothing() -> None:
    listed = seen(read(draw_year(arena("Legemøter", "2 møter i året", TWICE), ARENAS[3])))
    assert listed == "Månedeneerikkefastsattikilden" + "Legemøter" + "2møteriåret"
    assert year_svg((ARENAS[3],), language="nb") is None
    assert year_svg((), language="nb") is None


def test_the_year_is_one_picture_that_is_described_in_words() -> None:
    root = read(draw_year(*ARENAS, arena("Elevråd", None, MONTHLY), arena("TST", None, HALVES)))
    assert root.attrib["role"] == "img"
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert description.text == (
        "Tverrfaglig samhandlingsteam: Minst 2 ganger om høsten og 3 om våren. "
        "TST: minst 2 om høsten, minst 3 om våren. "
        "Skolehelseteamet: Hver måned. Elevråd: hver måned. "
        "Månedene er ikke fastsatt i kilden. Møter mellom helsestasjonen og legene: 2 møter i året."
    )
    assert root.attrib["aria-describedby"] == description.attrib["id"]


def test_every_text_has_contrast_on_whatever_it_stands_on() -> None:
    grounds = {
        "ink": ["paper", "tint", "alarm-soft", "gronn", "gul", "rod"],
        "soft": ["paper"],
        "on-fill": ["fill", "alarm", "ink"],
    }
    least = min(
        Color(PAINTS[text]).contrast(Color(PAINTS[ground])) for text, under in grounds.items() for ground in under
    )
    assert least >= 4.5


def test_no_text_is_wider_in_a_browser_than_it_was_measured_and_a_strict_page_takes_all_of_it(
    browser: Browser, processes: Processes, oppdal: Table
) -> None:
    drawn = [process_svg(process, here=4, language=language) for process, language in processes]
    drawn += [draw_table(oppdal, "barnevern"), draw_year(*ARENAS)]
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.set_content(STRICT + "".join(drawn))
    measured = page.eval_on_selector_all("tspan", MEASURE)
    page.close()
    assert len(measured) > 1000
    assert [text for text, wide, size, bold in measured if wide > width_of(text, Type(size, bold)) + 0.1] == []
    assert complaints == []


@settings(max_examples=cases(200))
@given(
    text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS)).map(" ".join)),
    width=st.integers(60, 300),
    bold=st.booleans(),
)
@example(text="\ud800 … §", width=60, bold=True)
def test_lines_fit_and_lose_nothing(text: str, width: int, *, bold: bool) -> None:
    letters = Type(14, bold)
    lines = wrapped(text, width, letters)
    assert [line for line in lines if width_of(line, letters) > width] == []
    assert plain("".join(lines)) == plain(text)


def test_words_break_where_a_reader_expects_it() -> None:
    assert wrapped("barne- og ungdomspsykiatrisk", 120, Type(14)) == ("barne- og ", "ungdoms-", "psykiatrisk")
    assert wrapped("tverrfaglig samhandlingsteam", 125, Type(14)) == ("tverrfaglig ", "samhandlings-", "team")
    assert wrapped("Helsestasjon/Skolehelsetjeneste", 120, Type(14)) == ("Helsestasjon/", "Skolehelse-", "tjeneste")
    assert wrapped("helsepersonelloven § 33 a, ring 116 117 …", 150, Type(14)) == (
        "helsepersonelloven ",
        "§ 33 a, ring ",
        "116 117 …",
    )


def test_a_letter_that_is_not_in_the_table_is_as_wide_as_the_widest() -> None:
    assert width_of("漢", Type(10)) == pytest.approx(10 * WIDEST)
    assert width_of("é", Type(10)) == width_of("e", Type(10))
