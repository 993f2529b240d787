"""What became of the pages that answers cite: the table, one look a minute, and what waits for a person."""

from __future__ import annotations

import asyncio
import functools
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.content.published import Published
from desk.content.sources import Pages, Seen, Unreachable, is_allowed
from desk.content.tables import sources
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.work_loop import every

logger = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
EVERY = timedelta(days=7)
# A page that could not be read is tried again the next day; a person is told after so many tries.
AGAIN, TRIES = timedelta(days=1), 7
_S = sources.c


@dataclass(frozen=True)
class SourceNews:
    """A cited page that a person should look at; `what` is changed, gone or away. `label` is of the first answer that cites it."""

    id: int
    url: str
    title: str
    label: str
    what: str
    since: datetime


class SourceWatch:
    """Looks at the pages of published answers; several desks share the table and look at different pages."""

    def __init__(
        self, database: Database, published: Published, clock: Clock, among: frozenset[str], pages: Pages | None = None
    ) -> None:
        """Look at pages of these hosts only; none, and it does nothing."""
        self._database, self._published, self._clock, self._among = database, published, clock, among
        self._pages = pages or Pages(among)

    async def run(self) -> None:
        """Look until cancelled."""
        if self._among:
            await every(
                EVERY_SECONDS, functools.partial(asyncio.to_thread, self.look), logger, "content.sources.failed"
            )

    def look(self) -> str | None:
        """Look at the page that is due longest; returns its address, None where none is due."""
        now, cited = self._clock.now(), self._cited()
        with self._database.write() as connection:
            known = {row.url: row for row in connection.execute(sa.select(sources))}
            for url in known.keys() - cited.keys():
                # Nobody cites it any more.
                connection.execute(sources.delete().where(_S.url == url))
            for url in cited.keys() - known.keys():
                fresh = {"url": url, "due_at": now, "digest": None, "etag": "", "modified": "", "tries": 0, "what": ""}
                connection.execute(sources.insert().values(**fresh))
            due = connection.execute(
                sa.select(sources).where(_S.due_at <= now, _S.url.in_(cited)).order_by(_S.due_at, _S.id).limit(1)
            ).first()
            if due is None:
                return None
            # Before it is asked: another desk takes the next one, and a page that ends this process is not tried at once.
            connection.execute(sources.update().where(_S.id == due.id).values(due_at=now + AGAIN))
        before = None if due.digest is None else Seen(due.digest, due.etag, due.modified)
        try:
            seen = self._pages.look(due.url, before, now)
        except Unreachable as reason:
            logger.info("content.sources.unreachable %s", reason)
            tries = due.tries + 1
            values = {"tries": tries} | ({"what": "away", "since": now} if tries >= TRIES and not due.what else {})
        else:
            values = {"digest": seen.digest, "etag": seen.etag, "modified": seen.modified, "tries": 0}
            values |= {"due_at": now + EVERY} | _news(before, seen, str(due.what), now)
        self._database.change(sources.update().where(_S.id == due.id).values(**values))
        return str(due.url)

    def news(self) -> list[SourceNews]:
        """Return what waits for a person, the oldest first."""
        cited = self._cited()
        query = sa.select(sources).where(_S.what != "", _S.url.in_(cited)).order_by(_S.since, _S.id)
        rows = self._database.ask(query).all()
        return [SourceNews(row.id, row.url, cited[row.url][1], cited[row.url][0], row.what, row.since) for row in rows]

    def finish(self, number: int) -> bool:
        """Note that somebody compared the answers with the page as it is now; whether that was waited for."""
        with self._database.write() as connection:
            done = sources.update().where(_S.id == number, _S.what != "").values(what="", since=None, tries=0)
            return connection.execute(done).rowcount == 1

    def _cited(self) -> dict[str, tuple[str, str]]:
        """Return address → (label, title of the page) of the published answers."""
        found: dict[str, tuple[str, str]] = {}
        for label, entry in sorted(self._published.snapshot.entries.items()):
            for source in entry.sources:
                url = source["url"].partition("#")[0]
                if is_allowed(url, self._among):
                    found.setdefault(url, (label, source["title"]))
        return found


def _news(before: Seen | None, seen: Seen, waiting: str, now: datetime) -> dict[str, object]:
    """Return what is new about a page: what waits stays until a person has looked, unless a page came back."""
    if seen.is_gone:
        return {} if waiting == "gone" else {"what": "gone", "since": now}
    if waiting == "away":
        return {"what": "", "since": None}
    if before is None or before.digest == seen.digest or waiting == "changed":
        return {}
    return {"what": "changed", "since": now}
