"""Appointments asked for, changed and cancelled by words: what the desk is asked, what is said of its answer."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from actions import appointment_reply, desk_request, my_appointments, replies
from actions.desk_request import DeskSilent
from tests.actions.steering import say
from tests.actions.test_actions import situation

WIRE = Path(__file__).resolve().parents[1] / "wire"


def wire(name: str):
    return json.loads((WIRE / f"appointment_{name}.json").read_text(encoding="utf-8"))


class Desk:
    """Answers signed requests with what a test says; keeps what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **answers: object) -> None:
        self.asked: list[tuple[str, dict]] = []
        self.answers = answers
        monkeypatch.setattr(desk_request, "post", self.post)

    async def post(self, path: str, request: dict, identity: str) -> object:
        self.asked.append((path, request))
        answer = self.answers[path.rsplit("/", 1)[1]]
        if isinstance(answer, Exception):
            raise answer
        return answer


def said(text: str, control: str | None = None, **chosen: str):
    """The reply to a message or a tap."""
    intent = "request_booking" if chosen else "centre"
    where = situation(
        text,
        conversation_id=wire("standing_request")["conversation_id"],
        understanding={"control": control} if control else {},
        chosen=chosen,
        intent=intent,
    )
    return asyncio.run(appointment_reply.parts(where, my_appointments.wanted(where)))


def labels(parts) -> dict[str, str]:
    return {c["label"]: c["payload"] for part in parts if part["type"] == "choices" for c in part["choices"]}


def chosen_by(payload: str) -> dict[str, str]:
    return json.loads(payload.removeprefix("/request_booking"))


def test_what_stands_is_named_with_the_ways_to_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, standing=wire("standing_response"))

    parts = said("予約いつだっけ", "my_booking")

    assert desk.asked == [("/webhooks/appointments/standing", wire("standing_request"))]
    assert parts[0]["text"].startswith("11月25日(水) 10:00〜11:00（オンライン）のご予約ですね。")
    (row,) = wire("standing_response")["appointments"]
    assert [part["url"] for part in parts if part["type"] == "contact"] == [row["change_url"], row["calendar_url"]]
    assert "予約を取り消す" in labels(parts)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("12月2日に変えたい", r"day=20\d\d-12-02"),
        ("時間を変えたい", None),
        ("12月2日か3日に変えたい", r"days=20\d\d-12-02,20\d\d-12-03"),
        ("来週に変えたい", r"days=[\d-]{10}(?:,[\d-]{10}){6}"),
        # Two months of Thursdays; nearly every day has an afternoon.
        ("木曜に変えたい", r"days=[\d-]{10}(?:,[\d-]{10}){7,8}"),
        ("午後に変えたい", None),
    ],
)
def test_the_page_to_change_it_begins_with_the_days_that_were_named(
    text: str, named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk(monkeypatch, standing=wire("standing_response"))

    parts = said(text, "change_booking")

    (row,) = wire("standing_response")["appointments"]
    (page,) = [part["url"] for part in parts if part["type"] == "contact"]
    assert page.startswith(row["change_url"])
    rest = page.removeprefix(row["change_url"])
    assert re.fullmatch(f"&method={row['method']}&{named}" if named else "", rest)
    assert "いまのご予約はそのまま" in parts[0]["text"]


def test_cancelling_is_asked_once_more_and_then_done(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, standing=wire("standing_response"), cancel=wire("cancel_response"))

    asked = said("予約をキャンセルしたい", "cancel_booking")
    assert "取り消してよろしいですか" in asked[0]["text"]
    assert [path for path, _ in desk.asked] == ["/webhooks/appointments/standing"], "nothing is cancelled yet"

    done = said("取り消す", **chosen_by(labels(asked)["取り消す"]))

    assert desk.asked[-1] == ("/webhooks/appointments/cancel", wire("cancel_request"))
    assert replies.BOOK.payload in labels(done).values()


def test_a_tap_that_asks_to_cancel_is_asked_once_more_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, standing=wire("standing_response"))
    shown = said("予約の確認", "my_booking")

    again = said("予約を取り消す", **chosen_by(labels(shown)["予約を取り消す"]))

    assert "取り消してよろしいですか" in again[0]["text"]
    assert all("cancel" not in path for path, _ in desk.asked)


