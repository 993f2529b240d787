"""One visitor takes neither every free time nor a stranger's mailbox."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.appointments import booking, links
from desk.appointments.booking_dependencies import BookingDependencies
from desk.appointments.models import Method, Person
from desk.http import limits
from desk.mail.tables import letters
from tests.desk.booking.conftest import PERSON, WISH, Desk


class TestFairness:
    """One visitor takes neither every free time nor a stranger's mailbox."""

    def book(self, desk: Desk, number: int, contact: str) -> str:
        path = desk.link()
        at = f"2026-11-{25 + number // 4:02}T{(10, 13, 14, 15)[number % 4]}:00"
        answer = desk.post(f"{path}/book", **{**PERSON, "method": "online", "at": at, "contact": contact})
        assert answer.status_code in {200, 303, 409, 422}, answer.text
        return path

    def test_one_network_books_a_few_times_a_day_whatever_contacts_it_gives(self, desk: Desk) -> None:
        for number in range(limits.BOOKINGS.most + 3):
            path = self.book(desk, number, f"visitor{number}@example.jp")

        assert len(desk.all()) == limits.BOOKINGS.most
        refused = desk.post(
            f"{path}/book", **{**PERSON, **WISH, "at": "2026-11-27T15:00", "contact": "last@example.jp"}
        )
        assert "同じネットワークからの予約が続いた" in refused.text

    def test_one_contact_has_three_that_stand_whatever_conversation_they_come_from(self, desk: Desk) -> None:
        for number in range(5):
            self.book(desk, number, "taro@example.jp")

        assert len(desk.all()) == 3

    def test_who_books_and_cancels_again_and_again_ends_and_so_do_the_mails(self, desk: Desk) -> None:
        for number in range(limits.BOOKINGS_OF_CONTACT.most + 2):
            path = self.book(desk, number, "taro@example.jp")
            desk.post(f"{path}/cancel", sequence="0")

        assert len(desk.all()) == limits.BOOKINGS_OF_CONTACT.most
        assert self.mails(desk) == limits.BOOKING_MAILS.most

    def test_moving_to_and_fro_ends_and_so_do_the_mails(self, desk: Desk) -> None:
        path = desk.booked()
        for number in range(limits.BOOKING_MOVES.most + 3):
            wish = {"method": "online", "at": f"2026-11-25T{(13, 10)[number % 2]}:00"}
            last = desk.post(f"{path}/change", sequence=str(number), **wish)

        assert desk.all()[0].sequence == limits.BOOKING_MOVES.most
        assert self.mails(desk) == limits.BOOKING_MAILS.most
        assert last.status_code == 303

    def test_the_office_books_on_for_people_and_its_mails_go_out(self, desk: Desk) -> None:
        for number in range(limits.BOOKINGS_OF_CONTACT.most):
            path = self.book(desk, number, "taro@example.jp")
            desk.post(f"{path}/cancel", sequence="0")
        before = self.mails(desk)

        with desk.store.write() as tx:
            code = links.make(tx, desk.now())
            office = desk.api.app.state.services.of(BookingDependencies).office()
            person = Person("たろう", "email", "taro@example.jp")
            begin = datetime.fromisoformat("2026-11-27T10:00+09:00")
            link = links.resolve(tx, code, desk.now())
            booking.book(tx, link, Method.ONLINE, begin, person, desk.now(), office, code=code, made_by=desk.account_id)

        assert self.mails(desk) == before + 1

    def mails(self, desk: Desk) -> int:
        query = sa.select(sa.func.count()).where(letters.c.recipient == "taro@example.jp")
        with desk.api.app.state.services.database.read() as connection:
            return int(connection.execute(query).scalar_one())
