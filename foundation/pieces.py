"""What is hidden of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

type Kind = Literal["fødselsnummer", "kontonummer", "nummer", "telefonnummer", "e-post", "adresse", "bilnummer", "navn"]

PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(get_args(Kind.__value__))})\]")


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """Where it begins and ends, and the word that is put in its place."""

    start: int
    end: int
    kind: Kind