def test_who_thinks_better_of_it_keeps_the_appointment(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(monkeypatch, standing=wire("standing_response"))
    asked = said("予約をキャンセルしたい", "cancel_booking")
    before = len(desk.asked)

    kept = said("そのままにする", **chosen_by(labels(asked)["そのままにする"]))

    assert "そのまま" in kept[0]["text"]
    assert len(desk.asked) == before


def test_of_several_each_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = wire("standing_response")["appointments"]
    second = row | {"receipt": "YO-1124-02", "text": "12月1日(火) 14:00〜15:00", "short": "12月1日(火) 14:00"}
    Desk(monkeypatch, standing={"appointments": [row, second]})

    parts = said("予約をキャンセルしたい", "cancel_booking")

    offered = labels(parts)
    assert "2件" in parts[0]["text"]
    assert chosen_by(offered["12月1日(火) 14:00 を取り消す"]) == {"kind": "cancel", "given": "YO-1124-02"}
    again = said("12月1日(火) 14:00 を取り消す", **chosen_by(offered["12月1日(火) 14:00 を取り消す"]))
    assert "12月1日(火) 14:00〜15:00" in again[0]["text"]


@pytest.mark.parametrize("control", sorted(my_appointments.CONTROLS))
def test_where_none_stands_booking_is_offered(monkeypatch: pytest.MonkeyPatch, control: str) -> None:
    Desk(monkeypatch, standing={"appointments": []})

    parts = said("予約", control)

    assert "いまはありません" in parts[0]["text"]
    assert replies.BOOK.payload in labels(parts).values()


def test_another_time_without_an_appointment_is_about_the_times_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    Desk(monkeypatch, standing={"appointments": []})

    assert said("木曜に変えたい", "change_booking") is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"state": "gone", "text": None}, "もう取り消されたか終わって"),
        ({"state": "refused", "text": "この予約の時間は、もう始まっています。"}, "もう始まっています"),
        ({"state": "?"}, "もう一度お試し"),
        (DeskSilent("503"), "もう一度お試し"),
    ],
)
def test_what_could_not_be_cancelled_is_said(monkeypatch: pytest.MonkeyPatch, answer: object, words: str) -> None:
    Desk(monkeypatch, cancel=answer)

    assert words in said("取り消す", kind="cancel_now", given="YO-1124-01")[0]["text"]


@pytest.mark.parametrize("answer", [None, {}, {"appointments": [{}]}, {"appointments": "none"}, DeskSilent("down")])
def test_an_answer_that_nobody_can_read_promises_nothing(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    Desk(monkeypatch, standing=answer)

    assert "もう一度お試し" in said("予約いつだっけ", "my_booking")[0]["text"]


def test_other_taps_and_messages_want_nothing_of_an_appointment() -> None:
    assert my_appointments.wanted(situation("家賃は", understanding={"control": None})) is None
    assert my_appointments.wanted(situation("", intent="request_booking", chosen={"wish": "明日"})) is None
    assert my_appointments.wanted(situation("", intent="request_human", chosen={"kind": "cancel"})) is None


def stopped(text: str, language: str = "ja"):
    parts, _ = say("stop", text=text, language=language)
    return parts


@pytest.mark.parametrize("text", json.loads((WIRE / "withdrawals.json").read_text(encoding="utf-8")))
def test_who_takes_back_a_message_where_none_is_kept_is_told_so(text: str) -> None:
    assert "お預かりしている伝言は、いまはありません" in stopped(text)[0]["text"]


@pytest.mark.parametrize("text", ["キャンセルしたい", "取り消したい", "取り消します", "cancel", "取消", "취소할게요"])
def test_who_takes_back_without_saying_what_is_asked_about_the_appointment(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    desk = Desk(monkeypatch, standing=wire("standing_response"))
    assert "取り消す" in labels(stopped(text))

    desk.answers["standing"] = {"appointments": []}
    assert "取り消すご予約や伝言は、いまはありません" in stopped(text)[0]["text"]

    desk.answers["standing"] = DeskSilent("503")
    assert "もう一度お試し" in stopped(text)[0]["text"]


@pytest.mark.parametrize(
    "text", ["やめます", "もういいです", "チャットをキャンセルしたい", "質問は取り消します", "今日はここまで"]
)
def test_who_ends_the_talk_is_asked_nothing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    desk = Desk(monkeypatch)

    assert stopped(text)[0]["text"].startswith("わかりました。")
    assert desk.asked == []
