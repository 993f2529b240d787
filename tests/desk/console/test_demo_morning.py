from __future__ import annotations

import pytest

from desk.conversation.models import Consultant
from desk.conversation_sql.transaction import SqlStore
from desk.demo import morning
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
