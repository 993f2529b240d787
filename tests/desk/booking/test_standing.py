"""Which appointments of a conversation stand, and cancelling one by words: asked by the assistant's actions, signed."""

from __future__ import annotations

import asyncio
import json

import pytest

from desk.appointments.models import Status
from tests import patience
from tests.desk.booking.conftest import Desk
from tests.desk.booking.test_booking_page import _hidden
from tests.desk.booking.test_offer import ask, wire


def standing(desk: Desk, conversation_id: str) -> list[dict]:
    return ask(desk, "standing", {"conversation_id": conversation_id}).json()["appointments"]


def cancel(desk: Desk, conversation_id: str, receipt: str) -> dict:
    body = wire("cancel_request") | {"conversation_id": conversation_id, "receipt": receipt}
    return ask(desk, "cancel", body).json()


def test_what_stands_is_told_as_the_wire_says_and_nothing_personal(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.booked(visitor.conversation_id)

    answer = ask(desk, "standing", wire("standing_request") | {"conversation_id": visitor.conversation_id})
    (found,) = answer.json()["appointments"]

    (expected,) = wire("standing_response")["appointments"]
    told = {name for name in expected if not name.endswith("_url")}
    assert {name: found[name] for name in told} == {name: expected[name] for name in told}
    assert set(found) == set(expected)
    assert "たろう" not in answer.text
    assert "taro@example.jp" not in answer.text
    assert "家のこと" not in answer.text


def test_the_addresses_open_the_page_to_change_it_and_its_calendar_file(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.booked(visitor.conversation_id)
    (found,) = standing(desk, visitor.conversation_id)

    change = desk.http.get(found["change_url"].partition("8000")[2])
    calendar = desk.http.get(found["calendar_url"].partition("8000")[2])

    assert "方法" in change.text
    assert change.status_code == 200
    assert calendar.text.startswith("BEGIN:VCALENDAR")


async def test_a_change_by_such_an_address_is_news_of_the_talk(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.booked(visitor.conversation_id)
    (found,) = standing(desk, visitor.conversation_id)
    page = found["change_url"].partition("8000")[2].partition("?")[0]
    asked = desk.http.get(f"{page}?change=1&method=online&at=2026-11-26T14:00").text
    signal = desk.api.app.state.services.signal
    signal.attach(asyncio.get_running_loop())
    changed = signal.listen(visitor.conversation_id)

    assert desk.post(f"{page}/change", **_hidden(asked)).status_code == 303
    await asyncio.wait_for(changed.wait(), patience.seconds(2))

    shown = visitor.get("/api/web/messages").json()["messages"]
    assert "変えました" in str(shown[-1]["parts"])


def test_only_what_is_yet_to_come_and_of_this_conversation(desk: Desk) -> None:
    visitor, other = desk.api.visitor(), desk.api.visitor()
    desk.booked(visitor.conversation_id)

    assert standing(desk, other.conversation_id) == []

    assert cancel(desk, visitor.conversation_id, desk.all()[0].receipt)["state"] == "cancelled"
    assert standing(desk, visitor.conversation_id) == []


def test_cancelling_gives_the_time_back_and_tells_the_person_once(desk: Desk) -> None:
    visitor = desk.api.visitor()
    desk.booked(visitor.conversation_id)
    receipt = desk.all()[0].receipt

    answers = [cancel(desk, visitor.conversation_id, receipt) for _ in range(2)]

    assert answers[0] == wire("cancel_response")
    assert answers[1]["state"] == "gone"
    assert desk.all()[0].status is Status.CANCELLED
    shown = visitor.get("/api/web/messages").json()["messages"]
    told = [part["text"] for message in shown for part in message["parts"] if part.get("kind") == "appointment"]
    assert sum("取り消しました" in words for words in told) == 1


def test_nobody_cancels_the_appointment_of_another_conversation(desk: Desk) -> None:
    visitor, other = desk.api.visitor(), desk.api.visitor()
    desk.booked(visitor.conversation_id)

    assert cancel(desk, other.conversation_id, desk.all()[0].receipt)["state"] == "gone"
    assert desk.all()[0].status is Status.BOOKED


@pytest.mark.parametrize("what", ["standing", "cancel"])
def test_only_the_actions_may_ask(desk: Desk, what: str) -> None:
    body = wire(f"{what}_request")
    unsigned = desk.http.post(f"/webhooks/appointments/{what}", content=json.dumps(body))

    assert unsigned.status_code == 401
    assert ask(desk, what, body, secret="whsec_" + "QUFB" * 8).status_code == 401
    assert ask(desk, what, {"conversation_id": "ろ"}).status_code == 422
