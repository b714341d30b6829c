"""Ages and school grades in a message, as a person writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator

NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            ("null",),
            ("ett", "eitt", "en", "ein"),
            ("to",),
            ("tre",),
            ("fire",),
            ("fem",),
            ("seks",),
            ("sju", "syv"),
            ("åtte",),
            ("ni",),
            ("ti",),
            ("elleve",),
            ("tolv",),
            ("tretten",),
            ("fjorten",),
            ("femten",),
            ("seksten",),
            ("sytten",),
            ("atten",),
            ("nitten",),
            ("tjue",),
        ]
    )
    for word in words
}
ORDINALS = {
    word: number
    for number, words in enumerate(
        [
            ("første", "fyrste"),
            ("andre",),
            ("tredje",),
            ("fjerde",),
            ("femte",),
            ("sjette",),
            ("sjuende", "syvende", "sjuande"),
            ("åttende", "åttande"),
            ("niende", "niande"),
            ("tiende", "tiande"),
        ],
        start=1,
    )
    for word in words
}
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_HALF = r"(?:[.,]\d|½|\s1/2|\sog\s(?:et|eit|en|ein)\shalvt?)?"
_GAP = r"\s{0,3}[-\u2013]?\s{0,3}"
# «9 år», «14-åring», «toårskontroll», «jenta på 12»; `before` and `sure` tell an age from a time that passes.
AGE = re.compile(
    rf"(?:(?<!kvart\s)\b(?P<before>på|i|om|etter|siste|vent\w{{1,3}})\s{{1,3}})?(?<!\d[.,/])\b{_NUMBER}{_HALF}"
    rf"(?:{_GAP}(?:(?P<sure>[åa]ring\w*|års?[\s-]?(?:alder|kontroll|dag)\w*|år(?=\s{{1,3}}gam)"
    r"|years?[\s-]{0,2}old|y/?o\b)|(?P<years>års?\b))"
    r"|(?![\w-]|[.,:/]\d))",
    re.IGNORECASE,
)
# «jeg er 13», «hun fyller snart 16», «Er 19 og …», «barnet (3)», «gutt 9».
_WHO = (
    r"jeg|eg|æ|æg|ej|jei|je|han|hun|ho|hu|hen|(?:barnet|ungen|gutten|guten|gutn|jenta|jenten|sønnen|sonen|sønn|dattera"
    r"|datteren|datra|broren|søstera|søsteren|barnebarnet)(?:\s(?:min|mi|mitt|vår|vårt|våres))?"
)
_IS = r"er|e|ær|blir|bli|ble|blei|vart|vert|fyller|fylte|fylde|fyl|hadde\s(?:vært|vore|vøri)|var|va"
_CLOSE = r"(?:(?:nå|no|bare|berre|bærre|snart|akkurat|nettopp|just|only|nearly|almost)\s)?"
OF_SOMEONE = re.compile(
    rf"(?:\b(?:{_WHO})\s{{1,3}}(?:{_IS})\s{_CLOSE}|(?:^|[.!?]\s)er?\s{_CLOSE}"
    r"|(?<!klokka\ser\s)(?<!klokken\ser\s)(?<!klokka\se\s)\bsnart\s"
    rf"|\b(?:i|he|she|my\s\w+)(?:['\u2019]m|['\u2019]s|\sam|\sis)\s{_CLOSE}"
    rf"|(?<=[a-zæøå]\s)\((?=\d)|\b(?:gutt|gut|jente|jenta|gutten|elev|sønn|datter|dotter|barn)\s(?=\d))"
    rf"{_NUMBER}(?![\w-]|[.,:/]\d)",
    re.IGNORECASE,
)
# What follows «på 12» or «12 år» when it is no age.
NOT_AN_AGE = re.compile(
    r"\.?[\s-]{0,3}(?:%|½|\d|(?:"
    r"sekund\w*|min|minutt\w*|time|timer\w*|timar\w*|dag|dager\w*|dagar\w*|døgn|kveld\w*|uke|uker\w*|vek\w{1,3}|vik(?:u|ur|a|er|ær)|mån\w*|mnd"
    r"|år\w+|år\ssi(?:den|dan|da|a)|kr|kroner|prosent|mil|km|meter|kvm|kvadrat\w*|kg|kilo|gram|poeng|sider|ord|setning\w*|rom|fag"
    r"|gang|ganger|gonger|sted|steder|stader|plass|plassar|plasser|nivå|nivåer|etasje|forsøk|av|ulike|forskjellige"
    r"|barn|unger|elever|elevar|personer|menneske\w*|skoler|skular|møter|samlinger|samlingar|episode\w*|stk|stykk\w*"
    r"|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|klasse\w*|klassing\w*|trinn\w*|steg\w*"
    r"|barns|hours?|minutes?|days?|weeks?|months?|times|percent|years\s(?:ago|behind|late)"
    r"|sia|sida|sidan|siden|senere|seinare|tilbake|på\srad|lang\w*|tid|ventetid|utdanning|erfaring|ansiennitet"
    r")\b)",
    re.IGNORECASE,
)
_ORDINAL = "|".join(ORDINALS)
_GRADE = r"klasse(?:n|trinn\w*|elev\w*)?|klassa|klassing\w*|trinn|(?:klasse|års)(?:trinn|steg)\w*"
# «2. klasse», «tredjeklassing», «8. trinn»; not «3 klassekamerater», «andre klasser», «første steg», upper secondary.
GRADE = re.compile(
    rf"\b(?:(?P<n>10|[1-9])(?:\.?{_GAP}(?:{_GRADE}|trinnet|trinns)|\.\s?steg(?:et)?)|(?P<word>{_ORDINAL})\s?-?(?:{_GRADE}))\b"
    r"(?!\s(?:(?:på|i|ved)\s(?:den\s)?)?(?:vgs|videreg|vidareg|høyskol|høgsk|uni))",
    re.IGNORECASE,
)
# «Han går i andre», «jenta mi i sjuende», «tvillingene i 3.».
_PUPIL = r"gutten|guten|gutt|gut|jenta|jente|sønnen|sonen|sønn|dattera|datteren|dotter|elev|eleven|ungen|tvillinga?ne"
IN_GRADE = re.compile(
    rf"\b(?:(?:går|gjeng|gå|byrja|begynte|begynner|starta)(?:\s(?:no|nå))?|(?:{_PUPIL})(?:\s(?:min|mi|mitt|vår))?)\si\s"
    rf"(?:(?P<n>10|[1-9])\.?(?!\.)|(?P<word>{_ORDINAL})\.?)(?=\s*(?:[,!?;:)\u2013-]|$)|\s(?:og|har|å|nå|no|vil|sier|seier|sei|er|blir|vert)\b)",
    re.IGNORECASE,
)
# «på en» and the like count nobody's years.
ONE = ("null", "ett", "eitt", "en", "ein")
OLDEST = 25


@dataclass(frozen=True)
class Found:
    """An age or grade and where it stands; `entity` is `alder` (years) or `trinn` (grade 1-10)."""

    entity: str
    value: int
    start: int
    end: int


def find_ages(text: str) -> Iterator[Found]:
    """Every age (0-25 years) and then every grade (1-10) in the text."""
    told = {match.start("n"): match for match in OF_SOMEONE.finditer(text) if _counts_years(match)}
    told |= {match.start("n"): match for match in AGE.finditer(text) if _tells_an_age(match)}
    for _, match in sorted(told.items()):
        raw = match["n"].lower()
        years = int(raw) if raw.isdigit() else NUMBERS[raw]
        if years <= OLDEST:
            # Of «jeg er 13» the age is the number: who it is of is told by what stands before.
            start = match.start("n") if match.re is OF_SOMEONE else match.start()
            yield Found("alder", years, start, match.end())
    grades = {match.start(): match for pattern in (IN_GRADE, GRADE) for match in pattern.finditer(text)}
    for start, match in sorted(grades.items()):
        grade = int(match["n"]) if match["n"] else ORDINALS[match["word"].lower()]
        yield Found("trinn", grade, start, match.end())


def _counts_years(match: "re.Match[str]") -> bool:
    return match["n"].lower() not in ONE and not NOT_AN_AGE.match(match.string, match.end())


def _tells_an_age(match: "re.Match[str]") -> bool:
    if match["sure"]:
        return True
    someone_of = (match["before"] or "").lower() == "på"
    if match["years"]:
        return (someone_of or not match["before"]) and not NOT_AN_AGE.match(match.string, match.end())
    return someone_of and _counts_years(match)
