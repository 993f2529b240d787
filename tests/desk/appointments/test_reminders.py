"""Mails and reminders, seen in the mailbox that the notices go through."""

from __future__ import annotations

import dataclasses
import datetime as dt
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.appointments import errors, links, person_data, seats, service
from desk.appointments.models import Method, Status
from desk.appointments.reminders import Reminders
from desk.appointments.tables import appointment_seats, appointment_timers, appointments, booking_links
from desk.db.data_category import Kept
from desk.db.database import Database
from desk.mail.tables import letter_files, letters
from desk.privacy.retention import SqlRetention
from desk.set_aside.decisions import SetAside
from desk.signals.change_signal import InProcessSignal
from tests.desk.appointments.conftest import WEDNESDAY, japan
from tests.desk.appointments.test_service import TEN, TWO, book, change

THURSDAY = dt.date(2026, 11, 26)


def mails(database: Database) -> list[sa.RowMapping]:
    with database.read() as connection:
        return list(connection.execute(sa.select(letters).order_by(letters.c.id)).mappings())


def subjects(database: Database) -> list[str]:
    return [row["subject"] for row in mails(database)]


@pytest.fixture
def reminders(bookings, office, clock, database: Database) -> Reminders:
    def period() -> timedelta:
        return timedelta(days=SqlRetention(database).periods()[Kept.CONTACT])

    return Reminders(bookings, clock, lambda: office, InProcessSignal(), SetAside(database), period)


class TestMails:
    def test_each_change_is_confirmed_once_with_its_calendar_file(self, database, bookings, office, clock) -> None:
        made, code = book(bookings, office, clock)
        book(bookings, office, clock, code=code)
        moved = change(bookings, office, clock, made, begin=TWO)
        with bookings.write() as tx:
            service.cancel(tx, moved, clock.now(), office, code=code)

        assert subjects(database) == [
            "【小樽市 移住相談】ご予約を受け付けました（YO-1124-01）",
            "【小樽市 移住相談】ご予約の変更を受け付けました（YO-1124-01）",
            "【小樽市 移住相談】ご予約を取り消しました（YO-1124-01）",
        ]
        with database.read() as connection:
            files = connection.execute(sa.select(letter_files.c.content)).scalars().all()
        assert [b"METHOD:CANCEL" in bytes(file) for file in files] == [False, False, True]

    def test_a_booking_that_fails_sends_nothing(self, database, bookings, office, clock) -> None:
        book(bookings, office, clock)
        with pytest.raises(errors.SlotTaken):
            book(bookings, office, clock)

        assert len(mails(database)) == 1

    def test_a_new_entrance_is_told_once(self, database, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)
        for _ in range(2):
            with bookings.write() as tx:
                url = "https://meet.example.jp/abc"
                service.set_meeting_url(tx, tx.get(made.id), url, clock.now(), office, "a_sato")

        assert len(mails(database)) == 2
        assert "https://meet.example.jp/abc" in mails(database)[-1]["text"]


