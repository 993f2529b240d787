"""What time and erasures leave to do: the list for restores, files, and what was approved for deletion."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from desk.conversation.ports import Clock
from desk.privacy.erased_list import ErasedList
from desk.privacy.leftovers import Leftovers
from desk.privacy.retention import SqlRetention
from desk.set_aside.kinds import Worker

logger = logging.getLogger(__name__)
# A transaction that committed late carries an earlier time.
_OVERLAP = timedelta(minutes=5)
_LOG_EVERY = timedelta(hours=1)


class Forgetting:
    """Called by the sweeper; everything it does can be done twice."""

    def __init__(
        self,
        leftovers: Leftovers,
        erased_list: ErasedList,
        folder: Path,
        clock: Clock,
        retention: SqlRetention,
        audit: Callable[[str, str, datetime], object],
    ) -> None:
        """Take the ports; `folder` holds the files, `audit` writes (action, subject, time) down."""
        self._retention, self._audit = retention, audit
        self._leftovers, self._erased_list, self._clock = leftovers, erased_list, clock
        self._folder = folder.resolve()
        self._noted_until: datetime | None = None
        self._looked_on: date | None = None
        self._empty_log_at = clock.now()

    @property
    def jobs(self) -> list[Callable[[], None]]:
        """What is to be done again and again."""
        return [self.note_erased, self.delete_files, self.purge, self.empty_log]

    def note_erased(self) -> None:
        """Bring the list for restores up to date."""
        now = self._clock.now()
        if self._erased_list.note(self._leftovers.erased_since(self._noted_until)):
            self._empty_log_at = now
        self._noted_until = now - _OVERLAP

    def empty_log(self) -> None:
        """Take what was deleted out of SQLite's log as well: at once after an erasure, else once in an hour."""
        now = self._clock.now()
        if now >= self._empty_log_at and self._leftovers.truncate_log():
            self._empty_log_at = now + _LOG_EVERY

    def delete_files(self) -> None:
        """Delete the files whose rows are gone; a name that leads out of the folder is left alone."""
        now = self._clock.now()
        walk = self._leftovers.aside.round(Worker.FILES, now)
        for doomed_id, name in self._leftovers.doomed_files(now):
            walk.attempt(str(doomed_id), functools.partial(self._delete_file, doomed_id, name))

    def _delete_file(self, doomed_id: int, name: str) -> None:
        place = (self._folder / name).resolve()
        if place.is_relative_to(self._folder):
            place.unlink(missing_ok=True)
        else:
            logger.error("forgetting.file.outside %s", doomed_id)
        self._leftovers.file_gone(doomed_id)

    def purge(self) -> None:
        """Carry out what was approved, with the counts in the audit log; prepare a list once a week."""
        now = self._clock.now()
        for done in self._retention.carry_out(now):
            counts = ", ".join(f"{kept} {count}" for kept, count in sorted(done.deleted.items()))
            self._audit("purge_done", f"{done.id}: {counts or 0}", now)
        if self._looked_on != now.date():
            self._retention.prepare_weekly(now)
            self._looked_on = now.date()
