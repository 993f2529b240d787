"""What the console reads and writes of cases: lists, notes, snoozes, and the conversation's transactions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from desk.cases.case_news import CaseNews
from desk.cases.follow_ups import FollowUps
from desk.cases.list_store import CaseList
from desk.cases.notes import Notes
from desk.cases.standing import Standings
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.services import part


class CaseStore(CaseList, Standings, CaseNews, Notes, FollowUps):
    """All that the console reads and writes of cases; `write` and `read` begin transactions."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        super().__init__(database)
        store = SqlStore(database)
        self.write, self.read = store.write, store.read


Store = Annotated[CaseStore, Depends(part(CaseStore))]
