from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import icalendar
import pytest
import sqlalchemy as sa

from desk.appointments import booking, ics, ids, links, mails, seats, service
from desk.appointments.errors import NotPossible, SlotTaken
from desk.appointments.links import LinkUseless
from desk.appointments.mails import Office
from desk.appointments.models import Appointment, Availability, Method, Person, Status
from desk.appointments.store import AppointmentStore
from desk.appointments.tables import appointment_seats
from desk.db.database import Database
from desk.mail.tables import letter_files
from tests.desk.appointments.conftest import PERSON, WEDNESDAY, japan, weekdays
from tests.desk.conftest import FakeClock

TEN = japan(WEDNESDAY, "10:00")
TWO = japan(WEDNESDAY, "14:00")


def book(
    store: AppointmentStore,
    office: Office,
    clock: FakeClock,
    begin: dt.datetime = TEN,
    method: Method = Method.ONLINE,
    conversation_id: str | None = None,
    code: str | None = None,
    person: Person = PERSON,
    **more,
) -> tuple[Appointment, str]:
    with store.write() as tx:
        code = code or links.make(tx, clock.now(), conversation_id)
        link = links.resolve(tx, code, clock.now())
        made = booking.book(tx, link, method, begin, person, clock.now(), office, code=code, **more)
    return made, code


def free(store: AppointmentStore, office: Office, clock: FakeClock, day: dt.date = WEDNESDAY):
    with store.read() as tx:
        return seats.free(tx, [day], clock.now(), office.opening)


def change(store: AppointmentStore, office: Office, clock: FakeClock, made: Appointment, **to):
    with store.write() as tx:
        now = tx.get(made.id)
        wish = {"method": now.method, "begin": now.begin, **to}
        return service.move(tx, now, now=clock.now(), office=office, code="c", **wish)


class TestBooking:
    def test_it_is_made_with_a_receipt_and_the_time_is_gone(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)

        assert made.receipt == "YO-1124-01"
        assert (made.status, made.account_id, made.begin) == (Status.BOOKED, "a_sato", TEN)
        assert TEN not in [slot.begin for slot in free(bookings, office, clock)]

    def test_the_same_link_makes_it_once(self, bookings, office, clock) -> None:
        made, code = book(bookings, office, clock)

        again, _ = book(bookings, office, clock, code=code)
        elsewhere, _ = book(bookings, office, clock, begin=TWO, code=code)

        assert again == made == elsewhere

    @pytest.mark.parametrize(
        "begin",
        [
            TEN + dt.timedelta(minutes=15),
            japan(WEDNESDAY, "12:00"),
            japan(WEDNESDAY, "20:00"),
            japan(dt.date(2026, 11, 24), "10:00"),
            japan(dt.date(2026, 11, 23), "10:00"),
            japan(dt.date(2027, 3, 1), "10:00"),
        ],
        ids=["between", "lunch", "night", "too soon", "a holiday past", "too far"],
    )
    def test_a_time_that_is_not_offered_is_refused(self, bookings, office, clock, begin) -> None:
        with pytest.raises(SlotTaken):
            book(bookings, office, clock, begin=begin)

    def test_a_method_that_is_not_offered_is_refused(self, database, bookings, office, clock) -> None:
        with bookings.write() as tx:
            extra = Availability(
                "a_suzuki",
                dt.time(9),
                dt.time(10),
                day=WEDNESDAY,
                methods=frozenset({Method.PHONE}),
            )
            tx.add_availability(extra)

        made, _ = book(bookings, office, clock, japan(WEDNESDAY, "09:00"), Method.PHONE)
        second, _ = book(bookings, office, clock, japan(WEDNESDAY, "09:00"), Method.PHONE)

        assert {made.account_id, second.account_id} == {"a_sato", "a_suzuki"}
        with pytest.raises(SlotTaken):
            book(bookings, office, clock, japan(WEDNESDAY, "09:00"), Method.ONLINE)

    def test_a_place_is_kept_only_where_people_meet(self, bookings, office, clock) -> None:
        here, _ = book(bookings, office, clock, TEN, Method.IN_PERSON)
        there, _ = book(bookings, office, clock, TWO, Method.PHONE)

        assert (here.place, there.place) == ("小樽経済センター3階", "")

    def test_who_knows_the_person_takes_it(self, bookings, office, clock, database, conversation_id) -> None:
        with bookings.write() as tx:
            for item in weekdays("a_suzuki"):
                tx.add_availability(item)
            tx._run(
                sa.text(
                    "INSERT INTO cases (id, receipt, conversation_id, channel, state, reason, topic, question, slots,"
                    " understood, flags, transcript, owner_id, waiting_since, opened_at) VALUES ('k', 'OT', :c, 'web',"
                    " 'closed', 'r', 't', 'q', '{}', '[]', '[]', '[]', 'a_suzuki', '2026', '2026')"
                ),
                {"c": conversation_id},
            )

        made, _ = book(bookings, office, clock, conversation_id=conversation_id)

        assert made.account_id == "a_suzuki"

    def test_three_at_once_and_no_more(self, bookings, office, clock, conversation_id) -> None:
        for hour in ("09:00", "11:00", "13:00"):
            book(bookings, office, clock, japan(WEDNESDAY, hour), conversation_id=conversation_id)

        with pytest.raises(NotPossible, match="3つまで"):
            book(bookings, office, clock, conversation_id=conversation_id)


