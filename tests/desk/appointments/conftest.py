"""Two consultants with time on weekdays, and what tests of appointments need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.appointments.mails import Office
from desk.appointments.models import Availability, Method, Person
from desk.appointments.store import AppointmentStore
from desk.db.database import Database
from desk.hours.calendar import parse
from desk.text.times import JAPAN
from tests.desk.conftest import START

ALL = frozenset(Method)
WEDNESDAY = dt.date(2026, 11, 25)
PERSON = Person("たろう", "email", "taro@example.jp", "家と仕事のこと", {"given": True, "text": "…"})


def japan(day: dt.date, text: str) -> dt.datetime:
    """A moment in Japanese time, as aware UTC."""
    return dt.datetime.combine(day, dt.time.fromisoformat(text), JAPAN).astimezone(dt.UTC)


def weekdays(account_id: str, **more) -> list[Availability]:
    """A consultant's time from Monday to Friday."""
    values = {
        "begin": dt.time(9),
        "end": dt.time(17, 30),
        "methods": ALL,
        "place": "小樽経済センター3階",
        **more,
    }
    return [Availability(account_id, weekday=weekday, **values) for weekday in range(5)]


def add_account(database: Database, account_id: str, name: str, email: str) -> None:
    account = Account(account_id, email, name, "consultant", "x", True, False, None)
    SqlAccountStore(database).add(account, START)


@pytest.fixture
def office() -> Office:
    return Office(parse("mon-fri 09:00-12:00 13:00-17:30/17:00"), "https://desk.example.jp", "desk@example.jp")


@pytest.fixture
def bookings(database: Database) -> Iterator[AppointmentStore]:
    add_account(database, "a_sato", "佐藤", "sato@example.jp")
    add_account(database, "a_suzuki", "鈴木", "suzuki@example.jp")
    store = AppointmentStore(database)
    with store.write() as tx:
        for item in weekdays("a_sato"):
            tx.add_availability(item)
    return store
