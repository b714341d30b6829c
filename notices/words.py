"""A notice as an e-mail: bokmål and nynorsk in one, a link to the desk, and nothing about a family."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from foundation.yaml_files import read_yaml
from notices.due import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from notices.due import Notice

TEXTS = Path(__file__).with_name("texts.yml")
# Between the two languages.
RULE = "* * *"


class Strict(BaseModel):
    """A part of the file; a key that nobody reads is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Strict):
    """One text in bokmål and in nynorsk."""

    nb: str
    nn: str


class Text(Strict):
    """What is told of one kind of notice."""

    subject: Both
    body: Both


class Texts(Strict):
    """The whole file; `foot` is the last line of every e-mail."""

    kinds: dict[Kind, Text]
    foot: Both


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same in every e-mail: whom it is from, and where its link leads."""

    sender: str
    desk: str

    @property
    def domain(self) -> str:
        """The sender's domain, which also names the messages."""
        return parseaddr(self.sender)[1].rpartition("@")[2]


@cache
def texts() -> Texts:
    """All texts, from `texts.yml`."""
    return Texts.model_validate(read_yaml(TEXTS))


def letter(notice: Notice, head: Letterhead, now: datetime) -> EmailMessage:
    """The e-mail that tells a notice. The same notice is always the same message: its id is made from the key."""
    text = texts().kinds[notice.kind]
    message = EmailMessage()
    message["From"] = head.sender
    message["To"] = ", ".join(notice.recipients)
    message["Subject"] = " / ".join(dict.fromkeys((text.subject.nb, text.subject.nn)))
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{hashlib.sha256(notice.key.encode()).hexdigest()[:32]}@{head.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it.
    blocks = (
        "\n\n".join((body.format(**notice.data), head.desk, foot))
        for body, foot in ((text.body.nb, texts().foot.nb), (text.body.nn, texts().foot.nn))
    )
    message.set_content(f"\n\n{RULE}\n\n".join(blocks) + "\n", cte="quoted-printable")
    message["Content-Language"] = "nb, nn"  # The content itself would take it away.
    return message
