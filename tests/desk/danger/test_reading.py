"""Every message of a migrant is read for danger, once, beside its way; what cannot be read holds nobody up."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.conversation.errors import AssistantFailed
from desk.conversation_sql import tables as t
from desk.conversation_sql.danger_rows import URGENT
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger import rules
from desk.danger.service import Danger
from desk.danger.store import LEASE
from desk.db.database import stir
from tests.desk.api import Api
from tests.desk.danger.people import CRY, HIDDEN_CRY, ORDINARY, Watch, answered, numbers, say, shown


def held(api: Api) -> object:
    """A migrant's browser whose case a consultant holds."""
    api.account()
    visitor = api.visitor()
    case_id = api.hand_over(visitor.conversation_id).json()["case_id"]
    api.log_in().post(f"/api/console/cases/{case_id}/claim")
    return visitor


def test_what_the_pattern_files_hear_needs_no_model(api: Api, watch: Watch) -> None:
    visitor = held(api)
    seq = say(visitor, CRY)

    watch.work()

    [mark] = watch.rows()
    assert (mark["seq"], mark["kind"], mark["subject"], mark["found_by"]) == (
        seq,
        "distress",
        "suicide",
        "rule",
    )
    assert mark["rule"]
    assert mark["words"] in CRY
    assert watch.model.asked == []
    assert watch.unread() == []


def test_what_only_the_model_hears_is_marked_with_its_value(api: Api, watch: Watch) -> None:
    visitor = held(api)
    say(visitor, HIDDEN_CRY)

    watch.work()

    [mark] = watch.rows()
    assert (mark["found_by"], mark["score"], mark["rule"]) == ("model", 0.97, None)


def test_an_ordinary_question_leaves_no_mark_and_no_work(api: Api, watch: Watch) -> None:
    visitor = held(api)
    say(visitor, ORDINARY)

    assert watch.work() == 1
    assert (watch.rows(), watch.unread()) == ([], [])
    assert watch.model.asked == [ORDINARY]


def test_the_reader_is_woken_at_once_only_for_what_the_assistant_does_not_answer(api: Api) -> None:
    visitor = held(api)
    database = api.app.state.services.database
    database.was_stirred(URGENT)

    say(visitor, ORDINARY)
    assert database.was_stirred(URGENT)
    assert not database.was_stirred(URGENT)

    say(api.visitor(), ORDINARY)
    assert not database.was_stirred(URGENT)


def test_what_is_not_stored_wakes_nobody(api: Api) -> None:
    database = api.app.state.services.database
    with contextlib.suppress(ZeroDivisionError), database.write() as connection:
        stir(connection, URGENT)
        assert not database.was_stirred(URGENT)
        raise ZeroDivisionError
    assert not database.was_stirred(URGENT)

    with database.write() as connection:
        stir(connection, URGENT)
    assert database.was_stirred(URGENT)


def test_what_was_tapped_is_not_read(api: Api, watch: Watch) -> None:
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "a", "choice": "topics"})

    assert watch.unread() == []


def test_a_message_that_came_twice_is_read_and_marked_once(api: Api, watch: Watch) -> None:
    visitor = held(api)
    assert say(visitor, CRY, "same") == say(visitor, CRY, "same")

    watch.work()

    assert len(watch.rows()) == 1


def test_with_the_assistant_away_the_files_read_at_once_and_the_model_when_it_is_back(api: Api, watch: Watch) -> None:
    visitor = held(api)
    watch.model.is_away = True
    say(visitor, HIDDEN_CRY)
    say(visitor, CRY)

    watch.work()
    assert [mark["words"] for mark in watch.rows()] != []
    assert [row["is_read_by_rule"] for row in watch.unread()] == [True]
    assert watch.work(ahead=60) == 0

    watch.model.is_away = False
    watch.work(ahead=60)
    assert {mark["found_by"] for mark in watch.rows()} == {"rule", "model"}
    assert watch.unread() == []


def test_while_the_bot_may_still_answer_its_reply_is_waited_for(api: Api, watch: Watch) -> None:
    say(api.visitor(), CRY)

    assert watch.work() == 0
    assert watch.work(ahead=2) == 1
    assert len(watch.rows()) == 1


def test_the_answer_to_the_sender_never_waits_for_the_reading(api: Api, watch: Watch) -> None:
    visitor = held(api)
    watch.model.error = AssistantFailed("slow")

    assert say(visitor, ORDINARY)
    assert watch.model.asked == []


def test_a_message_that_fails_again_and_again_is_set_aside_and_the_others_are_read(api: Api, watch: Watch) -> None:
    visitor = held(api)
    watch.model.error = AssistantFailed("status 500")
    say(visitor, ORDINARY)
    passed = timedelta()
    for pause in (timedelta(), *rules.RETRIES):
        passed += pause
        watch.api.replace(clock=_later(api, pause))
        watch.reader._clock = watch.api.app.state.services.clock
        assert watch.work() == 1

    [row] = watch.unread()
    assert row["state"] == "aside"
    assert "status 500" in row["problem"]
    say(visitor, CRY)
    watch.work()
    assert len(watch.rows()) == 1
    ready = api.http.get("/health/ready").json()
    assert (ready["danger"]["status"], ready["danger"]["set_aside"]) == ("late", 1)
    assert ready["status"] == "degraded"
    assert "hitohata_danger_set_aside 1.0" in api.http.get("/metrics").text


def test_a_message_that_the_assistant_refuses_is_set_aside_at_once(api: Api, watch: Watch) -> None:
    visitor = held(api)
    watch.model.error = ValueError("status 422")
    say(visitor, ORDINARY)

    watch.work()

    assert [row["state"] for row in watch.unread()] == ["aside"]


