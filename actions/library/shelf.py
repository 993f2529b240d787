"""The approved answers as the running action server holds them: read once, read again when they change.

They come from the newest publication of the desk where there is one, else from the shipped files.
"""

from __future__ import annotations

import datetime
import logging
import threading
from pathlib import Path

from actions.library import entries, publication
from actions.library import facts as facts_file
from actions.library.entries import BrokenEntry, Entry
from actions.library.publication import Closed, Publication

logger = logging.getLogger(__name__)


class Shelf:
    """Looks entries up by label; what is published or corrected counts from the next question on, without a restart."""

    def __init__(self, folder: Path = entries.ANSWERS) -> None:
        self._folder = folder
        self._content: Path | None = None
        self._lock = threading.Lock()
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._entries: dict[str, Entry] = {}
        self._publication = Publication()

    def follow(self, content: Path) -> None:
        """Take the answers from the desk's publications below this folder, once there are any."""
        self._content = content

    def entry(self, label: str | None) -> Entry | None:
        """Return the entry of a label, None where there is none or it is switched off."""
        return self.all().get(label or "")

    def all(self, now: datetime.datetime | None = None) -> dict[str, Entry]:
        """Return all entries by label that are not switched off.

        Raises:
            BrokenEntry: At the first reading of the shipped files only; later the last good state is kept.
        """
        found, published = self._read()
        if not published.closed:
            return found
        moment = now or datetime.datetime.now(datetime.UTC)
        return {label: entry for label, entry in found.items() if published.switch(label, moment) is None}

    def switch(self, label: str, now: datetime.datetime | None = None) -> Closed | None:
        """Return what has switched a label off, None where nothing has."""
        return self._read()[1].switch(label, now or datetime.datetime.now(datetime.UTC))

    def title(self, label: str) -> str | None:
        """Return the title of an entry that was withdrawn or is switched off, None for any other."""
        found, published = self._read()
        if label in published.withdrawn:
            return published.withdrawn[label]
        return found[label].title if label in found and self.switch(label) else None

    def _read(self) -> tuple[dict[str, Entry], Publication]:
        """Return entries and publication of one state."""
        folder = publication.newest(self._content)
        stamp = ((str(folder), 0, 0),) if folder is not None else self._look()
        with self._lock:
            if stamp != self._stamp:
                try:
                    if folder is not None:
                        self._entries, self._publication = _published(folder)
                    else:
                        self._entries, self._publication = entries.read_all(self._folder), Publication()
                except (BrokenEntry, OSError, ValueError) as error:
                    logger.error("answers.broken %s", error)
                    if not self._entries and folder is None:
                        raise
                    if not self._entries:
                        # The files of the publication are damaged, as after a power cut: better the shipped answers than none.
                        self._entries = entries.read_all(self._folder)
                self._stamp = stamp
            return self._entries, self._publication

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        facts = entries.facts_of(self._folder)
        watched = [*entries.paths(self._folder), *([facts] if facts.exists() else [])]
        found = ((str(path), path.stat()) for path in watched)
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


def _published(folder: Path) -> tuple[dict[str, Entry], Publication]:
    """Return what a publication holds; one entry that cannot be read is left out, the others are given."""
    answers = folder / "answers"
    facts = facts_file.read(entries.facts_of(answers))
    found: dict[str, Entry] = {}
    for path in entries.paths(answers):
        try:
            entry = entries.read(path, facts)
        except BrokenEntry as error:
            logger.error("answers.broken %s", error)
            continue
        found[entry.label] = entry
    if not found:
        raise ValueError(f"{folder.name}: expected answers, there are none")
    return found, publication.read(folder)


# One shelf for all actions of a process: rasa-sdk makes an instance of each action by itself.
SHELF = Shelf()
