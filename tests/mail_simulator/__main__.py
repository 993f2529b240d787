"""`make mail-simulator`: mailboxes of people on http://127.0.0.1:8110 that write to the desk of `make run` and hear from it."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from tests.mail_simulator.server import running

# One place at each start: the settings name its certificate.
FOLDER = Path(".cache/mail-simulator").absolute()


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8110, help="of the page; the next two are IMAP's and SMTP's")
    port = parser.parse_args().port
    FOLDER.mkdir(parents=True, exist_ok=True)
    ended = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: ended.set())
    with running(FOLDER, port, port + 1, port + 2) as simulator:
        settings = "\n".join(f"  {name}='{value}'" for name, value in simulator.settings.items())
        print(
            f"Start the desk with these settings, in .env or before `make run`:\n{settings}\n"
            f"and open {simulator.page} for the mailbox of a person (another one: {simulator.page}/#taro@example.com).",
            flush=True,
        )
        ended.wait()


if __name__ == "__main__":
    main()
