"""What these tests do: they break a row, open cases, and read what was set aside."""

from __future__ import annotations

import sqlalchemy as sa

from desk.conversation import inbound
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Reason, Worker
from tests.desk.conftest import OPEN, FakeClock
from tests.desk.conversation.passage import Desk

NO_TIME = "no time at all"


def kept(aside: SetAside) -> list[tuple[Worker, str, Reason]]:
    return [(one.worker, one.item, one.reason) for one in aside.items()]


def run(database: Database, statement: str, **values: object) -> None:
    with database.write() as connection:
        connection.execute(sa.text(statement), values)


def conversation(store: SqlStore, clock: FakeClock, number: int) -> str:
    with store.write() as tx:
        return inbound.start(tx, "web", clock.now(), OPEN, f"token {number}").conversation_id


def case(desk: Desk) -> str:
    return str(desk.hand_over()["case_id"])


def waiting_case(store: SqlStore, clock: FakeClock, number: int) -> str:
    return case(desk_of(store, clock, number))


def desk_of(store: SqlStore, clock: FakeClock, number: int) -> Desk:
    found = Desk(store, clock, conversation(store, clock, number))
    hand_over = found.hand_over
    found.hand_over = lambda **more: hand_over(webhook_id=f"w{number}", **more)  # type: ignore[method-assign]
    return found
