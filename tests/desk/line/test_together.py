"""What is said at the same moment travels in one call: LINE counts calls, and a reply is one for each message of a person."""

from __future__ import annotations

import json

from desk.channels.line import render
from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from tests.desk.line.conftest import Line
from tests.desk.line.phone import text
from tests.desk.line.steps import append, begin, way


def test_twelve_messages_are_three_calls_in_order(line: Line) -> None:
    begin(line, is_reply=False)
    append(line, *(f"その{n}" for n in range(12)))
    line.deliver()

    assert [len(call[1]["messages"]) for call in line.server.calls[1:]] == [5, 5, 2]
    assert line.server.phone[1:] == [f"その{n}" for n in range(12)]
    assert line.states() == ["sent"] * 13


def test_both_bubbles_of_an_answer_are_one_free_reply(line: Line) -> None:
    begin(line, is_reply=False)
    line.post(text("家を借りたい"))
    append(line, "一つ目", "二つ目")
    line.clock.pass_by(seconds=10)
    line.deliver()

    assert way(line)[1:] == ["reply"]


def test_what_is_said_while_an_answer_is_made_travels_with_it(line: Line) -> None:
    line.clock.moment = line.api.app.state.services.clock.now()
    line.post(text("家を借りたい"))
    line.deliver()
    assert line.server.calls == [], "the greeting waits for the answer"

    line.clock.pass_by(seconds=10)
    line.deliver()
    assert len(line.server.calls) == 1, "but not for ever"


def test_batched_messages_end_as_their_call_does(line: Line) -> None:
    begin(line, is_reply=False)
    append(line, "一", "二")
    line.server.faults = ["500"]
    line.deliver()
    assert line.states() == ["sent", "ready", "riding"]

    line.clock.pass_by(seconds=2)
    line.deliver()
    assert line.states() == ["sent", "sent", "sent"]
    assert line.server.phone[-2:] == ["一", "二"]


def test_quick_replies_are_on_the_last_object(line: Line) -> None:
    begin(line, is_reply=False)
    [conversation] = line.rows(t.conversations)
    offer = {"type": "choices", "purpose": "reply", "choices": [{"label": "はい", "payload": "/x"}]}
    with line.api.app.state.services.store.write() as tx:
        tx.append(conversation["id"], Author.BOT, "自動応答", [offer], line.clock.now())
    append(line, "おわり")
    line.deliver()

    messages = line.server.calls[-1][1]["messages"]
    assert ["quickReply" in message for message in messages] == [False, True]


def test_one_bell_for_several_replies_and_none_for_who_reads_them_on_the_page(line: Line) -> None:
    begin(line, is_reply=False)
    line.sender = line.sender_of(
        lambda found: render.pack(found, lambda c: "https://desk.test/chat#open=x", by_link=True)
    )
    append(line, "ないしょ一", "ないしょ二", author=Author.CONSULTANT, name="相談員 佐藤")
    line.deliver()

    assert len(line.server.calls[-1][1]["messages"]) == 1
    assert "新しい返信があります" in line.server.phone[-1]
    assert "ないしょ" not in json.dumps(line.server.calls, ensure_ascii=False)

    line.sender = line.sender_of(render.pack, is_reading=lambda message: True)
    append(line, "ないしょ三", author=Author.CONSULTANT, name="相談員 佐藤")
    line.deliver()
    assert line.states() == ["sent", "sent", "sent", "shown"]