class TestReminders:
    def test_each_is_sent_once_at_its_time(self, database, bookings, office, clock, reminders) -> None:
        with bookings.write() as tx:
            tx.set_desk("a_sato", meeting_url="https://meet.example.jp/sato")
        book(bookings, office, clock, japan(THURSDAY, "10:00"))
        sent = []
        for day, time in (
            (WEDNESDAY, "09:59"),
            (WEDNESDAY, "10:00"),
            (WEDNESDAY, "10:01"),
            (THURSDAY, "08:59"),
            (THURSDAY, "09:00"),
            (THURSDAY, "09:30"),
        ):
            clock.moment = japan(day, time)
            sent.append(reminders.sweep())

        assert sent == [0, 1, 0, 0, 1, 0]
        assert "日が近づきました" in subjects(database)[1]
        assert "https://meet.example.jp/sato" in mails(database)[2]["text"]

    def test_after_a_night_without_a_desk_it_is_still_sent(self, database, bookings, office, clock, reminders) -> None:
        book(bookings, office, clock, japan(THURSDAY, "14:00"), Method.PHONE)
        clock.moment = japan(THURSDAY, "08:00")

        assert reminders.sweep() == 1

    def test_after_the_appointment_nothing_is_sent(self, bookings, office, clock, reminders) -> None:
        book(bookings, office, clock, japan(THURSDAY, "10:00"))
        clock.moment = japan(THURSDAY, "10:00")

        assert reminders.sweep() == 0

    def test_a_change_moves_them_and_a_cancellation_takes_them_away(
        self, database, bookings, office, clock, reminders
    ) -> None:
        made, code = book(bookings, office, clock, japan(THURSDAY, "10:00"))
        moved = change(bookings, office, clock, made, begin=japan(dt.date(2026, 11, 30), "10:00"))
        with database.read() as connection:
            due = connection.execute(sa.select(appointment_timers.c.due_at)).scalars().all()
        assert sorted(due) == [
            japan(dt.date(2026, 11, 27), "10:00"),
            japan(dt.date(2026, 11, 30), "09:00"),
        ]

        with bookings.write() as tx:
            service.cancel(tx, moved, clock.now(), office, code=code)
        clock.moment = japan(dt.date(2026, 11, 30), "09:30")

        assert reminders.sweep() == 0

    def test_the_link_in_a_reminder_opens_the_appointment(self, database, bookings, office, clock, reminders) -> None:
        made, _ = book(bookings, office, clock, japan(THURSDAY, "10:00"))
        clock.moment = japan(WEDNESDAY, "10:00")
        reminders.sweep()

        code = mails(database)[-1]["text"].split("/appointments/")[1].split()[0]
        with bookings.read() as tx:
            assert links.resolve(tx, code, clock.now()).appointment_id == made.id

    def test_in_line_it_is_a_message_of_the_conversation(
        self, database, store, bookings, office, clock, reminders, conversation_id
    ) -> None:
        book(bookings, office, clock, japan(THURSDAY, "10:00"), conversation_id=conversation_id)
        clock.moment = japan(WEDNESDAY, "10:00")
        reminders.sweep()

        with store.read() as tx:
            last = tx.messages(conversation_id)[-1]
        assert "日が近づきました" in last.text


class TestForgetting:
    def test_erasing_a_conversation_cancels_what_stood_and_keeps_the_count(
        self, database, store, bookings, office, clock, conversation_id
    ) -> None:
        made, _ = book(bookings, office, clock, conversation_id=conversation_id)
        other, _ = book(bookings, office, clock, TWO)

        with store.write() as tx:
            tx.erase(conversation_id, clock.now())

        with bookings.read() as tx:
            gone, kept = tx.get(made.id), tx.get(other.id)
            assert TEN in [s.begin for s in seats.free(tx, [WEDNESDAY], clock.now(), office.opening)]
        assert (gone.person, gone.status, gone.is_noticed) == (None, Status.CANCELLED, False)
        assert kept == other
        with database.read() as connection:
            for table in (appointment_seats, appointment_timers, booking_links):
                ids = connection.execute(sa.select(table.c.appointment_id)).scalars()
                assert made.id not in set(ids)
            assert connection.execute(sa.select(sa.func.count(appointments.c.id))).scalar_one() == 2

    @pytest.mark.parametrize("days", [30, 90, 400])
    def test_who_came_is_forgotten_after_the_offices_period(
        self, bookings, office, clock, reminders, database, days: int
    ) -> None:
        SqlRetention(database).save_periods({Kept.CONTACT: days}, "a_boss", clock.now())
        made, _ = book(bookings, office, clock)
        clock.moment = TEN
        with bookings.write() as tx:
            service.finish(tx, made, Status.DONE, clock.now(), "a_sato")
        clock.pass_by(days=days - 1)
        reminders.forget()
        with bookings.read() as tx:
            assert tx.get(made.id).person is not None
        clock.pass_by(days=2)

        reminders.forget()

        with bookings.read() as tx:
            kept = tx.get(made.id)
        assert (kept.person, kept.status) == (None, Status.DONE)
        with database.read() as connection:
            assert connection.execute(sa.select(booking_links)).first() is None

    def test_the_erased_row_is_really_empty(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)
        with bookings.write() as tx:
            gone = service.cancel(tx, made, clock.now(), office, code="c")
            person_data.forget_person(tx, gone, clock.now())

        with bookings.read() as tx:
            assert tx.get(made.id) == dataclasses.replace(gone, person=None)
