"""Makes the change signal, and says how often streams look by themselves beside it."""

from __future__ import annotations

from desk.settings import Settings
from desk.signals.change_signal import InProcessSignal
from desk.signals.redis_signal import RedisSignal

# One process alone hears of every change by the signal, and so do several with a Redis; others look for themselves.
_LOOK_ALONE_SECONDS = 15.0
_LOOK_BESIDE_A_REDIS_SECONDS = 3.0
_LOOK_BESIDE_OTHERS_SECONDS = 0.5


def build(settings: Settings, *, is_alone: bool) -> tuple[InProcessSignal, float]:
    """Return the signal and the seconds; `is_alone`: no other process writes to the database."""
    if settings.redis_url:
        return RedisSignal(settings.redis_url), _LOOK_BESIDE_A_REDIS_SECONDS
    return InProcessSignal(), _LOOK_ALONE_SECONDS if is_alone else _LOOK_BESIDE_OTHERS_SECONDS
