from __future__ import annotations

import asyncio
import json

import pytest

from desk.assistant import turn_runner
from desk.assistant.turn_runner import TurnRunner
from desk.channels.line.store import SqlLineStore
from desk.conversation import assignment
from desk.conversation.models import Author, Consultant
from desk.conversation.turns import Reply
from desk.conversation_sql import tables as t
from tests.desk.conftest import START
from tests.desk.line.conftest import Line
from tests.desk.line.phone import OFFICE_MS, event, text


class TestSending:
    def test_while_the_token_is_young_the_answer_is_a_free_reply(self, line: Line) -> None:
        line.post(event("follow"))
        line.deliver()

        assert [call[0] for call in line.server.calls] == ["reply"]
        assert "自動応答（ロボット）" in line.server.phone[0]
        assert line.states() == ["sent"]

    def test_an_old_token_is_not_tried(self, line: Line) -> None:
        line.post(event("follow"))
        line.clock.moment = START
        line.clock.pass_by(seconds=61)
        line.deliver()

        assert [call[0] for call in line.server.calls] == ["push"]

    def test_a_refused_token_becomes_one_push(self, line: Line) -> None:
        line.post(event("follow", replyToken="expired"))
        line.deliver()

        assert [call[0] for call in line.server.calls] == ["reply", "push"]
        assert len(line.server.phone) == 1

    @pytest.mark.parametrize("fault", ["lost answer", "500"])
    def test_an_ambiguous_reply_is_never_doubled(self, line: Line, fault: str) -> None:
        line.server.faults = [fault]
        line.post(event("follow"))
        line.deliver()
        line.clock.pass_by(seconds=2)
        line.deliver()

        assert [call[0] for call in line.server.calls] == ["reply", "reply"]
        assert len(line.server.phone) == 1
        assert line.states() == ["sent"]

    def test_a_reply_that_stays_ambiguous_is_unknown_and_never_pushed(self, line: Line) -> None:
        line.server.faults = ["500", "500"]
        line.post(event("follow"))
        line.deliver()
        line.clock.pass_by(seconds=2)
        line.deliver()

        assert line.states() == ["unknown"]
        assert {call[0] for call in line.server.calls} == {"reply"}

    def _push(self, line: Line, *faults: str) -> None:
        line.server.faults = list(faults)
        line.post(event("follow", replyToken=None))
        for _ in range(len(faults) + 1):
            line.deliver()
            line.clock.pass_by(minutes=20)

    @pytest.mark.parametrize("faults", [("500", "500"), ("lost answer",), ("429",), ("unreachable", "429", "500")])
    def test_a_push_is_repeated_with_the_same_key_and_bytes(self, line: Line, faults: tuple[str, ...]) -> None:
        self._push(line, *faults)

        assert len({call[2] for call in line.server.calls}) == 1
        assert len({json.dumps(call[1]) for call in line.server.calls}) == 1
        assert len(line.server.phone) == 1
        assert line.states() == ["sent"]

    @pytest.mark.parametrize("status", ["400", "403", "404", "410", "413"])
    def test_a_refusal_is_a_dead_letter_with_its_reason(self, line: Line, status: str) -> None:
        self._push(line, status)

        assert line.states() == ["dead"]
        assert line.rows(t.outbox)[0]["problem"].startswith(status)

    def test_after_a_day_nothing_is_sent_with_a_stale_key(self, line: Line) -> None:
        line.server.faults = ["500"]
        line.post(event("follow", replyToken=None))
        line.deliver()
        line.clock.pass_by(hours=25)
        line.deliver()

        assert line.states() == ["unknown"]
        assert len(line.server.calls) == 1

    def test_who_has_blocked_the_account_is_not_written_to(self, line: Line) -> None:
        line.post(event("follow"), event("unfollow", at=OFFICE_MS + 1))
        line.deliver()

        assert line.server.calls == []
        assert line.states() == ["dropped"]

    def test_a_dead_senders_delivery_is_taken_over_and_seen_once(
        self, line: Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        line.post(event("follow"))
        delivery = line.outbox.lease(line.clock.now())
        # It dies between LINE's answer and its own note of it.
        monkeypatch.setattr(line.outbox, "settle", lambda *known, **more: None)
        line.sender._send(delivery)
        monkeypatch.undo()
        with line.api.app.state.services.database.write() as connection:
            connection.execute(t.outbox.update().values(state="sending", leased_until=line.clock.now()))
        line.clock.pass_by(seconds=31)
        line.deliver()

        assert len(line.server.phone) == 1
        assert line.states() == ["sent"]

    def test_a_bot_message_made_before_a_claim_is_not_sent_after_it(self, line: Line) -> None:
        line.post(text("家を借りたい"))
        [conversation] = line.rows(t.conversations)
        store, sato = line.api.app.state.services.store, Consultant("a_1", "佐藤")
        answer = line.api.hand_over(conversation["id"], channel="line").json()
        with store.write() as tx:
            tx.append(
                conversation["id"],
                Author.BOT,
                "自動応答",
                [{"type": "text", "text": "遅れた答え"}],
                START,
            )
            assignment.claim(tx, answer["case_id"], sato, START)
        line.deliver()

        assert not any("遅れた答え" in words for words in line.server.phone)
        assert any("佐藤が入りました" in words for words in line.server.phone)

    def test_a_consultant_answers_on_line(self, line: Line) -> None:
        line.api.account()
        line.post(text("相談したい"))
        [conversation] = line.rows(t.conversations)
        case = line.api.hand_over(conversation["id"], channel="line").json()["case_id"]
        sato = line.api.log_in()
        sato.post(f"/api/console/cases/{case}/messages", json={"client_id": "r1", "text": "こんにちは"})
        line.deliver()

        assert line.server.phone[-1] == "こんにちは"


class TestSlowAnswers:
    async def test_the_phone_shows_that_an_answer_is_on_its_way(
        self, line: Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(turn_runner, "SLOW_SECONDS", 0.01)
        line.post(text("家を借りたい"))
        told, services = [], line.api.app.state.services

        class SlowAssistant:
            is_away = False

            async def take_turn(self, turn, situation, returned):
                await asyncio.sleep(0.3)
                return Reply([[{"type": "text", "text": "答え"}]], {})

        runner = TurnRunner(
            line.api.app.state.services.store,
            line.turn_queue,
            SlowAssistant(),
            services.hours,
            services.clock,
            services.signal,
            told.append,
        )
        await runner._take(*line.turn_queue.lease(services.clock.now()), services.hours.situation())

        assert [turn.text for turn in told] == ["家を借りたい"]
        user = line.api.app.state.services.of(SqlLineStore).user_of(told[0].conversation_id)
        assert user == "U1"
