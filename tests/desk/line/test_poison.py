"""An event that cannot be taken blocks no other, and what the door answers is written down."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from desk.channels.line import tables as line_tables
from desk.channels.line.store import SqlLineStore
from tests.desk.line.conftest import Line
from tests.desk.line.phone import event, sign, text

# What databases refuse: NUL, and half a surrogate pair.
BAD = ["a\x00b", "a\ud83eb"]


@pytest.mark.parametrize("bad", BAD, ids=["NUL", "half a pair"])
@pytest.mark.parametrize(
    "poison",
    [
        lambda bad: text("家", webhookEventId=bad),
        lambda bad: text("家", user=bad),
        lambda bad: text("家", replyToken=bad),
        lambda bad: text(bad),
        lambda bad: event(bad),
        lambda bad: event("postback", postback={"data": bad}),
        lambda bad: event("unsend", unsend={"messageId": bad}),
        lambda bad: event(message={"id": bad, "type": "text", "text": "家"}),
        lambda bad: event(message={"id": "m1", "type": "sticker", "keywords": [bad]}),
        lambda bad: event(message={"id": "m2", "type": "file", "fileName": bad}),
        lambda bad: event(message={"id": "m3", "type": "text", "text": "家", "markAsReadToken": bad}),
    ],
    ids=[
        "event id",
        "user",
        "reply token",
        "words",
        "kind",
        "postback",
        "unsend",
        "message id",
        "sticker",
        "file",
        "read token",
    ],
)
def test_characters_that_no_database_takes_block_nobody(line: Line, poison, bad: str) -> None:
    answer = line.post(text("前", user="Ubefore"), poison(bad), text("後", user="Uafter"))

    assert answer.status_code == 200
    assert {"前", "後"} <= set(line.words())


def test_an_event_that_meets_a_mistake_of_ours_is_undone_alone(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = line.api.app.state.services.of(SqlLineStore)
    keep = store.keep_token

    def fails(tx, user_id: str, token: str, now) -> None:
        keep(tx, user_id, token, now)
        if user_id == "U5":
            raise AttributeError("ないしょの話")

    monkeypatch.setattr(store, "keep_token", fails)
    batch = [text(f"その{n}", user=f"U{n}") for n in range(10)]

    assert line.post(*batch).status_code == 200
    assert sorted(line.words()) == [f"その{n}" for n in range(10) if n != 5]
    assert {row["user_id"] for row in line.rows(line_tables.line_users)} == {f"U{n}" for n in range(10)} - {"U5"}
    assert "line.event.failed message AttributeError" in caplog.text
    assert "ないしょ" not in caplog.text

    # It left no trace: LINE, or a person, may send it again once the mistake is mended.
    monkeypatch.undo()
    line.post(batch[5])
    assert "その5" in line.words()


def test_where_nobody_knows_whether_people_are_there_nothing_is_taken_and_line_comes_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.post(text("前から", user="Uknown"))
    hours = line.api.app.state.services.hours
    opening = hours.situation

    def fails():
        raise TimeoutError("no connection is free")

    monkeypatch.setattr(hours, "situation", fails)
    batch = [text("家", user="Uknown"), text("はじめまして", user="Unew")]
    refused = line.post(*batch)
    # What needs no such knowledge goes on.
    assert line.post(text("空き家", user="Uknown")).status_code == 200
    monkeypatch.setattr(hours, "situation", opening)

    assert refused.status_code == 503
    assert line.words() == ["前から", "空き家"]
    assert line.post(*batch).status_code == 200
    assert sorted(line.words()) == sorted(["前から", "空き家", "家", "はじめまして"])


def test_where_the_database_is_away_nothing_is_taken_and_line_is_asked_to_come_again(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    def away(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(line.api.app.state.services.of(SqlLineStore), "keep_token", away)

    assert line.post(text("一", user="U1"), text("二", user="U2")).status_code == 503
    assert line.words() == []
    assert line.rows(line_tables.line_events) == []
    assert "POST /webhooks/line 503" in caplog.text


class TestLog:
    @pytest.mark.parametrize(
        ("body", "secret", "said"),
        [
            (b'{"events": []}', "", "200 0 events"),
            (b'{"events": [{"type": "message"}]}', "", "200 1 events"),
            (b'{"events": [{"type": "message"}]}', "wrong", "401 0 events"),
            (b"[]", "", "400 0 events"),
        ],
    )
    def test_every_webhook_is_written_down_with_its_answer(
        self, line: Line, caplog: pytest.LogCaptureFixture, body: bytes, secret: str, said: str
    ) -> None:
        caplog.set_level("INFO")
        signature = sign(body, secret) if secret else sign(body)
        line.api.http.post("/webhooks/line", content=body, headers={"x-line-signature": signature})

        assert f"line.webhook POST /webhooks/line {said} from testclient" in caplog.text

    def test_neither_words_nor_ids_are_written(self, line: Line, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("DEBUG", "desk")
        line.post(text("ないしょの話", user="Usecret", replyToken="token-secret"))
        line.deliver()

        for word in ("ないしょ", "Usecret", "token-secret"):
            assert word not in caplog.text
