"""Which pages somebody has just looked at, so that a page left open is one view in the audit log and not hundreds."""

from __future__ import annotations

from datetime import datetime, timedelta

SAME_VIEW = timedelta(minutes=10)


class RecentViews:
    """Remembers views for ten minutes; forgetting them by a restart only means one more entry."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: dict[str, datetime] = {}

    def is_first(self, key: str, now: datetime) -> bool:
        """Return whether this view is worth an entry."""
        last = self._seen.get(key)
        if last is not None and now - last < SAME_VIEW:
            return False
        self._seen = {k: at for k, at in self._seen.items() if now - at < SAME_VIEW}
        self._seen[key] = now
        return True
