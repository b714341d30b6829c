"""Every setting in one typed place, read from the environment and from `.env`.

`docs/drift.md` and `.env.example` describe each one; a test says so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AnyHttpUrl, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from foundation.errors import OperatorError

ROOT = Path(__file__).resolve().parents[1]
type Port = Annotated[int, Field(ge=1, le=65535)]
type Seconds = Annotated[float, Field(gt=0, le=600)]


class Settings(BaseSettings):
    """What an operator can set. Names in the environment carry the prefix ENDORINN_."""

    model_config = SettingsConfigDict(
        env_prefix="ENDORINN_", env_file=ROOT / ".env", extra="ignore", populate_by_name=True, frozen=True
    )

    database_url: str = Field(
        "sqlite:///var/endorinn.db",
        validation_alias="DATABASE_URL",
        description="Where content and conversations are stored: an SQLAlchemy address. "
        "A relative SQLite path is relative to the project's folder. "
        "PostgreSQL: postgresql+psycopg://endorinn:password@127.0.0.1:5432/endorinn",
    )
    var_dir: Path = Field(Path("var"), description="Folder for what is made while running: the model, names and logs.")
    gateway_host: str = Field("127.0.0.1", description="Address that the gateway listens on.")
    gateway_port: Port = Field(8000, description="Port of the gateway, the only one to let people reach.")
    rasa_port: Port = Field(5005, description="Port of Rasa, on loopback.")
    actions_port: Port = Field(5055, description="Port of the action server, on loopback.")
    rasa_url: AnyHttpUrl | None = Field(
        None, description="Address of Rasa where it runs elsewhere; else loopback and ENDORINN_RASA_PORT."
    )
    actions_url: AnyHttpUrl | None = Field(
        None, description="Address of the action server where it runs elsewhere; else loopback and its port."
    )
    answer_timeout: Seconds = Field(
        8.0, description="Seconds that the gateway waits for Rasa before it answers from the library alone."
    )
    start_timeout: Seconds = Field(
        120.0, description="Seconds that the processes have to become healthy before the start is given up."
    )
    max_body_bytes: int = Field(65_536, ge=4_096, description="Largest request body that the gateway reads, in bytes.")
    event_poll: Seconds = Field(
        1.0, description="Seconds between looks for new messages while a client holds an event stream open."
    )
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least severe log line that is written."
    )

    @property
    def var(self) -> Path:
        """`var_dir`, absolute."""
        return self.var_dir if self.var_dir.is_absolute() else ROOT / self.var_dir

    @property
    def gateway_address(self) -> str:
        """Where clients on this machine find the gateway, without a final slash."""
        return f"http://{self.gateway_host}:{self.gateway_port}"

    @property
    def rasa_address(self) -> str:
        """Where the gateway finds Rasa, without a final slash."""
        return str(self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")

    @property
    def actions_address(self) -> str:
        """Where Rasa finds the action server, without a final slash."""
        return str(self.actions_url or f"http://127.0.0.1:{self.actions_port}").rstrip("/")


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
