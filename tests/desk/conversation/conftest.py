"""A conversation to pass from bot to person and back."""

from __future__ import annotations

import pytest

from desk.conversation_sql.transaction import SqlStore
from tests.desk.conftest import FakeClock
from tests.desk.conversation.passage import Desk


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock, conversation_id: str) -> Desk:
    return Desk(store, clock, conversation_id)
