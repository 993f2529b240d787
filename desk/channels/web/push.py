"""Web Push of a running desk, put together."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from desk.channels.web.push_sender import PushSender
from desk.channels.web.push_store import Subscriptions
from desk.channels.web.vapid import Vapid
from desk.channels.worker import DeliveryWorker
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.settings import Settings


@dataclass(frozen=True)
class Push:
    """What tells browsers; `vapid` and `sender` are None where no key is set."""

    store: Subscriptions
    hosts: list[str]
    vapid: Vapid | None
    sender: PushSender | None

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs in the background."""
        return [DeliveryWorker(self.sender.send_next).run()] if self.sender else []

    def close(self) -> None:
        """Close the connections."""
        if self.sender:
            self.sender.close()


def build(settings: Settings, database: Database, clock: Clock) -> Push:
    """Return it; nothing is called before its worker runs.

    Raises:
        ValueError: The key or the contact cannot be read.
    """
    store = Subscriptions(database)
    hosts = [host.strip() for host in settings.push_hosts.split(",") if host.strip()]
    if not settings.push_key:
        return Push(store, hosts, None, None)
    vapid = Vapid(settings.push_key, settings.push_contact)
    return Push(store, hosts, vapid, PushSender(store, vapid, hosts, clock))
