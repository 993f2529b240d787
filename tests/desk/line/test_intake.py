"""What becomes of what people send: order, floods, late words, personal details, claims, and the page of our own."""

from __future__ import annotations

import json
import random
import threading
from datetime import timedelta

import pytest

from desk.channels.line import render
from desk.channels.line import tables as line_tables
from desk.channels.line.outbox import Outbox
from desk.channels.line.store import SqlLineStore
from desk.conversation import assignment, links, turns
from desk.conversation.models import Author, Consultant, Turn
from desk.conversation.turns import Reply
from desk.conversation_sql import tables as t
from tests.desk.api import Api
from tests.desk.conftest import START
from tests.desk.line.conftest import Line
from tests.desk.line.phone import OFFICE_MS, SECRET, event, text
from tests.desk.line.steps import conversation, hand_over, notices

MINUTE_MS = 60_000
SATO = Consultant("a_1", "佐藤")


@pytest.fixture
def talk(tmp_path, database_url: str):
    """A desk whose consultants answer on LINE."""
    api = Api(tmp_path / "talk", database_url=database_url, line_channel_secrets=SECRET, line_mode="talk")
    yield Line(api)
    api.app.state.services.database.close()


class TestOrder:
    def test_a_hundred_duplicates_at_once_are_one_turn_and_one_reply(self, line: Line) -> None:
        sent = text("家を借りたい")
        threads = [threading.Thread(target=lambda: [line.post(sent) for _ in range(5)]) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        turn, outside_id = line.turn_queue.lease(line.api.app.state.services.clock.now())
        with line.api.app.state.services.store.write() as tx:
            answer = Reply([[{"type": "text", "text": "答え"}]], {})
            turns.record(tx, turn, answer, outside_id, line.clock.now())
        line.deliver()

        assert line.words() == ["家を借りたい"]
        assert [call[0] for call in line.server.calls] == ["reply"]
        assert line.server.phone.count("答え") == 1

    def test_fifty_shuffled_requests_stand_in_the_order_of_their_time(self, line: Line) -> None:
        sent = [text(f"その{n:02}", at=OFFICE_MS - (50 - n) * 100) for n in range(50)]
        random.Random(7).shuffle(sent)
        for one in sent:
            line.post(one)

        rows = [row for row in line.rows(t.messages) if row["author"] == "user"]
        said = sorted(rows, key=lambda row: (row["sent_at"], row["seq"]))
        assert [row["parts"][0]["text"] for row in said] == [f"その{n:02}" for n in range(50)]

    def test_old_words_that_come_after_newer_ones_are_kept_marked_and_not_answered(self, line: Line) -> None:
        line.post(text("新しい質問"))
        line.post(text("古い質問", at=OFFICE_MS - 11 * MINUTE_MS))

        assert [row["text"] for row in line.rows(t.turns)] == ["新しい質問"]
        [late] = [r for r in line.rows(t.messages) if r["parts"][0]["text"] == "古い質問"]
        assert late["parts"][0]["arrived_at"]
        assert late["sent_at"] == START - timedelta(minutes=11)

    def test_words_that_waited_at_line_are_answered_where_nothing_newer_came(self, line: Line) -> None:
        line.post(text("古い質問", at=OFFICE_MS - 11 * MINUTE_MS))

        assert len(line.rows(t.turns)) == 1

    def test_a_token_that_line_keeps_no_longer_is_not_kept(self, line: Line) -> None:
        line.post(text("古い質問", at=OFFICE_MS - 21 * MINUTE_MS))

        assert line.rows(line_tables.line_users)[0]["reply_token"] is None

    def test_a_captured_request_has_no_effect_after_a_minute_an_hour_and_eight_days(self, line: Line) -> None:
        sent = text("家を借りたい")
        line.post(sent)
        services = line.api.app.state.services
        real = services.clock
        for later in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=8)):
            line.clock.moment = START + later
            line.api.replace(clock=line.clock)
            line.post(sent)
        line.api.replace(clock=real)

        assert line.words() == ["家を借りたい"]


class TestFlood:
    def test_fifty_messages_at_once_get_one_polite_word_and_disturb_nobody(self, line: Line) -> None:
        for n in range(50):
            line.post(text(f"ねえ{n}", user="Ufast", at=OFFICE_MS + n))
        line.post(text("家を借りたい", user="Uother", at=OFFICE_MS + 99))

        assert notices(line) == ["too_many"]
        assert len(line.words()) == 51
        by_person = [row["conversation_id"] for row in line.rows(t.turns)]
        assert sorted(by_person.count(c) for c in set(by_person)) == [1, 5]
        # The other person's question is the second to be answered, not the fifty-first.
        now = line.api.app.state.services.clock.now()
        line.turn_queue.lease(now)
        assert line.turn_queue.lease(now)[0].text == "家を借りたい"


