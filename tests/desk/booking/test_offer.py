"""What the assistant's actions ask of the desk, signed."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook

from desk.settings import DEVELOPMENT_SECRET
from tests.desk.booking.conftest import Desk

WIRE = Path(__file__).resolve().parents[2] / "wire"


def wire(name: str):
    return json.loads((WIRE / f"appointment_{name}.json").read_text(encoding="utf-8"))


def ask(desk: Desk, what: str, body: dict, secret: str = DEVELOPMENT_SECRET):
    text, at = json.dumps(body), dt.datetime.now(dt.UTC)
    identity = f"b_{uuid.uuid4().hex}"
    headers = {
        "webhook-id": identity,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(identity, at, text),
    }
    return desk.http.post(f"/webhooks/appointments/{what}", content=text, headers=headers)


def offer(desk: Desk, **window: object) -> dict:
    wish = {**wire("offer_request")["windows"][0], **window}
    return ask(desk, "offer", {**wire("offer_request"), "windows": [wish]}).json()


def test_the_answer_is_the_wires(desk: Desk) -> None:
    found = ask(desk, "offer", wire("offer_request")).json()

    assert found | {"slots": found["slots"][:1]} == wire("offer_response")


def test_another_hour_of_the_day_is_offered_before_another_day(desk: Desk) -> None:
    found = offer(desk, from_time="19:00", to_time="20:00")

    assert found["fits"] == "day"
    assert {slot["begin"][:10] for slot in found["slots"]} == {"2026-11-25"}


def test_a_closed_day_gets_what_comes_next(desk: Desk) -> None:
    since, until = "2026-11-28T00:00:00+09:00", "2026-11-30T00:00:00+09:00"
    found = offer(desk, since=since, until=until, from_time="00:00")

    assert found["fits"] == "no"
    assert found["slots"][0]["begin"].startswith("2026-11-24")


def test_several_days_are_offered_and_not_one_full_morning(desk: Desk) -> None:
    found = ask(desk, "offer", {"conversation_id": "c_1"}).json()

    assert len(found["slots"]) == 6
    assert len({slot["begin"][:10] for slot in found["slots"]}) == 2


def test_the_latest_are_the_last_of_each_day(desk: Desk) -> None:
    everything = [slot["begin"] for slot in ask(desk, "offer", {"conversation_id": "c_1"}).json()["slots"]]
    found = [slot["begin"] for slot in ask(desk, "offer", {"conversation_id": "c_1", "latest": True}).json()["slots"]]

    assert len(found) == len({begin[:10] for begin in found}) == 6
    assert all(max(b[11:16] for b in everything if b[:10] == late[:10]) <= late[11:16] for late in found[:2])
    assert {begin[11:16] for begin in found} == {"16:00"}


def test_the_link_leads_to_the_page_with_the_time_filled_in(desk: Desk) -> None:
    visitor = desk.api.visitor()
    body = wire("link_request") | {"conversation_id": visitor.conversation_id}

    found = ask(desk, "link", body).json()
    path = found["url"].partition("8000")[2]
    page = desk.http.get(path)
    desk.post(
        f"{path.partition('?')[0]}/book",
        method="online",
        at="2026-11-25T13:00",
        name="たろう",
        contact="taro@example.jp",
        consent="yes",
    )

    assert found["text"] == wire("link_response")["text"]
    assert set(found) == set(wire("link_response"))
    assert "11月25日(水) 13:00〜14:00" in page.text
    assert 'name="contact"' in page.text
    (made,) = desk.all()
    assert made.conversation_id == visitor.conversation_id


def test_a_time_without_a_method_asks_for_the_method_and_keeps_the_time(desk: Desk) -> None:
    body = wire("link_request") | {"method": None}

    page = desk.http.get(ask(desk, "link", body).json()["url"].partition("8000")[2]).text

    assert "どうやって相談しますか" in page
    assert "method=phone&amp;at=2026-11-25T13%3A00" in page


@pytest.mark.parametrize("what", ["offer", "link"])
def test_only_who_knows_the_secret_is_answered(desk: Desk, what: str) -> None:
    other = "whsec_" + "A" * 40

    assert ask(desk, what, wire(f"{what}_request"), other).status_code == 401
    assert desk.http.post(f"/webhooks/appointments/{what}", json={}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [{}, {"conversation_id": "a b"}, {"conversation_id": "c", "windows": [{"since": "x"}]}],
)
def test_what_cannot_be_read_is_refused(desk: Desk, body: dict) -> None:
    assert ask(desk, "offer", body).status_code == 422
