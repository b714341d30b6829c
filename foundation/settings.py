"""Every setting in one typed place, read from the environment and from `.env`.

`docs/drift.md` and `.env.example` describe each one; a test says so.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from limits import parse_many
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from foundation.desks import ALWAYS, Address, Desk
from foundation.errors import OperatorError
from foundation.providers import Provider

ROOT = Path(__file__).resolve().parents[1]
type Port = Annotated[int, Field(ge=1, le=65535)]
type Seconds = Annotated[float, Field(gt=0, le=600)]
type Days = Annotated[int, Field(ge=1, le=3650)]
TOKEN_CHARACTERS = 32
ORIGIN = r"^https?://[\w.*-]+(:\d+)?$"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def _readable_rate(value: str) -> str:
    try:
        parse_many(value)
    except ValueError as error:
        message = 'write it as "20/minute", or as several: "20/minute; 200/hour"'
        raise ValueError(message) from error
    return value


def _split(value: object) -> object:
    return value.split() if isinstance(value, str) else value


def _read_json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "{}")
    except ValueError as error:
        message = f"it is no JSON ({error})"
        raise ValueError(message) from error


class Theme(BaseModel):
    """What a municipality is called on its page, and the colour that its page is drawn in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = None
    colour: str


def _usable_colours(value: dict[str, Theme]) -> dict[str, Theme]:
    for kommune, theme in value.items():
        if not COLOUR.fullmatch(theme.colour):
            message = f'{kommune} has the colour "{theme.colour}"; write it as "#0b5a4b"'
            raise ValueError(message)
    return value