class TestManyAtOnce:
    @pytest.mark.parametrize(("capacity", "consultants"), [(1, 1), (3, 1), (2, 2)])
    def test_fifty_at_once_win_exactly_the_capacity(
        self, database: Database, bookings, office, clock, capacity: int, consultants: int
    ) -> None:
        day = dt.date(2026, 11, 28)  # A Saturday on which only what this test adds is open.
        office = dataclasses.replace(office, opening=_Always())
        with bookings.write() as tx:
            for account_id in ("a_sato", "a_suzuki")[:consultants]:
                tx.add_availability(
                    Availability(
                        account_id,
                        dt.time(10),
                        dt.time(11),
                        day=day,
                        methods=frozenset(Method),
                        capacity=capacity,
                    )
                )
        begin = japan(day, "10:00")

        def one(number: int) -> str:
            who = dataclasses.replace(PERSON, contact=f"person{number}@example.jp")
            try:
                return book(bookings, office, clock, begin, person=who)[0].id
            except SlotTaken:
                return ""

        with ThreadPoolExecutor(50) as pool:
            outcomes = list(pool.map(one, range(50)))

        winners = [found for found in outcomes if found]
        assert len(winners) == len(set(winners)) == capacity * consultants
        with database.read() as connection:
            seats = connection.execute(sa.select(sa.func.count()).select_from(appointment_seats))
            assert seats.scalar_one() == capacity * consultants * 4

    def test_the_same_link_fifty_times_makes_one(self, database: Database, bookings, office, clock) -> None:
        with bookings.write() as tx:
            code = links.make(tx, clock.now())

        with ThreadPoolExecutor(50) as pool:
            found = list(pool.map(lambda _: book(bookings, office, clock, code=code)[0], range(50)))

        assert len({made.id for made in found}) == 1
        with database.read() as connection:
            seats = connection.execute(sa.select(sa.func.count()).select_from(appointment_seats))
            assert seats.scalar_one() == 4

    @pytest.mark.parametrize("number", [0, 2])
    def test_the_schema_itself_refuses_a_seat_too_many(self, database: Database, number: int) -> None:
        row = {
            "account_id": "a",
            "cell_at": TEN,
            "number": number,
            "capacity": 1,
            "appointment_id": "x",
        }
        with pytest.raises(sa.exc.IntegrityError), database.write() as connection:
            connection.execute(appointment_seats.insert().values(**row))


class _Always:
    def slots_of(self, day: dt.date):
        return [type("Stretch", (), {"begin": dt.time(0), "end": dt.time(23, 59)})]


class TestChanging:
    def test_the_old_time_is_free_again_and_the_number_rises(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)

        moved = change(bookings, office, clock, made, begin=TWO)

        begins = [slot.begin for slot in free(bookings, office, clock)]
        assert (moved.status, moved.sequence, moved.receipt) == (Status.CHANGED, 1, made.receipt)
        assert TEN in begins
        assert TWO not in begins

    def test_to_a_time_that_overlaps_the_old_one(self, database, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)
        with bookings.write() as tx:
            half = Availability(
                "a_sato",
                dt.time(10, 30),
                dt.time(11, 30),
                day=WEDNESDAY,
                methods=frozenset({Method.ONLINE}),
            )
            tx.add_availability(half)

        moved = change(bookings, office, clock, made, begin=TEN + dt.timedelta(minutes=30))

        assert moved.begin == TEN + dt.timedelta(minutes=30)

    def test_to_a_time_that_is_gone_keeps_the_old_one(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)
        book(bookings, office, clock, begin=TWO)

        with pytest.raises(SlotTaken):
            change(bookings, office, clock, made, begin=TWO)

        with bookings.read() as tx:
            assert tx.get(made.id) == made
        assert TEN not in [slot.begin for slot in free(bookings, office, clock)]

    def test_to_where_it_is_does_nothing(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)

        assert change(bookings, office, clock, made) == made

    def test_to_another_method_at_the_same_time(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)

        moved = change(bookings, office, clock, made, method=Method.IN_PERSON)

        assert (moved.method, moved.place) == (Method.IN_PERSON, "小樽経済センター3階")


