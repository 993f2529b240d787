"""What danger does to a conversation, whoever holds it: its case, its place, the numbers, what the staff may see and do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.conversation import follow_up
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger.shipped import shared
from tests.desk.api import Api
from tests.desk.console.office import actions, manager
from tests.desk.danger.people import CRY, HIDDEN_CRY, Watch, answered, cases, numbers, say, shown, told

NIGHT = "2026-11-23T22:00:00+09:00"


# --- with the bot, and no button pressed ----------------------------------------------------


def test_words_of_danger_to_the_bot_are_an_alert_and_the_bot_goes_on(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    say(visitor, CRY)
    answered(api)

    [case] = cases(consultant, "alert")
    assert (case["state"], case["reason"], case["flags"]) == ("alert", "distress", ["distress"])
    assert case["question"] == CRY
    assert case["danger"]["words"] == CRY
    assert case["last_message"] == ""
    assert visitor.get("/api/web/messages").json()["state"]["holder"] == "bot"
    # The reply has the numbers: they are not said twice, and who was told is said with them.
    assert [numbers(m) for m in shown(visitor) if numbers(m)] == [["0120-279-338"]]
    assert "相談員に知らせました" in told(visitor)[0]["text"]
    assert told(visitor)[0]["reach"] == "here"


def test_a_reply_without_numbers_is_followed_by_them(api: Api, watch: Watch) -> None:
    visitor = api.visitor()
    say(visitor, CRY)
    answered(api, parts=())

    [last] = [m for m in shown(visitor) if numbers(m)]
    assert {"110", "119"} <= set(numbers(last))
    assert last["author"] == "system"


def test_before_an_alert_is_taken_up_only_the_words_and_three_messages_are_seen(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    for number in range(4):
        say(visitor, f"秘密の話 {number}")
        SqlTurnQueue(api.app.state.services.database).lease(api.app.state.services.clock.now())
        _drop(api)
    say(visitor, CRY)
    answered(api)
    say(visitor, "そのあとの話")
    [case] = cases(consultant, "alert")
    address = f"/api/console/cases/{case['case_id']}"

    page = consultant.get(address).json()
    seen = [m["parts"][0]["text"] for m in page["messages"]]
    assert len(seen) == 4
    assert CRY in seen
    assert "秘密の話 0" not in str(page)
    assert "そのあとの話" not in str(page)
    for path in (f"{address}/messages?before=9", f"/console/cases/{case['case_id']}/record"):
        assert consultant.get(path).status_code == 409
    assert consultant.post(f"{address}/contact", json={}).status_code == 409
    assert consultant.get("/api/console/search", params={"q": "秘密"}).json()["cases"] == []

    whole = consultant.get(f"{address}/talk").json()
    assert "秘密の話 0" in str(whole)
    consultant.get(f"{address}/talk")
    assert actions(api).count("open_alert") == 2


def test_taking_an_alert_up_makes_it_an_own_case(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    say(visitor, CRY)
    answered(api)
    [case] = cases(consultant, "alert")

    body = {
        "client_id": "r1",
        "text": "相談員の佐藤です。いま、安全な場所にいますか。",
        "seen_seq": 99,
    }
    assert consultant.post(f"/api/console/cases/{case['case_id']}/messages", json=body).status_code == 202

    assert cases(consultant, "alert") == []
    assert [c["case_id"] for c in cases(consultant, "consultant")] == [case["case_id"]]
    assert visitor.get("/api/web/messages").json()["state"]["holder"] == "consultant"
    assert "佐藤が入りました" in str(shown(visitor))
    assert len(consultant.get(f"/api/console/cases/{case['case_id']}").json()["messages"]) > 3


def test_an_alert_that_was_none_is_dismissed_with_a_reason(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    say(visitor, CRY)
    answered(api)
    [case] = cases(consultant, "alert")
    address = f"/api/console/cases/{case['case_id']}/danger/lift"

    assert consultant.post(address, json={"reason": "  "}).status_code == 422
    lifted = consultant.post(address, json={"reason": "歌詞の引用"})

    assert lifted.json() == {"case_id": case["case_id"], "state": "closed", "flags": []}
    assert cases(consultant) == []
    [mark] = watch.rows()
    assert (mark["state"], mark["settle_reason"]) == ("lifted", "歌詞の引用")
    assert "lift_danger" in actions(api)
    # Read once more (the worker is at least once), it stays lifted.
    with api.app.state.services.store.write() as tx:
        tx.add_reading(visitor.conversation_id, mark["outside_id"], mark["seq"], mark["at"], mark["at"])
    watch.work()
    assert [one["state"] for one in watch.rows()] == ["lifted"]
    assert cases(consultant) == []
    assert consultant.post(address, json={"reason": "もう一度"}).status_code == 409


def test_several_cries_of_one_conversation_are_one_case_with_a_mark_each(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    for number in range(3):
        say(visitor, f"{CRY} {number}")
        answered(api)

    [case] = cases(consultant, "alert")
    assert case["danger"]["count"] == 3
    assert len(watch.rows()) == 3
    assert len(told(visitor)) == 1


@pytest.mark.parametrize(
    ("settings", "on_call", "reach"),
    [({"test_clock": NIGHT}, False, "nobody"), ({"test_clock": NIGHT}, True, "on_call")],
)
def test_with_nobody_there_the_person_is_told_so_with_the_numbers(
    tmp_path, database_url: str, settings: dict, on_call: bool, reach: str
) -> None:
    api = Api(tmp_path / "night", database_url=database_url, **settings)
    boss = manager(api)
    # Somebody who has gone home: the presence of the log-in is over.
    boss.post("/api/console/duty", json={"on_duty": False})
    if on_call:
        boss.post(
            "/console/notices",
            data={"csrf": boss.headers["x-csrf-token"], "on_call": "1", "by_mail": "1"},
        )
    visitor = api.visitor()
    say(visitor, CRY)
    answered(api)

    [said] = told(visitor)
    assert said["reach"] == reach
    assert ("11月24日(火) 9:00" in said["text"]) is (reach == "nobody")
    assert ("110" in said["text"]) is (reach == "nobody")
    api.app.state.services.database.close()


# --- queued ----------------------------------------------------------------------------------


def test_who_waits_and_says_it_goes_to_the_front_and_gets_the_numbers(api: Api, watch: Watch) -> None:
    api.account()
    consultant = api.log_in()
    others = [api.visitor() for _ in range(3)]
    for other in others:
        api.hand_over(other.conversation_id)
    visitor = api.visitor()
    assert api.hand_over(visitor.conversation_id).json()["position"] == 4
    seq = say(visitor, HIDDEN_CRY)
    watch.work()

    first, *behind = cases(consultant, "queued")
    assert first["conversation_id"] == visitor.conversation_id
    assert (first["flags"], first["reason"]) == (["distress"], "distress")
    assert first["danger"]["words"] == HIDDEN_CRY
    assert first["danger"]["seq"] == seq
    assert visitor.get("/api/web/messages").json()["state"]["position"] == 1
    places = [o.get("/api/web/messages").json()["state"]["position"] for o in others]
    assert places == [2, 3, 4]
    assert [c["conversation_id"] for c in behind] == [o.conversation_id for o in others]
    [message] = [m for m in shown(visitor) if numbers(m)]
    assert {"110", "119"} <= set(numbers(message))


def test_who_gives_up_waiting_is_watched_over_all_the_same(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    api.hand_over(visitor.conversation_id)
    say(visitor, CRY)
    watch.work()
    choice = next(
        c["id"]
        for m in shown(visitor)
        for p in m["parts"]
        for c in p.get("choices", [])
        if c["label"] == "待つのをやめる"
    )

    visitor.post("/api/web/messages", json={"client_id": "stop", "choice": choice})

    assert [c["conversation_id"] for c in cases(consultant, "alert")] == [visitor.conversation_id]
    assert cases(consultant, "queued") == []


# --- held ------------------------------------------------------------------------------------


def test_in_a_held_case_the_message_is_marked_and_the_consultant_is_guided(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    case_id = api.hand_over(visitor.conversation_id).json()["case_id"]
    consultant.post(f"/api/console/cases/{case_id}/claim")
    seq = say(visitor, CRY)
    watch.work()

    page = consultant.get(f"/api/console/cases/{case_id}").json()
    [mark] = page["danger"]["marks"]
    assert (mark["seq"], mark["by"], mark["state"]) == (seq, "rule", "open")
    assert mark["rule_name"] in shared().names.values()
    guidance = page["danger"]["guidance"]
    assert guidance["say"]
    assert guidance["avoid"]
    assert {"110", "119"} <= {part["tel"] for part in guidance["numbers"]}
    assert page["case"]["owner"]
    assert [m for m in shown(visitor) if numbers(m)]
    helplines = consultant.get("/api/console/canned").json()["helplines"]
    assert [one["subject"] for one in helplines if "0120-279-338" in one["text"]]


def test_a_supervisor_is_called_in_the_console_and_by_mail(api: Api, watch: Watch) -> None:
    api.account()
    api.account("高橋", "chief@example.jp", "supervisor")
    consultant, chief = api.log_in(), api.log_in("chief@example.jp")
    case_id = api.hand_over().json()["case_id"]

    called = consultant.post(f"/api/console/cases/{case_id}/danger/call", json={})
    consultant.post(f"/api/console/cases/{case_id}/danger/call", json={})

    assert called.json() == {"called": 1}
    assert chief.get("/api/console/cases").json()["calls"][0]["case_id"] == case_id
    assert "call_supervisor" in actions(api)
    from desk.mail.tables import letters

    with api.app.state.services.database.read() as connection:
        mails = connection.execute(letters.select()).mappings().all()
    assert [mail["recipient"] for mail in mails if "主任" in mail["subject"]] == ["chief@example.jp"]


def test_nobody_is_asked_for_stars_after_words_of_danger(api: Api, watch: Watch) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    case_id = api.hand_over(visitor.conversation_id).json()["case_id"]
    consultant.post(f"/api/console/cases/{case_id}/messages", json={"client_id": "r", "text": "はい"})
    say(visitor, CRY)
    watch.work()

    consultant.post(f"/api/console/cases/{case_id}/return")

    assert "相談員との会話を終わりました" in str(shown(visitor))
    assert "とても良かった" not in str(shown(visitor))
    assert [mark["state"] for mark in watch.rows()] == ["handled"]


def _drop(api: Api) -> None:
    with api.app.state.services.store.write() as tx:
        from desk.conversation_sql import tables as t

        tx.connection.execute(t.turns.update().values(state="done"))


@pytest.mark.parametrize(("by_mistake", "state"), [(follow_up.BY_MISTAKE, "open"), (timedelta(), "handled")])
def test_a_case_that_was_ended_by_mistake_is_watched_over_again(
    api: Api, watch: Watch, monkeypatch: pytest.MonkeyPatch, by_mistake: timedelta, state: str
) -> None:
    monkeypatch.setattr(follow_up, "BY_MISTAKE", by_mistake)
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    case_id = api.hand_over(visitor.conversation_id).json()["case_id"]
    address = f"/api/console/cases/{case_id}"
    consultant.post(f"{address}/claim")
    say(visitor, CRY)
    watch.work()
    consultant.post(f"{address}/close", json={"ending": "solved"})
    assert [mark["state"] for mark in watch.rows()] == ["handled"]

    consultant.post(f"{address}/reopen")

    assert [mark["state"] for mark in watch.rows()] == [state]
    guidance = consultant.get(address).json()["danger"]["guidance"]
    assert bool(guidance) is (state == "open")
