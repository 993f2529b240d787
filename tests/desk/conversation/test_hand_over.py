"""From bot to person: one case, whatever is repeated; what the migrant is told is what is stored."""

from __future__ import annotations

import pytest

from desk.conversation import assignment, handover, turns
from desk.conversation.handover import DifferentBody
from desk.conversation.holder import Refused
from desk.conversation.models import Author, State
from tests.desk.conftest import CLOSED, OPEN, SATO, handoff
from tests.desk.conversation.passage import Desk


def test_a_repeat_returns_the_same_answer_and_makes_no_second_case(desk: Desk) -> None:
    first = desk.hand_over()

    assert desk.hand_over() == first
    assert len(desk.messages(Author.SYSTEM)) == 1


def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    desk.hand_over()

    with pytest.raises(DifferentBody):
        desk.hand_over(body_hash="other")


def test_asking_twice_under_two_keys_is_one_case(desk: Desk) -> None:
    first = desk.hand_over("w1")

    assert desk.hand_over("w2")["case_id"] == first["case_id"]
    assert desk.holder().epoch == 1


def test_the_receipt_counts_the_cases_of_the_japanese_day(desk: Desk) -> None:
    first = desk.hand_over("w1")
    with desk.store.write() as tx:
        other = handover.take(tx, "w2", "h", handoff("someone-else"), desk.clock.now(), OPEN)[0]

    assert [first["receipt"], other["receipt"]] == ["OT-1124-01", "OT-1124-02"]
    assert [first["position"], other["position"]] == [1, 2]


def test_outside_hours_a_message_is_taken_with_the_next_opening(desk: Desk) -> None:
    answer = desk.hand_over(situation=CLOSED)

    assert (answer["state"], answer["opens_at"]) == (
        "message_left",
        CLOSED.opens_at.isoformat(),
    )
    assert "11月25日(水) 9:00" in desk.messages(Author.SYSTEM)[-1].text


def test_a_second_question_outside_hours_is_added_to_the_first(desk: Desk) -> None:
    first = desk.hand_over("w1", situation=CLOSED)
    second = desk.hand_over("w2", situation=CLOSED, question="駐車場もありますか")

    assert second["receipt"] == first["receipt"]
    with desk.store.read() as tx:
        assert tx.open_case(desk.id).question == "犬と住める家はありますか\n駐車場もありますか"


def test_cancelling_returns_to_the_bot_and_closes_the_case(desk: Desk) -> None:
    case = desk.hand_over()
    desk.say("", "m9", choice=desk.choice_id("待つのをやめる"))

    assert desk.holder().state is State.BOT
    with pytest.raises(Refused):
        desk.do(assignment.claim, case["case_id"], SATO)


def test_cancelling_too_late_changes_nothing(desk: Desk) -> None:
    case = desk.hand_over()
    offered = desk.choice_id("待つのをやめる")
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.say("", "m9", choice=offered)

    assert desk.holder().state is State.CONSULTANT


def test_without_the_assistant_the_desk_hands_over_by_itself(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, _ = desk.turn_queue.lease(desk.clock.now())
    with desk.store.write() as tx:
        turns.apologise(tx, turn, OPEN, desk.clock.now())
    desk.say("", "m2", choice=desk.choice_id("人に相談する"))

    with desk.store.read() as tx:
        case = tx.open_case(desk.id)
    assert (case.state, case.question, case.reason) == (
        State.QUEUED,
        "家を借りたい",
        "assistant_failed",
    )
