"""Ends this process when its parent is gone: a trainer that was killed must not leave a training behind that burns a core."""

from __future__ import annotations

import os
import threading
import time

LOOK_SECONDS = 1.0


def end_with_parent() -> None:
    """Look from now on, in a thread; the process ends at once and leaves what it has not finished."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()