class TestCancelling:
    def test_the_time_is_free_again_and_twice_is_once(self, bookings, office, clock) -> None:
        made, code = book(bookings, office, clock)
        with bookings.write() as tx:
            first = service.cancel(tx, made, clock.now(), office, code=code)
        with bookings.write() as tx:
            again = service.cancel(tx, first, clock.now(), office, code=code)

        assert again == first
        assert (first.status, first.sequence) == (Status.CANCELLED, 1)
        assert TEN in [slot.begin for slot in free(bookings, office, clock)]

    def test_what_has_begun_cannot_be_cancelled_or_moved(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)
        clock.moment = TEN

        with pytest.raises(NotPossible), bookings.write() as tx:
            service.cancel(tx, made, clock.now(), office, code="c")
        with pytest.raises(NotPossible):
            change(bookings, office, clock, made, begin=TWO)


class TestFinishing:
    @pytest.mark.parametrize("status", [Status.DONE, Status.NO_SHOW])
    def test_once_it_has_begun(self, bookings, office, clock, status) -> None:
        made, _ = book(bookings, office, clock)
        with pytest.raises(NotPossible), bookings.write() as tx:
            service.finish(tx, made, status, clock.now(), "a_sato")
        clock.moment = TEN

        with bookings.write() as tx:
            assert service.finish(tx, made, status, clock.now(), "a_sato").status is status


class TestLinks:
    def test_an_unused_link_is_good_for_a_week(self, bookings, office, clock) -> None:
        with bookings.write() as tx:
            code = links.make(tx, clock.now())
        clock.pass_by(days=7)

        with pytest.raises(LinkUseless) as useless, bookings.read() as tx:
            links.resolve(tx, code, clock.now())
        assert useless.value.is_old

    def test_a_used_link_leads_to_its_appointment_until_a_month_after(self, bookings, office, clock) -> None:
        made, code = book(bookings, office, clock)
        clock.pass_by(days=20)

        with bookings.read() as tx:
            assert links.resolve(tx, code, clock.now()).appointment_id == made.id

    def test_the_code_is_nowhere_in_the_table(self, database, bookings, office, clock) -> None:
        _, code = book(bookings, office, clock)

        with database.read() as connection:
            rows = str(connection.execute(sa.text("SELECT * FROM booking_links")).all())
        assert code not in rows
        assert ids.code_hash(code) in rows


class TestWords:
    def test_a_mail_holds_what_is_needed_to_come_and_nothing_else(self, bookings, office, clock) -> None:
        made, code = book(bookings, office, clock, method=Method.IN_PERSON)

        mail = mails.mail(made, "booked", office, office.address(code))

        assert mail.to == "taro@example.jp"
        assert "11月25日(水) 10:00〜11:00" in mail.text
        assert f"https://desk.example.jp/appointments/{code}" in mail.text
        assert "場所：小樽経済センター3階" in mail.text
        for private in ("たろう", "taro@", "家と仕事"):
            assert private not in mail.text + mail.subject + mail.ics.decode()

    def test_who_gave_a_telephone_number_gets_no_mail(self, bookings, office, clock) -> None:
        made, _ = book(bookings, office, clock)
        phone = dataclasses.replace(PERSON, contact_kind="phone", contact="0134-32-4111")

        assert mails.mail(dataclasses.replace(made, person=phone), "booked", office, "x") is None
        assert mails.mail(dataclasses.replace(made, person=None), "booked", office, "x") is None


class TestCalendarFile:
    def read(self, appointment: Appointment):
        calendar = icalendar.Calendar.from_ical(ics.event(appointment, "desk@example.jp"))
        (event,) = calendar.walk("VEVENT")
        return calendar, event

    def test_it_keeps_its_uid_and_its_sequence_rises(self, bookings, office, clock) -> None:
        made, code = book(bookings, office, clock)
        moved = change(bookings, office, clock, made, begin=TWO)
        with bookings.write() as tx:
            gone = service.cancel(tx, moved, clock.now(), office, code=code)

        files = [self.read(item) for item in (made, moved, gone)]

        assert len({event["uid"] for _, event in files}) == 1
        assert [int(event["sequence"]) for _, event in files] == [0, 1, 2]
        assert [str(calendar["method"]) for calendar, _ in files] == [
            "PUBLISH",
            "PUBLISH",
            "CANCEL",
        ]
        assert [str(event["status"]) for _, event in files] == [
            "CONFIRMED",
            "CONFIRMED",
            "CANCELLED",
        ]
        assert files[1][1]["dtstart"].dt == TWO
        assert str(files[0][1]["organizer"]) == "mailto:desk@example.jp"


def test_a_mailed_calendar_file_says_what_it_is_and_what_it_does(database: Database, bookings, office, clock) -> None:
    made, code = book(bookings, office, clock)
    with bookings.write() as tx:
        service.cancel(tx, made, clock.now(), office, code=code)

    with database.read() as connection:
        kinds = connection.execute(sa.select(letter_files.c.mime).order_by(letter_files.c.id)).scalars().all()
    assert kinds == [
        "text/calendar; charset=utf-8; method=PUBLISH",
        "text/calendar; charset=utf-8; method=CANCEL",
    ]
