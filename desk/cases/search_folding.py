"""Folds what was written for the search, soon after it is committed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from desk.cases.search_texts import texts_of
from desk.cases.tables import search_answers, search_documents
from desk.db.database import Database, insert_into
from desk.set_aside import store
from desk.set_aside.kinds import Worker, is_of_everything
from desk.text import folding

AT_ONCE = 500
_LOCK = 72618


class SearchFolding:
    """Keeps the folded texts."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Use this database; `now` dates what cannot be folded."""
        self._database = database
        self._now = now

    def catch_up(self) -> int:
        """Fold what was written since the last time; returns how many rows. Called before each search, too."""
        total = 0
        while count := self._fold_some():
            total += count
        return total

    def _fold_some(self) -> int:
        d = search_documents.c
        pending = sa.select(d.id, d.kind, d.source).where(d.text.is_(None)).order_by(d.id)
        with self._database.read() as connection:
            if connection.execute(pending.limit(1)).first() is None:
                return 0
        with self._database.write() as connection:
            if not self._database.is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            # A row that a writer holds is not committed: nobody may find its words yet, and waiting could deadlock.
            rows = connection.execute(pending.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
            for kind in {row.kind for row in rows}:
                self._fold_kind(connection, kind, [row for row in rows if row.kind == kind])
        return len(rows)

    def _fold_kind(self, connection: sa.Connection, kind: str, rows: Sequence[sa.Row[tuple[int, str, str]]]) -> None:
        """Fold rows together; where one of them is broken, one by one, and it is left out of the search."""
        try:
            with connection.begin_nested():
                _fold_rows(connection, kind, rows)
        except Exception as error:
            if is_of_everything(error):
                raise
            if len(rows) > 1:
                for row in rows:
                    self._fold_kind(connection, kind, [row])
                return
            d = search_documents.c
            whose = connection.execute(sa.select(d.conversation_id).where(d.id == rows[0].id)).scalar_one()
            store.give_up(connection, Worker.SEARCH, str(rows[0].id), error, self._now(), whose)
            connection.execute(search_documents.update().where(d.id == rows[0].id).values(text="", answer=None))


def _fold_rows(connection: sa.Connection, kind: str, rows: Sequence[sa.Row[tuple[int, str, str]]]) -> None:
    pieces = texts_of(connection, kind, [row.source for row in rows])
    known: dict[str, str] = {}
    values = []
    for row in rows:
        own, shared = (
            folding.fold("\n".join(p.text for p in pieces.get(row.source, []) if p.is_shared is s))
            for s in (False, True)
        )
        digest = hashlib.sha256(shared.encode()).hexdigest() if shared else None
        if digest:
            known[digest] = shared
        values.append({"row": row.id, "text": own, "answer": digest})
    if known:
        connection.execute(
            insert_into(connection, search_answers).on_conflict_do_nothing(),
            [{"digest": digest, "text": text} for digest, text in known.items()],
        )
    connection.execute(search_documents.update().where(search_documents.c.id == sa.bindparam("row")), values)
