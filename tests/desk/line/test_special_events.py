"""What is no words: places, stickers, photos, changed and unsent words, links, blocks, reading, groups."""

from __future__ import annotations

import json

import pytest

from desk.channels.line import tables as line_tables
from desk.channels.line.client import LineApi
from desk.conversation.models import Author
from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from tests.desk.conftest import START
from tests.desk.line.conftest import Line
from tests.desk.line.phone import OFFICE_MS, event, text
from tests.desk.line.steps import conversation, hand_over, notices


class TestSpecialEvents:
    def test_a_place_is_for_people_only(self, line: Line) -> None:
        place = {
            "type": "location",
            "title": "小樽駅",
            "address": "北海道小樽市稲穂2丁目",
            "latitude": 43.1977,
            "longitude": 140.9937,
        }
        line.post(event(message={"id": "1"} | place))
        assert "小樽駅" not in json.dumps(line.rows(t.messages), ensure_ascii=False, default=str)

        hand_over(line)
        line.post(event(message={"id": "2"} | place))
        assert line.words()[-1] == ("（位置情報：小樽駅、北海道小樽市稲穂2丁目、43.19770, 140.99370）")

    def test_a_sticker_says_what_it_means(self, line: Line) -> None:
        for n, more in enumerate(({"keywords": ["a", "b", "c", "d"]}, {"text": "おはよう", "keywords": ["x"]})):
            line.post(event(message={"id": str(n), "type": "sticker"} | more))

        assert line.words() == ["（スタンプ：a、b、c）", "（スタンプ：おはよう）"]

    @pytest.mark.parametrize(
        ("sticker", "said"),
        [
            ({"keywords": ["ありがとう", "お辞儀"]}, "😊"),
            ({"keywords": ["Thank you", "bow"]}, "😊"),
            ({"keywords": ["泣く", "悲しい"]}, "😢"),
            ({"keywords": ["Crying", "sad"]}, "😢"),
            ({"text": "犬と住める家は？", "keywords": ["ok"]}, "犬と住める家は？"),
        ],
    )
    def test_a_sticker_is_read_as_its_feeling_or_its_own_words(self, line: Line, sticker: dict, said: str) -> None:
        line.post(event(message={"id": "1", "type": "sticker"} | sticker))

        assert [turn["text"] for turn in line.rows(t.turns)] == [said]
        assert line.words()[-1].startswith("（スタンプ：")
        assert "読み取れず" not in "".join(line.words("bot"))

    def test_a_sticker_to_a_person_is_for_the_person(self, line: Line) -> None:
        line.post(text("相談したい"))
        hand_over(line)
        before = len(line.rows(t.turns))
        line.post(event(message={"id": "1", "type": "sticker", "keywords": ["うれしい"]}))

        assert line.words()[-1] == "（スタンプ：うれしい）"
        assert len(line.rows(t.turns)) == before

    def test_changed_words_take_the_place_of_the_former_ones_which_stay_readable(self, line: Line) -> None:
        sent = text("四人家族です")
        line.post(sent)
        line.post(event("messageEdited", message=sent["message"] | {"text": "五人家族です"}))

        [row] = [row for row in line.rows(t.messages) if row["author"] == "user"]
        assert row["parts"][0]["text"] == "五人家族です"
        assert [former["text"] for former in row["parts"][0]["former"]] == ["四人家族です"]
        assert [turn["text"] for turn in line.rows(t.turns)] == ["五人家族です"]

        line.post(event("unsend", unsend={"messageId": sent["message"]["id"]}))
        for table in (t.messages, t.turns):
            kept = json.dumps(line.rows(table), ensure_ascii=False, default=str)
            assert "家族" not in kept

    @pytest.mark.parametrize(("result", "kind"), [("ok", "ok"), ("failed", "failed"), (7, "failed")])
    def test_the_result_of_an_account_link_is_noted(self, line: Line, result: object, kind: str) -> None:
        line.post(event("follow"))
        line.post(event("accountLink", link={"result": result, "nonce": "n"}))

        assert f"account_link_{kind}" in [row["kind"] for row in line.rows(t.events)]
        assert len(line.rows(t.messages)) == 1

    def test_who_blocks_the_account_in_a_consultation_is_shown_as_such(self, line: Line) -> None:
        line.post(text("相談したい"))
        hand_over(line)
        waiting = line.states().count("ready")
        line.post(event("unfollow", replyToken=None))
        line.deliver()

        assert notices(line)[-1] == "blocked"
        assert line.server.calls == []
        assert line.states() == ["dropped"] * waiting

    def test_a_second_follow_is_a_welcome_back(self, line: Line) -> None:
        line.post(event("follow"), event("unfollow", at=OFFICE_MS + 1))
        line.post(event("follow", at=OFFICE_MS + 2, follow={"isUnblocked": True}))

        assert "おかえりなさい" in line.words("bot")[-1]
        assert line.rows(line_tables.line_users)[0]["is_following"]

    def test_what_is_unsent_is_gone_from_the_console_at_once(self, line: Line) -> None:
        line.api.account()
        sent = text("取り消したい話")
        line.post(sent)
        case = hand_over(line)
        sato = line.api.log_in()
        line.post(event("unsend", unsend={"messageId": sent["message"]["id"]}))

        shown = sato.get(f"/api/console/cases/{case}").text
        assert "取り消したい話" not in shown
        assert [row["conversation_id"] for row in line.rows(privacy_tables.erasures)] == [conversation(line)]

    def test_a_consultant_who_opens_the_case_marks_it_as_read_once(
        self, line: Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        marked: list[str] = []
        monkeypatch.setattr(line.api.app.state.services.of(LineApi), "mark_as_read", marked.append)
        line.api.account()
        sent = text("相談したい")
        sent["message"]["markAsReadToken"] = "read-token"
        line.post(sent)
        case = hand_over(line)
        sato = line.api.log_in()
        for _ in range(2):
            sato.get(f"/api/console/cases/{case}")

        assert marked == ["read-token"]

    def test_ten_photos_at_once_get_one_word(self, line: Line) -> None:
        for n in range(10):
            line.post(event(message={"id": str(n), "type": "image"}, at=OFFICE_MS + n))

        assert len(line.words()) == 10
        told = [words for words in line.words("bot") if "文字のメッセージ" in words]
        assert len(told) == 1

    def test_a_photo_after_words_in_between_is_told_again(self, line: Line) -> None:
        for n in range(2):
            line.post(event(message={"id": str(n), "type": "image"}))
            with line.api.app.state.services.store.write() as tx:
                part = [{"type": "text", "text": "答え"}]
                tx.append(conversation(line), Author.BOT, "自動応答", part, START)

        assert len([words for words in line.words("bot") if "文字のメッセージ" in words]) == 2


class TestGroups:
    @pytest.fixture
    def left(self, line: Line, monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
        calls: list[tuple] = []
        monkeypatch.setattr(line.api.app.state.services.of(LineApi), "leave", lambda *call: calls.append(call))
        return calls

    GROUP = {"type": "group", "groupId": "Cgroup", "userId": "U1"}

    def test_a_join_that_comes_ten_times_is_told_once_and_left_once(self, line: Line, left: list[tuple]) -> None:
        joined = event("join", source=self.GROUP)
        for _ in range(10):
            line.post(joined | {"deliveryContext": {"isRedelivery": True}})

        [(group, is_room, token, words)] = left
        assert (group, is_room, token) == ("Cgroup", False, joined["replyToken"])
        assert "1対1のトーク" in words

    def test_words_from_a_group_mean_that_leaving_failed_and_it_is_left_without_a_word(
        self, line: Line, left: list[tuple]
    ) -> None:
        line.post(text("a", source=self.GROUP), text("b", source=self.GROUP))

        assert [call[:3] for call in left] == [("Cgroup", False, None)]
        assert line.rows(t.messages) == []

    @pytest.mark.parametrize(
        "change",
        [{"mode": "standby"}, {"timestamp": OFFICE_MS - 8 * 86_400_000}],
        ids=["standby", "a captured request"],
    )
    def test_otherwise_nothing_is_called(self, line: Line, left: list[tuple], change: dict) -> None:
        line.post(event("join", source=self.GROUP) | change)

        assert left == []
