"""How an act ended, in the audit log: an entry is written before the act, and completed here where the act was refused."""

from __future__ import annotations

import logging

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.audit.store import REFUSED, AuditLog
from desk.office.session import Audited
from desk.services import Services

logger = logging.getLogger(__name__)
_LEAST_REFUSED = 400
_WHERE = ("/console/", "/api/console/")


class Outcomes:
    """ASGI middleware for everything that somebody logged in does."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or not scope["path"].startswith(_WHERE):
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def answer(message: Message) -> None:
            entry: Audited | None = state.pop("audited", None)
            if message["type"] == "http.response.start" and message["status"] >= _LEAST_REFUSED and entry is not None:
                services: Services = scope["app"].state.services
                await run_in_threadpool(_refused, services, entry, message["status"])
            await send(message)

        await self._app(scope, receive, answer)


def _refused(services: Services, entry: Audited, status: int) -> None:
    try:
        entry.complete(services.of(AuditLog), REFUSED, str(status), services.clock.now())
    except SQLAlchemyError as error:
        # Whoever asked still hears why it was refused.
        logger.warning("audit.outcome_not_noted %s", type(error).__name__)
