"""Danger in what is left as a message, and before a hand-over, whichever button led to it."""

from __future__ import annotations

import pytest

from tests.desk.api import OFFICE_HOURS, Api
from tests.desk.danger.people import (
    CRY,
    EMERGENCY,
    ORDINARY,
    Watch,
    answered,
    cases,
    numbers,
    say,
    shown,
)

NIGHT = "2026-11-23T22:00:00+09:00"


# --- left as a message -----------------------------------------------------------------------


@pytest.mark.parametrize("clock", [OFFICE_HOURS, NIGHT])
def test_a_message_that_is_left_is_read_as_well(tmp_path, database_url: str, clock: str) -> None:
    api = Api(tmp_path / "left", database_url=database_url, test_clock=clock)
    api.account()
    watch, consultant, visitor = Watch(api), api.log_in(), api.visitor()
    form = {
        "client_id": "f",
        "send": True,
        "question": f"{ORDINARY}。{CRY}",
        "contact_kind": "chat",
    }
    assert visitor.post("/api/web/forms/leave_message", json=form).status_code == 202
    watch.work()

    [case] = cases(consultant)
    assert case["flags"] == ["distress"]
    assert "伝言" not in case["danger"]["words"]
    assert [m for m in shown(visitor) if numbers(m)]
    api.app.state.services.database.close()


# --- whichever button led to it --------------------------------------------------------------


def test_a_hand_over_after_words_of_danger_is_one_of_distress(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    say(visitor, CRY)
    answered(api)
    say(visitor, ORDINARY)
    answer = api.hand_over(visitor.conversation_id, reason="asked_for_person").json()

    [case] = cases(consultant, "queued")
    assert (case["reason"], case["flags"]) == ("distress", ["distress"])
    assert case["case_id"] == answer["case_id"]
    assert cases(consultant, "alert") == []


def test_so_is_one_without_the_assistant(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    say(visitor, CRY)
    watch.work(ahead=5)
    with api.app.state.services.store.write() as tx:
        from desk.conversation import desk_handover

        situation = api.app.state.services.hours.situation()
        now = api.app.state.services.clock.now()
        desk_handover.without_assistant(tx, tx.conversation(visitor.conversation_id), "x", now, situation)

    [case] = cases(consultant, "queued")
    assert (case["reason"], case["flags"]) == ("distress", ["distress"])


def test_a_hand_over_after_the_danger_was_dealt_with_is_an_ordinary_one(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    say(visitor, CRY)
    answered(api)
    [case] = cases(consultant, "alert")
    consultant.post(f"/api/console/cases/{case['case_id']}/claim")
    consultant.post(f"/api/console/cases/{case['case_id']}/return")

    api.hand_over(visitor.conversation_id, reason="asked_for_person")

    assert [(c["reason"], c["flags"]) for c in cases(consultant)] != []
    assert all(c["flags"] == [] for c in cases(consultant))


def test_what_is_worse_counts_as_the_reason(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    api.hand_over(visitor.conversation_id)
    say(visitor, CRY)
    watch.model.hears = {EMERGENCY: {"kind": "emergency", "subject": "fire", "by": "model"}}
    say(visitor, EMERGENCY)
    watch.work()

    [case] = cases(consultant, "queued")
    assert case["reason"] == "emergency"
    assert case["danger"]["kind"] == "emergency"
