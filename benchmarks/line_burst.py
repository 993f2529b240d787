"""`make benchmark-line [SECONDS=20] [RASA=1]`: 100 LINE events a second at a desk on 127.0.0.1, ending by itself.

Without the assistant every turn waits, is given up and apologised for while events come in; with it, Rasa and its actions
work on the same cores. LINE is the strict stand-in. Prints how fast the webhook says 200, and whether every event is stored
once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.desk_alone import alone
from desk.conversation_sql import tables as t
from desk.db.database import Database
from tests.desk.line.phone import SECRET, sign
from tests.e2e.ring import Ring, start
from tests.line_simulator.line import Line
from tests.line_simulator.server import serving
from tests.ports import free_ports

A_SECOND = 100
USERS = 400
MOST_SECONDS = 300


def event(number: int, begun_ms: int) -> bytes:
    """Return the body of a webhook with one message."""
    found = {
        "type": "message",
        "mode": "active",
        "timestamp": begun_ms + number,
        "source": {"type": "user", "userId": f"U{number % USERS}"},
        "webhookEventId": uuid.uuid4().hex.upper()[:26],
        "deliveryContext": {"isRedelivery": False},
        "message": {"id": str(number), "type": "text", "text": f"家を探しています {number}"},
    }
    return json.dumps({"destination": "U0", "events": [found]}).encode()


async def burst(base: str, seconds: int, begun_ms: int) -> list[float]:
    """Post the events; returns the milliseconds to each 200."""
    times: list[float] = []
    # Below the desk's own 5 s: a connection that it is about to close is not used again.
    limits = httpx.Limits(max_connections=64, keepalive_expiry=2.0)
    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=30, limits=limits) as http:

        async def post(number: int) -> None:
            body = event(number, begun_ms)
            started = time.perf_counter()
            answer = await http.post("/webhooks/line", content=body, headers={"x-line-signature": sign(body)})
            answer.raise_for_status()
            times.append((time.perf_counter() - started) * 1_000)

        begun, posting = time.perf_counter(), []
        for number in range(seconds * A_SECOND):
            await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
            posting.append(asyncio.create_task(post(number)))
        await asyncio.gather(*posting)
    return times


@contextmanager
def whole(folder: str, settings: dict[str, str]) -> Iterator[Ring]:
    """Start everything."""
    ring = start(Path(folder), **settings)
    try:
        yield ring
    finally:
        ring.stop()


def main() -> int:
    """Run it; returns 1 if an event was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--with-assistant", action="store_true")
    chosen = parser.parse_args()
    seconds = min(chosen.seconds, MOST_SECONDS)
    (line_port,) = free_ports(1)
    line = Line("", SECRET, "a-token", quota=10**9)
    with tempfile.TemporaryDirectory() as folder, serving(line, line_port) as address:
        settings = {
            "HITOHATA_LINE_CHANNEL_SECRETS": SECRET,
            "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN": "a-token",
            "HITOHATA_LINE_API_URL": address,
        }
        running = whole(folder, settings) if chosen.with_assistant else alone(folder, settings)
        with running as desk:
            # 2026-11-24T01:00:00Z, where the desk's clock begins.
            times = sorted(asyncio.run(burst(desk.base, seconds, 1_795_482_000_000)))
        database = Database(f"sqlite:///{folder}/desk.db")
        with database.read() as connection:
            rows = connection.execute(
                t.messages.select().with_only_columns(t.messages.c.outside_id).where(t.messages.c.author == "user")
            ).scalars()
            stored = list(rows)
        database.close()
    posted = seconds * A_SECOND
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{posted} events in {seconds} s: 200 after p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    print(f"stored {len(stored)} of {posted}, {len(stored) - len(set(stored))} twice")
    return 0 if len(stored) == len(set(stored)) == posted else 1


if __name__ == "__main__":
    sys.exit(main())
