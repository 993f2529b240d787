"""Serves the actions on loopback."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def quiet() -> None:
    """Leave out what the server's CORS extension makes Python say at every start; nobody here can mend it."""
    # It sets a filter of its own before all others: ours has to come later.
    import sanic  # noqa: F401

    warnings.filterwarnings("ignore", message="distutils Version classes are deprecated", category=DeprecationWarning)


def main() -> int:
    """Run until stopped; broken answers are named before anything is served."""
    quiet()
    from rasa_sdk.endpoint import create_app

    from actions import logs
    from actions.library.entries import BrokenEntry
    from actions.library.shelf import SHELF

    data = Path(os.environ.get("HITOHATA_DATA_DIR") or "var")
    SHELF.follow((data if data.is_absolute() else PROJECT / data) / "content")
    logs.configure()
    try:
        count = len(SHELF.all())
    except BrokenEntry as broken:
        print(f"actions: {broken}", file=sys.stderr)
        return 1
    app = create_app("actions")
    print(f"actions: {count} approved answers", flush=True)
    app.run(
        host="127.0.0.1",
        port=int(os.environ.get("HITOHATA_ACTIONS_PORT") or 5055),
        access_log=False,
        motd=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
