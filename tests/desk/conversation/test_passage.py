"""The passage between bot and person: the rules that no product read so far keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.conversation import feed, handover, intake, timers, turns, work
from desk.conversation.handover import DifferentBody
from desk.conversation.holder import Refused
from desk.conversation.intake import UnknownChoice, UnknownConversation
from desk.conversation.models import Author, State
from desk.conversation.turns import Reply
from desk.conversation.work import NewerMessages
from desk.storage import tables
from desk.storage.chores import Chores, take_timer
from desk.storage.database import Database
from desk.storage.lane import Lane
from desk.storage.tables import metadata
from desk.storage.transaction import SqlStore
from tests.desk.conftest import CHIEF, CLOSED, OPEN, SATO, SUZUKI, FakeClock, handoff

ANSWER = Reply(
    [[{"type": "text", "text": "物件の探し方です"}]],
    {"outcome": "answer", "label": "housing/rental_search"},
)


class Desk:
    """The conversation's functions with this test's store and clock."""

    def __init__(self, store: SqlStore, clock: FakeClock, conversation_id: str) -> None:
        self.store, self.clock, self.id = store, clock, conversation_id
        self.lane = Lane(store.database)

    def say(
        self, text: str, outside_id: str = "m1", choice: str | None = None, situation=OPEN
    ) -> int:
        with self.store.write() as tx:
            return intake.receive(
                tx, self.id, outside_id, text=None if choice else text, choice_id=choice,
                now=self.clock.now(), situation=situation,
            )  # fmt: skip

    def hand_over(self, webhook_id: str = "w1", body_hash: str = "h", situation=OPEN, **request):
        with self.store.write() as tx:
            return handover.take(
                tx, webhook_id, body_hash, handoff(self.id, **request), self.clock.now(), situation
            )[0]

    def do(self, work_function, *arguments, **options):
        with self.store.write() as tx:
            return work_function(tx, *arguments, self.clock.now(), **options)

    def reply(
        self,
        case_id: str,
        text: str = "こんにちは",
        who=SATO,
        client_id: str = "r1",
        seen=None,
        sure=False,
    ):
        with self.store.write() as tx:
            return work.send(
                tx,
                case_id,
                who,
                text,
                client_id,
                self.clock.now(),
                seen_seq=seen,
                is_confirmed=sure,
            )

    def holder(self):
        with self.store.read() as tx:
            return tx.conversation(self.id).holder

    def messages(self, author: Author | None = None):
        with self.store.read() as tx:
            return [m for m in tx.messages(self.id) if author in {None, m.author}]

    def shown(self, after: int = 0):
        with self.store.read() as tx:
            return feed.visible(tx, self.id, after)

    def choice_id(self, label: str) -> str:
        for message in reversed(self.messages()):
            for part in message.parts:
                for choice in part.get("choices", []):
                    if choice["label"] == label:
                        return choice["id"]
        raise AssertionError(f"{label} was never offered")

    def finish(self, turn, outside_id: str, reply: Reply = ANSWER) -> bool:
        with self.store.write() as tx:
            return turns.record(tx, turn, reply, outside_id, self.clock.now())


@pytest.fixture
def desk(store: SqlStore, clock: FakeClock, conversation_id: str) -> Desk:
    return Desk(store, clock, conversation_id)


def test_a_repeated_message_is_the_same_message_and_one_turn(desk: Desk) -> None:
    numbers = {desk.say("家を借りたい", "m1") for _ in range(5)}

    assert len(numbers) == 1
    assert desk.lane.lease(desk.clock.now()) is not None
    assert desk.lane.lease(desk.clock.now()) is None


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
    first, outside_id = desk.lane.lease(desk.clock.now())

    assert desk.lane.lease(desk.clock.now()) is None
    desk.finish(first, outside_id)
    second, _ = desk.lane.lease(desk.clock.now())
    assert (first.text, second.text) == ("一つめ", "二つめ")


def test_a_dead_workers_turn_is_taken_over_and_recorded_once(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, outside_id = desk.lane.lease(desk.clock.now())
    desk.clock.pass_by(seconds=13)

    again, _ = desk.lane.lease(desk.clock.now())

    assert (again.id, again.attempts) == (turn.id, 2)
    assert desk.finish(again, outside_id)
    assert not desk.finish(turn, outside_id)
    assert len(desk.messages(Author.BOT)) == 2  # the greeting and one answer


def test_a_late_bot_reply_is_kept_for_the_consultant_and_never_shown(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, outside_id = desk.lane.lease(desk.clock.now())
    case = desk.hand_over()
    desk.do(work.claim, case["case_id"], SATO)

    assert not desk.finish(turn, outside_id)

    late = [m for m in desk.messages(Author.BOT) if m.late]
    assert [m.text for m in late] == ["物件の探し方です"]
    assert "物件の探し方です" not in str(desk.shown())


def test_a_turn_that_hands_over_may_still_say_its_words(desk: Desk) -> None:
    desk.say("もう死にたい")
    turn, outside_id = desk.lane.lease(desk.clock.now())
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
    turn, outside_id = desk.lane.lease(desk.clock.now())
    case = desk.hand_over()
    desk.do(work.claim, case["case_id"], SATO)
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
    desk.do(work.claim, case["case_id"], SATO)
    desk.say("話しているあいだの質問", "m2")

    assert desk.lane.lease(desk.clock.now()) is None
    assert [m.text for m in desk.messages(Author.USER)] == [
        "待っているあいだの質問",
        "話しているあいだの質問",
    ]


def test_turns_that_have_not_begun_are_dropped_by_a_claim(desk: Desk) -> None:
    case = desk.hand_over(situation=CLOSED)
    desk.say("自動応答への質問")
    desk.do(work.claim, case["case_id"], SATO)

    assert desk.lane.lease(desk.clock.now()) is None


def test_a_message_left_does_not_silence_the_bot(desk: Desk) -> None:
    answer = desk.hand_over(situation=CLOSED)
    desk.say("別の質問です")

    assert answer["state"] == "message_left"
    assert desk.lane.lease(desk.clock.now()) is not None


def test_after_the_return_the_bot_answers_again(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(work.claim, case["case_id"], SATO)
    desk.do(work.give_back, case["case_id"], SATO)
    desk.say("まだ聞きたいことがあります")

    turn, outside_id = desk.lane.lease(desk.clock.now())
    assert desk.finish(turn, outside_id)
    closing = [m for m in desk.messages(Author.SYSTEM) if m.parts[0]["kind"] == "returned"]
    assert len(closing) == 1


def test_a_closed_conversation_opens_again_by_writing(desk: Desk) -> None:
    case = desk.hand_over()
    desk.do(work.claim, case["case_id"], SATO)
    desk.do(work.close, case["case_id"], SATO)
    desk.say("もう一つだけ")

    assert desk.holder().state is State.BOT
    assert desk.lane.lease(desk.clock.now()) is not None


class TestHandOver:
    def test_a_repeat_returns_the_same_answer_and_makes_no_second_case(self, desk: Desk) -> None:
        first = desk.hand_over()

        assert desk.hand_over() == first
        assert len(desk.messages(Author.SYSTEM)) == 1

    def test_the_same_key_with_another_body_is_refused(self, desk: Desk) -> None:
        desk.hand_over()

        with pytest.raises(DifferentBody):
            desk.hand_over(body_hash="other")

    def test_asking_twice_under_two_keys_is_one_case(self, desk: Desk) -> None:
        first = desk.hand_over("w1")

        assert desk.hand_over("w2")["case_id"] == first["case_id"]
        assert desk.holder().epoch == 1

    def test_the_receipt_counts_the_cases_of_the_japanese_day(self, desk: Desk) -> None:
        first = desk.hand_over("w1")
        with desk.store.write() as tx:
            other = handover.take(tx, "w2", "h", handoff("someone-else"), desk.clock.now(), OPEN)[0]

        assert [first["receipt"], other["receipt"]] == ["OT-1124-01", "OT-1124-02"]
        assert [first["position"], other["position"]] == [1, 2]

    def test_outside_hours_a_message_is_taken_with_the_next_opening(self, desk: Desk) -> None:
        answer = desk.hand_over(situation=CLOSED)

        assert (answer["state"], answer["opens_at"]) == (
            "message_left",
            CLOSED.opens_at.isoformat(),
        )
        assert "11月25日(水) 9:00" in desk.messages(Author.SYSTEM)[-1].text

    def test_a_second_question_outside_hours_is_added_to_the_first(self, desk: Desk) -> None:
        first = desk.hand_over("w1", situation=CLOSED)
        second = desk.hand_over("w2", situation=CLOSED, question="駐車場もありますか")

        assert second["receipt"] == first["receipt"]
        with desk.store.read() as tx:
            assert tx.open_case(desk.id).question == "犬と住める家はありますか\n駐車場もありますか"

    def test_cancelling_returns_to_the_bot_and_closes_the_case(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.say("", "m9", choice=desk.choice_id("待つのをやめる"))

        assert desk.holder().state is State.BOT
        with pytest.raises(Refused):
            desk.do(work.claim, case["case_id"], SATO)

    def test_cancelling_too_late_changes_nothing(self, desk: Desk) -> None:
        case = desk.hand_over()
        offered = desk.choice_id("待つのをやめる")
        desk.do(work.claim, case["case_id"], SATO)
        desk.say("", "m9", choice=offered)

        assert desk.holder().state is State.CONSULTANT

    def test_without_the_assistant_the_desk_hands_over_by_itself(self, desk: Desk) -> None:
        desk.say("家を借りたい")
        turn, _ = desk.lane.lease(desk.clock.now())
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


class TestConsultants:
    def test_one_wins_a_claim_and_the_other_is_told(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)

        with pytest.raises(Refused) as refused:
            desk.do(work.claim, case["case_id"], SUZUKI)

        assert refused.value.code == "claimed_by_other"
        assert desk.holder().owner == SATO.id

    def test_claiming_twice_says_hello_once(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)
        desk.do(work.claim, case["case_id"], SATO)

        joined = [
            m for m in desk.messages(Author.SYSTEM) if m.parts[0]["kind"] == "consultant_joined"
        ]
        assert len(joined) == 1

    def test_sending_claims(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.reply(case["case_id"])

        assert (desk.holder().state, desk.holder().owner) == (State.CONSULTANT, SATO.id)

    def test_a_repeated_reply_is_shown_once(self, desk: Desk) -> None:
        case = desk.hand_over()
        numbers = {desk.reply(case["case_id"]).seq for _ in range(3)}

        assert len(numbers) == 1
        assert len(desk.messages(Author.CONSULTANT)) == 1

    def test_a_colleague_cannot_write_into_a_case_that_is_held(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)

        with pytest.raises(Refused):
            desk.reply(case["case_id"], who=SUZUKI)

    def test_something_newer_must_be_seen_or_confirmed_before_sending(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)
        seen = desk.messages()[-1].seq
        newest = desk.say("待って、変わりました")

        with pytest.raises(NewerMessages) as newer:
            desk.reply(case["case_id"], seen=seen)
        assert newer.value.seq == newest
        assert desk.reply(case["case_id"], seen=seen, sure=True).seq == newest + 1

    def test_after_a_transfer_the_former_owner_cannot_write(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)
        with desk.store.write() as tx:
            work.transfer(tx, case["case_id"], SATO, SUZUKI, desk.clock.now())

        with pytest.raises(Refused):
            desk.reply(case["case_id"], who=SATO)
        assert desk.reply(case["case_id"], who=SUZUKI).author_name == "相談員 鈴木"

    def test_a_supervisor_takes_over_and_others_may_not(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)
        with pytest.raises(Refused):
            desk.do(work.take_over, case["case_id"], SUZUKI)

        desk.do(work.take_over, case["case_id"], CHIEF)

        assert desk.holder().owner == CHIEF.id


class TestTime:
    def test_a_wait_is_apologised_for_once_and_only_while_it_lasts(
        self, desk: Desk, database: Database
    ) -> None:
        desk.hand_over()
        desk.clock.pass_by(minutes=4)
        [timer] = Chores(database).due_timers(desk.clock.now())

        for _ in range(2):
            with desk.store.write() as tx:
                if take_timer(tx.connection, timer["id"]):
                    timers.fire(
                        tx, timer["kind"], timer["case_id"], timer["epoch"], desk.clock.now()
                    )

        apologies = [
            m for m in desk.messages(Author.SYSTEM) if m.parts[0]["kind"] == "wait_apology"
        ]
        assert len(apologies) == 1

    def test_a_timer_of_an_older_epoch_is_void(self, desk: Desk, database: Database) -> None:
        case = desk.hand_over()
        desk.do(work.claim, case["case_id"], SATO)
        desk.clock.pass_by(minutes=11)

        with desk.store.write() as tx:
            fired = [
                timers.fire(tx, t["kind"], t["case_id"], t["epoch"], desk.clock.now())
                for t in Chores(database).due_timers(desk.clock.now())
            ]

        assert fired == [None, None]

    @pytest.mark.parametrize(("gone_minutes", "is_back"), [(9, False), (11, True)])
    def test_a_lost_owner_puts_the_case_back_with_its_place(
        self, desk: Desk, gone_minutes: int, is_back: bool
    ) -> None:
        case = desk.hand_over()
        waiting_since = desk.clock.now()
        desk.do(work.claim, case["case_id"], SATO)
        desk.say("返事がありません")
        seen = desk.clock.now()
        desk.clock.pass_by(minutes=gone_minutes)

        with desk.store.write() as tx:
            timers.requeue_if_lost(tx, case["case_id"], seen, desk.clock.now())

        assert (desk.holder().state is State.QUEUED) == is_back
        with desk.store.read() as tx:
            assert tx.case(case["case_id"]).waiting_since == waiting_since

    def test_an_owner_who_spoke_last_is_not_lost(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.say("質問です")
        desk.reply(case["case_id"])
        desk.clock.pass_by(hours=1)

        with desk.store.write() as tx:
            assert timers.requeue_if_lost(tx, case["case_id"], None, desk.clock.now()) is None


class TestFeed:
    def test_a_replay_from_any_number_equals_a_fresh_read(self, desk: Desk) -> None:
        case = desk.hand_over()
        desk.say("質問です")
        desk.reply(case["case_id"])
        desk.do(work.give_back, case["case_id"], SATO)
        everything = desk.shown()

        for after in range(len(everything) + 1):
            seen = [m for m in everything if m["seq"] <= after]
            assert seen + desk.shown(after) == everything

    def test_payloads_of_choices_stay_on_the_server(self, desk: Desk) -> None:
        assert "payload" not in str(desk.shown())

    def test_a_choice_that_was_never_offered_here_is_refused(self, desk: Desk) -> None:
        with pytest.raises(UnknownChoice):
            desk.say("", "m1", choice="ch_made_up")

    def test_an_erased_conversation_is_gone(self, desk: Desk, database: Database) -> None:
        secret = "とても個人的な相談"
        desk.say(secret)
        desk.hand_over(question=secret)
        with desk.store.write() as tx:
            tx.erase(desk.id, desk.clock.now())

        with pytest.raises(UnknownConversation):
            desk.say("もう一度")
        with database.read() as connection:
            everything = [
                connection.execute(table.select()).fetchall() for table in metadata.sorted_tables
            ]
        assert secret not in str(everything)
        assert Chores(database).pending_erasures() == [desk.id]


def test_a_turn_is_not_leased_before_it_is_due(desk: Desk) -> None:
    desk.say("家を借りたい")
    turn, _ = desk.lane.lease(desk.clock.now())
    desk.lane.put_back(turn.id, desk.clock.now() + timedelta(seconds=1))

    assert desk.lane.lease(desk.clock.now()) is None
    desk.clock.pass_by(seconds=1)
    assert desk.lane.lease(desk.clock.now())[0].id == turn.id


# --- asking again ------------------------------------------------------------------------------


def present(store: SqlStore, who=SATO, *, on_duty: bool = True, seen_at=None) -> None:
    """Put a consultant's account and presence into the database."""
    with store.database.write() as connection:
        connection.execute(
            tables.accounts.insert().values(
                id=who.id, email=f"{who.id}@example.jp", name=who.name, role="consultant",
                password_hash="x", is_active=True, on_duty=on_duty, seen_at=seen_at, created_at=seen_at,
            )
        )  # fmt: skip


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
    desk.do(work.close, case_id, SATO)
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
    assert desk.lane.waiting()[0] == (0 if expected[0] is not State.MESSAGE_LEFT else 1)


# --- clocks ------------------------------------------------------------------------------------


def test_a_clock_set_back_holds_no_turn_of_a_dead_worker(desk: Desk, clock) -> None:
    desk.say("家を借りたい")
    assert desk.lane.lease(clock.now()) is not None
    clock.pass_by(hours=-1)

    taken = desk.lane.lease(clock.now())

    assert taken is not None
    assert taken[0].attempts == 2


def test_a_clock_set_forward_fires_each_timer_once(desk: Desk, store, clock) -> None:
    desk.hand_over()
    clock.pass_by(hours=1)
    chores = Chores(store.database)
    for _ in range(2):
        for timer in chores.due_timers(clock.now()):
            with store.write() as tx:
                if take_timer(tx.connection, timer["id"]):
                    timers.fire(tx, timer["kind"], timer["case_id"], timer["epoch"], clock.now())

    with store.read() as tx:
        notices = [p["kind"] for m in tx.messages(desk.id) for p in m.parts if p["type"] == "notice"]
    assert notices == ["queued", "wait_apology", "wait_apology"]
    assert chores.due_timers(clock.now()) == []