class TestPersonalDetails:
    def test_they_are_kept_from_the_assistant_and_met_with_the_page(self, line: Line) -> None:
        line.post(text("090-1234-5678です。犬と住める家はありますか"))

        assert [row["text"] for row in line.rows(t.turns)] == ["［電話番号］です。犬と住める家はありますか"]
        assert notices(line) == ["personal"]
        assert "送信取消" in line.words("system")[-1]

    @pytest.mark.parametrize("by_link", [True, False], ids=["secure_link", "talk"])
    def test_the_offer_carries_a_link_in_both_modes(self, line: Line, by_link: bool) -> None:
        line.post(text("taro@example.jp", at=OFFICE_MS))
        [user] = line.rows(line_tables.line_users)
        with line.api.app.state.services.store.read() as tx:
            [offer] = [m for m in tx.messages(user["conversation_id"]) if m.author is Author.SYSTEM]

        def page(of: str) -> str:
            return "https://desk.test/chat#open=x"

        shown = render.messages(offer, page, by_link=by_link)
        assert shown[-1]["template"]["actions"][0]["uri"] == "https://desk.test/chat#open=x"
        assert line.rows(t.turns) == [], "there is nothing to answer"

    def test_said_once_in_ten_minutes(self, line: Line) -> None:
        for _ in range(3):
            line.post(text("〒047-0024"))

        assert notices(line) == ["personal"]

    def test_a_long_letter_is_kept_whole_and_the_assistant_reads_its_beginning(self, line: Line) -> None:
        words = "".join(f"{n:04}：小樽に移りたい理由があります。" for n in range(120))
        line.post(text(words))

        assert line.words() == [words]
        assert [row["text"] for row in line.rows(t.turns)] == [words[:1_000]]

    def test_a_consultant_sees_all_of_it(self, line: Line) -> None:
        line.post(text("相談したい"))
        hand_over(line)
        line.post(text("090-1234-5678"))

        assert line.words()[-1] == "090-1234-5678"


class TestByLink:
    def test_on_line_the_consultants_words_are_only_rung_for(self, line: Line) -> None:
        line.api.account()
        line.post(text("相談したい"))
        case = hand_over(line)
        line.deliver()
        sato = line.api.log_in()
        sato.post(
            f"/api/console/cases/{case}/messages",
            json={"client_id": "r1", "text": "ないしょの返事"},
        )
        assert line.api.settings.line_mode == "secure_link"
        opened: list[str] = []

        def page(of: str) -> str:
            with line.api.app.state.services.store.write() as tx:
                opened.append(links.make(tx, of, START, "https://desk.test"))
            return opened[-1]

        line.sender = line.sender_of(lambda found: render.pack(found, page, by_link=True))
        line.deliver()

        told = json.dumps(line.server.calls, ensure_ascii=False)
        assert "ないしょの返事" not in told
        assert "新しい返信があります" in line.server.phone[-1]
        code = opened[-1].split("#open=")[1]
        token = line.api.http.post("/api/web/links", json={"code": code}).json()["token"]
        bearer = {"authorization": f"Bearer {token}"}
        read = line.api.http.get("/api/web/messages", headers=bearer).json()["messages"]
        assert read[-1]["parts"][0]["text"] == "ないしょの返事"

    def test_who_writes_on_line_meanwhile_is_read_and_led_to_the_page_once(self, line: Line) -> None:
        line.post(text("相談したい"))
        hand_over(line)
        line.post(text("もう少し詳しく"), text("さらに"))

        assert line.words()[-2:] == ["もう少し詳しく", "さらに"]
        assert notices(line).count("open_page") == 1

    def test_in_the_other_mode_nobody_is_led_away(self, talk: Line) -> None:
        talk.post(text("相談したい"))
        hand_over(talk)
        talk.post(text("もう少し詳しく"))

        assert "open_page" not in notices(talk)
        assert "専用のページ" not in talk.words("bot")[0]

    def test_what_is_asked_on_the_page_is_answered_on_the_page_only(self, line: Line) -> None:
        line.post(text("家を借りたい"))
        of = conversation(line)
        with line.api.app.state.services.store.write() as tx:
            code = links.make(tx, of, START, "https://desk.test").split("#open=")[1]
        token = line.api.http.post("/api/web/links", json={"code": code}).json()["token"]
        bearer = {"authorization": f"Bearer {token}"}
        said = {"client_id": "p1", "text": "メールでお返事をもらえますか"}
        line.api.http.post("/api/web/messages", json=said, headers=bearer)
        before = len(line.rows(t.outbox))
        [row] = [row for row in line.rows(t.turns) if row["channel"] == "web"]
        turn = Turn(row["id"], of, "web", row["text"], None, START, row["epoch"], 1)
        with line.api.app.state.services.store.write() as tx:
            asks = Reply([[{"type": "text", "text": "メールアドレスを書いてください"}]], {})
            turns.record(tx, turn, asks, "p1", START)

        assert len(line.rows(t.outbox)) == before
        assert "メールアドレスを書いてください" in line.words("bot")

    def test_who_has_the_page_open_and_wrote_there_is_not_rung(self, line: Line) -> None:
        store = line.api.app.state.services.of(SqlLineStore)
        line.post(text("家を借りたい"))
        of = conversation(line)
        assert not store.wrote_on_page(of, START - timedelta(minutes=3))
        with line.api.app.state.services.store.write() as tx:
            part = [{"type": "text", "text": "ページから"}]
            tx.append(of, Author.USER, "あなた", part, START, outside_id="page-1")

        assert store.wrote_on_page(of, START - timedelta(minutes=3))
        assert not store.wrote_on_page(of, START + timedelta(minutes=3))


