"""The list of who was erased, beside the database and outside every backup: a restore is not a return of the erased.

It holds hashes of conversation ids (128 random bits, so that a hash leads to nobody) and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from desk.conversation_sql import erasure
from desk.conversation_sql import tables as t
from desk.db.database import Database

NAME = "erased.txt"


class ErasedList:
    """Appends to the list and reads it; each desk process keeps a whole list of its own data folder."""

    def __init__(self, folder: Path) -> None:
        """Use the list of a data folder."""
        self.place = folder / NAME
        self._known: set[str] | None = None

    def hashes(self) -> set[str]:
        """Return what the file holds."""
        if not self.place.exists():
            return set()
        return set(self.place.read_text(encoding="ascii").split())

    def note(self, conversation_ids: Iterable[str]) -> int:
        """Add those that are not in the list, on the disk before this returns; returns how many were new."""
        if self._known is None:
            self._known = self.hashes()
        fresh = [h for h in map(_hash, conversation_ids) if h not in self._known]
        if not fresh:
            return 0
        with self.place.open("a", encoding="ascii") as file:
            # A line that a crash cut off must not swallow the next one.
            file.write("".join(f"\n{h}" for h in fresh) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._known.update(fresh)
        return len(fresh)

    def reapply(self, database: Database, now: datetime) -> int:
        """Erase again whoever is in the list and not erased in the database; returns how many were."""
        hashes = self.hashes()
        if not hashes:
            return 0
        living = sa.select(t.conversations.c.id).where(t.conversations.c.erased_at.is_(None))
        back = [i for i in database.ask(living).scalars() if _hash(i) in hashes]
        for conversation_id in back:
            with database.write() as connection:
                erasure.erase(connection, conversation_id, now)
        return len(back)


def _hash(conversation_id: str) -> str:
    return hashlib.sha256(conversation_id.encode()).hexdigest()
