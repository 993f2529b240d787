"""How the talk with a person was: asked once, at the end of a talk that there was, and answered by one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.conversation import answering, assignment, ending, handover, inbound
from desk.conversation.models import Author, State
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.reporting.reader import ReportReader
from tests.desk.conftest import OPEN, SATO, FakeClock, handoff
from tests.desk.conversation.passage import present


class Talk:
    """A conversation with a case of Sato's."""

    def __init__(self, store: SqlStore, clock: FakeClock, conversation_id: str) -> None:
        self.store, self.clock, self.id = store, clock, conversation_id
        with store.write() as tx:
            answer, _ = handover.take(tx, "w", "h", handoff(self.id), clock.now(), OPEN)
            self.case_id = answer["case_id"]
            assignment.claim(tx, self.case_id, SATO, clock.now())

    def reply(self) -> None:
        with self.store.write() as tx:
            answering.send(
                tx, self.case_id, SATO, "こんにちは", "r1", self.clock.now(), seen_seq=None, is_confirmed=True
            )

    def end(self, how) -> list:
        """Return the choices of the closing words."""
        with self.store.write() as tx:
            how(tx, self.case_id, SATO, self.clock.now())
        parts = self.messages()[-1].parts
        return [choice for part in parts for choice in part.get("choices", [])]

    def messages(self) -> list:
        with self.store.read() as tx:
            return tx.messages(self.id)

    def tap(self, choice: dict, key: str = "t1") -> None:
        with self.store.write() as tx:
            inbound.receive(
                tx, self.id, key, text=None, choice_id=choice["id"], now=self.clock.now(), situation=lambda: OPEN
            )

    def state(self) -> State:
        with self.store.read() as tx:
            return tx.conversation(self.id).holder.state


@pytest.fixture
def talk(store: SqlStore, clock: FakeClock, conversation_id: str) -> Talk:
    return Talk(store, clock, conversation_id)


def scores(database: Database, clock: FakeClock) -> list[int]:
    day = timedelta(days=1)
    return ReportReader(database).ratings(clock.now() - day, clock.now() + day)


@pytest.mark.parametrize(("how", "after"), [(ending.give_back, State.BOT), (ending.close, State.CLOSED)])
def test_a_tap_after_the_talk_is_counted_and_begins_nothing(
    talk: Talk, database: Database, clock: FakeClock, how, after: State
) -> None:
    talk.reply()
    offered = talk.end(how)
    assert next(choice["label"] for choice in offered) == "とても良かった"

    talk.tap(offered[1])

    assert talk.state() is after
    assert talk.messages()[-1].author is Author.SYSTEM
    assert "ありがとうございました" in talk.messages()[-1].text
    assert scores(database, clock) == [4]


def test_who_taps_again_means_the_last(talk: Talk, database: Database, clock: FakeClock) -> None:
    talk.reply()
    offered = talk.end(ending.give_back)

    talk.tap(offered[0], "t1")
    talk.tap(offered[4], "t2")

    assert scores(database, clock) == [1]


def test_nobody_is_asked_about_a_talk_that_there_was_not(talk: Talk) -> None:
    assert talk.end(ending.close) == []


def test_there_is_one_closing_message(talk: Talk) -> None:
    talk.reply()
    before = len(talk.messages())

    talk.end(ending.give_back)

    assert len(talk.messages()) == before + 1


def test_a_tap_during_the_next_talk_is_counted_without_a_word(talk: Talk, database: Database, clock: FakeClock) -> None:
    talk.reply()
    offered = talk.end(ending.give_back)
    with talk.store.write() as tx:
        handover.take(tx, "w2", "h2", handoff(talk.id), clock.now(), OPEN)
    before = len(talk.messages())

    talk.tap(offered[0])

    assert len(talk.messages()) == before + 1
    assert scores(database, clock) == [5]


@pytest.mark.parametrize(
    ("rating", "again"), [(0, State.CONSULTANT), (2, State.CONSULTANT), (3, State.QUEUED), (4, State.QUEUED)]
)
def test_after_a_low_rating_somebody_else_goes_on(
    talk: Talk, store: SqlStore, clock: FakeClock, rating: int, again: State
) -> None:
    present(store, seen_at=clock.now())
    talk.reply()
    offered = talk.end(ending.close)
    talk.tap(offered[rating])

    with store.write() as tx:
        handover.take(tx, "w2", "h", handoff(talk.id), clock.now(), OPEN)

    assert talk.state() is again
