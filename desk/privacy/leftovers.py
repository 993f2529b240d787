"""What an erasure leaves to do outside its transaction: the list for restores, files, SQLite's log."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.db.database import Database
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Worker
from desk.set_aside.store import is_free


class Leftovers:
    """Reads and ticks off what erasures have left to do."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database, self.aside = database, SetAside(database)

    def erased_since(self, moment: datetime | None) -> list[str]:
        """Return the conversations that were erased after a moment, all without one."""
        query = sa.select(t.conversations.c.id).where(t.conversations.c.erased_at.is_not(None))
        if moment is not None:
            query = query.where(t.conversations.c.erased_at > moment)
        return list(self._database.ask(query).scalars())

    def truncate_log(self) -> bool:
        """Let go of what was deleted; False to try again."""
        return self._database.truncate_log()

    def doomed_files(self, now: datetime) -> list[tuple[int, str]]:
        """Return (id, name) of the files whose rows are gone, but for those set aside."""
        f = privacy_tables.doomed_files.c
        query = sa.select(f.id, f.name).where(is_free(Worker.FILES, f.id, now)).order_by(f.id).limit(100)
        return [(row[0], row[1]) for row in self._database.ask(query)]

    def file_gone(self, doomed_id: int) -> None:
        """Note that a file was deleted."""
        self._database.change(privacy_tables.doomed_files.delete().where(privacy_tables.doomed_files.c.id == doomed_id))
