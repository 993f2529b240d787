"""How long requests and turns took, as histograms for Prometheus: by route and status, never by address or person."""

from __future__ import annotations

import time

from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# One for each process, as Prometheus's library counts them.
REQUESTS = Histogram(
    "hitohata_request_seconds",
    "From a request to the first byte of its answer",
    ["method", "route", "status"],
    buckets=_SECONDS,
)
TURNS = Histogram(
    "hitohata_turn_seconds", "From asking the assistant to its answer, by how it ended", ["end"], buckets=_SECONDS
)


class RequestFigures:
    """ASGI middleware; event streams count until they begin, so that an open one is no slow one."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, is_begun = time.perf_counter(), False

        async def measured(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start" and not is_begun:
                is_begun = True
                _count(scope, message["status"], time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, measured)
        except Exception:
            if not is_begun:
                _count(scope, 500, time.perf_counter() - began)
            raise


def _count(scope: Scope, status: int, seconds: float) -> None:
    # The declared path (`/cases/{case_id}`): addresses that nobody declared are one, or strangers could fill the memory.
    route = getattr(scope.get("route"), "path", "none")
    method = (
        scope["method"] if scope["method"] in {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"} else "other"
    )
    REQUESTS.labels(method, route, str(status)).observe(seconds)
