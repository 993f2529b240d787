"""The running desk as its endpoints see it: made once by `desk.container`, frozen, and asked for what one needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request

from desk.accounts.sign_on import SignOn
from desk.conversation import ids
from desk.conversation.ports import Clock, Hours
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.hours.calendar import Calendar
from desk.http.budgets import Budgets
from desk.http.pace import Pace
from desk.http.problems import Problem
from desk.http.views import RecentViews
from desk.settings import Settings
from desk.signals.change_signal import InProcessSignal
from desk.signals.typing import Typing

T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """The parts of a running desk.

    Attributes:
        store: Begins the conversation's transactions.
        look_seconds: How often streams look by themselves; short where other processes may write.
        calendar: The opening hours as they are now; read anew at every call.
        parts: What the features need besides, by its class; see `of`.
        sign_on: None without single sign-on.
        budgets: What the limits of `desk.http.limits` allow.
        openings: How fast one network's event streams begin.
        assistant_ready: Whether the assistant answered its last health check.
        whom_to_call: Returns (label, number) where a text holds words of danger, nothing where it does not.
        mark_as_read: Tells the channel that a consultant has seen what was written in a conversation.
    """

    settings: Settings
    clock: Clock
    hours: Hours
    signal: InProcessSignal
    database: Database
    store: SqlStore
    look_seconds: float
    calendar: Callable[[], Calendar]
    assistant_ready: Callable[[], bool]
    parts: Mapping[type, Any]
    sign_on: SignOn | None = None
    mark_as_read: Callable[[str], None] = lambda conversation_id: None
    whom_to_call: Callable[[str], list[tuple[str, str]]] = lambda text: []
    signs: Typing = field(default_factory=Typing)
    views: RecentViews = field(default_factory=RecentViews)
    budgets: Budgets = field(default_factory=Budgets)
    openings: Pace = field(default_factory=lambda: Pace(at_once=20, a_second=20))

    def of(self, kind: type[T]) -> T:
        """Return the part of a class.

        Raises:
            LookupError: The container makes none.
        """
        if kind not in self.parts:
            raise LookupError(f"desk/container.py makes no {kind.__name__}")
        found: T = self.parts[kind]
        return found


# Async, like all that only look something up: FastAPI sends each plain function through a thread of its own.
async def services(request: Request) -> Services:
    """Return the running desk's parts."""
    found: Services = request.app.state.services
    return found


def part(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """Return the dependency that yields a part: `Annotated[NoticeStore, Depends(part(NoticeStore))]`."""

    async def found(request: Request) -> T:
        return (await services(request)).of(kind)

    return found


def unknown_conversation() -> Problem:
    """Return the refusal of who has no conversation, or one that was erased."""
    return Problem(401, "unknown_token", "会話が見つかりません。新しい会話を始めてください。")


def _conversation_id(
    store: Annotated[SqlStore, Depends(part(SqlStore))], authorization: Annotated[str, Header()] = ""
) -> str:
    scheme, _, token = authorization.partition(" ")
    found = store.conversation_by_token(ids.token_hash(token)) if scheme.lower() == "bearer" and token else None
    if found is None:
        raise unknown_conversation()
    return found


# Of the migrant whose token came with the request.
ConversationId = Annotated[str, Depends(_conversation_id)]
