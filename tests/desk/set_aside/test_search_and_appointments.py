"""The search, reminders and the calendar go on past a row that cannot be read."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.appointments import service
from desk.appointments.reminders import Reminders
from desk.appointments.store import AppointmentStore
from desk.appointments.tables import appointment_timers, appointments
from desk.cases.search_index import SearchIndex
from desk.cases.tables import search_documents
from desk.conversation.models import Author
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Reason, Worker
from desk.signals.change_signal import InProcessSignal
from desk.text import folding
from tests.desk.conftest import FakeClock
from tests.desk.conversation.passage import Desk
from tests.desk.set_aside.steps import kept


def test_the_search_goes_on_past_a_message_that_cannot_be_folded(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock, desk: Desk
) -> None:
    index = SearchIndex(database, clock.now)
    index.catch_up()
    with store.write() as tx:
        tx.append(desk.id, Author.USER, "あなた", [{"text": "型のない言葉"}], clock.now())
        tx.append(desk.id, Author.USER, "あなた", [{"type": "text", "text": "灯油の家"}], clock.now())
    desk.hand_over()

    found, _ = index.find(folding.words("灯油"))

    assert len(found) == 1
    assert [one[0] for one in kept(aside)] == [Worker.SEARCH]
    [one] = aside.items()
    assert one.conversation_id == desk.id
    assert aside.again(Worker.SEARCH, one.item, clock.now())
    with database.read() as connection:
        pending = sa.select(search_documents.c.id).where(search_documents.c.text.is_(None))
        assert [str(row[0]) for row in connection.execute(pending)] == [one.item]


def two_appointments(database: Database, clock: FakeClock) -> None:
    with database.write() as connection:
        for name in ("p_bad", "p_good"):
            begin = clock.now() + timedelta(days=1)
            connection.execute(
                appointments.insert().values(
                    id=name,
                    receipt=name,
                    account_id="a_1",
                    begin_at=begin,
                    end_at=begin + timedelta(minutes=30),
                    method="pigeon" if name == "p_bad" else "phone",
                    place="",
                    meeting_url="",
                    status="booked",
                    sequence=0,
                    created_at=clock.now(),
                    updated_at=clock.now(),
                    is_noticed=True,
                    person_name="こはる",
                    contact_kind="email",
                    contact="koharu@example.jp",
                    topic="",
                )
            )
            connection.execute(
                appointment_timers.insert().values(appointment_id=name, kind="day_before", due_at=clock.now())
            )


def test_reminders_go_on_past_an_appointment_that_cannot_be_read(
    database: Database, aside: SetAside, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_appointments(database, clock)
    reminded = []
    monkeypatch.setattr(service, "remind", lambda tx, found, *_: reminded.append(found.id) or True)
    store = AppointmentStore(database, clock.now)
    reminders = Reminders(store, clock, lambda: None, InProcessSignal(), aside, lambda: timedelta(days=90))

    assert reminders.sweep() == 1
    assert reminded == ["p_good"]
    assert [(one[0], one[2]) for one in kept(aside)] == [(Worker.APPOINTMENTS, Reason.UNREADABLE)]
    assert reminders.sweep() == 0


def test_the_calendar_shows_the_rest_past_an_appointment_that_cannot_be_read(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    two_appointments(database, clock)
    store = AppointmentStore(database, clock.now)
    for _ in range(3):
        with store.read() as tx:
            found = tx.between(clock.now(), clock.now() + timedelta(days=2))
        assert [one.id for one in found] == ["p_good"]

    [one] = aside.items()
    assert (one.worker, one.item, one.tries) == (Worker.CALENDAR, "p_bad", 1)
