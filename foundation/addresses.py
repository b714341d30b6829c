"""Finds addresses: streets with a house number, and e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foundation.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator


def _any(words: str) -> str:
    return f"(?:{'|'.join(map(re.escape, words.split()))})"


_AT = _any("@ (at) [at] (a) (krøllalfa) krøllalfa alfakrøll snabela snabel-a")
_DOT = r"(?:\.|[ ]?(?:\(dot\)|\(punktum\)|[ ]dot[ ]|[ ]punktum[ ])[ ]?)"
_DOMAIN, _END = r"[\w-]{1,63}", r"[^\W\d_]{2,24}"
_PROVIDERS = _any("gmail hotmail outlook online live yahoo icloud proton protonmail msn me")
EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:@(?:{_DOMAIN}{_DOT}){{0,5}}[\w-]{{2,63}}"
    rf"|[ ]?{_AT}[ ]?(?:{_DOMAIN}{_DOT}){{1,5}}{_END}"
    # «at» is a word too: after it must stand a domain for people's e-mail, or before it what is no word.
    rf"|[ ]at[ ]{_PROVIDERS}{_DOT}{_END}|(?<=[\d_])[ ]at[ ](?:{_DOMAIN}{_DOT}){{1,5}}{_END})",
    re.IGNORECASE,
)

_NAMED = r"[A-ZÆØÅ][\wæøåÆØÅ-]{1,30}"
_ROADS = _any("veien vegen vægen vegn veia gata gaten gato gatå gate gt. gt vei veg vn. vn allé alleen stien svingen")
# A farm's or a field's name is a street's only with a capital letter.
_FIELDS = _any(
    "bakkan bakken bekken berg berget brekka brinken brua brygga bråten bukta dalen elva enga engen faret feltet "
    "flata fossen gangen geila grenda gutua hammeren haug haugan haugen heimen hellinga holmen høgda høyden "
    "jordet kaia kleiva knatten kollen kroken kvartalet li lia lien lund lunden lykkja løkka løkken marka moan "
    "moen mosen myra myran myrane neset odden parken plassen rabben ringen rud setra sida skogen sletta sletten "
    "smuget stad stranda tangen teigen terrasse toppen torg torget tråkket trøa trøen tun tunet vangen veita vika "
    "voll vollen åkeren ås åsen"
)
_SMALL = _any("veien vegen veia gata gaten gate svingen bakken stien tunet haugen jordet kroken åsen")
_SIDES = _any("Øvre Nedre Gamle Nordre Søndre Vestre Østre Midtre Store Lille Vesle Nye Ytre Indre Søre")
_COUNTED = _any(
    "km m mil meter min minutt minutter t time timer timar gang ganger gonger dag dager dagar uke uker veke veker år "
    "måned måneder månad månader kr kroner prosent stk barn unger ungar onga ongar elever elevar plasser plassar "
    "personer trinn klasse mars april mai juni juli"
)
# «Veien 4 km», «Bakken 3 ganger»: what is counted has no address.
_HOUSE = (
    r"[ ]*(?:nr\.?[ ]?)?\d{1,4}(?:[ ]?[A-HJ-Z]|[ ]?[a-d]|[e-h])?\b(?:[ ]?[-\u2013/][ ]?\d{1,4}[A-Za-h]?\b)?"
    rf"(?![ ]?(?:%|,-|{_COUNTED}\b))"
)
# A capital letter, or a street's own ending, must show that it is a name: «ho veg 41 kilo» and «på vei 2» are none.
STREET = re.compile(
    rf"\b(?:(?:{_NAMED}\.? |[A-ZÆØÅ]\. ?){{0,2}}[A-ZÆØÅ][\wæøåÆØÅ-]{{0,40}}?(?:{_ROADS}|(?<!arne)hagen|{_FIELDS})"
    rf"|(?:{_NAMED}[.'\u2019]? |[A-ZÆØÅ]\. ?){{1,3}}(?:(?<=[se'\u2019] )[Vv]e[ig]|[Gg]at[ea]|[Aa]ll[eé]|[Gg]t\.?)"
    rf"|{_SIDES}[ ]{_NAMED}|[a-zæøå]{{3,40}}s[ ](?:gate|gata|gt\.?|vei|veg)"
    rf"|(?!sk[ou]leve[ig])[a-zæøå]{{3,40}}?{_SMALL}){_HOUSE}"
    # A place with its postal code after the number makes any name a street's.
    rf"|\b(?:{_NAMED} )?{_NAMED}{_HOUSE}(?=,?[ ]\d{{4}}[ ][A-ZÆØÅ])"
)
# … and so does «bor i» before it, but for a flat or a floor.
_LIVES = _any("bor Bor bur Bur bodde Bodde budde Budde flytta Flytta flyttet Flyttet live lives lived")
_NO_HOME = _any("leil blokk etasje nummer klasse trinn avdel kommun oppgang gruppe hybel minst under omtrent cirka")
HOME = re.compile(
    rf"\b(?:{_LIVES}[ ](?:i|på|ved|til|te|frå|fra|in|at|on)"
    r"|(?:[Aa]dress[ea]n?|[Aa]ddress)(?:[ ](?:min|mi|vår|hans|hennes|hennar|er|e|is))*)[ :]{1,2}"
    rf"((?:(?:{_NAMED} )?{_NAMED}|(?!{_NO_HOME})[a-zæøå]{{5,40}}){_HOUSE})"
)


def addresses_in(text: str) -> Iterator[Piece]:
    """Street addresses and e-mail in a text, in no order; some may overlap."""
    for match in EMAIL.finditer(text):
        yield Piece(*match.span(), "e-post")
    for match in STREET.finditer(text):
        yield Piece(*match.span(), "adresse")
    for match in HOME.finditer(text):
        yield Piece(*match.span(1), "adresse")
