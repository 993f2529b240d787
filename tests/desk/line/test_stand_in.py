"""The stand-in is as strict as LINE: keys, tokens, the quota, and every fault it can play."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import httpx
import pytest

from desk.channels.line.access_token import ChannelToken
from desk.channels.line.client import LineApi, Outcome
from tests.line_simulator import line as simulator
from tests.line_simulator import server
from tests.line_simulator.server import serving
from tests.ports import free_ports

HELLO = [{"type": "text", "text": "こんにちは"}]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[simulator.Line]:
    found = simulator.Line("http://127.0.0.1:9/webhooks/line", "s", "token")
    # Nobody listens to what the phone sends.
    monkeypatch.setattr(found, "post", lambda events, tries=5: 200)
    with serving(found, free_ports(1)[0]) as found.address:
        yield found


@pytest.fixture
def api(line: simulator.Line) -> Iterator[LineApi]:
    found = LineApi(line.address, ChannelToken(line.address, "token"))
    yield found
    found.close()


def key() -> str:
    return str(uuid.uuid4())


def test_a_key_is_good_for_one_body_and_tells_that_it_was_accepted(line: simulator.Line, api: LineApi) -> None:
    once = key()

    assert api.push("U1", HELLO, once).status == 200
    assert api.push("U1", HELLO, once).status == 409
    assert api.push("U2", HELLO, once).status == 400
    assert (len(line.phones["U1"]), len(line.phones["U2"]), line.pushed) == (1, 0, 1)


def test_a_reply_token_is_good_once_and_for_a_minute(
    line: simulator.Line, api: LineApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = line.say("U1", "一"), line.say("U1", "二")

    assert api.reply(first["replyToken"], HELLO).outcome is Outcome.ACCEPTED
    assert api.reply(first["replyToken"], HELLO).outcome is Outcome.TOKEN_USELESS
    begun = simulator.time.monotonic()
    monkeypatch.setattr(simulator.time, "monotonic", lambda: begun + 61)
    assert api.reply(second["replyToken"], HELLO).outcome is Outcome.TOKEN_USELESS


def test_beyond_the_quota_pushes_are_refused_and_replies_are_not(line: simulator.Line, api: LineApi) -> None:
    line.quota = 1
    api.push("U1", HELLO, key())

    assert api.push("U1", HELLO, key()).outcome is Outcome.QUOTA
    assert api.reply(line.say("U1", "一")["replyToken"], HELLO).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("fault", "outcome", "seen"),
    [
        ("400", Outcome.REFUSED, 0),
        ("401", Outcome.UNAUTHORISED, 0),
        ("403", Outcome.FORBIDDEN, 0),
        ("409", Outcome.ACCEPTED, 0),
        ("429", Outcome.LATER, 0),
        ("500", Outcome.AMBIGUOUS, 0),
        ("lost", Outcome.AMBIGUOUS, 1),
        ("slow", Outcome.AMBIGUOUS, 1),
    ],
)
def test_every_fault_is_played_once_and_by_what_is_sent_only(
    line: simulator.Line, monkeypatch: pytest.MonkeyPatch, fault: str, outcome: Outcome, seen: int
) -> None:
    monkeypatch.setattr("desk.channels.line.client.CALL_SECONDS", 0.5)
    monkeypatch.setattr(server, "SLOW_SECONDS", 1.0)
    api = LineApi(line.address, ChannelToken(line.address, "token"))
    line.faults.append(fault)

    assert api.quota() == (0, 200)
    assert api.push("U1", HELLO, key()).outcome is outcome
    assert len(line.phones["U1"]) == seen
    assert api.push("U1", HELLO, key()).outcome is Outcome.ACCEPTED
    api.close()


@pytest.mark.parametrize(
    ("body", "kind", "shown"),
    [
        ({"do": "say", "text": "家"}, "message", "家"),
        ({"do": "sticker"}, "message", "（スタンプ）"),
        ({"do": "photo"}, "message", "（写真）"),
        ({"do": "place"}, "message", "（小樽駅の位置情報）"),
        ({"do": "follow"}, "follow", None),
        ({"do": "block"}, "unfollow", None),
    ],
)
def test_the_phone_sends_what_line_would(
    line: simulator.Line, monkeypatch: pytest.MonkeyPatch, body: dict, kind: str, shown: str | None
) -> None:
    posted: list[dict] = []
    monkeypatch.setattr(line, "post", lambda events, tries=5: posted.extend(events) or 200)

    httpx.post(f"{line.address}/phone/U1", json=body, trust_env=False)

    [event] = posted
    assert event["type"] == kind
    assert ("replyToken" in event) is (kind != "unfollow")
    assert [m["text"] for m in line.phones["U1"]] == ([shown] if shown else [])


def test_words_are_changed_and_taken_back_on_the_phone(line: simulator.Line) -> None:
    sent = line.say("U1", "四人家族")["message"]["id"]
    line.edit("U1", sent, "五人家族")
    assert [m["text"] for m in line.phones["U1"]] == ["五人家族"]

    line.unsend("U1", sent)
    assert line.phones["U1"] == []
