"""Makes the parts of the privacy tools, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from desk.audit.store import AuditLog
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.privacy.codes import Titles
from desk.privacy.erased_list import ErasedList
from desk.privacy.forgetting import Forgetting
from desk.privacy.leftovers import Leftovers
from desk.privacy.pages import Privacy
from desk.privacy.requests_store import SqlRequests
from desk.privacy.retention import SqlRetention
from desk.privacy.store import SqlPrivacyStore
from desk.settings import Settings


@dataclass(frozen=True)
class PrivacyParts:
    """What others need of them."""

    tools: Privacy
    forgetting: Forgetting


def build(
    settings: Settings,
    database: Database,
    clock: Clock,
    audit: AuditLog,
    recall: Callable[[str], Awaitable[dict[str, Any]]],
    titles: Titles,
) -> PrivacyParts:
    """Return the parts; whoever was erased since the database was copied is erased from it first."""
    retention, erased_list = SqlRetention(database), ErasedList(settings.data)
    erased_list.reapply(database, clock.now())
    forgetting = Forgetting(Leftovers(database), erased_list, settings.data, clock, retention, audit.audit)
    store = SqlPrivacyStore(database, settings.data)
    return PrivacyParts(Privacy(store, SqlRequests(database), retention, recall, titles), forgetting)
