"""A case that changes hands: everybody concerned is told, ten seconds to undo, and no account takes its cases with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.store import SqlAccountStore
from desk.appointments.tables import appointments
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_news_tables import case_news
from tests.desk.api import Api
from tests.desk.console.office import actions, post
from tests.desk.console.test_presence import Desk


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)


@pytest.fixture
def people(desk: Desk):
    """佐藤, 鈴木 and the chief 高橋, all at their screens."""
    desk.api.account()
    desk.api.account("鈴木", "suzuki@example.jp")
    desk.api.account("高橋", "chief@example.jp", "supervisor")
    return [desk.api.log_in(f"{name}@example.jp") for name in ("sato", "suzuki", "chief")]


def id_of(desk: Desk, name: str) -> str:
    with desk.api.app.state.services.database.read() as connection:
        query = sa.select(account_tables.accounts.c.id).where(account_tables.accounts.c.name == name)
        return str(connection.execute(query).scalar_one())


def hand(desk: Desk, browser, case_id: str, name: str, note: str = ""):
    body = {"account_id": id_of(desk, name), "note": note}
    return browser.post(f"/api/console/cases/{case_id}/transfer", json=body)


def news(browser) -> list[tuple[str, str | None]]:
    found = browser.get("/api/console/cases").json()["news"]
    return [(one["kind"], one["note"]) for one in found]


def owner(browser, case_id: str) -> str | None:
    found = browser.get(f"/api/console/cases/{case_id}").json()["case"]["owner"]
    return found and found["name"]


def answered_case(desk: Desk, browser) -> str:
    """A case in which the consultant has the last word: nothing is unanswered."""
    case_id, _ = desk.held_case(browser)
    sent = browser.post(
        f"/api/console/cases/{case_id}/messages",
        json={"client_id": "r1", "text": "お答えします", "confirm": True},
    )
    assert sent.status_code == 202, sent.text
    return case_id


def test_a_case_without_unanswered_words_is_told_to_who_gets_it_with_the_note(desk: Desk, people) -> None:
    sato, suzuki, _ = people
    case_id = answered_case(desk, sato)
    before = suzuki.get("/api/console/changes").json()["next"]
    done = hand(desk, sato, case_id, "鈴木", "電話は夕方に。折り返し 090-1234-5678")

    assert done.json()["undo_seconds"] == 10
    # The receiver's console hears of it at once, and reads what it is.
    events = suzuki.get("/api/console/changes", params={"after": before}).json()["events"]
    assert {"event": "cases", "data": {"case_id": case_id}} in events
    [(kind, note)] = news(suzuki)
    assert kind == "handed"
    assert "電話は夕方に" in note
    assert "090-1234-5678" not in note
    assert news(sato) == []
    # The note is an internal one of the case as well.
    notes = suzuki.get(f"/api/console/cases/{case_id}").json()["notes"]
    assert [one["author_name"] for one in notes] == ["佐藤"]

    suzuki.post(f"/api/console/cases/{case_id}/viewing", json={})
    assert news(suzuki) == []


def test_who_loses_a_case_to_a_supervisor_is_told_who_has_it(desk: Desk, people) -> None:
    sato, _, chief = people
    case_id = answered_case(desk, sato)
    assert chief.post(f"/api/console/cases/{case_id}/take-over").json()["undo_seconds"] == 10

    [told] = sato.get("/api/console/cases").json()["news"]
    assert (told["kind"], told["by_name"]) == ("taken", "高橋")
    sato.post(f"/api/console/cases/{case_id}/news")
    assert news(sato) == []


@pytest.mark.parametrize("way", ["transfer", "take-over", "release"])
def test_ten_seconds_to_undo(desk: Desk, people, way: str) -> None:
    sato, suzuki, chief = people
    case_id = answered_case(desk, sato)
    actor = chief if way == "take-over" else sato
    if way == "transfer":
        hand(desk, sato, case_id, "鈴木")
    else:
        actor.post(f"/api/console/cases/{case_id}/{way}")
    desk.clock.pass_by(seconds=9)

    assert actor.post(f"/api/console/cases/{case_id}/undo").status_code == 200
    assert owner(sato, case_id) == "佐藤"
    told = suzuki if way == "transfer" else sato
    if way == "release":
        assert news(sato) == []
    else:
        assert [kind for kind, _ in news(told)] == ["undone"]
    # Nothing is left to undo.
    assert actor.post(f"/api/console/cases/{case_id}/undo").status_code == 409
    assert "undo" in actions(desk.api)


@pytest.mark.parametrize("meanwhile", ["late", "answered", "moved", "somebody else", "the owner is gone"])
def test_nothing_is_undone_once_something_happened(desk: Desk, people, meanwhile: str) -> None:
    sato, suzuki, chief = people
    case_id = answered_case(desk, sato)
    hand(desk, sato, case_id, "鈴木")
    desk.clock.pass_by(seconds=20 if meanwhile == "late" else 2)
    by = suzuki if meanwhile == "somebody else" else sato
    if meanwhile == "answered":
        body = {"client_id": "s1", "text": "代わりました", "confirm": True}
        suzuki.post(f"/api/console/cases/{case_id}/messages", json=body)
    if meanwhile == "moved":
        chief.post(f"/api/console/cases/{case_id}/take-over")
    if meanwhile == "the owner is gone":
        desk.api.app.state.services.of(SqlAccountStore).change(id_of(desk, "佐藤"), role="auditor")
        by = suzuki
    expected = "高橋" if meanwhile == "moved" else "鈴木"

    refused = by.post(f"/api/console/cases/{case_id}/undo")

    assert refused.status_code == 409, refused.text
    assert owner(suzuki, case_id) == expected


def test_what_was_put_off_comes_back_with_the_undo(desk: Desk, people) -> None:
    sato, *_ = people
    case_id = answered_case(desk, sato)
    until = (desk.clock.now() + timedelta(hours=2)).isoformat()
    path = f"/api/console/cases/{case_id}"
    assert sato.post(f"{path}/snooze", json={"until": until}).status_code == 200
    sato.post(f"{path}/release")
    assert sato.get(path).json()["case"]["snooze"] is None

    sato.post(f"{path}/undo")

    snooze = sato.get(path).json()["case"]["snooze"]
    assert datetime.fromisoformat(snooze["until"]) == datetime.fromisoformat(until)


def test_nobody_hands_a_case_to_an_auditor(desk: Desk, people) -> None:
    sato, *_ = people
    desk.api.account("監査", "audit@example.jp", "auditor")
    case_id = answered_case(desk, sato)

    assert hand(desk, sato, case_id, "監査").status_code == 422
    assert owner(sato, case_id) == "佐藤"


def test_the_person_who_comes_back_within_a_day_is_told_to_the_consultant(desk: Desk, people) -> None:
    sato, *_ = people
    case_id, visitor = desk.held_case(sato)
    sato.post(f"/api/console/cases/{case_id}/close")
    desk.api.hand_over(visitor.conversation_id)

    assert [kind for kind, _ in news(sato)] == ["resumed"]


# --- closing an account -------------------------------------------------------------------------


@pytest.fixture
def boss(desk: Desk):
    desk.api.account("管理", "boss@example.jp", "manager")
    return desk.api.log_in("boss@example.jp")


def test_an_account_with_cases_is_not_closed_before_somebody_goes_on(desk: Desk, people, boss) -> None:
    sato, *_ = people
    case_id = answered_case(desk, sato)
    at = f"/console/accounts/{id_of(desk, '佐藤')}"
    asked = boss.get(f"{at}/close")
    assert "担当中の相談：1件" in asked.text

    refused = post(boss, at, do="close")

    assert refused.status_code == 422
    assert "担当中の相談：1件" in refused.text
    assert sato.get("/api/console/session").status_code == 200
    assert owner(sato, case_id) == "佐藤"


@pytest.mark.parametrize("to", ["鈴木", "queue"])
def test_closing_an_account_hands_on_what_it_has_in_the_same_step(desk: Desk, people, boss, to: str) -> None:
    sato, suzuki, _ = people
    answered, (waits, _) = answered_case(desk, sato), desk.held_case(sato)
    with desk.api.app.state.services.database.read() as connection:
        query = sa.select(t.cases.c.waiting_since).where(t.cases.c.id == waits)
        since = connection.execute(query).scalar_one()
    desk.clock.pass_by(minutes=5)
    later = desk.api.hand_over().json()["case_id"]
    heir = to if to == "queue" else id_of(desk, to)

    done = post(boss, f"/console/accounts/{id_of(desk, '佐藤')}", do="close", to=heir)

    assert "相談 2件" in done.text
    assert sato.get("/api/console/session").json()["error"]["code"] == "account_stopped"
    if to == "鈴木":
        assert [owner(suzuki, one) for one in (answered, waits)] == ["鈴木", "鈴木"]
        assert [kind for kind, _ in news(suzuki)] == ["stopped", "stopped"]
    else:
        rows = suzuki.get("/api/console/cases", params={"state": "queued"}).json()["cases"]
        # In front of who came later, with the place they had.
        assert [row["case_id"] for row in rows] == [answered, waits, later]
        assert datetime.fromisoformat(rows[1]["waiting_since"]) == since
    assert "hand_on" in actions(desk.api)


def test_a_role_that_sees_no_cases_hands_them_on_too(desk: Desk, people, boss) -> None:
    sato, suzuki, _ = people
    case_id = answered_case(desk, sato)
    at = f"/console/accounts/{id_of(desk, '佐藤')}"
    assert post(boss, at, do="role", role="auditor").status_code == 422
    post(boss, at, do="role", role="auditor", to=id_of(desk, "鈴木"))

    assert owner(suzuki, case_id) == "鈴木"


def test_a_failure_on_the_way_leaves_everything_as_it_was(
    desk: Desk, people, boss, monkeypatch: pytest.MonkeyPatch
) -> None:
    sato, *_ = people
    case_id = answered_case(desk, sato)

    def fails(*_, **__) -> None:
        raise RuntimeError("power")

    monkeypatch.setattr("desk.staff.handing_on.store.change", fails)
    done = post(boss, f"/console/accounts/{id_of(desk, '佐藤')}", do="close", to="queue")

    assert done.status_code == 500
    assert owner(sato, case_id) == "佐藤"
    with desk.api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(case_news)).all() == []


def test_appointments_go_to_who_has_time_and_are_never_lost(desk: Desk, people, boss) -> None:
    """佐藤 has two: 鈴木 is there at one of the times, and nobody at the other."""
    begin = desk.clock.now() + timedelta(days=2)
    for number, hours in enumerate((0, 3)):
        at = begin + timedelta(hours=hours)
        add_appointment(desk, f"p_{number}", id_of(desk, "佐藤"), at)
    availability(desk, id_of(desk, "鈴木"), begin)

    page = post(boss, f"/console/accounts/{id_of(desk, '佐藤')}", do="close", to=id_of(desk, "鈴木"))

    assert "予約 1件をほかの相談員に" in page.text
    assert "予約 1件は、その時間に空いている相談員がいません" in page.text
    with desk.api.app.state.services.database.read() as connection:
        a = appointments.c
        rows = connection.execute(sa.select(a.id, a.account_id, a.status, a.is_noticed).order_by(a.id))
        first, second = rows.all()
    assert (first.account_id, first.status) == (id_of(desk, "鈴木"), "changed")
    assert (second.status, bool(second.is_noticed)) == ("booked", False)


def add_appointment(desk: Desk, appointment_id: str, account_id: str, begin: datetime) -> None:
    now = desk.clock.now()
    with desk.api.app.state.services.database.write() as connection:
        connection.execute(
            appointments.insert().values(
                id=appointment_id,
                receipt=f"YO-{appointment_id}",
                account_id=account_id,
                begin_at=begin,
                end_at=begin + timedelta(minutes=30),
                method="in_person",
                place="本庁",
                meeting_url="",
                status="booked",
                sequence=0,
                created_at=now,
                updated_at=now,
                is_noticed=True,
                person_name="こはる",
                contact_kind="email",
                contact="koharu@example.jp",
                topic="住まい",
            )
        )


def availability(desk: Desk, account_id: str, begin: datetime) -> None:
    from desk.appointments.tables import availability as table
    from desk.text.times import JAPAN

    local = begin.astimezone(JAPAN)
    with desk.api.app.state.services.database.write() as connection:
        connection.execute(
            table.insert().values(
                account_id=account_id,
                weekday=None,
                day=local.date().isoformat(),
                begin=f"{local:%H:%M}",
                end=f"{local + timedelta(hours=1):%H:%M}",
                methods=["in_person"],
                place="本庁",
                minutes=30,
                capacity=1,
                blocks=False,
            )
        )
