"""The report of a month by mail: when it is due, whom it goes to, what it says, and that it goes once."""

from __future__ import annotations

import threading
from datetime import date, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.db.database import Database
from desk.demo import fill, year
from desk.hours.calendar import parse
from desk.mail.tables import letters
from desk.notices.notice import NoticeSettings
from desk.notices.store import NoticeStore
from desk.reporting import figures as count
from desk.reporting import history, periods
from desk.reporting.monthly_mail import MonthlyMail, due
from desk.reporting.monthly_notes import MonthlyNotes, month_of
from desk.reporting.reader import ReportReader
from desk.text.times import JAPAN
from tests.desk.conftest import START, FakeClock

HOURS = parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
AT = time(8, 45)
# March 2027 has 31 days; 1 April is a Thursday.
MARCH = periods.month(2027, 3)
ROWS = year.rows(date(2027, 2, 1), 70, 3, 5, HOURS)
MORNING = datetime(2027, 4, 1, 8, 45, tzinfo=JAPAN)


class Office:
    """A desk with two months of talks, and some who may choose the report."""

    def __init__(self, database: Database) -> None:
        fill.write(database, ROWS)
        with database.write() as connection:
            connection.execute(account_tables.accounts.update().values(is_active=False))
        self.database, self.clock = database, FakeClock(MORNING)
        self.notices, self.notes = NoticeStore(database), MonthlyNotes(database)

    def person(self, name: str, role: str, **wish: Any) -> None:
        row = {
            "id": f"a_{name}",
            "email": f"{name}@example.jp",
            "name": name,
            "role": role,
            "password_hash": "x",
            "is_active": True,
            "on_duty": False,
            "seen_at": START,
            "created_at": START,
        }
        with self.database.write() as connection:
            connection.execute(account_tables.accounts.insert().values(**row))
        if wish:
            self.notices.save_settings(f"a_{name}", NoticeSettings(**wish), START)

    def desk(self) -> MonthlyMail:
        reader = ReportReader(self.database)
        return MonthlyMail(
            self.notices, reader, self.notes, lambda: HOURS, self.clock, base_url="https://chat.example.jp", at=AT
        )

    def letters(self) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(sa.select(letters).order_by(letters.c.id)).mappings())


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2027, 4, 1, 8, 45, tzinfo=JAPAN), "2027-03"),
        (datetime(2027, 4, 1, 11, 44, tzinfo=JAPAN), "2027-03"),
        (datetime(2027, 4, 1, 8, 44, tzinfo=JAPAN), None),  # too early
        (datetime(2027, 4, 1, 11, 45, tzinfo=JAPAN), None),  # no morning any more
        (datetime(2027, 4, 3, 9, 0, tzinfo=JAPAN), None),  # a Saturday
        (datetime(2027, 4, 5, 9, 0, tzinfo=JAPAN), "2027-03"),  # the third morning of opening, for a desk that was down
        (datetime(2027, 4, 6, 9, 0, tzinfo=JAPAN), None),
        (datetime(2027, 5, 6, 9, 0, tzinfo=JAPAN), "2027-04"),  # after a Saturday, a Sunday and three holidays
        (datetime(2027, 1, 4, 9, 0, tzinfo=JAPAN), "2026-12"),
    ],
)
def test_it_is_due_on_the_first_mornings_of_opening_of_the_next_month(moment: datetime, month: str | None) -> None:
    closed = parse("mon-fri 09:00-17:00", ["2027-01-01"]) if moment.month == 1 else HOURS
    found = due(closed, moment, AT)
    assert (found and month_of(found)) == month


def test_who_chose_it_gets_the_months_figures_as_the_page_counts_them_with_the_offices_words(office: Office) -> None:
    office.person("chief", "manager", has_monthly=True)
    office.person("lead", "supervisor", has_monthly=True)
    office.person("boss", "manager")
    office.person("sato", "consultant", has_monthly=True)
    office.person("quiet", "manager", has_monthly=True, by_mail=False)
    office.notes.save("2027-03", "移住フェアの後に質問が増えました。\n来月も続ける見込みです。", "高橋", START)
    office.notes.save("2027-02", "先月の言葉", "高橋", START)

    office.desk().write_report()

    sent = office.letters()
    assert [row["recipient"] for row in sent] == ["chief@example.jp", "lead@example.jp"]
    assert {row["subject"] for row in sent} == {"【移住相談】2027年3月の月次報告"}
    text = sent[0]["text"]

    def counted(period: periods.Period) -> count.Figures:
        talks = ReportReader(office.database).talks(period.since, period.until)
        return count.figures(history.cohort(talks, period), HOURS.business_minutes)

    found, before = counted(MARCH), counted(periods.month(2027, 2))
    assert found.sessions > 50
    assert f"利用（セッション）：{found.sessions}回（前の月 {before.sessions}回）" in text
    assert f"質問：{found.questions}件（前の月 {before.questions}件）" in text
    assert f"回答率：{found.answered.percent:.1f}%" in text
    assert "所見（高橋）：\n移住フェアの後に質問が増えました。\n来月も続ける見込みです。\n" in text
    assert "先月の言葉" not in text
    assert "https://chat.example.jp/console/reports/monthly?period=2027-03" in text


def test_several_desks_send_it_once_and_a_later_morning_sends_nothing_more(office: Office) -> None:
    office.person("chief", "manager", has_monthly=True)
    desks = [office.desk() for _ in range(3)]
    together = threading.Barrier(len(desks))
    failed: list[BaseException] = []

    def look(desk: MonthlyMail) -> None:
        together.wait()
        try:
            desk.write_report()
        except BaseException as error:  # noqa: BLE001 - told in the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=look, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(office.letters()) == 1

    office.clock.moment = datetime(2027, 4, 2, 9, 0, tzinfo=JAPAN)
    office.desk().write_report()
    assert len(office.letters()) == 1
    # Whoever chooses it on the second day still gets it.
    office.person("lead", "supervisor", has_monthly=True)
    office.desk().write_report()
    assert [row["recipient"] for row in office.letters()] == ["chief@example.jp", "lead@example.jp"]


def test_a_share_of_few_is_not_told(database: Database) -> None:
    office = Office(database)
    office.person("chief", "manager", has_monthly=True)
    office.clock.moment = datetime(2029, 4, 2, 9, 0, tzinfo=JAPAN)
    office.desk().write_report()
    [sent] = office.letters()
    assert "回答率：―（0 / 0）" in sent["text"]
    assert "所見" not in sent["text"]


def test_a_note_is_kept_for_its_month_and_goes_when_it_is_emptied(database: Database) -> None:
    notes = MonthlyNotes(database)
    notes.save("2026-11", "一つ目", "高橋", START)
    notes.save("2026-11", "二つ目", "佐藤", START)
    found = notes.of("2026-11")
    assert found is not None
    assert (found.text, found.written_by) == ("二つ目", "佐藤")
    assert notes.of("2026-10") is None
    notes.save("2026-11", "", "佐藤", START)
    assert notes.of("2026-11") is None
