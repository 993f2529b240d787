"""The server's end: who stands before the desk learns of it first, then no new request meets a closed door."""

from __future__ import annotations

import time
from types import FrameType

import uvicorn
from fastapi import FastAPI


class DrainingServer(uvicorn.Server):
    """Serves on for a while after it was asked to end.

    uvicorn closes its door at the first signal, seconds before a proxy's health check can notice; whatever the proxy sends
    meanwhile is refused. Meanwhile here `app.state.is_ending` is true, by which `/health/live` and `/health/ready` answer 503.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI, drain_seconds: float) -> None:
        """Serve an app; with no seconds it ends at the first signal, as uvicorn does."""
        super().__init__(config)
        self._app, self._drain_seconds = app, drain_seconds
        self._ends_at: float | None = None
        app.state.is_ending = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; a second signal ends at once."""
        if self._ends_at is None and self._drain_seconds > 0 and self.started:
            self._ends_at = time.monotonic() + self._drain_seconds
            self._app.state.is_ending = True
            self._captured_signals.append(sig)
            return
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Return whether to end; asked ten times a second."""
        is_over = self._ends_at is not None and time.monotonic() >= self._ends_at
        return await super().on_tick(counter) or is_over
