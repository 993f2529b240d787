"""What an account wants to be told, as it is stored; pure."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import time
from typing import Any

from desk.notices.notice import CHOSEN_KINDS, Kind, NoticeSettings

logger = logging.getLogger(__name__)


def stored(wish: NoticeSettings) -> dict[str, Any]:
    """Return what `read_settings` reads."""
    return {
        **vars(wish),
        "kinds": sorted(wish.kinds),
        "quiet_from": f"{wish.quiet_from:%H:%M}",
        "quiet_until": f"{wish.quiet_until:%H:%M}",
    }


def read_settings(saved: Mapping[str, Any] | None, role: str) -> NoticeSettings:
    """Return what an account wants; the usual of its role where it never said, or where what it said cannot be read."""
    # The figures of the day are for who plans it; a manager takes no cases and is told of danger alone.
    kinds = frozenset() if role == "manager" else frozenset(CHOSEN_KINDS)
    usual = NoticeSettings(kinds, has_digest=role in {"supervisor", "manager"})
    if saved is None:
        return usual
    try:
        return _chosen(saved)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # Who cannot be asked is told as usual: too much rather than nothing.
        logger.error("notices.settings.unreadable %s", type(error).__name__)
        return usual


def _chosen(saved: Mapping[str, Any]) -> NoticeSettings:
    return NoticeSettings(
        kinds=frozenset(Kind(kind) for kind in saved["kinds"] if kind in set(CHOSEN_KINDS)),
        by_mail=saved["by_mail"],
        quiet_from=time.fromisoformat(saved["quiet_from"]),
        quiet_until=time.fromisoformat(saved["quiet_until"]),
        is_quiet_at_console=saved["is_quiet_at_console"],
        has_digest=saved["has_digest"],
        # Saved before there was such a thing.
        on_call=saved.get("on_call", False),
        has_monthly=saved.get("has_monthly", False),
    )
