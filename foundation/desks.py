"""What an operator says of a municipality's desk: when somebody is there, whom it writes to, and how long it takes."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

type Weekday = Literal["ma", "ti", "on", "to", "fr", "lo", "so"]
type Address = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=200)]
MIDNIGHT = time(0)


class Hours(BaseModel):
    """On which days the desk is open, since when and until when; `until` 00:00 is the end of the day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: tuple[Weekday, ...] = Field(min_length=1)
    since: time
    until: time

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since.tzinfo or self.until.tzinfo:
            message = "write times without a time zone; they are Norway's"
            raise ValueError(message)
        if self.until != MIDNIGHT and self.until <= self.since:
            message = "`until` must come after `since`"
            raise ValueError(message)
        return self


class Desk(BaseModel):
    """A municipality's coordinators.

    `callback_days`: open days until a call-back that is promised today. `escalate_minutes`: how long somebody may wait
    before the lead is told.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    opening: tuple[Hours, ...] = Field(min_length=1)
    mail: tuple[Address, ...] = ()
    lead_mail: tuple[Address, ...] = ()
    callback_days: int = Field(1, ge=1, le=5)
    escalate_minutes: int = Field(10, ge=1, le=600)


# Day and night: what a developer's own machine has where no desk is set.
ALWAYS = Desk(opening=(Hours(days=("ma", "ti", "on", "to", "fr", "lo", "so"), since=MIDNIGHT, until=MIDNIGHT),))
