"""What the interface says, in three languages: `web/texts/*.json`, which the face in the browser says too."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from foundation.settings import ROOT

if TYPE_CHECKING:
    from gateway.words import Language

FOLDER = ROOT / "web" / "texts"


class Interface(BaseModel):
    """The texts of one language that the gateway's own pages use; the others are only the browser's."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    service_name: str
    page_title: str
    skip: str
    leave: str
    emergency_label: str
    emergency_lead: str
    call: str
    language: str
    forget: str
    forgotten: str
    privacy: str
    privacy_short: str
    accessibility: str
    new_tab: str
    opening: str
    opening_privacy: str
    who: str
    role_forelder: str
    role_ungdom: str
    role_ansatt: str
    role_ukjent: str
    starts: str
    log_label: str
    write_label: str
    write_hint: str
    send: str
    you: str
    guide: str
    too_long: str
    empty: str
    acute_label: str
    acute_fallback: str
    services: str
    takes: str
    level: str
    level_gronn: str
    level_gul: str
    level_rod: str
    open_now: str
    closed_now: str
    form: str
    sources: str
    checked: str
    plan: str
    deadline: str
    responsibility: str
    risk_area: str
    responsible: str
    notices: str
    choose: str
    learn: str
    learn_why: str
    learn_kept: str
    failure_404: str
    plain: str

    def role(self, role: str) -> str:
        """What whoever asks is called."""
        return str(getattr(self, f"role_{role}"))

    def level_of(self, level: str) -> str:
        """What a level of help is called."""
        return str(getattr(self, f"level_{level}"))


@cache
def interface(language: Language) -> Interface:
    """The texts of a language, read once."""
    return Interface.model_validate_json((FOLDER / f"{language}.json").read_bytes())
