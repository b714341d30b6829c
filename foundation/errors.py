"""Errors that carry their status: what went wrong, for whom, and what to do (RFC 9457 at the gate)."""

from __future__ import annotations


class DomainError(Exception):
    """Something that a caller can be told. `detail` is a full sentence that says what to do.

    `status` is the HTTP status the gateway answers with; `slug` names the problem for machines.
    """

    status = 500
    slug = "intern-feil"
    title = "Noe gikk galt"

    def __init__(self, detail: str) -> None:
        """`detail` is told to the caller as it is."""
        super().__init__(detail)
        self.detail = detail


class OperatorError(Exception):
    """A fault that only an operator can mend; the message is English and says what to do."""
