"""Who is typing or looking just now: in memory, forgotten within seconds, never stored."""

from __future__ import annotations

import threading
import time

TYPING_SECONDS = 6.0
VIEWING_SECONDS = 45.0


class Typing:
    """Remembers signs of life by (kind, conversation or case)."""

    def __init__(self) -> None:
        """Begin empty."""
        self._until: dict[tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    def give(self, kind: str, where: str, who: str, seconds: float) -> None:
        """Note a sign."""
        now = time.monotonic()
        with self._lock:
            self._until[(kind, where, who)] = now + seconds
            for key in [key for key, until in self._until.items() if until < now]:
                del self._until[key]

    def clear(self, kind: str, where: str) -> None:
        """Forget the signs of a place: what was being typed has been sent."""
        with self._lock:
            for key in [key for key in self._until if key[:2] == (kind, where)]:
                del self._until[key]

    def who(self, kind: str, where: str) -> list[str]:
        """Return who gave a sign lately."""
        now = time.monotonic()
        with self._lock:
            return sorted(who for (k, w, who), until in self._until.items() if (k, w) == (kind, where) and until >= now)
