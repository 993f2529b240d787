"""Questions that the office asks another department by mail: answered once, by whoever has the link, until it expires."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.conversation_sql import exclusions
from desk.db.database import DatabaseStore
from desk.http.templates import render
from desk.mail import service as mail
from desk.reporting.tables import department_questions

DAYS_TO_ANSWER = 14
LONGEST_NAME, LONGEST_REMARK, LONGEST_ANSWER = 80, 400, 2_000
_D = department_questions.c


@dataclass(frozen=True)
class Asked:
    """What is asked, and of whom; `conversation_id` is whose words the question is, masked."""

    question: str
    conversation_id: str
    remark: str
    department: str
    asked_by: str


@dataclass(frozen=True)
class Question:
    """A question as it stands."""

    id: str
    question: str
    remark: str
    department: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    answered_by: str
    answer: str


class Departments(DatabaseStore):
    """Keeps the questions."""

    def ask(self, asked: Asked, address: str, now: datetime, base_url: str) -> str:
        """Store a question and write the letter with its link; returns the link's code, of which only the hash is kept.

        Raises:
            NotAnAddress: `address` is no mail address; nothing is stored.
        """
        code, question_id = secrets.token_urlsafe(24), uuid.uuid4().hex
        expires = now + timedelta(days=DAYS_TO_ANSWER)
        text = render(
            "reporting/department.txt", asked=asked, expires=expires, link=f"{base_url}/ask/{code}", days=DAYS_TO_ANSWER
        )
        with self._database.write() as connection:
            connection.execute(
                department_questions.insert().values(
                    id=question_id,
                    code_hash=_hash(code),
                    asked_at=now,
                    expires_at=expires,
                    answered_by="",
                    answer="",
                    **vars(asked),
                )
            )
            mail.put(
                connection,
                dedup_key=f"department:{question_id}",
                to=address,
                subject=f"おたずね：{asked.question}",
                text=text,
                now=now,
            )
        return code

    def open(self, code: str, now: datetime) -> Question | None:
        """Return the question of a link; None where there is none, it has expired, or the words' use is stopped."""
        with self._database.read() as connection:
            found = _find(connection, _D.code_hash == _hash(code), _D.expires_at > now)
        return found[0] if found else None

    def answer(self, code: str, name: str, text: str, now: datetime) -> bool:
        """Keep an answer; False where the link is of no use any more: the first answer stays."""
        return bool(
            self._database.change(
                department_questions.update()
                .where(_D.code_hash == _hash(code), _D.expires_at > now, _D.answered_at.is_(None))
                .values(answered_at=now, answered_by=name[:LONGEST_NAME], answer=text[:LONGEST_ANSWER])
            )
        )

    def answered(self) -> list[Question]:
        """Return what was answered and not used yet, oldest first."""
        with self._database.read() as connection:
            return _find(connection, _D.answered_at.is_not(None), _D.used_at.is_(None))

    def use(self, question_id: str, now: datetime) -> None:
        """Take an answered question off the list."""
        self._database.change(department_questions.update().where(_D.id == question_id).values(used_at=now))


def _find(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Question]:
    names = Question.__dataclass_fields__
    query = (
        sa.select(*(_D[name] for name in names))
        .where(exclusions.is_usable(_D.conversation_id), *where)
        .order_by(_D.answered_at, _D.id)
    )
    return [Question(*row) for row in connection.execute(query)]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
