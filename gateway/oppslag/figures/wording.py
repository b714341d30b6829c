"""The few words that the figures say themselves; all else is the content's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.lookup.reading import Standard


@dataclass(frozen=True, slots=True)
class Wording:
    """A figure's own words in one written standard."""

    step: str
    deadline: str
    duty: str
    here: str
    passed: str
    never_waits: str
    anywhere: str
    table: str
    level: str
    empty: str
    verbatim: str
    chosen: str
    marked: str
    unmarked: str
    year: str
    school_year: str
    least: str
    autumn: str
    spring: str
    monthly: str
    no_months: str
    months: tuple[str, ...] = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")


WORDING: dict[Standard, Wording] = {
    "nb": Wording(
        step="Steg {number} av {total}",
        deadline="Frist",
        duty="Plikt",
        here="Du er her",
        passed="Passert",
        never_waits="Venter aldri",
        anywhere="Gjelder på alle steg",
        table="Ansvarstabellen: hvem som har ansvar, etter nivå og risikoområde",
        level="Nivå",
        empty="Ikke oppgitt",
        verbatim="Rutene er ordrett fra planen, i planens rekkefølge.",
        chosen="valgt tjeneste",
        marked="Prikk, fet skrift og ramme: {name}",
        unmarked="Tjenesten du har valgt, står ikke i tabellen.",
        year="Årshjul for møteplassene",
        school_year="Skoleåret",
        least="minst {count}",
        autumn="{count} om høsten",
        spring="{count} om våren",
        monthly="hver måned",
        no_months="Månedene er ikke fastsatt i kilden",
    ),
    "nn": Wording(
        step="Steg {number} av {total}",
        deadline="Frist",
        duty="Plikt",
        here="Du er her",
        passed="Passert",
        never_waits="Ventar aldri",
        anywhere="Gjeld på alle steg",
        table="Ansvarstabellen: kven som har ansvar, etter nivå og risikoområde",
        level="Nivå",
        empty="Ikkje oppgitt",
        verbatim="Rutene er ordrett frå planen, i rekkjefølgja til planen.",
        chosen="vald teneste",
        marked="Prikk, feit skrift og ramme: {name}",
        unmarked="Tenesta du har valt, står ikkje i tabellen.",
        year="Årshjul for møteplassane",
        school_year="Skuleåret",
        least="minst {count}",
        autumn="{count} om hausten",
        spring="{count} om våren",
        monthly="kvar månad",
        no_months="Månadene er ikkje fastsette i kjelda",
    ),
}


def sentences(*parts: str | None) -> str:
    """Parts read one after the other, each ending as a sentence does."""
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in parts if part)
