"""From one colour to a whole theme: whatever the colour is, everything can be read."""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING, Any

import pytest
from coloraide import Color

from foundation.errors import OperatorError
from foundation.settings import ROOT, Settings, settings
from gateway.app import create_app
from gateway.themes import DEFAULT_COLOUR, PREFIX, Scheme, address_of, look_of, stylesheet, tokens

if TYPE_CHECKING:
    from tests.gateway.running import Gateway


def wheel() -> list[str]:
    """Colours all around the wheel, dull and strong, dark and light."""
    around = [colorsys.hls_to_rgb(step / 18, light, strong) for step in range(18) for light, strong in SHADES]
    return ["#" + "".join(f"{round(part * 255):02x}" for part in colour) for colour in around]


SHADES = ((0.5, 1.0), (0.2, 0.8), (0.8, 0.6), (0.45, 0.2))
COLOURS = [*wheel(), "#000000", "#ffffff", "#777777", "#fffbd0", "#ffff00", "#0000ff", "#FF0000", DEFAULT_COLOUR]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SURFACES = (
    "background-default",
    "background-tinted",
    "surface-default",
    "surface-tinted",
    "surface-hover",
    "surface-active",
)
# Designsystemet's own stylesheet, where the packages of the face are installed.
THEIRS = ROOT / "web/node_modules/@digdir/designsystemet-css/dist/theme/designsystemet.css"


def contrast(one: str, other: str) -> float:
    """As WCAG 2 counts it."""
    return Color(one).contrast(other, method="wcag21")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("colour", COLOURS)
def test_everything_can_be_read_whatever_the_colour(colour: str, scheme: Scheme) -> None:
    made = tokens(colour, scheme)
    texts = [contrast(made[text], made[on]) for text in ("text-default", "text-subtle") for on in SURFACES]
    assert min(texts) >= 4.5
    written = [
        contrast(made[f"base-contrast-{text}"], made[f"base-{on}"])
        for text in ("default", "subtle")
        for on in ("default", "hover", "active")
    ]
    assert min(written) >= 4.5
    borders = [contrast(made[f"border-{kind}"], made[on]) for kind in ("default", "strong") for on in SURFACES[:3]]
    assert min(borders) >= 3


def test_there_are_enough_colours_to_believe_it() -> None:
    assert len(set(COLOURS)) > 60


@pytest.mark.parametrize("colour", [*wheel()[::4], "#0b5a4b", "#0062ba"])
def test_the_hue_stays_the_municipalitys(colour: str) -> None:
    own = Color(colour).convert("oklch")["hue"]
    for scheme in SCHEMES:
        made = Color(tokens(colour, scheme)["border-strong"]).convert("oklch")["hue"]
        assert abs((made - own + 180) % 360 - 180) < 12


@pytest.mark.parametrize("colour", ["#0b5a4b", "#0062BA", "#ffff00"])
def test_buttons_have_the_very_colour_in_light(colour: str) -> None:
    assert tokens(colour, "light")["base-default"] == colour.lower()


@pytest.mark.parametrize("colour", [*COLOURS[::5], "#000000", "#ffffff"])
def test_a_button_looks_another_under_a_pointer(colour: str) -> None:
    for scheme in SCHEMES:
        made = tokens(colour, scheme)
        assert len({made["base-default"], made["base-hover"], made["base-active"]}) == 3


def test_the_tokens_are_those_of_designsystemet() -> None:
    if not THEIRS.exists():
        pytest.skip("The packages of web/ are not installed.")
    theirs = set(re.findall(rf"{PREFIX}([a-z-]+):", THEIRS.read_text(encoding="utf-8")))
    assert set(tokens(DEFAULT_COLOUR, "light")) == set(tokens(DEFAULT_COLOUR, "dark")) == theirs


def test_the_sheet_says_light_dark_and_what_the_machine_prefers() -> None:
    sheet = stylesheet(DEFAULT_COLOUR)
    assert re.findall(r"^(.*?)\{--", sheet, re.MULTILINE) == [
        ":root,[data-color-scheme=light]",
        "[data-color-scheme=dark]",
        "@media (prefers-color-scheme:light){[data-color-scheme=auto]",
        "@media (prefers-color-scheme:dark){[data-color-scheme=auto]",
    ]
    assert sheet.count(PREFIX) == 4 * 16
    assert sheet.count("{") == sheet.count("}")


def test_a_municipality_without_a_theme_has_its_own_name_and_our_colour() -> None:
    look = look_of("oppdal", Settings(_env_file=None))
    assert (look.name, look.colour) == ("Oppdal kommune", DEFAULT_COLOUR)


def test_a_theme_gives_name_and_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_THEMES", '{"oppdal": {"name": "Prøvekommunen", "colour": "#0B5A4B"}}')
    chosen = Settings(_env_file=None)
    assert (look_of("oppdal", chosen).name, look_of("oppdal", chosen).colour) == ("Prøvekommunen", "#0B5A4B")
    assert look_of("tynset", chosen).colour == DEFAULT_COLOUR
    assert address_of("oppdal", chosen) != address_of("tynset", chosen).replace("tynset", "oppdal")


def test_a_municipality_that_is_not_here_stops_the_start() -> None:
    chosen: dict[str, Any] = {"themes": {"oslo": {"colour": "#0b5a4b"}}}
    with pytest.raises(OperatorError, match=r"ENDORINN_THEMES names oslo, which is no municipality here\. These are: "):
        create_app(Settings(_env_file=None, **chosen))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{"oppdal": {"colour": "grønn"}}', 'oppdal has the colour "grønn"; write it as "#0b5a4b"'),
        ('{"oppdal": {"colour": "#fff"}}', 'oppdal has the colour "#fff"; write it as "#0b5a4b"'),
        ('{"oppdal": {"colour": "#0b5a4b;}"}}', "oppdal has the colour"),
        ('{"oppdal": "#0b5a4b"}', "Theme"),
        ('{"oppdal": {"name": "Oppdal"}}', "Field required"),
        ("oppdal=#0b5a4b", "it is no JSON"),
        ("[]", "dictionary"),
    ],
)
def test_a_theme_that_cannot_be_used_is_named(value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDORINN_THEMES", value)
    settings.cache_clear()
    with pytest.raises(OperatorError, match=rf"(?m)^ENDORINN_THEMES: .*{re.escape(said)}"):
        settings()
    settings.cache_clear()


def test_a_page_names_its_theme_which_may_be_kept_for_ever(alone: Gateway) -> None:
    [address] = re.findall(r'href="(/tema/oppdal\.css\?v=[0-9a-f]+)"', alone.client.get("/oppdal").text)
    sheet = alone.client.get(address)
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sheet.text == stylesheet(DEFAULT_COLOUR)


@pytest.mark.parametrize("asked", ["", "?v=gammel"])
def test_under_another_address_it_is_kept_shortly(alone: Gateway, asked: str) -> None:
    assert alone.client.get(f"/tema/oppdal.css{asked}").headers["cache-control"] == "public, max-age=300"


def test_there_is_no_theme_of_what_is_not_here(alone: Gateway) -> None:
    assert alone.client.get("/tema/oslo.css").status_code == 404
    assert alone.client.get("/tema/standard.css").status_code == 200
