"""What pages, the API and other features may ask of the content: entries, facts, versions, phrasings, switches.

Every change is checked, written to the audit log, and, where it changes what migrants see, published: the desk itself has it
when the call returns, actions and assistant within seconds. All refusals are `models.ContentRefused`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Depends

from desk.content import due, importing, pack, steps
from desk.content.asking import Asking
from desk.content.contradictions import Contradiction
from desk.content.editing import Editing
from desk.content.errors import ContentRefused
from desk.content.fitting import fitting
from desk.content.models import SYSTEM, Actor, EntryView, Kind, Publication, State
from desk.content.published import Published
from desk.content.published_state import read_state
from desk.content.reading import Reading
from desk.content.reports import Report, Reports
from desk.content.reviewing import Reviewing
from desk.content.source_watch import SourceNews, SourceWatch
from desk.content.switching import Switching
from desk.content.wire import AnswerFound
from desk.services import part

# What other features need to ask and to read what they get.
__all__ = [
    "Actor",
    "AnswerFound",
    "Answers",
    "Content",
    "ContentRefused",
    "Contradiction",
    "EntryView",
    "Kind",
    "Published",
    "Report",
    "Reports",
    "Service",
    "SourceNews",
    "SourceWatch",
    "State",
    "fitting",
]


# What comes by time (`due`) -> its name in the audit log.
_ACTS = {
    "publish": "publish_content",
    "withdraw": "withdraw_content",
    "restore": "restore_content",
    "switch_on": "switch_on_content",
}


class Content(Reading, Editing, Reviewing, Asking, Switching):
    """The answers as the office keeps them."""

    def tick(self) -> bool:
        """Do what is due: publications and withdrawals of a day, ends of withdrawals and switches; whether anything was."""
        now = self._clock.now()
        with self._store.read() as tx:
            if not tx.has_due(now):
                return False
        with self._store.write() as tx:
            done = [f"{what} {key}" for what, key in due.take(tx, now)]
            if done:
                steps.publication(tx, "; ".join(done), SYSTEM.name, now)
        for line in done:
            what, _, key = line.partition(" ")
            self._log.audit(_ACTS[what], key, now, account_name=SYSTEM.name)
        if done:
            self._publisher.catch_up()
        return bool(done)

    def import_pack(self, folder: Path, actor: Actor = SYSTEM) -> dict[str, int]:
        """Bring a pack; the office's own changes stay. Returns how much was added, updated, put up for review.

        Raises:
            BrokenPack: A file cannot be read.
            Unusable: Something in it could not be shown; nothing is imported.
        """
        brought = pack.read(folder)
        with self._store.read() as tx:
            if tx.newest_pack() == brought.digest:
                return {}
        importing.check(brought)
        return self._write(
            actor, "import_content", brought.digest[:12], lambda tx, now: importing.bring(tx, brought, now)
        )

    def export_pack(self, folder: Path) -> Publication | None:
        """Write what is published as a pack into a folder that is empty or not there; None before the first import.

        Raises:
            OSError: The folder cannot be written.
        """
        with self._store.read() as tx:
            newest = tx.newest()
            if newest is not None:
                pack.write(read_state(tx, newest).pack, folder)
        return newest


Service = Annotated[Content, Depends(part(Content))]
Answers = Annotated[Published, Depends(part(Published))]
