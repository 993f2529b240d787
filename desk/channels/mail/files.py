"""Lets in what came with a mail, by the same screening as everything else, from the mail's own bytes.

The rows stand in the transaction that stores the mail; the mailbox keeps the mail as unread until its files have an end, so
that a desk that dies in between finds the mail again and goes on here.
"""

from __future__ import annotations

import logging
from pathlib import Path

from desk.attachments.service import Attachments, Refused, screen
from desk.channels.mail.letter_parts import outside_id
from desk.channels.mail.parts import File
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.set_aside.kinds import is_of_everything

logger = logging.getLogger(__name__)


class Files:
    """Screens the files of one mail."""

    def __init__(self, database: Database, folder: Path, clock: Clock) -> None:
        """Take the ports; `folder` is the data folder."""
        self._folder, self._clock = folder, clock
        self._store = Attachments(database)

    def let_in(self, key: str, files: tuple[File, ...]) -> None:
        """Give every file of a mail that has none its end: stored, refused or failed."""
        for attachment_id, place_of in self._store.waiting(f"{outside_id(key)}:"):
            place = int(place_of.rpartition(":")[2])
            self._let_in(attachment_id, files[place] if place < len(files) else None)

    def _let_in(self, attachment_id: str, file: File | None) -> None:
        found = self._store.get(attachment_id)
        if found is None:
            return
        target = self._folder / found.stored_name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        raw = target.with_suffix(".part")
        try:
            raw.touch(mode=0o600)
            raw.write_bytes(file.content if file else b"")
            screened = screen(raw, found.kind, target)
        except Refused as refused:
            logger.warning("mail.file.refused %s %s", attachment_id, refused)
            self._store.end(attachment_id, "refused", self._clock.now())
        except Exception as error:
            target.unlink(missing_ok=True)
            if is_of_everything(error):
                raise
            self._store.set_aside(found, error, self._clock.now())
        else:
            target.chmod(0o600)
            now = self._clock.now()
            values = {"media_type": screened.media_type, "size": screened.size}
            if not self._store.end(attachment_id, "stored", now, **values):  # type: ignore[arg-type]
                # Erased while it was on its way.
                target.unlink(missing_ok=True)
        finally:
            raw.unlink(missing_ok=True)
