"""Who writes when: people before workers, many jobs in one commit, and nobody answered before it."""

from __future__ import annotations

import contextvars
import threading
import time
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from desk.db.database import Database
from desk.db.write_lock import IS_BACKGROUND, WriteLock
from tests import patience


def in_background(do) -> None:
    context = contextvars.copy_context()
    context.run(IS_BACKGROUND.set, True)
    context.run(do)


class TestWriteLock:
    def queue(self, lock: WriteLock, entries: list[tuple[str, bool]]) -> list[str]:
        """Let them come while somebody is inside; returns the order in which they got in."""
        order: list[str] = []

        def enter(name: str) -> None:
            with lock.turn(patience.seconds(20)) as came:
                assert came
                order.append(name)

        threads = []
        with lock.turn(1):
            for name, is_worker in entries:
                run = (lambda n=name: in_background(lambda: enter(n))) if is_worker else (lambda n=name: enter(n))
                threads.append(threading.Thread(target=run))
                threads[-1].start()
                # The next one comes when this one waits, however slow the machine is.
                assert patience.until(lambda: len(lock._people) + len(lock._workers) == len(threads), 10, 0.002)
        for thread in threads:
            thread.join()
        return order

    def test_people_go_before_workers_and_each_in_the_order_they_came(self) -> None:
        entries = [("w1", True), ("p1", False), ("w2", True), ("p2", False)]

        assert self.queue(WriteLock(), entries) == ["p1", "p2", "w1", "w2"]

    def test_a_worker_is_not_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("desk.db.write_lock.LONGEST_BACKGROUND_WAIT_SECONDS", 0.0)

        assert self.queue(WriteLock(), [("w1", True), ("p1", False)]) == ["w1", "p1"]

    def test_old_workers_never_go_twice_in_a_row(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("desk.db.write_lock.LONGEST_BACKGROUND_WAIT_SECONDS", 0.0)
        entries = [("w1", True), ("w2", True), ("w3", True), ("p1", False), ("p2", False)]

        assert self.queue(WriteLock(), entries) == ["w1", "p1", "w2", "p2", "w3"]

    def test_who_waited_too_long_goes_on_without_a_turn_and_blocks_nobody(self) -> None:
        lock = WriteLock()
        with lock.turn(1), lock.turn(0.01) as came:
            assert not came
        with lock.turn(0.01) as came:
            assert came


@pytest.fixture
def counting(tmp_path):
    """A database that counts its commits."""
    opened = Database(f"sqlite:///{tmp_path / 'd.db'}")
    opened.commits = 0
    with opened.write() as connection:
        connection.exec_driver_sql("CREATE TABLE things (name TEXT PRIMARY KEY)")
    plain = opened.write

    @contextmanager
    def write():
        with plain() as connection:
            time.sleep(0.05)
            yield connection
        opened.commits += 1

    opened.write = write
    yield opened
    opened.close()


def add(name: str):
    return lambda connection: connection.execute(sa.text("INSERT INTO things VALUES (:n)"), {"n": name}).rowcount


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM things ORDER BY name").scalars())


def at_once(database: Database, jobs: list) -> list:
    results: list = [None] * len(jobs)

    def run(number: int) -> None:
        try:
            results[number] = database.run(jobs[number])
        except Exception as error:  # noqa: BLE001 - looked at below
            results[number] = error

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "a job waits for ever"
    return results


class TestGroupCommit:
    def test_many_jobs_share_few_commits_and_each_gets_its_result(self, counting) -> None:
        assert at_once(counting, [add(f"n{n:02}") for n in range(40)]) == [1] * 40
        assert names(counting) == [f"n{n:02}" for n in range(40)]
        assert counting.commits < 20

    def test_a_job_that_fails_takes_nothing_with_it(self, counting) -> None:
        def half(connection):
            add("half")(connection)
            raise KeyError("no")

        results = at_once(counting, [add("a"), half, add("b"), add("a2")])

        assert isinstance(results[1], KeyError)
        assert names(counting) == ["a", "a2", "b"]

    def test_a_commit_that_fails_is_success_for_nobody(self, counting) -> None:
        plain = counting.write

        @contextmanager
        def broken():
            with plain() as connection:
                yield connection
                raise OSError("the disk is gone")

        counting.write = broken
        results = at_once(counting, [add(f"n{n}") for n in range(5)])

        assert all(isinstance(result, OSError) for result in results)
        counting.write = plain
        assert names(counting) == []

    def test_a_lock_that_cannot_be_had_is_told_to_all_who_wait(self, counting) -> None:
        rounds = []

        @contextmanager
        def locked():
            rounds.append(1)
            time.sleep(0.2)
            raise sa.exc.OperationalError("locked", None, Exception())
            yield

        counting.write = locked
        results = at_once(counting, [add(f"n{n}") for n in range(10)])

        assert all(isinstance(result, sa.exc.OperationalError) for result in results)
        # In few rounds, and not one after the other.
        assert len(rounds) < 8
