"""The whole way from a case to the letters that tell of it."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, time, timedelta
from typing import Any

import pytest

from desk.accounts.store import SqlAccountStore
from desk.conversation import assignment, handover, inbound
from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from desk.db.database import Database
from desk.mail.message import Way
from desk.mail.tables import letters
from desk.notices.notice import Kind, NoticeSettings
from desk.notices.store import NoticeStore
from desk.text.times import JAPAN
from tests.desk.conftest import CLOSED, OPEN, START, FakeClock, handoff
from tests.desk.notify.office import TEN, Office, at, hand_over


@pytest.fixture
def office(database: Database, clock: FakeClock) -> Office:
    return Office(database, clock)


def test_a_new_case_is_told_once_to_each_and_without_words_of_anybody(office: Office, conversation_id: str) -> None:
    office.person("sato")
    office.person("suzuki")
    hand_over(office, conversation_id, question="夫が亡くなり犬と住める家を探す山田花子です")

    sent = office.letters()

    assert [row["recipient"] for row in sent] == ["sato@example.jp", "suzuki@example.jp"]
    assert sent[0]["subject"] == "【移住相談】新しい相談が待っています（OT-1124-01）"
    for words in ("受付番号：OT-1124-01", "分野：住まい", "経路：ウェブ", "待ち時間：0分"):
        assert words in sent[0]["text"]
    assert re.search(r"https://chat\.example\.jp/console#/cases/k_\S+", sent[0]["text"])
    for row in sent:
        assert not re.search("犬|夫|山田|花子|探す", row["subject"] + row["text"])


def flood(office: Office, count: int, **more: Any) -> None:
    for number in range(count):
        with office.store.write() as tx:
            begun = inbound.start(tx, "web", office.clock.now(), OPEN, f"{more}{number}{office.clock.now()}")
            name = f"f{begun.conversation_id}"
            handover.take(tx, name, "hash", handoff(begun.conversation_id, **more), office.clock.now(), OPEN)


def test_forty_cases_at_once_are_one_letter_that_names_them(office: Office) -> None:
    office.person("sato")
    flood(office, 40)

    [sent] = office.letters()

    assert sent["subject"] == "【移住相談】お知らせ 40件（まとめ）"
    assert sent["text"].count("・新しい相談が待っています（OT-1124-") == 20
    assert sent["text"].count("/console#/cases/k_") == 20
    assert "・ほか 20件" in sent["text"]


def test_what_comes_after_a_letter_waits_five_minutes_for_the_next(office: Office) -> None:
    office.person("sato")
    flood(office, 1)
    assert len(office.letters()) == 1

    office.clock.pass_by(seconds=30)
    flood(office, 3)
    office.clock.pass_by(minutes=4)
    assert len(office.letters()) == 1
    office.clock.pass_by(minutes=1)

    last = office.letters()[-1]
    assert "お知らせ" in last["subject"]
    assert len(office.letters()) == 2


def test_fifteen_cases_in_thirty_five_minutes_are_a_handful_of_mails(office: Office) -> None:
    """Three at the desk, one away, a manager, and one who never logged in: nobody is told more than once in five minutes."""
    for name in ("sato", "suzuki", "tanaka"):
        office.person(name)
    office.person("away")
    office.person("chief", "manager")
    office.person("new", has_logged_in=False)
    office.clock.moment = at(10)
    store, cases = SqlAccountStore(office.database), 0
    for minute in range(35):
        for name in ("sato", "suzuki", "tanaka"):
            store.set_duty(f"a_{name}", True, office.clock.now())
        if minute % 7 in {0, 2, 4} and cases < 15:
            flood(office, 1)
            cases += 1
        office.watch.look()
        office.clock.pass_by(minutes=1)

    sent = [row["recipient"] for row in office.letters()]

    assert cases == 15
    assert set(sent) == {"away@example.jp"}
    assert 1 <= len(sent) <= 8


def test_words_of_danger_are_told_at_once_in_a_letter_of_their_own_in_any_flood(office: Office) -> None:
    office.person("sato")
    flood(office, 40)
    office.letters()

    flood(office, 2, reason="distress")

    urgent = [row for row in office.letters() if row["is_urgent"]]
    assert len(urgent) == 2


def test_a_case_that_somebody_takes_is_told_no_more(office: Office, conversation_id: str) -> None:
    owner = office.person("sato")
    case_id = hand_over(office, conversation_id)
    assert len(office.told()) == 1
    with office.store.write() as tx:
        assignment.claim(tx, case_id, dataclasses.replace(_sato(), id=owner), office.clock.now())
    office.clock.pass_by(minutes=30)
    assert len(office.told()) == 1

    with office.store.write() as tx:
        inbound.receive(
            tx, conversation_id, "m1", text="もしもし", choice_id=None, now=office.clock.now(), situation=lambda: OPEN
        )
    office.clock.pass_by(minutes=10)
    assert [subject for _, subject in office.told()][1:] == ["【移住相談】返事を待っている相談があります（OT-1124-01）"]


def _sato():
    from tests.desk.conftest import SATO

    return SATO


def test_a_lost_owner_is_told_and_the_wait_as_well(office: Office, conversation_id: str) -> None:
    owner = office.person("sato")
    case_id = hand_over(office, conversation_id)
    office.watch.look()
    with office.store.write() as tx:
        assignment.claim(tx, case_id, dataclasses.replace(_sato(), id=owner), office.clock.now())
    office.clock.pass_by(minutes=20)
    with office.store.write() as tx:
        found, conversation = tx.case(case_id), tx.conversation(conversation_id)
        assert found
        assert conversation
        assignment.lose_owner(tx, found, conversation, office.clock.now())
    office.told()
    last = office.letters()[-1]
    assert last["subject"] == "【移住相談】お知らせ 2件（まとめ）"
    for words in ("相談が順番待ちにもどりました（OT-1124-01）", "お待たせしている相談があります（OT-1124-01）"):
        assert words in last["text"]


def test_a_message_left_at_night_is_told_in_the_morning_if_nobody_has_seen_to_it(
    office: Office, conversation_id: str
) -> None:
    office.person("sato")
    office.clock.moment = at(23)
    case_id = hand_over(office, conversation_id, CLOSED)
    assert office.told() == []
    office.clock.moment = at(7, 0, day=25)
    assert [subject for _, subject in office.told()] == ["【移住相談】伝言が届きました（OT-1124-01）"]
    with office.database.write() as connection:
        connection.execute(letters.delete())
        connection.execute(t.cases.update().where(t.cases.c.id == case_id).values(state="closed"))
    office.clock.moment = at(7, 0, day=26)
    assert office.told() == []


def test_a_cry_for_help_at_night_goes_first_and_at_once_to_everybody(office: Office, conversation_id: str) -> None:
    office.person("sato")
    office.person("chief", "manager")
    office.person("auditor", "auditor")
    office.clock.moment = at(2)
    hand_over(office, conversation_id, CLOSED, reason="distress")
    sent = office.letters()
    assert [row["recipient"] for row in sent] == ["chief@example.jp", "sato@example.jp"]
    assert all(row["is_urgent"] for row in sent)
    assert sent[0]["subject"] == "【至急】すぐに見てほしい相談があります（OT-1124-01）"

    office.person("late")
    office.clock.pass_by(minutes=5)
    assert len(office.letters()) == 2


def test_chats_are_told_too_and_an_address_that_is_none_stops_nobody(
    database: Database, clock: FakeClock, conversation_id: str
) -> None:
    office = Office(database, clock, ["chat_1", "chat_2"])
    office.person("sato", email="sato@localhost")
    office.person("suzuki")
    hand_over(office, conversation_id)
    assert [(row["way"], row["recipient"]) for row in office.letters()] == [
        (Way.MAIL, "suzuki@example.jp"),
        (Way.CHAT, "chat_1"),
        (Way.CHAT, "chat_2"),
    ]


def test_two_desks_that_look_at_once_tell_once(database: Database, clock: FakeClock, conversation_id: str) -> None:
    one, other = Office(database, clock), Office(database, clock)
    one.person("sato")
    hand_over(one, conversation_id)
    # The other one has asked what was told before the first one tells.
    other.notices.told = lambda keys: set()  # type: ignore[method-assign]
    one.watch.look()
    other.watch.look()
    assert len(one.letters()) == 1


def test_the_digest_has_figures_only_and_comes_once_on_working_days(office: Office, conversation_id: str) -> None:
    office.person("sato")
    office.person("chief", "supervisor")
    hand_over(office, conversation_id)
    office.watch.look()
    with office.store.write() as tx:
        tx.append(
            conversation_id,
            Author.USER,
            "あなた",
            [{"type": "text", "text": "謎"}],
            START,
            outside_id="q",
        )
        tx.set_understanding(conversation_id, "q", {"label": None, "outcome": "fallback"})

    def digests() -> list[Any]:
        office.watch.write_digest()
        return [row for row in office.letters() if "状況" in row["subject"]]

    office.clock.moment = at(8, 44, day=25)
    assert digests() == []
    office.clock.moment = at(8, 45, day=25)
    [digest] = digests()
    assert digest["recipient"] == "chief@example.jp"
    assert digest["subject"] == "【移住相談】今日の状況（11月25日）"
    for line in (
        "いま待っている相談：1件",
        "今日までに返事をする約束：0件",
        "今日の相談の予約：0件",
        "預かっている伝言：0件",
        "前の営業日から、自動応答が答えられなかった質問：1件",
        "送れていないメッセージ・メール・通知：2件",
        "見直し期限を過ぎた回答：3件",
    ):
        assert line in digest["text"]
    assert "犬" not in digest["text"]
    assert "OT-" not in digest["text"]
    assert len(digests()) == 1
    office.clock.moment = at(15, 0, day=26)
    assert len(digests()) == 1
    office.clock.moment = at(8, 45, day=28)
    assert len(digests()) == 1


def test_settings_are_kept_as_they_were_given(database: Database) -> None:
    store = NoticeStore(database)
    wish = NoticeSettings(frozenset({Kind.LEFT}), False, time(22, 30), time(6, 15), True, False)
    store.save_settings("a_1", wish, START)
    store.save_settings("a_1", wish, START + timedelta(days=1))
    assert store.settings("a_1", "consultant") == wish
    assert store.settings("a_2", "consultant").has_digest is False
    assert store.settings("a_2", "manager").has_digest is True
    assert store.settings("a_2", "manager").kinds == frozenset()


def test_presence_is_read_as_the_desk_reads_it(database: Database, clock: FakeClock) -> None:
    office = Office(database, clock)
    sato = office.person("sato")
    store = SqlAccountStore(database)
    assert [one.is_present for one in office.notices.readers(clock.now())] == [False]
    store.seen(sato, clock.now())
    assert [one.is_present for one in office.notices.readers(clock.now())] == [True]
    clock.pass_by(minutes=3)
    assert [one.is_present for one in office.notices.readers(clock.now())] == [False]


def test_the_start_of_tests_is_ten_in_the_morning() -> None:
    assert START.astimezone(JAPAN) == TEN
    assert START.tzinfo is UTC


def test_an_office_of_managers_alone_is_told_as_consultants_are(office: Office, conversation_id: str) -> None:
    office.person("chief", "manager")
    hand_over(office, conversation_id)
    assert [to for to, _ in office.told()] == ["chief@example.jp"]
    office.person("sato")
    office.clock.pass_by(minutes=6)
    flood(office, 1)
    assert [to for to, _ in office.told()][1:] == ["sato@example.jp"]
