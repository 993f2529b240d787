from __future__ import annotations

import json
import random
import threading

import pytest

from desk.cases.store import CaseStore
from desk.channels.line.troubles import Troubles
from desk.conversation import feed
from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.db.schema import metadata
from desk.deliveries.page import trouble
from tests.desk.api import Api
from tests.desk.line.conftest import Line
from tests.desk.line.phone import OFFICE_MS, event, poster, sign, text


class TestReceiving:
    def test_a_text_is_stored_and_becomes_a_turn(self, line: Line) -> None:
        assert line.post(text("家を借りたい")).status_code == 200

        turn, _ = line.turn_queue.lease(line.api.app.state.services.clock.now())
        assert (turn.text, turn.channel) == ("家を借りたい", "line")

    @pytest.mark.parametrize("secret", ["wrong", ""])
    def test_a_wrong_signature_is_refused_and_nothing_stored(self, line: Line, secret: str) -> None:
        assert line.post(text("家"), secret=secret or "x").status_code == 401
        assert line.rows(t.messages) == []

    def test_a_missing_signature_is_refused(self, line: Line) -> None:
        assert line.api.http.post("/webhooks/line", json={"events": []}).status_code == 401

    def test_every_configured_secret_verifies_and_the_headers_case_does_not_matter(self, line: Line) -> None:
        assert line.post(text("家"), secret="old-secret").status_code == 200
        assert line.post(text("家"), header="X-LINE-SIGNATURE").status_code == 200

    @pytest.mark.parametrize(
        "body",
        ['{"events":[]} ', '{"events": [], "x": "\\uD83E\\uDD28"}', '{"events":[],"x":"🤨"}'],
    )
    def test_the_raw_bytes_are_what_is_signed(self, line: Line, body: str) -> None:
        raw = body.encode()
        answer = line.api.http.post("/webhooks/line", content=raw, headers={"x-line-signature": sign(raw)})

        assert answer.status_code == 200

    @pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b'{"events": 5}'])
    def test_what_is_no_webhook_is_400(self, line: Line, raw: bytes) -> None:
        answer = line.api.http.post("/webhooks/line", content=raw, headers={"x-line-signature": sign(raw)})

        assert answer.status_code == 400

    def test_one_hundred_redeliveries_are_one_message(self, line: Line) -> None:
        sent = text("家を借りたい")
        threads = [threading.Thread(target=lambda: line.post(sent)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for _ in range(80):
            line.post(sent | {"deliveryContext": {"isRedelivery": True}})

        assert line.words() == ["家を借りたい"]
        assert len(line.rows(t.turns)) == 1

    def test_events_are_taken_in_the_order_of_their_time(self, line: Line) -> None:
        sent = [text(f"その{n:02}", at=OFFICE_MS + n) for n in range(50)]
        random.Random(7).shuffle(sent)

        line.post(*sent)

        assert line.words() == [f"その{n:02}" for n in range(50)]

    def test_several_users_unknown_kinds_and_strange_events_in_one_request(self, line: Line) -> None:
        answer = line.post(
            text("一", user="U1"),
            text("二", user="U2"),
            event("videoPlayComplete"),
            event("brandNew", surprise={"a": [1]}),
            {"type": "message"},
            {},
            event(message={"type": "text", "id": "1", "text": 5}),
            text("三", user="U3"),
        )

        assert answer.status_code == 200
        assert set("一二三") <= set(line.words())
        assert len(line.rows(t.conversations)) == 3

    def test_standby_groups_and_absent_users_get_nothing(self, line: Line) -> None:
        line.post(
            text("x", mode="standby"),
            text("y", source={"type": "group", "groupId": "G"}),
            text("z", source={}),
        )

        assert line.rows(t.messages) == []

    def test_a_captured_request_is_refused_by_its_age(self, line: Line) -> None:
        line.post(text("家", at=OFFICE_MS - 8 * 86_400_000))

        assert line.words() == []
        assert "時計" in _trouble(line)

    @pytest.mark.parametrize("minutes", [6, 600, 60 * 24 * 365])
    def test_words_are_kept_and_answered_however_far_behind_the_desks_clock_is(self, line: Line, minutes: int) -> None:
        line.post(text("家", at=OFFICE_MS + minutes * 60_000))

        assert line.words() == ["家"]
        [message] = [row for row in line.rows(t.messages) if row["author"] == "user"]
        assert message["sent_at"] <= line.api.app.state.services.clock.now()
        assert len(line.rows(t.turns)) == 1
        assert "時計" in _trouble(line)
        assert line.api.http.get("/health/ready").json()["line"]["status"] == "clock"

    def test_the_clock_is_no_trouble_any_more_once_a_time_is_right(self, line: Line) -> None:
        line.post(text("家", at=OFFICE_MS + 6 * 60_000))
        line.post(text("店"))

        assert _trouble(line) == ""
        assert line.api.http.get("/health/ready").json()["line"]["status"] != "clock"

    @pytest.mark.parametrize(
        ("message", "shown"),
        [
            ({"type": "sticker"}, "スタンプ"),
            ({"type": "image"}, "写真"),
            ({"type": "location", "title": "家"}, "位置情報"),
            ({"type": "newKind"}, "表示できない"),
        ],
    )
    def test_what_is_no_text_is_kept_and_kindly_answered(self, line: Line, message: dict, shown: str) -> None:
        line.post(event(message={"id": "9"} | message))

        assert shown in line.words()[-1]
        assert "文字のメッセージ" in line.words("bot")[-1]
        assert line.rows(t.turns) == []

    def test_a_tap_a_number_and_a_label_are_the_same_choice(self, line: Line) -> None:
        line.post(event("follow"))
        first = line.rows(t.choices)[0]
        line.post(event("postback", postback={"data": first["id"]}))
        line.post(text("1"))
        line.post(text(first["label"]))

        assert [row["payload"] for row in line.rows(t.turns)] == [first["payload"]] * 3

    def test_a_made_up_postback_is_no_command(self, line: Line) -> None:
        line.post(event("follow"), event("postback", postback={"data": '/choose{"label": "x"}'}))

        assert line.rows(t.turns) == []
        assert "使えなくなりました" in line.words("system")[-1]

    def test_an_unsent_message_is_gone_from_everywhere(self, line: Line) -> None:
        sent = text("取り消したい話")
        line.post(sent)
        [conversation] = line.rows(t.conversations)
        line.api.hand_over(
            conversation["id"],
            question="取り消したい話",
            slots={"last_label": "取り消したい話"},
            transcript=[{"author": "user", "text": "取り消したい話", "sent_at": None}],
        )
        before = line.api.app.state.services.of(CaseStore).standing()
        line.post(event("unsend", unsend={"messageId": sent["message"]["id"]}))

        for table in metadata.sorted_tables:
            assert "取り消したい話" not in json.dumps(line.rows(table), ensure_ascii=False, default=str)
        # The consoles are told, and the assistant is made to forget.
        assert line.api.app.state.services.of(CaseStore).standing() != before
        assert [row["conversation_id"] for row in line.rows(privacy_tables.erasures)] == [conversation["id"]]

    def test_the_page_that_is_open_hears_that_words_were_taken_back_or_changed(self, line: Line) -> None:
        sent = text("あとで取り消す話")
        line.post(sent)
        services = line.api.app.state.services
        [conversation] = line.rows(t.conversations)

        def changes() -> int:
            with services.store.read() as tx:
                found = feed.state(
                    tx,
                    tx.conversation(conversation["id"]),
                    services.hours.situation(),
                    consultant_name=None,
                    assistant_ready=True,
                    typing=None,
                )
            return found["changes"]

        assert changes() == 0
        line.post(event("messageEdited", message=sent["message"] | {"text": "別の話"}))
        assert changes() == 1
        line.post(event("unsend", unsend={"messageId": sent["message"]["id"]}))
        assert changes() == 2

    def test_what_was_unsent_before_it_came_is_never_taken(self, line: Line) -> None:
        sent = text("取り消したい話")
        line.post(event("unsend", unsend={"messageId": sent["message"]["id"]}))
        line.post(sent)

        assert line.words() == []

    def test_line_ids_never_reach_the_assistant(self, line: Line) -> None:
        line.post(text("家", user="Usecret"))

        turn, _ = line.turn_queue.lease(line.api.app.state.services.clock.now())
        assert "Usecret" not in repr(turn)


def test_without_secrets_line_is_not_there(api: Api) -> None:
    assert poster(api.http)(text("家")).status_code == 404


def _trouble(line: Line) -> str:
    return trouble(line.api.app.state.services.of(Troubles))
