"""Makes the bell, and says how often streams look by themselves beside it."""

from __future__ import annotations

from desk.settings import Settings
from desk.signals.change_signal import InProcessBell
from desk.signals.redis_signal import RedisBell

# One process alone hears of every change by its bell, and so do several with a Redis; others look for themselves.
_LOOK_ALONE_SECONDS = 15.0
_LOOK_BESIDE_A_REDIS_SECONDS = 3.0
_LOOK_BESIDE_OTHERS_SECONDS = 0.5


def build(settings: Settings, *, is_alone: bool) -> tuple[InProcessBell, float]:
    """Return the bell and the seconds; `is_alone`: no other process writes to the database."""
    if settings.redis_url:
        return RedisBell(settings.redis_url), _LOOK_BESIDE_A_REDIS_SECONDS
    return InProcessBell(), _LOOK_ALONE_SECONDS if is_alone else _LOOK_BESIDE_OTHERS_SECONDS
