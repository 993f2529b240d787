"""Times are stored as aware ones only, and a mistake of this kind is told with its place."""

from __future__ import annotations

import errno
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from desk.attachments.store import Attachments
from desk.channels.line.outbox import Outbox
from desk.conversation_sql import tables as t
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.db.database import Database
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.text.safe_error import failure
from tests.desk.conftest import START


@pytest.mark.parametrize("wrong", [START.replace(tzinfo=None), timedelta(seconds=90), "2026-11-24"])
def test_nothing_but_an_aware_time_is_compared_with_a_time(database: Database, wrong: object) -> None:
    query = sa.select(t.messages).where(t.messages.c.sent_at > wrong)

    with database.read() as connection, pytest.raises(StatementError) as raised:
        connection.execute(query)

    said = failure(raised.value)
    assert said.startswith("StatementError from TypeError at db/schema.py:")


@pytest.mark.parametrize(
    "look",
    [
        lambda database: MailOutbox(database).lease(Way.MAIL, START),
        lambda database: MailOutbox(database).lease(Way.CHAT, START),
        lambda database: Outbox(database).lease(START, START),
        lambda database: SqlTurnQueue(database).lease(START),
        lambda database: Attachments(database).lease(START),
    ],
    ids=["mail", "chat", "outbox", "turns", "attachments"],
)
def test_every_worker_may_look_where_there_is_nothing(database: Database, look) -> None:
    assert look(database) is None


def test_a_failure_is_told_without_what_it_says() -> None:
    assert failure(ValueError("ないしょの話")) == "ValueError"


def test_a_full_disk_and_a_missing_table_are_told_by_their_codes(database: Database) -> None:
    with database.read() as connection, pytest.raises(sa.exc.DBAPIError) as raised:
        connection.execute(sa.text("SELECT 'ないしょの話' FROM nowhere"))

    said = failure(raised.value)

    assert any(code in said for code in ("(SQLITE_ERROR)", "(42P01)"))
    assert "ないしょ" not in said
    assert failure(OSError(errno.ENOSPC, "ないしょの話")) == "OSError (ENOSPC)"
