"""Many small transactions that come at once share one commit: a disk that takes 5 ms a commit still serves hundreds."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
# More would keep the first of them waiting for the last.
MOST_AT_ONCE = 32


@dataclass(eq=False)
class _Job:
    do: Callable[[sa.Connection], Any]
    leads: bool = False
    result: Any = None
    error: BaseException | None = None
    # Each its own, so that nobody is woken in vain: done, or called to lead.
    called: threading.Event = field(default_factory=threading.Event)


class GroupCommit:
    """Runs each job in a savepoint of its own; nobody is answered before the common commit.

    For a database with one writer at a time. Where rows are locked, transactions that lock several in any order would
    wait for each other.
    """

    def __init__(self, write: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        """Take what begins a transaction."""
        self._write = write
        self._lock = threading.Lock()
        self._jobs: deque[_Job] = deque()
        self._is_led = False

    def run(self, do: Callable[[sa.Connection], T]) -> T:
        """Do something in a transaction and return its result after the commit.

        What it raises is raised here, and its writes are undone without touching the others'. A commit that fails,
        fails for all of its jobs.
        """
        job = _Job(do)
        with self._lock:
            self._jobs.append(job)
            job.leads, self._is_led = not self._is_led, True
        if not job.leads:
            job.called.wait()
        if job.leads:
            # It is the first of those who wait: its own job is in the batch.
            self._lead()
        if job.error is not None:
            raise job.error
        result: T = job.result
        return result

    def _lead(self) -> None:
        batch: list[_Job] = []
        try:
            self._work(batch)
        finally:
            with self._lock:
                self._is_led = bool(self._jobs)
                if self._jobs:
                    self._jobs[0].leads = True
                    self._jobs[0].called.set()
            for job in batch:
                job.called.set()

    def _work(self, batch: list[_Job]) -> None:
        try:
            with self._write() as connection:
                while self._jobs and len(batch) < MOST_AT_ONCE:
                    batch.append(self._jobs.popleft())
                    _run(connection, batch[-1])
        except BaseException as error:  # noqa: BLE001 - handed to everybody whose work it undid
            while self._jobs and not batch:
                # It did not even begin: whoever waits has waited long enough.
                batch += [self._jobs.popleft() for _ in range(len(self._jobs))]
            for job in batch:
                job.error = job.error or error


def _run(connection: sa.Connection, job: _Job) -> None:
    try:
        with connection.begin_nested():
            job.result = job.do(connection)
    except Exception as error:  # noqa: BLE001 - the caller's, raised in its own thread
        job.error = error
