"""Who is 在席: one definition, kept by any request; and that a case never goes back from somebody who works."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.accounts import service as accounts
from desk.accounts import store as account_store
from desk.accounts import tables as account_tables
from desk.accounts.models import ROLES
from desk.accounts.store import SqlAccountStore
from desk.conversation.timers import OWNER_LOST_AFTER, OWNER_WARNED_AFTER
from desk.conversation_sql import tables as t
from desk.mail.tables import letters
from desk.operations import maintenance
from desk.operations.sweeper import Sweeper
from tests.desk.api import Api
from tests.desk.conftest import START, FakeClock
from tests.desk.console.office import actions, post

OFFICE_PAGES = (
    "/console/appointments",
    "/console/reports",
    "/console/deliveries",
    "/console/notices",
    "/console/me",
    "/console/availability",
)


class Desk:
    """A desk whose clock a test moves, and whose sweeper looks when a test says so."""

    def __init__(self, api: Api) -> None:
        self.api, self.clock = api, FakeClock(START)
        api.replace(clock=self.clock)
        self.sweeper = api.app.state.services.of(Sweeper)
        self.sweeper._clock = self.clock
        api.app.state.services.hours._clock = self.clock

    def held_case(self, owner, words: str = "返事を待っています"):
        """A case that `owner` has, whose migrant has the last word."""
        visitor = self.api.visitor()
        case_id = self.api.hand_over(visitor.conversation_id).json()["case_id"]
        assert owner.post(f"/api/console/cases/{case_id}/claim").status_code == 200
        self.say(visitor, words)
        return case_id, visitor

    def say(self, visitor, words: str) -> None:
        body = {"client_id": "m1", "text": words}
        assert visitor.post("/api/web/messages", json=body).status_code == 202

    def look(self) -> None:
        self.sweeper._lost_owners()

    def state(self, case_id: str) -> str:
        with self.api.app.state.services.database.read() as connection:
            query = sa.select(t.cases.c.state).where(t.cases.c.id == case_id)
            return str(connection.execute(query).scalar_one())


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)


def on_duty(browser) -> int:
    return browser.get("/api/console/cases").json()["on_duty"]


def test_thirty_minutes_in_the_pages_of_the_office_keep_every_case(desk: Desk) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    cases = [desk.held_case(sato, f"質問{number}")[0] for number in range(3)]

    for minute in range(30):
        desk.clock.pass_by(minutes=1)
        page = OFFICE_PAGES[minute % len(OFFICE_PAGES)]
        # A page is read for some minutes before the next one is asked for.
        if minute % 4 == 0:
            assert sato.get(page).status_code == 200, page
        desk.look()

    assert [desk.state(case_id) for case_id in cases] == ["consultant"] * 3


def test_who_asks_for_nothing_is_warned_and_loses_the_case_later(desk: Desk) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    case_id, _ = desk.held_case(sato)
    desk.clock.pass_by(minutes=OWNER_WARNED_AFTER.total_seconds() / 60)
    for _ in range(3):
        desk.look()

    assert desk.state(case_id) == "consultant"
    [told] = sato.get("/api/console/pulse").json()["news"]
    assert (told["kind"], told["case_id"]) == ("going", case_id)

    desk.clock.pass_by(minutes=OWNER_LOST_AFTER.total_seconds() / 60)
    desk.look()
    assert desk.state(case_id) == "queued"
    assert [one["kind"] for one in sato.get("/api/console/pulse").json()["news"]] == ["gone"]


def test_who_comes_back_while_the_sweeper_looks_keeps_the_case(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    case_id, _ = desk.held_case(sato)
    desk.clock.pass_by(minutes=15)
    seen, looked = maintenance.owner_seen, []

    def back_after_the_first_look(connection, of: str):
        found = seen(connection, of)
        if not looked:
            looked.append(of)
            # Between the look and the write.
            sato.get("/console/me")
        return found

    monkeypatch.setattr("desk.operations.sweeper.owner_seen", back_after_the_first_look)
    desk.look()

    assert looked
    assert desk.state(case_id) == "consultant"


def test_an_owner_who_is_away_is_mailed_before_the_case_goes_back(desk: Desk) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    case_id, _ = desk.held_case(sato, "水道が凍りました")
    desk.clock.pass_by(minutes=6)
    desk.look()
    desk.clock.pass_by(seconds=30)
    [mail_news] = [c for c in desk.sweeper._jobs if c.__name__ == "mail_news"]
    mail_news.__self__._clock = desk.clock
    mail_news()
    mail_news()

    with desk.api.app.state.services.database.read() as connection:
        [mail] = connection.execute(sa.select(letters).where(letters.c.dedup_key.startswith("news:"))).mappings()
    assert "まもなく" in mail["subject"]
    assert mail["recipient"] == "sato@example.jp"
    assert "水道が凍りました" not in mail["text"]
    assert case_id in mail["text"]


def test_an_auditor_never_counts_and_a_manager_by_choice(desk: Desk) -> None:
    desk.api.account()
    desk.api.account("監査", "audit@example.jp", "auditor")
    desk.api.account("管理", "boss@example.jp", "manager")
    sato = desk.api.log_in()
    auditor, boss = desk.api.log_in("audit@example.jp"), desk.api.log_in("boss@example.jp")
    assert auditor.get("/console/audit").status_code == 200
    assert on_duty(sato) == 1
    assert boss.get("/api/console/session").json()["counts"] is False

    assert post(boss, "/console/me/presence", takes="on").status_code == 200
    assert on_duty(sato) == 2
    assert boss.get("/api/console/session").json()["counts"] is True

    assert post(boss, "/console/me/presence").status_code == 200
    assert on_duty(sato) == 1
    assert post(sato, "/console/me/presence", takes="on").status_code == 403
    assert "duty" in actions(desk.api)


def test_the_transfer_dialog_and_the_count_say_the_same(desk: Desk) -> None:
    desk.api.account()
    desk.api.account("鈴木", "suzuki@example.jp")
    desk.api.account("監査", "audit@example.jp", "auditor")
    sato = desk.api.log_in()
    desk.api.log_in("suzuki@example.jp")

    def present() -> list[str]:
        found = sato.get("/api/console/accounts").json()["accounts"]
        return [one["name"] for one in found if one["present"]]

    assert sorted(present()) == ["佐藤", "鈴木"]
    desk.clock.pass_by(minutes=3)
    sato.get("/console/reports")
    assert present() == ["佐藤"]
    assert on_duty(sato) == 1


def test_python_and_sql_say_the_same_of_everybody(desk: Desk) -> None:
    store = SqlAccountStore(desk.api.app.state.services.database)
    now, number = desk.clock.now(), 0
    for role in ROLES:
        for takes in (False, True):
            for is_active in (False, True):
                for duty in (False, True):
                    for seen in (None, timedelta(seconds=119), timedelta(minutes=2)):
                        number += 1
                        account_id = desk.api.account(f"N{number}", f"n{number}@example.jp", role)
                        store.change(
                            account_id,
                            takes_cases=takes,
                            is_active=is_active,
                            on_duty=duty,
                            seen_at=None if seen is None else now - seen,
                        )
    with desk.api.app.state.services.database.read() as connection:
        query = sa.select(account_tables.accounts.c.id).where(account_store.is_present(now))
        by_sql = set(connection.execute(query).scalars())

    by_rule = {one.id for one in store.everybody() if accounts.is_present(one, now)}
    assert by_sql == by_rule
    # Two kinds of consultant whatever they chose, and the managers who chose to.
    assert len(by_rule) == 5


def test_a_session_is_written_down_at_most_every_twenty_seconds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    store, written = desk.api.app.state.services.of(SqlAccountStore), []
    seen = store.seen

    def counted(account_id: str, now, token_hash=None) -> None:
        written.append(now)
        seen(account_id, now, token_hash)

    monkeypatch.setattr(store, "seen", counted)
    for _ in range(60):
        desk.clock.pass_by(seconds=1)
        sato.get("/console/me")

    assert 3 <= len(written) <= 4


def test_only_the_session_that_asks_grows_younger(desk: Desk) -> None:
    desk.api.account()
    here, elsewhere = desk.api.log_in(), desk.api.log_in()
    for _ in range(9):
        desk.clock.pass_by(hours=1)
        assert here.get("/console/me").status_code == 200

    assert elsewhere.get("/api/console/session").status_code == 401


def test_a_database_that_takes_no_writes_can_still_be_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    desk.clock.pass_by(minutes=1)

    def locked(*_) -> None:
        raise sa.exc.OperationalError("UPDATE accounts", {}, Exception("database is locked"))

    monkeypatch.setattr(desk.api.app.state.services.of(SqlAccountStore), "seen", locked)
    assert sato.get("/api/console/cases").status_code == 200


def test_a_clock_set_back_is_a_new_moment(desk: Desk) -> None:
    desk.api.account()
    sato = desk.api.log_in()
    desk.clock.pass_by(hours=-1)
    sato.get("/console/me")

    account = SqlAccountStore(desk.api.app.state.services.database).by_email("sato@example.jp")
    assert account is not None
    assert account.seen_at == desk.clock.now()
    assert accounts.is_present(dataclasses.replace(account), desk.clock.now())
