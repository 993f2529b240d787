"""Writes the newest publication as a pack into DATA_DIR/content and makes it this process's; the last good one stays.

    content/p000012-1f2e3d4c/   answers/ facts.yml nlu/ phrasings.json publication.json   (see docs/living-answers.md)
    content/current             a link to the newest of these folders, replaced in one step

Every desk does it for itself: one that was away catches up at its next look.
"""

from __future__ import annotations

import errno
import json
import logging
import shutil
import threading
import uuid
from pathlib import Path
from typing import Any

from desk.content import pack, suggestions
from desk.content.models import Publication
from desk.content.published import Published, Snapshot
from desk.content.published_state import Written, read_state
from desk.content.store import ContentStore
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
CURRENT = "current"
STATE_FILE = "publication.json"
# What the assistant knows without training: [{label, text}].
PHRASINGS = "phrasings.json"
# Whoever is reading an older one comes to its end.
_KEPT = 3


class Publisher:
    """One per process."""

    def __init__(self, store: ContentStore, published: Published, folder: Path) -> None:
        """Write below this folder."""
        self._store, self._published, self.folder = store, published, folder
        self.problem = ""
        self._lock = threading.Lock()

    def catch_up(self) -> bool:
        """Bring files and process to the newest publication; whether there was anything to do.

        Raises nothing that a full disk or a broken entry causes: the last good publication stays, `problem` says why.
        """
        # The worker's look and a publication of this process would do the same work at the same time.
        with self._lock:
            return self._catch_up()

    def _catch_up(self) -> bool:
        with self._store.read() as tx:
            newest = tx.newest()
            if newest is None or self._identity(newest) == self._published.snapshot.identity:
                return False
            state = read_state(tx, newest)
        try:
            self._write(state)
        except OSError as error:
            self.problem = f"publication {newest.number} was not written: {failure(error)}"
            logger.error("content.publication.failed %s", self.problem)
            return False
        # Of 20,000 lines a few hundred are shown; the rest need not stay in memory.
        few = {
            label: suggestions.few(entry.title, state.pack.phrasings.get(label, ()))
            for label, entry in state.entries.items()
        }
        identity = self._identity(newest)
        self._published.replace(Snapshot(newest.number, identity, state.entries, state.titles, few, state.more["off"]))
        self.problem = ""
        return True

    @property
    def current(self) -> Path | None:
        """The folder of the publication that is served, None before the first."""
        link = self.folder / CURRENT
        return link.resolve() if link.exists() else None

    def health(self) -> dict[str, Any]:
        """Return {status, publication, newest, problem?}: what this process serves, and what there is."""
        serves, newest = self._published.snapshot.number, self._store.newest_number()
        status = "ok" if serves == newest else "late"
        return {"status": status, "publication": serves, "newest": newest} | (
            {"problem": self.problem} if self.problem else {}
        )

    def _identity(self, publication: Publication) -> str:
        return f"{publication.number} {publication.made_at.isoformat()}"

    def _write(self, state: Written) -> None:
        target = self.folder / state.name
        if not _is_whole(target, state):
            unfinished = self.folder / f".{state.name}.{uuid.uuid4().hex[:8]}"
            try:
                pack.write(state.pack, unfinished)
                for name, said in ((PHRASINGS, state.given), (STATE_FILE, state.more)):
                    (unfinished / name).write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
                _replace(unfinished, target)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        link = self.folder / f".{CURRENT}.{uuid.uuid4().hex[:8]}"
        link.symlink_to(state.name)
        link.replace(self.folder / CURRENT)
        for old in sorted(self.folder.glob("p*-*"), key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
            if old != target:
                shutil.rmtree(old, ignore_errors=True)


def _is_whole(folder: Path, state: Written) -> bool:
    """Whether a folder says what it should: after a power cut its files may be empty."""
    try:
        written = json.loads((folder / STATE_FILE).read_text("utf-8"))
        given = json.loads((folder / PHRASINGS).read_text("utf-8"))
        return bool(written == state.more and given == state.given) and pack.read(folder).digest == state.pack.digest
    except (OSError, ValueError):
        return False


def _replace(unfinished: Path, target: Path) -> None:
    """Put a folder into its place; another desk on this machine may have been quicker: the same name, the same content."""
    try:
        unfinished.replace(target)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
        aside = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
        target.replace(aside)
        unfinished.replace(target)
        shutil.rmtree(aside, ignore_errors=True)
