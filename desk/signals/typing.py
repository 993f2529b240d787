"""Who is typing or looking just now: in memory, forgotten within seconds, never stored."""

from __future__ import annotations

import threading
import time

TYPING_SECONDS = 6.0
VIEWING_SECONDS = 45.0
_SWEEP_SECONDS = 1.0


class Typing:
    """Remembers signs of life by (kind, conversation or case)."""

    def __init__(self) -> None:
        """Begin empty."""
        # By kind and place, so that nobody looks through the signs of all the others.
        self._until: dict[tuple[str, str], dict[str, float]] = {}
        self._swept_at = 0.0
        self._lock = threading.Lock()

    def give(self, kind: str, where: str, who: str, seconds: float) -> None:
        """Note a sign."""
        now = time.monotonic()
        with self._lock:
            self._until.setdefault((kind, where), {})[who] = now + seconds
            if now - self._swept_at >= _SWEEP_SECONDS:
                self._swept_at = now
                self._sweep(now)

    def clear(self, kind: str, where: str) -> None:
        """Forget the signs of a place: what was being typed has been sent."""
        with self._lock:
            self._until.pop((kind, where), None)

    def who(self, kind: str, where: str) -> list[str]:
        """Return who gave a sign lately."""
        now = time.monotonic()
        with self._lock:
            return sorted(who for who, until in self._until.get((kind, where), {}).items() if until >= now)

    def _sweep(self, now: float) -> None:
        for place, signs in list(self._until.items()):
            for who in [who for who, until in signs.items() if until < now]:
                del signs[who]
            if not signs:
                del self._until[place]
