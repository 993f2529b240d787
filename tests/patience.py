"""How long tests wait: a reasonable time on a quiet machine, multiplied by how slow this one is right now.

A test that passes waits no longer for it; a test beside other work does not fail because a process took its time.
"""

from __future__ import annotations

import functools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

# Starting Python on the machine that the reasonable times were chosen on (two cores, idle).
_REFERENCE_SECONDS = 0.03
_LARGEST = 20.0
_PAUSE_SECONDS = 0.1


def slowness(measured_seconds: float, load: float, cores: int) -> float:
    """Return the factor for a machine that starts Python in so many seconds and has so many processes waiting."""
    return min(_LARGEST, max(1.0, measured_seconds / _REFERENCE_SECONDS, load / cores))


def factor() -> float:
    """Return the present factor: the speed is measured once, the load is read each time."""
    return slowness(_start_of_python(), os.getloadavg()[0], os.cpu_count() or 1)


def seconds(reasonable: float) -> float:
    """Return the seconds to wait for what takes less than so many on a quiet machine."""
    return reasonable * factor()


def until(happened: Callable[[], bool], reasonable: float, pause: float = _PAUSE_SECONDS) -> bool:
    """Wait until something has happened; returns False when it did not in the time that this machine gets.

    The time is reckoned anew with each look: load that comes while waiting counts.
    """
    started = time.monotonic()
    while not happened():
        if time.monotonic() - started > seconds(reasonable):
            return False
        time.sleep(pause)
    return True


@functools.cache
def _start_of_python() -> float:
    taken = []
    for _ in range(3):
        started = time.monotonic()
        subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
        taken.append(time.monotonic() - started)
    return statistics.median(taken)
