"""Makes the parts of the answers that the office keeps, and what of them runs in the background."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from desk.audit.store import AuditLog
from desk.content import record_words
from desk.content.learnt_models import LearntModels
from desk.content.publisher import Publisher
from desk.content.replay import Replay
from desk.content.service import Content, Published, Reports, SourceWatch
from desk.content.sources import hosts
from desk.content.store import ContentStore
from desk.content.training import Trainings
from desk.content.trials_store import Trials
from desk.content.worker import ContentWorker
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.settings import Settings


@dataclass(frozen=True)
class ContentParts:
    """What `build` made.

    Attributes:
        names: Returns {subject: words} for the subjects of the audit log that are of the content.
        parts: What a request may ask for.
    """

    published: Published
    names: Callable[[Collection[str]], Mapping[str, str]]
    worker: ContentWorker
    source_watch: SourceWatch
    watches_sources: bool
    parts: tuple[object, ...]

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs in the background."""
        return [self.worker.run(), *([self.source_watch.run()] if self.watches_sources else ())]


def build(settings: Settings, database: Database, clock: Clock, audit: AuditLog) -> ContentParts:
    """Return the parts over one store and one set of published answers."""
    published, store, folder = Published(), ContentStore(database), settings.data / "content"
    publisher = Publisher(store, published, folder)
    content = Content(store, publisher, clock, audit, four_eyes=settings.four_eyes)
    replay = Replay(database, settings.assistant_token)
    trainings = Trainings(store, folder / "models", clock, audit, replay)
    learnt = LearntModels(store, folder / "models", clock, audit, settings.assistant_token, replay)
    is_developed = settings.environment == "development"
    worker = ContentWorker(content, publisher, settings.pack_folder, watches_files=is_developed)
    source_watch = SourceWatch(database, published, clock, hosts(settings.source_watch))
    parts = (
        published,
        publisher,
        content,
        Reports(database),
        Trials(database),
        trainings,
        learnt,
        replay,
        source_watch,
        worker,
    )
    names = partial(record_words.subjects, content)
    return ContentParts(published, names, worker, source_watch, bool(settings.source_watch), parts)
