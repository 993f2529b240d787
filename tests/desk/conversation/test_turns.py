"""The queue of turns: one at a time, recorded once, silent where a person holds the conversation."""

from __future__ import annotations

from datetime import timedelta

from desk.conversation import assignment, ending, inbound
from desk.conversation.models import Author, State
from desk.conversation.turns import Reply
from tests.desk.conftest import CLOSED, OPEN, SATO
from tests.desk.conversation.passage import Desk


def test_a_repeated_message_is_the_same_message_and_one_turn(desk: Desk) -> None:
    numbers = {desk.say("家を借りたい", "m1") for _ in range(5)}

    assert len(numbers) == 1
    assert desk.turn_queue.lease(desk.clock.now()) is not None
    assert desk.turn_queue.lease(desk.clock.now()) is None


def test_a_choice_whose_moment_has_passed_is_answered(desk: Desk) -> None:
    desk.hand_over()
    cancel = desk.choice_id("待つのをやめる")
    desk.say("", "m1", choice=cancel)
    assert desk.holder().state is State.BOT
    before = len(desk.messages(Author.BOT))

    desk.say("", "m2", choice=cancel)

    assert len(desk.messages(Author.BOT)) == before + 1
    assert "もう必要がなくなりました" in desk.messages(Author.BOT)[-1].parts[0]["text"]


def test_one_turn_at_a_time_in_order(desk: Desk) -> None:
    desk.say("一つめ", "m1")
    desk.say("二つめ", "m2")
    first, outside_id = desk.turn_queue.lease(desk.clock.now())

    assert desk.turn_queue.lease(desk.clock.now()) is None
    desk.finish(first, outside_id)
    second, _ = desk.turn_queue.lease(desk.clock.now())
    assert (first.text, second.text) == ("一つめ", "二つめ")


def test_whoever_leases_hears_whether_another_turn_is_due(desk: Desk) -> None:
    desk.say("一つめ", "m1")
    desk.say("二つめ", "m2")
    desk.turn_queue.lease(desk.clock.now())
    # The second waits for the first.
    assert not desk.turn_queue.has_more

    for _ in range(2):
        with desk.store.write() as tx:
            desk.id = inbound.start(tx, "web", desk.clock.now(), OPEN, None).conversation_id
        desk.say("別の人")
    desk.turn_queue.lease(desk.clock.now())
    assert desk.turn_queue.has_more
    desk.turn_queue.lease(desk.clock.now())
    assert not desk.turn_queue.has_more


def test_a_dead_workers_turn_is_taken_over_and_recorded_once(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, outside_id = desk.turn_queue.lease(desk.clock.now())
    desk.clock.pass_by(seconds=13)

    again, _ = desk.turn_queue.lease(desk.clock.now())

    assert (again.id, again.attempts) == (turn.id, 2)
    assert desk.finish(again, outside_id)
    assert not desk.finish(turn, outside_id)
    assert len(desk.messages(Author.BOT)) == 2  # the greeting and one answer


def test_a_late_bot_reply_is_kept_for_the_consultant_and_never_shown(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, outside_id = desk.turn_queue.lease(desk.clock.now())
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)

    assert not desk.finish(turn, outside_id)

    late = [m for m in desk.messages(Author.BOT) if m.late]
    assert [m.text for m in late] == ["物件の探し方です"]
    assert "物件の探し方です" not in str(desk.shown())


def test_a_turn_that_hands_over_may_still_say_its_words(desk: Desk) -> None:
    desk.say("もう死にたい")
    turn, outside_id = desk.turn_queue.lease(desk.clock.now())
    case = desk.hand_over()
    reply = Reply(
        [
            [
                {"type": "text", "text": "お電話ください"},
                {"type": "handoff", "case_id": case["case_id"]},
            ]
        ],
        {},
        ["distress"],
    )

    assert desk.finish(turn, outside_id, reply)

    assert "お電話ください" in str(desk.shown())
    with desk.store.read() as tx:
        assert tx.open_case(desk.id).flags == ["distress"]


def test_but_not_after_somebody_claimed_meanwhile(desk: Desk) -> None:
    desk.say("相談員に聞く")
    turn, outside_id = desk.turn_queue.lease(desk.clock.now())
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    reply = Reply(
        [
            [
                {"type": "text", "text": "おつなぎします"},
                {"type": "handoff", "case_id": case["case_id"]},
            ]
        ],
        {},
    )

    assert not desk.finish(turn, outside_id, reply)


def test_while_a_person_holds_it_no_turn_is_made(desk: Desk) -> None:
    case = desk.hand_over()
    desk.say("待っているあいだの質問", "m1")
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.say("話しているあいだの質問", "m2")

    assert desk.turn_queue.lease(desk.clock.now()) is None
    assert [m.text for m in desk.messages(Author.USER)] == [
        "待っているあいだの質問",
        "話しているあいだの質問",
    ]


def test_turns_that_have_not_begun_are_dropped_by_a_claim(desk: Desk) -> None:
    case = desk.hand_over(situation=CLOSED)
    desk.say("自動応答への質問")
    desk.do(assignment.claim, case["case_id"], SATO)

    assert desk.turn_queue.lease(desk.clock.now()) is None


def test_a_message_left_does_not_silence_the_bot(desk: Desk) -> None:
    answer = desk.hand_over(situation=CLOSED)
    desk.say("別の質問です")

    assert answer["state"] == "message_left"
    assert desk.turn_queue.lease(desk.clock.now()) is not None


def test_after_the_return_the_bot_answers_again(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.do(ending.give_back, case["case_id"], SATO)
    desk.say("まだ聞きたいことがあります")

    turn, outside_id = desk.turn_queue.lease(desk.clock.now())
    assert desk.finish(turn, outside_id)
    closing = [m for m in desk.messages(Author.SYSTEM) if m.parts[0]["kind"] == "returned"]
    assert len(closing) == 1


def test_a_closed_conversation_opens_again_by_writing(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(assignment.claim, case["case_id"], SATO)
    desk.do(ending.close, case["case_id"], SATO)
    desk.say("もう一つだけ")

    assert desk.holder().state is State.BOT
    assert desk.turn_queue.lease(desk.clock.now()) is not None


def test_a_turn_is_not_leased_before_it_is_due(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, _ = desk.turn_queue.lease(desk.clock.now())
    desk.turn_queue.put_back(turn.id, desk.clock.now() + timedelta(seconds=1))

    assert desk.turn_queue.lease(desk.clock.now()) is None
    desk.clock.pass_by(seconds=1)
    assert desk.turn_queue.lease(desk.clock.now())[0].id == turn.id


def test_a_clock_set_back_holds_no_turn_of_a_dead_worker(desk: Desk, clock) -> None:
    desk.say("家を借りたい")
    assert desk.turn_queue.lease(clock.now()) is not None
    clock.pass_by(hours=-1)

    taken = desk.turn_queue.lease(clock.now())

    assert taken is not None
    assert taken[0].attempts == 2
