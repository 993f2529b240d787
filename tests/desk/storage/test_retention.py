"""Retention by fake dates: what is over its period is listed, approved, deleted and counted; nothing else ever."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.channels.line import tables as line_tables
from desk.conversation import handover, inbound
from desk.conversation.models import State
from desk.conversation_sql import erasure
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore
from desk.db.data_category import Kept
from desk.db.database import Database
from desk.db.schema import metadata
from desk.privacy.periods import PERIODS
from desk.privacy.retention import SqlRetention
from tests.desk.conftest import OPEN, START, FakeClock, handoff

PHONE = "０１３４ー３２ー４１１１"

CONTACT = timedelta(days=PERIODS[Kept.CONTACT].days)


@pytest.fixture
def retention(database: Database) -> SqlRetention:
    return SqlRetention(database)


def closed_case(store: SqlStore, clock: FakeClock, number: int = 1) -> str:
    """A conversation in which the person typed a telephone number, with a closed case."""
    with store.write() as tx:
        conversation_id = inbound.start(tx, "web", clock.now(), OPEN, f"token {number}").conversation_id
        inbound.receive(
            tx,
            conversation_id,
            "o1",
            text=f"電話は {PHONE} です",
            choice_id=None,
            now=clock.now(),
            situation=lambda: OPEN,
        )
        request = dataclasses.replace(
            handoff(conversation_id),
            contact={"kind": "phone", "value": "0134324111"},
            consent={"given": True, "text": "文面", "version": "v"},
        )
        handover.take(tx, f"w{number}", "hash", request, clock.now(), OPEN)
        case = tx.open_case(conversation_id)
        tx.update_case(dataclasses.replace(case, state=State.CLOSED, closed_at=clock.now()))
        tx.move(
            conversation_id,
            tx.conversation(conversation_id).holder,
            dataclasses.replace(tx.conversation(conversation_id).holder, state=State.CLOSED),
        )
    return conversation_id


def everything(database: Database) -> str:
    with database.read() as connection:
        return "\n".join(
            str(row) for table in metadata.tables.values() for row in connection.execute(sa.select(table)).all()
        )


def one(retention: SqlRetention) -> Any:
    return retention.lists()[0]


def test_nothing_is_listed_before_its_day(retention: SqlRetention, store: SqlStore, clock: FakeClock) -> None:
    closed_case(store, clock)

    assert retention.prepare(clock.now() + CONTACT) is None
    assert retention.prepare(clock.now() + CONTACT + timedelta(seconds=1)) == 1


def test_a_contact_goes_after_its_period_and_the_talk_stays(
    retention: SqlRetention, store: SqlStore, clock: FakeClock, database: Database
) -> None:
    closed_case(store, clock)
    clock.pass_by(days=CONTACT.days + 1)
    list_id = retention.prepare(clock.now())
    assert one(retention).listed == {"contact": {"count": 1, "oldest": START.date().isoformat()}}
    assert [item.receipt for item in retention.items(list_id)] == ["OT-1124-01"]

    assert retention.carry_out(clock.now()) == []
    assert PHONE in everything(database), "nothing goes before somebody approved"

    retention.decide(list_id, True, "a_boss", clock.now())
    done = retention.carry_out(clock.now())

    assert done[0].deleted == {"contact": 1}
    assert PHONE not in everything(database)
    assert "0134324111" not in everything(database)
    assert erasure.CONTACT_GONE in everything(database)
    assert "犬と住める家" in everything(database)
    assert one(retention).state == "done"


def test_a_talk_goes_a_year_after_its_last_message(
    retention: SqlRetention, store: SqlStore, clock: FakeClock, database: Database
) -> None:
    gone = closed_case(store, clock)
    clock.pass_by(days=200)
    closed_case(store, clock, 2)
    clock.pass_by(days=166)
    list_id = retention.prepare(clock.now())
    retention.decide(list_id, True, "a_boss", clock.now())
    done = retention.carry_out(clock.now())[0]

    assert done.deleted == {"talk": 1, "contact": 1}
    with database.read() as connection:
        erased = sa.select(t.conversations.c.id).where(t.conversations.c.erased_at.is_not(None))
        assert connection.execute(erased).scalars().all() == [gone]


@pytest.mark.parametrize("kind", ["hold", "open", "new message", "new case"])
def test_what_must_stay_is_never_listed(
    retention: SqlRetention, store: SqlStore, clock: FakeClock, database: Database, kind: str
) -> None:
    conversation_id = closed_case(store, clock)
    if kind == "hold":
        with database.write() as connection:
            erasure.restrict(connection, conversation_id, "hold", "訴訟", "a", clock.now())
    clock.pass_by(days=400)
    with store.write() as tx:
        if kind in {"open", "new case"}:
            handover.take(tx, "w9", "h", handoff(conversation_id), clock.now(), OPEN)
        elif kind == "new message":
            inbound.receive(
                tx, conversation_id, "o2", text="また来ました", choice_id=None, now=clock.now(), situation=lambda: OPEN
            )

    listed = one(retention).listed if retention.prepare(clock.now()) else {}

    assert Kept.TALK not in listed
    assert (Kept.CONTACT in listed) == (kind == "new message")


def test_who_writes_between_list_and_approval_is_kept(
    retention: SqlRetention, store: SqlStore, clock: FakeClock, database: Database
) -> None:
    conversation_id = closed_case(store, clock)
    clock.pass_by(days=366)
    list_id = retention.prepare(clock.now())
    clock.pass_by(days=1)
    with store.write() as tx:
        inbound.receive(
            tx, conversation_id, "o2", text="また来ました", choice_id=None, now=clock.now(), situation=lambda: OPEN
        )
    retention.decide(list_id, True, "a_boss", clock.now())

    assert retention.carry_out(clock.now())[0].deleted == {"contact": 1}
    assert "また来ました" in everything(database)


def test_a_dismissed_list_deletes_nothing_and_cannot_be_approved_later(
    retention: SqlRetention, store: SqlStore, clock: FakeClock, database: Database
) -> None:
    closed_case(store, clock)
    clock.pass_by(days=366)
    list_id = retention.prepare(clock.now())

    assert retention.decide(list_id, False, "a_boss", clock.now())
    assert not retention.decide(list_id, True, "a_boss", clock.now())
    assert retention.carry_out(clock.now()) == []
    assert PHONE in everything(database)


def test_ids_and_login_traces_go_as_rows(retention: SqlRetention, clock: FakeClock, database: Database) -> None:
    with database.write() as connection:
        for number in range(1_203):
            at = clock.now() - timedelta(days=29 if number < 3 else 31)
            connection.execute(line_tables.line_events.insert().values(id=f"e{number}", kind="message", received_at=at))
        connection.execute(
            account_tables.login_attempts.insert().values(key="ip:1", at=clock.now() - timedelta(days=91))
        )
    retention.decide(retention.prepare(clock.now()), True, "a_boss", clock.now())

    assert retention.carry_out(clock.now())[0].deleted == {"received": 1_200, "access": 1}
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(line_tables.line_events)).scalar_one() == 3


def test_saved_periods_hold_for_the_next_list(retention: SqlRetention, store: SqlStore, clock: FakeClock) -> None:
    closed_case(store, clock)
    clock.pass_by(days=20)
    assert retention.prepare(clock.now()) is None

    retention.save_periods(retention.periods() | {"contact": 14}, "a_boss", clock.now())

    assert retention.prepare(clock.now()) is not None
    assert one(retention).days["contact"] == 14


def test_by_itself_a_list_is_made_once_a_week_and_never_two_at_once(
    retention: SqlRetention, store: SqlStore, clock: FakeClock
) -> None:
    closed_case(store, clock)
    clock.pass_by(days=366)
    first = retention.prepare_weekly(clock.now())
    assert retention.prepare(clock.now()) == first
    retention.decide(first, False, "a_boss", clock.now())

    assert retention.prepare_weekly(clock.now() + timedelta(days=6)) is None
    assert retention.prepare_weekly(clock.now() + timedelta(days=7)) == first + 1


def test_every_class_has_a_period_or_a_reason() -> None:
    assert set(Kept) - PERIODS.keys() == {Kept.MAIL, Kept.OFFICE, Kept.LOG}
