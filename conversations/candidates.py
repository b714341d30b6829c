"""Messages that were not understood, kept with their writers' consent until somebody has learnt from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conversations.service import last_answers
from conversations.store import MIGRATIONS, VERSIONS, CandidateRow, ConversationRow
from conversations.writing import held
from foundation.clock import utc_now
from foundation.database import explained, migrate, reading
from foundation.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Engine


class NothingToKeepError(DomainError):
    """Nothing was written in the conversation yet, or nothing that may be learnt from."""

    status = 409
    slug = "ingenting-a-beholde"
    title = "Ingen melding å ta vare på"

    def __init__(self) -> None:
        """Says what to do."""
        super().__init__("Det er ikke skrevet noe i samtalen ennå. Skriv en melding først.")


@dataclass(frozen=True, slots=True)
class Label:
    """What a message means, as `data/nlu/` says it."""

    question_type: str
    needs: tuple[str, ...]
    variety: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kept message; `label` is None until a reviewer has said what it means."""

    id: int
    text: str
    role: str
    understood: dict[str, Any]
    label: Label | None


class Candidates:
    """All candidates of one database. Each method is one transaction, committed when it returns."""

    def __init__(self, engine: Engine) -> None:
        """Brings the tables to their newest form.

        Raises:
            OperatorError: when the database cannot be opened, is locked or newer than this program.
        """
        migrate(engine, MIGRATIONS, VERSIONS)
        self._engine = engine

    def keep(self, conversation_id: str) -> Candidate:
        """Keeps the last message that the person wrote, and what the assistant made of it; once, however often asked.

        Raises:
            NothingToKeepError: when nothing was written and answered yet, or the conversation was forgotten.
        """
        with explained(self._engine):
            try:
                return self._kept(conversation_id)
            except IntegrityError:  # Kept by another call just then, or forgotten: a second look tells which.
                return self._kept(conversation_id)

    def _kept(self, conversation_id: str) -> Candidate:
        with Session(self._engine) as session, session.begin():
            # So that the message is not withdrawn between the look and the keeping.
            if not held(session, conversation_id):
                raise NothingToKeepError
            answer = session.scalar(last_answers(conversation_id, 1))
            talk = session.get(ConversationRow, conversation_id)
            # Nobody who tells of danger is asked whether we may learn from it.
            if answer is None or answer.answer is None or answer.answer.get("acute") or talk is None:
                raise NothingToKeepError
            kept = session.scalar(
                select(CandidateRow).where(
                    CandidateRow.conversation_id == conversation_id, CandidateRow.number == answer.number
                )
            )
            if kept is not None:
                return _candidate(kept)
            row = CandidateRow(
                conversation_id=conversation_id,
                number=answer.number,
                text=answer.answer["question"],
                role=answer.answer["role"],
                understood={key: answer.answer[key] for key in ("outcome", "question_type", "needs")},
                label=None,
                created_at=utc_now(),
            )
            session.add(row)
            session.flush()
            return _candidate(row)

    def listed(self) -> tuple[Candidate, ...]:
        """All of them, the oldest first."""
        with reading(self._engine) as session:
            return tuple(_candidate(row) for row in session.scalars(select(CandidateRow).order_by(CandidateRow.id)))

    def label(self, number: int, label: Label) -> Candidate | None:
        """Says what a message means; None where there is no such candidate."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            row = session.get(CandidateRow, number)
            if row is None:
                return None
            row.label = asdict(label)
            return _candidate(row)

    def remove(self, numbers: Collection[int]) -> int:
        """Deletes candidates that were learnt from, or are of no use; says how many there were."""
        with explained(self._engine), Session(self._engine) as session, session.begin():
            rows = session.scalars(select(CandidateRow).where(CandidateRow.id.in_(numbers))).all()
            session.execute(delete(CandidateRow).where(CandidateRow.id.in_([row.id for row in rows])))
            return len(rows)


def _candidate(row: CandidateRow) -> Candidate:
    label = row.label and Label(**{**row.label, "needs": tuple(row.label["needs"])})
    return Candidate(row.id, row.text, row.role, row.understood, label or None)
