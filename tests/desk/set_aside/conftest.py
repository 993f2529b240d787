"""What every test of what is set aside begins with."""

from __future__ import annotations

import pytest

from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.set_aside.decisions import SetAside
from tests.desk.conftest import FakeClock
from tests.desk.conversation.passage import Desk
from tests.desk.line.conftest import line as line


@pytest.fixture
def aside(database: Database) -> SetAside:
    return SetAside(database)


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock, conversation_id: str) -> Desk:
    return Desk(store, clock, conversation_id)