def test_a_row_that_cannot_be_read_at_all_does_not_stop_those_behind_it(api: Api, watch: Watch) -> None:
    visitor = held(api)
    say(visitor, ORDINARY, "broken")
    say(visitor, CRY, "good")
    with api.app.state.services.database.write() as connection:
        connection.execute(t.messages.update().where(t.messages.c.outside_id == "broken").values(parts=[{"text": "x"}]))
    watch.model.hears = {"x": {"kind": "distress", "subject": ["no", "subject"], "score": object()}}

    class Broken(dict):
        def get(self, *_: object) -> object:
            raise RuntimeError("no such thing")

    watch.model.hears = {}
    original = watch.model.understand

    async def understand(message_id: str, text: str):
        return Broken() if text == "x" else await original(message_id, text)

    watch.model.understand = understand

    watch.work()

    assert len(watch.rows()) == 1
    assert [row["outside_id"] for row in watch.unread()] == ["broken"]


def test_what_a_dead_worker_had_taken_is_read_by_another_and_marked_once(api: Api, watch: Watch) -> None:
    visitor = held(api)
    say(visitor, CRY)
    now = api.app.state.services.clock.now()
    taken = watch.readings.lease(now)
    assert taken is not None
    assert watch.readings.lease(now) is None

    assert watch.work(ahead=LEASE.total_seconds() + 1) == 1
    assert len(watch.rows()) == 1
    # The first worker was only slow: what it does late changes nothing.
    import asyncio

    asyncio.run(watch.reader.read(taken))
    assert len(watch.rows()) == 1
    assert len([m for m in shown(visitor) if numbers(m)]) == 1


def test_a_rate_limit_never_swallows_words_of_danger(api: Api, watch: Watch) -> None:
    visitor = held(api)
    for number in range(20):
        say(visitor, f"{ORDINARY} {number}")
    refused = visitor.post("/api/web/messages", json={"client_id": "o", "text": ORDINARY})
    assert refused.status_code == 429

    for number in range(20):
        say(visitor, f"{CRY} {number}")
    beyond = visitor.post("/api/web/messages", json={"client_id": "b", "text": CRY})

    assert beyond.status_code == 429
    assert "110" in beyond.json()["error"]["message"]
    watch.work()
    assert len(watch.rows()) == 20
    assert len([m for m in shown(visitor) if numbers(m)]) < 8


def test_numbers_that_moved_out_of_sight_come_again_without_the_words(api: Api, watch: Watch) -> None:
    api.account()
    visitor = api.visitor()
    say(visitor, CRY)
    answered(api, parts=())
    # What the queue says moves the numbers up, off a phone's screen.
    api.hand_over(visitor.conversation_id)
    say(visitor, "まだですか")
    say(visitor, f"{CRY}。お願いします")
    watch.work()

    first, again = [m for m in shown(visitor) if numbers(m)]
    assert again["seq"] == shown(visitor)[-1]["seq"]
    assert numbers(again) == numbers(first)[:3]
    assert {"110", "119"} <= set(numbers(again))
    assert not any(part["type"] == "text" for part in again["parts"])

    say(visitor, f"{CRY}。はやく")
    watch.work()
    assert len([m for m in shown(visitor) if numbers(m)]) == 2, "they stand right above"


def test_an_emergency_after_words_of_distress_is_answered_whole_at_once(api: Api, watch: Watch) -> None:
    visitor = held(api)
    say(visitor, CRY)
    watch.work()
    say(visitor, "睡眠薬を大量に飲みました")
    watch.work()

    before, now = [m for m in shown(visitor) if numbers(m)]
    assert numbers(before)[0] not in {"110", "119"}
    assert numbers(now)[0] in {"110", "119"}
    assert any(part["type"] == "text" for part in now["parts"])

    say(visitor, "睡眠薬を大量に飲みました。はやく")
    watch.work()
    assert len([m for m in shown(visitor) if numbers(m)]) == 2, "the same stands right above"


def test_a_turn_that_is_answered_is_not_read_again(api: Api, watch: Watch) -> None:
    visitor = api.visitor()
    say(visitor, ORDINARY)
    turn, outside_id = SqlTurnQueue(api.app.state.services.database).lease(api.app.state.services.clock.now())
    from desk.conversation import turns
    from desk.conversation.turns import Reply

    reply = Reply([[{"type": "text", "text": "はい"}]], {"outcome": "answer", "danger": None})
    with api.app.state.services.store.write() as tx:
        turns.record(
            tx,
            turn,
            reply,
            outside_id,
            api.app.state.services.clock.now(),
            api.app.state.services.of(Danger).heed_reply,
        )

    assert watch.unread() == []


def test_erased_words_are_read_by_nobody(api: Api, watch: Watch) -> None:
    visitor = held(api)
    say(visitor, CRY)
    watch.work()
    say(visitor, HIDDEN_CRY)
    visitor.delete("/api/web/conversation")

    assert (watch.rows(), watch.unread()) == ([], [])
    with api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.messages)).scalar_one() == 0


def _later(api: Api, pause: timedelta):
    class Moved:
        moment = api.app.state.services.clock.now() + pause

        def now(self):
            return self.moment

    return Moved()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I want to die", "en"),
        ("我不想活了，请帮帮我", "zh-Hans"),
        ("我不想活了，請幫幫我這個", "zh-Hant"),
        ("죽고 싶어요", "ko"),
        (CRY, "ja"),
        ("助けて", "ja"),
        ("110番", "ja"),
        ("!!", "ja"),
    ],
)
def test_the_language_is_known_by_its_letters(text: str, language: str) -> None:
    assert rules.language_of(text) == language
