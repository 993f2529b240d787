"""Opening rules and presence come in one look, and a change of either holds at once."""

from __future__ import annotations

from datetime import timedelta

from desk.accounts.models import PRESENT_WITHIN
from desk.accounts.store import SqlAccountStore
from desk.conversation import inbound
from desk.conversation.models import Author, Situation
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.hours.store import OpeningHours
from tests.desk.appointments.conftest import add_account
from tests.desk.conftest import FakeClock


def test_nothing_saved_and_nobody_there(database: Database, clock: FakeClock) -> None:
    assert OpeningHours(database).opening(clock.now()) == (None, 0)


def test_who_is_present_counts_without_any_saved_rules(database: Database, clock: FakeClock) -> None:
    people, office = SqlAccountStore(database), OpeningHours(database)
    for number in range(3):
        add_account(database, f"a_{number}", "佐藤", f"sato{number}@example.jp")
    people.set_duty("a_0", True, clock.now())
    people.set_duty("a_1", True, clock.now())
    people.set_duty("a_2", False, clock.now())

    assert office.opening(clock.now()) == (None, 2)
    people.change("a_1", is_active=False)
    assert office.opening(clock.now()) == (None, 1)
    clock.moment += PRESENT_WITHIN + timedelta(seconds=1)
    assert office.opening(clock.now()) == (None, 0)


def test_the_newest_rules_hold(database: Database, clock: FakeClock) -> None:
    office = OpeningHours(database)
    office.save_rules("mon 09:00-12:00", "", "a_1", clock.now())
    office.save_rules("tue 09:00-12:00", "2027-01-04 臨時休業", "a_1", clock.now())

    assert office.opening(clock.now()) == (("tue 09:00-12:00", "2027-01-04 臨時休業"), 0)
    assert office.opening(clock.now())[0] == office.rules()


def test_a_plain_question_does_not_ask_whether_people_are_there(
    store: SqlStore, clock: FakeClock, conversation_id: str
) -> None:
    asked: list[str] = []

    def say(key: str, text: str | None, choice: str | None) -> None:
        def situation() -> Situation:
            asked.append(key)
            return Situation(open=True, on_duty=1)

        with store.write() as tx:
            inbound.receive(tx, conversation_id, key, text=text, choice_id=choice, now=clock.now(), situation=situation)

    say("plain", "家を借りたい", None)
    with store.write() as tx:
        shown = tx.append(
            conversation_id,
            Author.BOT,
            "自動応答",
            [{"type": "choices", "choices": [{"label": "人と話す", "payload": "desk:person"}]}],
            clock.now(),
        )
    say("tapped", None, shown.parts[0]["choices"][0]["id"])

    assert asked == ["tapped"]
