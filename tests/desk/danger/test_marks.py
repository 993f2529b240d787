"""Marks that the staff set, lift, review and count."""

from __future__ import annotations

from desk.danger.shipped import rule_name
from tests.desk.api import Api
from tests.desk.console.office import actions, manager
from tests.desk.danger.people import (
    CRY,
    HIDDEN_CRY,
    ORDINARY,
    Watch,
    cases,
    say,
)


def test_the_staff_set_and_lift_marks_by_hand_with_a_reason(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    case_id = api.hand_over(visitor.conversation_id).json()["case_id"]
    seq = say(visitor, ORDINARY)
    watch.work()
    address = f"/api/console/cases/{case_id}/danger"
    wish = {"seq": seq, "kind": "distress", "subject": "crisis", "reason": "声が沈んでいた"}

    assert consultant.post(address, json={**wish, "reason": ""}).status_code == 422
    assert consultant.post(address, json={**wish, "seq": seq + 50}).status_code == 409
    set_mark = consultant.post(address, json=wish).json()["mark"]
    assert consultant.post(address, json=wish).status_code == 409

    [case] = cases(consultant, "queued")
    assert (case["flags"], case["reason"]) == (["distress"], "distress")
    assert (set_mark["by"], set_mark["reason"]) == ("staff", "声が沈んでいた")
    lifted = consultant.post(f"{address}/lift", json={"marks": [set_mark["id"]], "reason": "話して安心した"})
    assert lifted.json()["flags"] == []
    assert consultant.post(address, json=wish).status_code == 200
    assert [a for a in actions(api) if "danger" in a].count("set_danger") >= 2


def test_the_marks_are_reviewed_on_a_page_with_why_they_were_set(api: Api, watch: Watch) -> None:
    api.account()
    visitor = api.visitor()
    api.hand_over(visitor.conversation_id)
    say(visitor, CRY)
    say(visitor, HIDDEN_CRY)
    watch.work()
    boss = manager(api)

    page = boss.get("/console/danger").text

    rule = next(mark["rule"] for mark in watch.rows() if mark["rule"])
    assert rule not in page
    for words in (CRY, HIDDEN_CRY, f"言葉の一覧（{rule_name(rule)}）", "0.97", "見守り中", "自殺・自傷"):
        assert words in page
    assert HIDDEN_CRY not in boss.get("/console/danger?state=lifted").text
    assert "view_danger" in actions(api)
    assert api.log_in().get("/console/danger").status_code == 403


def test_open_marks_are_counted(api: Api, watch: Watch) -> None:
    visitor = api.visitor()
    api.hand_over(visitor.conversation_id)
    say(visitor, CRY)
    assert "hitohata_danger_unread 1.0" in api.http.get("/metrics").text
    watch.work()

    figures = api.http.get("/metrics").text
    assert "hitohata_danger_marks_open 1.0" in figures
    assert "hitohata_danger_unread 0.0" in figures
