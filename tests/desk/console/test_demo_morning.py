from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.channels.line.outbox import Outbox
from desk.channels.line.tables import line_users
from desk.clock import clock_of
from desk.conversation.models import Consultant
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.demo import fill, morning
from desk.set_aside.decisions import SetAside
from desk.settings import Settings
from tests.desk.api import Api
from tests.desk.conftest import START


def test_a_morning_shows_every_kind_of_case(api: Api) -> None:
    owner = Consultant(api.account(), "佐藤")

    morning.add(SqlStore(api.app.state.services.database), START, owner)

    sato = api.log_in()
    rows = [
        row
        for state in ("queued", "message_left", "consultant")
        for row in sato.get("/api/console/cases", params={"state": state}).json()["cases"]
    ]
    assert sorted(row["state"] for row in rows) == ["consultant", "message_left", *["queued"] * 3]
    assert {row["channel"] for row in rows} == {"web", "line"}
    assert [row["flags"] for row in rows if row["flags"]] == [["distress"]]
    assert rows[0]["flags"] == ["distress"], "cries for help come first"


def test_before_there_is_an_account_nobody_has_a_case(api: Api) -> None:
    cases = morning.add(SqlStore(api.app.state.services.database), START, None)

    with SqlStore(api.app.state.services.database).read() as tx:
        assert [tx.case(case).owner for case in cases] == [None] * len(cases)


@pytest.mark.parametrize("talk", morning.TALKS)
def test_what_it_says_is_answered_from_approved_entries(talk: morning.Talk) -> None:
    for _, label in talk.said:
        part = morning._answer(label)[0]
        assert part["text"]
        assert part["type"] == ("answer" if label else "text")


def test_demo_data_need_no_folder_and_live_at_the_desks_own_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "not" / "there"
    settings = Settings(_env_file=None, environment="test", test_clock="2031-05-12T10:00:00+09:00", data_dir=folder)
    monkeypatch.setattr(fill, "load", lambda: settings)
    monkeypatch.setattr("sys.argv", ["fill", "--days", "20", "--a-day", "4"])

    assert fill.main() == 0

    database = Database(settings.database)
    v, m = t.conversations.c, t.messages.c
    with database.read() as connection:
        newest = connection.execute(sa.select(sa.func.max(m.sent_at, type_=m.sent_at.type))).scalar_one()
        on_line = set(connection.execute(sa.select(v.id).where(v.channel == "line")).scalars())
        known = set(connection.execute(sa.select(line_users.c.conversation_id)).scalars())
    assert f"{newest:%Y-%m-%d}" == "2031-05-12"
    # As on a real desk: nobody is on LINE without a LINE user, and nothing that is to be sent cannot be read.
    assert on_line
    assert on_line == known
    outbox = Outbox(database)
    now = clock_of(settings).now() + timedelta(minutes=5)
    while delivery := outbox.lease(now):
        assert not delivery.is_following
        outbox.settle(delivery.id, "dropped")
    assert SetAside(database).items() == []
    database.close()