class TestClaims:
    def test_a_claim_silences_the_bot_on_line(self, line: Line) -> None:
        line.post(text("家を借りたい"))
        case = hand_over(line)
        with line.api.app.state.services.store.write() as tx:
            assignment.claim(tx, case, SATO, START)
        line.post(text("起業の融資はありますか"))

        assert [row["state"] for row in line.rows(t.turns)] == ["done"]

    def test_a_claim_between_two_tries_keeps_the_bots_words_back(self, line: Line) -> None:
        line.post(text("家を借りたい"))
        of = conversation(line)
        line.clock.pass_by(seconds=60)
        line.server.faults = ["429"]
        line.deliver()
        assert line.server.calls[0][0] == "push"
        with line.api.app.state.services.store.write() as tx:
            tx.finish_turn(line.rows(t.turns)[0]["id"])
        case = hand_over(line)
        with line.api.app.state.services.store.write() as tx:
            assignment.claim(tx, case, SATO, START)
        line.clock.pass_by(minutes=1)
        line.deliver()

        assert not any("友だち追加" in words for words in line.server.phone)
        assert any("佐藤" in words for words in line.server.phone)
        late = [row["late"] for row in line.rows(t.messages) if row["author"] == "bot"]
        assert late == [True]
        assert of == conversation(line)

    def test_one_that_may_have_arrived_is_unknown(self, line: Line) -> None:
        line.post(event("follow", replyToken=None))
        line.server.faults = ["lost answer"]
        line.deliver()
        case = hand_over(line)
        with line.api.app.state.services.store.write() as tx:
            assignment.claim(tx, case, SATO, START)
        line.clock.pass_by(minutes=1)
        line.deliver()

        assert line.states()[0] == "unknown"


def test_two_senders_never_take_the_same_delivery(line: Line) -> None:
    line.post(event("follow"))
    first = Outbox(line.api.app.state.services.database).lease(line.clock.now())

    assert first is not None
    assert Outbox(line.api.app.state.services.database).lease(line.clock.now()) is None


def test_the_first_try_stays_the_first_whoever_comes_late(line: Line) -> None:
    # Two processes; LINE's memory of a key is counted from the first try.
    line.post(event("follow"))
    outbox = Outbox(line.api.app.state.services.database)
    stalled = outbox.lease(line.clock.now())
    line.clock.pass_by(minutes=1)
    first_try = line.clock.now()
    outbox.begin_attempt(outbox.lease(first_try), {"messages": []}, first_try, first_try)
    line.clock.pass_by(hours=5)
    outbox.begin_attempt(stalled, {"messages": []}, line.clock.now(), line.clock.now())

    assert [row["first_tried_at"] for row in line.rows(t.outbox)] == [first_try]


def test_how_long_line_has_been_silent_is_a_figure(line: Line) -> None:
    assert "hitohata_line_silent_seconds" not in line.api.http.get("/metrics").text

    line.post(text("家を借りたい"))

    assert "hitohata_line_silent_seconds" in line.api.http.get("/metrics").text
