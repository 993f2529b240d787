"""Between consultants: one owner, who is told what happened meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.conversation import assignment, ending
from desk.conversation.answering import NewerMessages
from desk.conversation.holder import Refused
from desk.conversation.models import Author, State
from tests.desk.conftest import CHIEF, CLOSED, OPEN, SATO, SUZUKI
from tests.desk.conversation.passage import Desk, present


def test_one_wins_a_claim_and_the_other_is_told(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)

    with pytest.raises(Refused) as refused:
        desk.do(assignment.claim, case["case_id"], SUZUKI)

    assert refused.value.code == "claimed_by_other"
    assert desk.holder().owner == SATO.id


def test_claiming_twice_says_hello_once(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.do(assignment.claim, case["case_id"], SATO)

    joined = [m for m in desk.messages(Author.SYSTEM) if m.parts[0]["kind"] == "consultant_joined"]
    assert len(joined) == 1


def test_sending_claims(desk: Desk) -> None:
    case = desk.hand_over()
    desk.reply(case["case_id"])

    assert (desk.holder().state, desk.holder().owner) == (State.CONSULTANT, SATO.id)


def test_a_repeated_reply_is_shown_once(desk: Desk) -> None:
    case = desk.hand_over()
    numbers = {desk.reply(case["case_id"]).seq for _ in range(3)}

    assert len(numbers) == 1
    assert len(desk.messages(Author.CONSULTANT)) == 1


def test_a_colleague_cannot_write_into_a_case_that_is_held(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)

    with pytest.raises(Refused):
        desk.reply(case["case_id"], who=SUZUKI)


def test_something_newer_must_be_seen_or_confirmed_before_sending(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    seen = desk.messages()[-1].seq
    newest = desk.say("待って、変わりました")

    with pytest.raises(NewerMessages) as newer:
        desk.reply(case["case_id"], seen=seen)
    assert newer.value.seq == newest
    assert desk.reply(case["case_id"], seen=seen, sure=True).seq == newest + 1


def test_after_a_transfer_the_former_owner_cannot_write(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    with desk.store.write() as tx:
        assignment.transfer(tx, case["case_id"], SATO, SUZUKI, desk.clock.now())

    with pytest.raises(Refused):
        desk.reply(case["case_id"], who=SATO)
    assert desk.reply(case["case_id"], who=SUZUKI).author_name == "相談員 鈴木"


def test_a_supervisor_takes_over_and_others_may_not(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    with pytest.raises(Refused):
        desk.do(assignment.take_over, case["case_id"], SUZUKI)

    desk.do(assignment.take_over, case["case_id"], CHIEF)

    assert desk.holder().owner == CHIEF.id


@pytest.mark.parametrize(
    ("hours_later", "on_duty", "away_minutes", "situation", "expected"),
    [
        (2, True, 0, OPEN, (State.CONSULTANT, SATO.id)),
        (25, True, 0, OPEN, (State.QUEUED, None)),
        (2, False, 0, OPEN, (State.QUEUED, None)),
        (2, True, 30, OPEN, (State.QUEUED, None)),
        (2, True, 0, CLOSED, (State.MESSAGE_LEFT, None)),
    ],
    ids=["same person", "next day", "off duty", "console closed", "desk closed"],
)
def test_asked_again_within_a_day_goes_to_the_same_person_if_there(
    desk: Desk, store, clock, hours_later, on_duty, away_minutes, situation, expected
) -> None:
    case_id = desk.hand_over()["case_id"]
    desk.reply(case_id)
    desk.do(ending.close, case_id, SATO)
    clock.pass_by(hours=hours_later)
    present(store, on_duty=on_duty, seen_at=clock.now() - timedelta(minutes=away_minutes))
    desk.say("もうひとつ聞きたいです", "m2")

    again = desk.hand_over("w2", "h2", situation)

    with store.read() as tx:
        moved, case = tx.conversation(desk.id).holder, tx.case(again["case_id"])
        words = [m.text for m in tx.messages(desk.id) if m.author is Author.SYSTEM]
    assert again["case_id"] != case_id
    assert (moved.state, moved.owner) == expected
    assert (case.state, case.owner) == expected
    assert ("前回お話しした相談員の佐藤" in words[-1]) == (expected[1] is not None)
    assert desk.turn_queue.waiting()[0] == (0 if expected[0] is not State.MESSAGE_LEFT else 1)
