"""Keeps the content going in the background: imports the pack, does what is due, catches up with other desks."""

from __future__ import annotations

import asyncio
import functools
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.content import pack
from desk.content.errors import Unusable
from desk.content.pack import BrokenPack
from desk.content.publisher import Publisher
from desk.work_loop import every

if TYPE_CHECKING:
    from desk.content.service import Content

logger = logging.getLogger(__name__)
# Within five seconds everybody has a publication: the desk's look, and that of those who read its files.
EVERY_SECONDS = 1.0


class ContentWorker:
    """One per process; what several do at once is done once, and harms nothing."""

    def __init__(self, content: Content, publisher: Publisher, folder: Path, *, watches_files: bool) -> None:
        """Import the pack of this folder; `watches_files` imports it again whenever its files change."""
        self._content, self._publisher, self._folder = content, publisher, folder
        self._watches_files = watches_files
        self._stamp: str | None = None
        self._problem = ""

    async def run(self) -> None:
        """Look until cancelled."""
        await every(EVERY_SECONDS, functools.partial(asyncio.to_thread, self.look), logger, "content.worker.failed")

    def look(self) -> None:
        """Do one round."""
        if self._stamp is None or self._watches_files:
            stamp = pack.stamp(self._folder)
            if stamp != self._stamp:
                self._import()
                self._stamp = stamp
        self._content.tick()
        self._publisher.catch_up()

    def health(self) -> dict[str, Any]:
        """Return {status, publication, newest, problem?} of this process."""
        found = self._publisher.health()
        problem = self._problem or found.pop("problem", "")
        return found | ({"status": "late", "problem": problem} if problem else {})

    def _import(self) -> None:
        """Bring the pack; one that is broken is named, and the last good state stays."""
        try:
            figures = self._content.import_pack(self._folder)
        except (BrokenPack, Unusable, UnicodeDecodeError) as error:
            self._problem = f"the pack was not imported: {error}"[:300]
            logger.error("content.pack.broken %s", self._problem)
            return
        self._problem = ""
        if any(figures.values()):
            logger.info("content.pack.imported %s", figures)
