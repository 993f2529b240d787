"""Serves the actions on loopback."""

from __future__ import annotations

import os
import socket
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

from actions.city import pack

PROJECT = Path(__file__).resolve().parents[1]
_PORT = "HITOHATA_ACTIONS_PORT"
_USUAL_PORT = "5055"


def quiet() -> None:
    """Leave out what the server's CORS extension makes Python say at every start; nobody here can mend it."""
    # It sets a filter of its own before all others: ours has to come later.
    import sanic  # noqa: F401

    warnings.filterwarnings("ignore", message="distutils Version classes are deprecated", category=DeprecationWarning)


def refusal(environment: Mapping[str, str] = os.environ) -> str:
    """Return which setting cannot be used: what was expected and what came. Empty where all can."""
    profile = pack() / "city.yml"
    if not profile.is_file():
        return f"HITOHATA_PACK: expected a pack with city.yml, got {profile.parent}; `make new-pack` begins one"
    port = environment.get(_PORT) or _USUAL_PORT
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        return f"{_PORT}: expected a port from 1 to 65535, got {port!r}"
    with socket.socket() as door:
        # As the server itself does: what a process that has ended left behind is no hindrance.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", int(port)))
        except OSError as error:
            return f"{_PORT}: cannot listen on 127.0.0.1:{port}: {error.strerror}. Stop the program there, or choose another"
    return ""


def main() -> int:
    """Run until stopped; settings and answers that cannot be used are named before anything is served."""
    if reason := refusal():
        print(f"actions: {reason}", file=sys.stderr)
        return 2
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
        port=int(os.environ.get(_PORT) or _USUAL_PORT),
        access_log=False,
        motd=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
