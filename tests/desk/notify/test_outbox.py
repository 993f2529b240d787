"""A letter is written with its cause, goes in its order, and is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.mail import letter_store
from desk.mail.message import NotAnAddress, Way
from desk.mail.outbox import LEASE, MailOutbox
from desk.mail.tables import letter_files
from tests.desk.conftest import START
from tests.desk.notify.letters import rows, states, write

# --- writing ----------------------------------------------------------------------------------


def test_the_same_letter_is_written_once(database: Database) -> None:
    assert write(database)
    assert not write(database, text="other words")
    assert len(rows(database)) == 1


def test_a_letter_whose_cause_is_undone_was_never_written(database: Database) -> None:
    def cause() -> None:
        with database.write() as connection:
            letter_store.put(connection, dedup_key="k", to="a@example.jp", subject="s", text="t", now=START)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cause()
    assert rows(database) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hana",
        "hana@localhost",
        "a@example.jp, b@example.jp",
        "a@example.jp\r\nBcc: b@example.jp",
        "a@example.jp\nX: y",
        "はな@example.jp",
        "Hana <a@example.jp>",
        "a@exa mple.jp",
        "a..b@example.jp",
        "a@-example.jp",
        "x" * 65 + "@example.jp",
        "a@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 63 + ".jp",
    ],
)
def test_what_is_not_one_address_is_refused(database: Database, address: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        write(database, to=address)
    assert not address or address not in str(refused.value)
    assert rows(database) == []


def test_a_letter_nobody_began_to_send_can_be_withdrawn(database: Database, outbox: MailOutbox) -> None:
    write(
        database,
        "later",
        due_at=START + timedelta(days=1),
        attachments=[("a.txt", "text/plain", b"a")],
    )
    write(database, "now")
    outbox.lease(Way.MAIL, START)
    with database.write() as connection:
        assert letter_store.withdraw(connection, "later")
        assert not letter_store.withdraw(connection, "later")
        assert not letter_store.withdraw(connection, "now")
    assert [row["dedup_key"] for row in rows(database)] == ["now"]
    with database.read() as connection:
        assert connection.execute(sa.select(letter_files)).all() == []


def test_erasing_a_conversation_removes_its_letters(database: Database, store: SqlStore, conversation_id: str) -> None:
    write(
        database,
        "theirs",
        conversation_id=conversation_id,
        attachments=[("a.txt", "text/plain", b"a")],
    )
    write(database, "others")
    with store.write() as tx:
        tx.erase(conversation_id, START)
    assert [row["dedup_key"] for row in rows(database)] == ["others"]
    with database.read() as connection:
        assert connection.execute(sa.select(letter_files)).all() == []


# --- order and leases -------------------------------------------------------------------------


def test_urgent_letters_go_first_and_later_ones_wait(database: Database, outbox: MailOutbox) -> None:
    write(database, "first")
    write(database, "tomorrow", due_at=START + timedelta(days=1))
    write(database, "cry", is_urgent=True)
    taken = [outbox.lease(Way.MAIL, START) for _ in range(3)]
    ids = {row["id"]: row["dedup_key"] for row in rows(database)}
    assert [letter and ids[letter.id] for letter in taken] == ["cry", "first", None]


def test_letters_of_one_lane_to_one_person_keep_their_order(database: Database, outbox: MailOutbox) -> None:
    for key in ("a", "b"):
        write(database, key, lane="c")
    write(database, "other person", to="jiro@example.jp", lane="c")
    first = outbox.lease(Way.MAIL, START)
    other = outbox.lease(Way.MAIL, START)
    assert first
    assert other
    outbox.sent(other, START)
    assert outbox.lease(Way.MAIL, START) is None
    outbox.put_off(first, START, timedelta(minutes=5), "rcpt 451", maybe_received=False)
    assert outbox.lease(Way.MAIL, START) is None
    again = outbox.lease(Way.MAIL, START + timedelta(minutes=6))
    assert again is not None
    assert again.id == first.id
    outbox.sent(again, START)
    assert outbox.lease(Way.MAIL, START) is not None


def test_a_dead_senders_letter_is_taken_over_and_its_late_end_changes_nothing(
    database: Database, outbox: MailOutbox
) -> None:
    write(database)
    lost = outbox.lease(Way.MAIL, START)
    assert lost
    assert outbox.lease(Way.MAIL, START + LEASE) is None
    taken = outbox.lease(Way.MAIL, START + LEASE + timedelta(seconds=1))
    assert taken
    assert (taken.key, taken.attempts, taken.maybe_received) == (lost.key, 2, True)
    outbox.refused(lost, START, "rcpt 550")
    assert states(database) == ["sending"]
    outbox.sent(taken, START)
    assert states(database) == ["sent"]


def test_old_letters_are_forgotten(database: Database, outbox: MailOutbox) -> None:
    write(database)
    letter = outbox.lease(Way.MAIL, START)
    assert letter
    outbox.sent(letter, START)
    assert outbox.forget_old(START + timedelta(days=29)) == 0
    assert outbox.forget_old(START + timedelta(days=31)) == 1
    assert rows(database) == []
