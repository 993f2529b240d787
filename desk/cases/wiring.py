"""Makes the parts of the console's work, and what of them runs in the background."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.cases import case_changes
from desk.cases.case_news import CaseNews
from desk.cases.follow_ups import CannedReplies
from desk.cases.news_mail import NewsMail
from desk.cases.persons import Persons
from desk.cases.search_index import SearchIndex
from desk.cases.store import CaseStore
from desk.cases.suggestions import Suggestions
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.notices.service import NoticeStore
from desk.set_aside.kinds import Worker
from desk.set_aside.store import Round
from desk.settings import Settings, public_url
from desk.signals.typing import Typing
from desk.work_loop import every

logger = logging.getLogger(__name__)
# The first search of the day need not fold all that was written: it is done soon after.
SEARCH_SECONDS = 5.0


@dataclass(frozen=True)
class CaseParts:
    """What `build` made.

    Attributes:
        jobs: What the sweeper does from time to time.
        parts: What a request may ask for.
    """

    search: SearchIndex
    jobs: tuple[Callable[[], None], ...]
    parts: tuple[object, ...]

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs in the background."""
        fold = functools.partial(asyncio.to_thread, self.search.catch_up)
        return [every(SEARCH_SECONDS, fold, logger, "search.catch_up.failed")]


def build(
    settings: Settings, database: Database, clock: Clock, signs: Typing, suggestions: Suggestions, notices: NoticeStore
) -> CaseParts:
    """Return the parts over one store of cases."""
    search, cases = SearchIndex(database, clock.now), CaseStore(database)

    def walk(now: datetime) -> Round:
        return Round(database, Worker.NEWS, now)

    news = NewsMail(CaseNews(database), notices.readers, walk, clock, public_url(settings))
    parts = (
        search,
        cases,
        suggestions,
        Persons(database),
        CannedReplies(database),
        case_changes.make_feed(cases, signs, clock),
    )
    return CaseParts(search, (news.mail_news,), parts)
