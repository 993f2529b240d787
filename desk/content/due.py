"""What comes by time: publications and withdrawals of a day, ends of withdrawals and of switches."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from desk.content import steps
from desk.content.errors import ContentRefused
from desk.content.models import SYSTEM, Kind, State
from desk.content.store import ContentTransaction

logger = logging.getLogger(__name__)
_END = "公開の終わりの日になりました。"


def take(tx: ContentTransaction, now: datetime) -> Iterator[tuple[str, str]]:
    """Do what is due and yield (publish, withdraw, restore or switch_on, key); one refusal holds up no other."""
    # Facts first: entries of the same day may refer to them.
    for kind in (Kind.FACT, Kind.ENTRY):
        for version in tx.versions(kind, states=[State.APPROVED]):
            if version.publish_at is None or version.publish_at <= now:
                yield from _attempt(tx, "publish", version.key, partial(steps.publish, tx, version, now))
    for kind in (Kind.ENTRY, Kind.FACT):
        items = tx.items(kind)
        for version in tx.versions(kind, states=[State.PUBLISHED]):
            if version.unpublish_at is not None and version.unpublish_at <= now:
                end = partial(steps.withdraw, tx, items[version.key], SYSTEM.name, _END, now)
                yield from _attempt(tx, "withdraw", version.key, end)
        for key, item in items.items():
            if item.withdrawn_until is not None and item.withdrawn_until <= now:
                for version in tx.versions(kind, key=key, states=[State.WITHDRAWN])[:1]:
                    yield from _attempt(tx, "restore", key, partial(steps.publish, tx, version, now))
    for standing in tx.switches():
        if standing.until is not None and standing.until <= now:
            tx.end_switch(standing.id, SYSTEM.name, now)
            yield "switch_on", f"{standing.scope} {standing.name}".strip()


def _attempt(tx: ContentTransaction, what: str, key: str, do: Callable[[], object]) -> Iterator[tuple[str, str]]:
    try:
        with tx.connection.begin_nested():
            do()
    except ContentRefused as error:
        logger.error("content.due.refused %s %s %s", what, key, error.code)
        return
    yield what, key