type Themes = Annotated[dict[str, Theme], NoDecode, BeforeValidator(_read_json), AfterValidator(_usable_colours)]
type Desks = Annotated[dict[str, Desk], NoDecode, BeforeValidator(_read_json)]
type Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
type Editors = Annotated[dict[str, Address], NoDecode, BeforeValidator(_read_json)]
type OneProvider = Annotated[Provider | None, NoDecode, BeforeValidator(lambda value: _read_json(value) or None)]
type Rate = Annotated[str, AfterValidator(_readable_rate)]
type Origins = Annotated[tuple[Annotated[str, Field(pattern=ORIGIN)], ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """What an operator can set. Names in the environment carry the prefix ENDORINN_."""

    model_config = SettingsConfigDict(
        env_prefix="ENDORINN_", env_file=ROOT / ".env", extra="ignore", populate_by_name=True, frozen=True
    )

    env: Literal["development", "production"] = Field(
        "development",
        description="production refuses to start with settings that are only safe on a developer's own machine.",
    )
    database_url: str = Field(
        "sqlite:///var/endorinn.db",
        validation_alias="DATABASE_URL",
        description="Where content and conversations are stored: an SQLAlchemy address. "
        "A relative SQLite path is relative to the project's folder. "
        "PostgreSQL: postgresql+psycopg://endorinn:password@127.0.0.1:5432/endorinn",
    )
    database_pool: Annotated[int, Field(ge=2, le=500)] = Field(
        40,
        description="Connections to the database that one gateway has at most, and no more threads work at once; never "
        "more than 40 do.",
    )
    database_timeout: Seconds = Field(
        5.0,
        description="Seconds that the gateway waits for a connection to the database, and for PostgreSQL to answer, "
        "before it says that nothing can be stored. Less than ENDORINN_ANSWER_TIMEOUT.",
    )
    var_dir: Path = Field(Path("var"), description="Folder for what is made while running: the model, names and logs.")
    gateway_host: str = Field("127.0.0.1", description="Address that the gateway listens on.")
    gateway_port: Port = Field(8000, description="Port of the gateway, the only one to let people reach.")
    rasa_host: str = Field("127.0.0.1", description="Address that Rasa listens on.")
    rasa_port: Port = Field(5005, description="Port of Rasa.")
    actions_host: str = Field("127.0.0.1", description="Address that the action server listens on.")
    actions_port: Port = Field(5055, description="Port of the action server.")
    rasa_url: AnyHttpUrl | None = Field(
        None,
        description="Address of Rasa where it runs elsewhere, or of what stands before several; else the two above.",
    )
    actions_url: AnyHttpUrl | None = Field(
        None, description="Address of the action server where it runs elsewhere; else its host and port above."
    )
    model: str | None = Field(
        None,
        description="Model that Rasa is started with: a file, a folder (the newest in it), or an address with http:// "
        "or https://. Left out, the one that is trained here.",
    )
    model_sha256: str | None = Field(
        None,
        pattern="^[0-9a-fA-F]{64}$",
        description="Checksum that the model must have, as `sha256sum` prints it. An address needs it.",
    )
    internal_token: SecretStr | None = Field(
        None,
        min_length=TOKEN_CHARACTERS,
        description="What the gateway, Rasa and the action server prove themselves to each other with, at least "
        "32 characters. Left out, one is made and kept in the folder above, which does where all run on one machine.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses of the web servers in front that are believed when they say whose request they pass on.",
    )
    allowed_origins: Origins = Field(
        (),
        description="Web pages of others that may call the API, like https://oppdal.kommune.no, with a space between.",
    )
    frame_ancestors: Origins = Field(
        (), description="Web pages of others that may show ours in a frame, written as above. Our own always may."
    )
    themes: Themes = Field(
        {},
        description="Name and colour of municipalities on their pages, as JSON: "
        '{"oppdal": {"name": "Oppdal kommune", "colour": "#0b5a4b"}}. The others get their own name and our colour.',
    )
    desks: Desks = Field(
        {},
        description="Municipalities whose coordinators take over conversations, as JSON: "
        '{"oppdal": {"opening": [{"days": ["ma", "ti", "on", "to", "fr"], "since": "09:00", "until": "15:00"}], '
        '"mail": ["vakt@example.org"], "lead_mail": ["leder@example.org"], "callback_days": 1, '
        '"escalate_minutes": 10}}. Left out in development, every municipality has a desk that is always open.',
    )
    lookup_public: Names = Field(
        (),
        description="Municipalities whose look-up anybody may read without signing in, with a space between; what is "
        "for employees only is not shown there.",
    )
    editors: Editors = Field(
        {},
        description='Whom faults in the content are reported to, as JSON: {"oppdal": "redaktor@example.org"}. The '
        "look-up opens an e-mail to them; where none is named, it says to tell those who run the service.",
    )
    contact_key: SecretStr | None = Field(
        None,
        description="Keys that numbers and addresses for a call-back are encrypted with (Fernet), the newest first, "
        "with a space between. Left out, one is made and kept in the folder above, which does for one gateway.",
    )
    oidc: OneProvider = Field(
        None,
        description="A provider of OpenID Connect that employees sign in with, as JSON: issuer, client_id, "
        'client_secret, name, role_claim, and in roles which grants each value of that claim gives: {"vakt-oppdal": '
        '[{"kommune": "oppdal", "role": "koordinator"}]}. Left out, only local accounts (`endorinn users`) sign in.',
    )
    session_hours: Annotated[float, Field(gt=0, le=24)] = Field(
        8.0, description="Hours that an employee stays signed in."
    )
    session_idle_minutes: Annotated[float, Field(gt=0, le=1_440)] = Field(
        60.0, description="Minutes without a sign of life after which an employee is signed out."
    )
    public_url: AnyHttpUrl | None = Field(
        None, description="Address that people reach the gateway at, for links in e-mails and for signing in."
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="Mail server that notices to employees are sent by: smtp://user:password@host:587 (STARTTLS), "
        "smtps://… (TLS at once), or smtp+plain://… within a closed network. Left out, no e-mail is sent.",
    )
    mail_from: str = Field("endorinn@localhost", description="Address that notices are sent from.")
    redis_url: SecretStr | None = Field(
        None,
        description="Redis that several gateways tell each other of new messages by, and that several Rasas remember "
        "conversations in: redis://127.0.0.1:6379/0. Left out, a gateway learns of another's at its next look, and "
        "there may be one Rasa only.",
    )
    rate_per_address: Rate = Field(
        "600/minute", description="Requests that one address (of IPv6 a /64 net) may make. A whole school may be one."
    )
    rate_of_starts: Rate = Field("60/minute", description="Conversations that one address may start.")
    rate_per_conversation: Rate = Field(
        "20/minute; 300/hour", description="Messages that may be written in one conversation."
    )
    max_turns: int = Field(
        16, ge=1, description="Messages that may wait for Rasa at once. The others are answered from the library alone."
    )
    max_streams: int = Field(
        2_000, ge=1, description="Event streams that may be open at once, half of them from one address."
    )
    body_timeout: Seconds = Field(10.0, description="Seconds that a client has to send a request's body.")
    keep_talks: Days = Field(
        30, description="Days after its last message that a conversation with the assistant is deleted."
    )
    keep_handovers: Days = Field(
        90, description="Days after its last message that a conversation which a person has joined is deleted."
    )
    keep_callbacks: Days = Field(
        14,
        description="Days after its last message, and after the promised day, that a conversation with a request to be "
        "called back is deleted.",
    )
    purge_every: Annotated[float, Field(gt=0, le=86_400)] = Field(
        3_600.0, description="Seconds between the gateway's looks for conversations that are to be deleted."
    )
    answer_timeout: Seconds = Field(
        8.0, description="Seconds that the gateway waits for Rasa before it answers from the library alone."
    )
    start_timeout: Seconds = Field(
        120.0, description="Seconds that the processes have to become healthy before the start is given up."
    )
    max_body_bytes: int = Field(65_536, ge=4_096, description="Largest request body that the gateway reads, in bytes.")
    event_poll: Seconds = Field(
        1.0,
        description="Seconds between looks for new messages while a client holds an event stream open, where the "
        "gateway may not be told of them; else 15.",
    )
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least severe log line that is written."
    )

    @property
    def var(self) -> Path:
        """`var_dir`, absolute."""
        return self.var_dir if self.var_dir.is_absolute() else ROOT / self.var_dir

    def desk_of(self, kommune: str | None) -> Desk | None:
        """A municipality's desk; None where it has none here."""
        if kommune is None:
            return None
        is_tried = self.env == "development" and not self.desks
        return ALWAYS if is_tried else self.desks.get(kommune)

    @property
    def public_address(self) -> str:
        """Where people reach the gateway, without a final slash."""
        return str(self.public_url).rstrip("/") if self.public_url else self.gateway_address

    @property
    def gateway_address(self) -> str:
        """Where clients on this machine find the gateway, without a final slash."""
        return http_address(self.gateway_host, self.gateway_port)

    @property
    def rasa_address(self) -> str:
        """Where the gateway finds Rasa, without a final slash."""
        return str(self.rasa_url or http_address(self.rasa_host, self.rasa_port)).rstrip("/")

    @property
    def actions_address(self) -> str:
        """Where Rasa finds the action server, without a final slash."""
        return str(self.actions_url or http_address(self.actions_host, self.actions_port)).rstrip("/")


def http_address(host: str, port: int) -> str:
    """Where something is reached that listens so."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def variable(field: str) -> str:
    """The name of a setting in the environment."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"ENDORINN_{field.upper()}"


@cache
def settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        OperatorError: naming every variable whose value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "".join(f"\n{_name(fault['loc'])}: {fault['msg']}." for fault in error.errors())
        message = f"These settings cannot be used; mend them in the environment or in .env:{faults}"
        raise OperatorError(message) from error


def _name(location: tuple[int | str, ...]) -> str:
    # Pydantic names a field by its own name, or by its alias where it has one.
    field = str(location[0])
    return variable(field) if field in Settings.model_fields else field
