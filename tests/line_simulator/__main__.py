"""`make line-simulator`: a phone on http://127.0.0.1:8100 that talks to the desk of `make run` as LINE would."""

from __future__ import annotations

import argparse

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
    uvicorn.run(create(line), host="127.0.0.1", port=chosen.port, log_level="warning")


if __name__ == "__main__":
    main()
