"""The approved answers as the running action server holds them: read once, read again when a file changes."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from actions.library import entries
from actions.library.entries import BrokenEntry, Entry

logger = logging.getLogger(__name__)


class Shelf:
    """Looks entries up by label; a corrected file counts from the next question on, without a restart."""

    def __init__(self, folder: Path = entries.ANSWERS) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._entries: dict[str, Entry] = {}

    def entry(self, label: str | None) -> Entry | None:
        """Return the entry of a label, None where there is none."""
        return self.all().get(label or "")

    def all(self) -> dict[str, Entry]:
        """Return all entries by label.

        Raises:
            BrokenEntry: At the first reading only; later a broken file is logged and the last good state kept.
        """
        stamp = self._look()
        with self._lock:
            if stamp != self._stamp:
                try:
                    self._entries = entries.read_all(self._folder)
                except BrokenEntry as error:
                    if not self._entries:
                        raise
                    logger.error("answers.broken %s", error)
                self._stamp = stamp
            return self._entries

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        facts = entries.facts_of(self._folder)
        watched = [*entries.paths(self._folder), *([facts] if facts.exists() else [])]
        found = ((str(path), path.stat()) for path in watched)
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


# One shelf for all actions of a process: rasa-sdk makes an instance of each action by itself.
SHELF = Shelf()
