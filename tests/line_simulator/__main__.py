"""`make line-simulator`: a phone on http://127.0.0.1:8100 that talks to the desk of `make run` as LINE would."""

from __future__ import annotations

import argparse
import os
import time
from datetime import datetime

import uvicorn

from tests.line_simulator.line import Line
from tests.line_simulator.server import create

SECRET = "line-simulator-secret"
ACCESS_TOKEN = "line-simulator-token"


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--desk", default="http://127.0.0.1:8000")
    parser.add_argument(
        "--clock",
        default=os.environ.get("HITOHATA_TEST_CLOCK"),
        help="ISO time with zone that it is now, where the desk runs at another time (HITOHATA_TEST_CLOCK)",
    )
    chosen = parser.parse_args()
    print(
        "Start the desk with these settings, in .env or before `make run`:\n"
        f"  HITOHATA_LINE_CHANNEL_SECRETS={SECRET}\n"
        f"  HITOHATA_LINE_CHANNEL_ACCESS_TOKEN={ACCESS_TOKEN}\n"
        f"  HITOHATA_LINE_API_URL=http://127.0.0.1:{chosen.port}\n"
        f"  HITOHATA_LINE_DATA_API_URL=http://127.0.0.1:{chosen.port}\n"
        f"and open http://127.0.0.1:{chosen.port} for the phone.",
        flush=True,
    )
    line = Line(f"{chosen.desk}/webhooks/line", SECRET, ACCESS_TOKEN)
    if chosen.clock:
        line.clock_ahead = datetime.fromisoformat(chosen.clock).timestamp() - time.time()
    uvicorn.run(create(line), host="127.0.0.1", port=chosen.port, log_level="warning")


if __name__ == "__main__":
    main()
