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
    opening_desk: str
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
    person: str
    person_unreached: str
    person_unsent: str
    person_nobody: str
    person_closed: str
    person_opens: str
    person_urgent: str
    moment: str
    rather_contact: str
    rather_wait: str
    standing_label: str
    wait_lead: str
    wait_place: str
    wait_minutes: str
    wait_short: str
    wait_unknown: str
    wait_kept: str
    wait_help: str
    wait_stop: str
    wait_stop_ask: str
    wait_stop_yes: str
    live_here: str
    live_here_named: str
    live_write: str
    live_hint: str
    back: str
    back_ask: str
    back_yes: str
    callback_phone: str
    callback_email: str
    callback_late: str
    callback_sorry: str
    call_stop: str
    call_stop_ask: str
    call_stop_yes: str
    coordinator_role: str
    coordinator_named: str
    happened_asked: str
    happened_released: str
    happened_colleague: str
    happened_colleague_named: str
    happened_returned: str
    happened_closed: str
    happened_cancelled: str
    happened_callback: str
    happened_callback_by: str
    happened_called: str
    happened_attempted: str
    consent_ask: str
    consent_what: str
    consent_to: str
    consent_free: str
    consent_yes: str
    consent_no: str
    consent_given: str
    consent_refused: str
    consent_old: str
    closed_lead: str
    closed_unsent: str
    helped_ask: str
    helped_yes: str
    helped_partly: str
    helped_no: str
    helped_thanks: str
    helped_more: str
    helped_later: str
    helped_link: str
    start_over: str
    started_over: str
    phone: str
    email: str

    def role(self, role: str) -> str:
        """What whoever asks is called."""
        return str(getattr(self, f"role_{role}"))

    def of(self, key: str) -> str:
        """The text of a key that is put together."""
        return str(getattr(self, key))

    def level_of(self, level: str) -> str:
        """What a level of help is called."""
        return str(getattr(self, f"level_{level}"))


class Panel(BaseModel):
    """The texts of `web/texts/panel/` that the page for asking for a person uses."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    person_lead: str
    person_lead_later: str
    person_who: str
    person_told: str
    person_hours: str
    person_promise: str
    person_changed: str
    person_shut: str
    desk_hours: str
    sends: str
    sends_age_label: str
    sends_needs: str
    sends_services: str
    sends_add_label: str
    age_fault: str
    take_written: str
    own_words: str
    own_words_hint: str
    words_fault: str
    share_talk: str
    send_wait: str
    ask_contact: str
    cancel: str
    contact_how: str
    contact_safe: str
    reach_phone: str
    reach_phone_hint: str
    reach_email: str
    reach_email_hint: str
    phone_fault: str
    email_fault: str
    when_label: str
    when_hint: str
    when_fault: str


@cache
def panel(language: Language) -> Panel:
    """Those of a language, read once."""
    return Panel.model_validate_json((FOLDER / "panel" / f"{language}.json").read_bytes())


@cache
def interface(language: Language) -> Interface:
    """The texts of a language, read once."""
    return Interface.model_validate_json((FOLDER / f"{language}.json").read_bytes())
