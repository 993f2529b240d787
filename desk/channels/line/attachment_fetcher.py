"""Fetches what people send besides words: one at a time, with three tries, then given up."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from desk.attachments.service import Attachment, Attachments, Refused, screen
from desk.channels.line.content import Fetched, LineContent
from desk.conversation.ports import ChangeSignal, Clock
from desk.set_aside.kinds import is_of_everything, is_unreadable

logger = logging.getLogger(__name__)
MOST_TRIES = 3
# How often, and for how long, LINE is asked whether a video is ready.
ASK_AGAIN = timedelta(seconds=5)
PREPARED_WITHIN = timedelta(minutes=10)
_ENDS = {
    Fetched.GONE: "gone",
    Fetched.TOO_LARGE: "refused",
    Fetched.FAILED: "failed",
}


class Fetcher:
    """Fetches one at a time; blocking, run it in a thread."""

    def __init__(
        self, store: Attachments, content: LineContent, folder: Path, clock: Clock, signal: ChangeSignal
    ) -> None:
        """Take the ports; `folder` is the data folder."""
        self._store, self._content, self._folder = store, content, folder
        self._clock, self._signal = clock, signal

    def fetch_next(self) -> bool:
        """Fetch one; False if none is due."""
        found = self._store.lease(self._clock.now())
        if found is None:
            return False
        target = self._folder / found.stored_name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        raw = target.with_suffix(".part")
        try:
            self._fetch(found, raw, target)
        except Exception as error:
            if is_of_everything(error):
                raise
            if found.attempts >= MOST_TRIES or is_unreadable(error):
                target.unlink(missing_ok=True)
                self._store.set_aside(found, error, self._clock.now())
            else:
                self._again(found)
        finally:
            raw.unlink(missing_ok=True)
        self._signal.send(found.conversation_id)
        return True

    def _fetch(self, found: Attachment, raw: Path, target: Path) -> None:
        # It becomes part of an address: nothing but what LINE's ids are made of.
        if not (found.source_id.isascii() and found.source_id.isalnum()):
            self._end(found, "failed")
            return
        result = Fetched.DONE
        if found.kind in {"video", "audio"}:
            result = self._content.prepared(found.source_id)
        if result is Fetched.DONE:
            with raw.open("wb") as file:
                raw.chmod(0o600)
                result = self._content.fetch(found.source_id, file)
        if result is Fetched.DONE:
            self._let_in(found, raw, target)
        elif result is Fetched.PREPARING:
            self._wait(found)
        elif result is Fetched.LATER and found.attempts < MOST_TRIES:
            self._again(found)
        else:
            self._end(found, _ENDS.get(result, "failed"))

    def _again(self, found: Attachment) -> None:
        self._store.again(found.id, self._clock.now() + timedelta(seconds=2.0**found.attempts))

    def _wait(self, found: Attachment) -> None:
        now = self._clock.now()
        prepared_by = found.prepared_by or now + PREPARED_WITHIN
        if now > prepared_by:
            self._end(found, "failed")
        else:
            self._store.prepared_later(found, now + ASK_AGAIN, prepared_by)

    def _let_in(self, found: Attachment, raw: Path, target: Path) -> None:
        try:
            screened = screen(raw, found.kind, target)
        except Refused as refused:
            logger.warning("attachment.refused %s %s", found.id, refused)
            self._end(found, "refused")
            return
        target.chmod(0o600)
        is_wanted = self._store.end(
            found.id,
            "stored",
            self._clock.now(),
            media_type=screened.media_type,
            size=screened.size,
        )
        if not is_wanted:
            # Taken back or erased while it was on its way.
            target.unlink(missing_ok=True)

    def _end(self, found: Attachment, state: str) -> None:
        logger.info("attachment.ended %s %s", found.id, state)
        self._store.end(found.id, state, self._clock.now())
