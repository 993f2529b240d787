"""Letters that wait for the PDF of their conversation: which, what it shows, and putting it to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.conversation import feed
from desk.conversation_sql.transaction import SqlTransaction
from desk.db.database import DatabaseStore
from desk.mail.tables import NOT_MADE, letter_files, letters

PDF = "application/pdf"
_MOST_AT_ONCE = 20
# Made once: it is asked every second.
_UNPRINTED = (
    sa.select(letter_files.c.id, letters.c.id, letters.c.conversation_id, letters.c.created_at)
    .join(letters, letters.c.id == letter_files.c.letter_id)
    .where(
        letter_files.c.mime == PDF,
        letter_files.c.content == NOT_MADE,
        letters.c.state == "ready",
        letters.c.conversation_id.is_not(None),
    )
    .order_by(letter_files.c.id)
    .limit(_MOST_AT_ONCE)
)


@dataclass(frozen=True)
class Unprinted:
    """A letter that waits for the PDF of its conversation as it was when the letter was written."""

    file_id: int
    letter_id: int
    conversation_id: str
    written_at: datetime


class PrintQueue(DatabaseStore):
    """Letters that wait for their PDF."""

    def unprinted(self) -> list[Unprinted]:
        """Return the letters that wait for their PDF, oldest first; some at a time."""
        return [Unprinted(*row) for row in self._database.ask(_UNPRINTED)]

    def seen_then(self, waiting: Unprinted) -> Sequence[Mapping[str, Any]]:
        """Return what the migrant saw when a letter was written."""
        with self._database.read() as connection:
            messages = feed.visible(SqlTransaction(connection), waiting.conversation_id, 0)
        return [m for m in messages if datetime.fromisoformat(m["sent_at"]) <= waiting.written_at]

    def printed(self, waiting: Unprinted, pdf: bytes, now: datetime) -> None:
        """Put the PDF to its letter, which goes now."""
        c, f = letters.c, letter_files.c
        with self._database.write() as connection:
            open_letter = sa.and_(c.id == waiting.letter_id, c.state == "ready")
            if connection.execute(letters.update().where(open_letter).values(due_at=now)).rowcount:
                connection.execute(letter_files.update().where(f.id == waiting.file_id).values(content=pdf))

    def without_pdf(self, waiting: Unprinted, words: str, instead: str, now: datetime) -> None:
        """Let a letter go without the PDF that cannot be made; the words that announced it become others."""
        c, f = letters.c, letter_files.c
        with self._database.write() as connection:
            open_letter = sa.and_(c.id == waiting.letter_id, c.state == "ready")
            changed = letters.update().where(open_letter)
            if connection.execute(changed.values(due_at=now, text=sa.func.replace(c.text, words, instead))).rowcount:
                connection.execute(letter_files.delete().where(f.id == waiting.file_id))
