"""What an erasure leaves to do outside the database: the list for restores, and files."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from desk.conversation.ports import Clock
from desk.storage.chores import Chores
from desk.storage.ledger import Ledger

logger = logging.getLogger(__name__)
# A transaction that committed late carries an earlier time.
_OVERLAP = timedelta(minutes=5)


class Forgetting:
    """Called by the sweeper; everything it does can be done twice."""

    def __init__(self, chores: Chores, ledger: Ledger, folder: Path, clock: Clock) -> None:
        """Take the ports; `folder` holds the files."""
        self._chores, self._ledger, self._clock = chores, ledger, clock
        self._folder = folder.resolve()
        self._noted_until: datetime | None = None

    def note_erased(self) -> None:
        """Bring the list for restores up to date."""
        now = self._clock.now()
        self._ledger.note(self._chores.erased_since(self._noted_until))
        self._noted_until = now - _OVERLAP

    def delete_files(self) -> None:
        """Delete the files whose rows are gone; a name that leads out of the folder is left alone."""
        for doomed_id, name in self._chores.doomed_files():
            place = (self._folder / name).resolve()
            if place.is_relative_to(self._folder):
                place.unlink(missing_ok=True)
            else:
                logger.error("forgetting.file.outside %s", doomed_id)
            self._chores.file_gone(doomed_id)
