"""`make benchmark-desk`: a bot turn through the whole ring, from the widget's POST to the answer on its stream.

Starts everything on free ports of 127.0.0.1, asks a bounded number of questions, and also asks Rasa directly, so that the
desk's own share can be told; compare within one run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import httpx

from desk.settings import DEVELOPMENT_TOKEN
from tests.e2e.ring import Ring, start

QUESTIONS = (
    "起業の融資はありますか",
    "小樽で家を借りたい",
    "除雪が心配",
    "仕事を探しています",
    "ごみの日はいつ",
)
CONVERSATIONS = 6
TURNS = 10


def through_the_desk(base: str) -> list[float]:
    """Return milliseconds per turn of one conversation."""
    with httpx.Client(base_url=base, timeout=10, trust_env=False) as http:
        token = http.post("/api/web/conversations").json()["token"]
        http.headers["authorization"] = f"Bearer {token}"
        answered, moments = threading.Event(), [0.0]

        def listen() -> None:
            try:
                with http.stream(
                    "GET", "/api/web/events", headers={"last-event-id": "1"}
                ) as stream:
                    for line in stream.iter_lines():
                        if line.startswith("data:") and '"author":"bot"' in line:
                            moments[0] = time.perf_counter()
                            answered.set()
            except httpx.HTTPError:
                return

        threading.Thread(target=listen, daemon=True).start()
        time.sleep(0.3)
        times = []
        for number in range(TURNS):
            answered.clear()
            started = time.perf_counter()
            body = {"client_id": uuid.uuid4().hex, "text": QUESTIONS[number % len(QUESTIONS)]}
            http.post("/api/web/messages", json=body).raise_for_status()
            if not answered.wait(10):
                raise RuntimeError("no answer within 10 s")
            times.append((moments[0] - started) * 1_000)
            time.sleep(0.05)
        return times


def directly(ring: Ring) -> list[float]:
    """Return milliseconds per turn asked of Rasa itself."""
    base = f"http://127.0.0.1:{ring.environment['HITOHATA_ASSISTANT_PORT']}/webhooks/desk"
    headers = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}
    times = []
    with httpx.Client(timeout=10, headers=headers, trust_env=False) as http:
        for number in range(CONVERSATIONS * TURNS):
            body = {
                "conversation_id": f"c_{number // TURNS}",
                "message_id": f"m_{number}",
                "channel": "web",
                "text": QUESTIONS[number % len(QUESTIONS)],
            }
            started = time.perf_counter()
            http.post(f"{base}/turn", json=body).raise_for_status()
            times.append((time.perf_counter() - started) * 1_000)
    return times


def main() -> int:
    """Print p50 and p95 of both ways; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        ring = start(Path(folder))
        try:
            through_the_desk(ring.base)
            desk = [t for _ in range(CONVERSATIONS) for t in through_the_desk(ring.base)]
            rasa = directly(ring)
        finally:
            ring.stop()
    for name, times in (("through the desk", desk), ("Rasa directly", rasa)):
        ordered = sorted(times)
        print(
            f"{name:<18} p50 {statistics.median(times):6.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:6.1f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
