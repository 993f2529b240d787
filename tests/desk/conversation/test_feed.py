"""What a client reads: the same from any number on, and nothing that is not for it."""

from __future__ import annotations

import pytest

from desk.conversation import ending
from desk.conversation.errors import UnknownChoice, UnknownConversation
from desk.db.database import Database
from desk.db.schema import metadata
from desk.operations.maintenance import Maintenance
from tests.desk.conftest import SATO
from tests.desk.conversation.passage import Desk


def test_a_replay_from_any_number_equals_a_fresh_read(desk: Desk) -> None:
    case = desk.hand_over()
    desk.say("質問です")
    desk.reply(case["case_id"])
    desk.do(ending.give_back, case["case_id"], SATO)
    everything = desk.shown()

    for after in range(len(everything) + 1):
        seen = [m for m in everything if m["seq"] <= after]
        assert seen + desk.shown(after) == everything


def test_payloads_of_choices_stay_on_the_server(desk: Desk) -> None:
    assert "payload" not in str(desk.shown())


def test_a_choice_that_was_never_offered_here_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownChoice):
        desk.say("", "m1", choice="ch_made_up")


def test_an_erased_conversation_is_gone(desk: Desk, database: Database) -> None:
    secret = "とても個人的な相談"
    desk.say(secret)
    desk.hand_over(question=secret)
    with desk.store.write() as tx:
        tx.erase(desk.id, desk.clock.now())

    with pytest.raises(UnknownConversation):
        desk.say("もう一度")
    with database.read() as connection:
        everything = [connection.execute(table.select()).fetchall() for table in metadata.sorted_tables]
    assert secret not in str(everything)
    assert Maintenance(database).pending_erasures() == [desk.id]
