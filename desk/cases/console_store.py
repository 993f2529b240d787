"""The console's store: accounts, lists and transactions under one roof."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from desk.accounts.store import SqlAccountStore
from desk.cases.case_news import CaseNews
from desk.cases.follow_ups import FollowUps
from desk.cases.list_store import CaseList
from desk.cases.notes import Notes
from desk.conversation_sql.transaction import SqlStore, SqlTransaction
from desk.db.database import Database


class SqlConsoleStore(SqlAccountStore, CaseList, CaseNews, Notes, FollowUps):
    """See `desk.office.store.ConsoleStore`."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        SqlAccountStore.__init__(self, database)
        self._store = SqlStore(database)

    def write(self) -> AbstractContextManager[SqlTransaction]:
        """Begin a transaction that may write."""
        return self._store.write()

    def read(self) -> AbstractContextManager[SqlTransaction]:
        """Begin a transaction that only reads."""
        return self._store.read()

    def add_return(self, conversation_id: str, summary: str, now: datetime) -> None:
        """Let the assistant be told of a return, as soon as it can be reached."""
        with self._store.write() as tx:
            tx.add_return(conversation_id, summary, now)
