"""`make benchmark-desk`: a bot turn through the whole ring, from the widget's POST to the answer on its stream.

Starts everything on free ports of 127.0.0.1, asks a bounded number of questions, and also asks Rasa directly, so that the
desk's own share can be told: the time of one turn, the CPU of each process for it (with what it does anyway meanwhile), and
how many turns a second many conversations at once get. Compare within one run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks.process_samples import cpu_seconds
from desk.settings import DEVELOPMENT_TOKEN
from tests.e2e.ring import Ring, start

QUESTIONS = (
    "起業の融資はありますか",
    "家を借りたい",
    "除雪が心配",
    "仕事を探しています",
    "ごみの日はいつ",
)
CONVERSATIONS = 6
TURNS = 10
AT_ONCE = 8
MODULES = {"desk": "desk.main", "assistant": "bot.runtime.serve", "actions": "actions.serve"}
ROUNDS = 2


def through_the_desk(base: str, pause_seconds: float = 0.05) -> list[float]:
    """Return milliseconds per turn of one conversation."""
    with httpx.Client(base_url=base, timeout=10, trust_env=False) as http:
        token = http.post("/api/web/conversations").json()["token"]
        http.headers["authorization"] = f"Bearer {token}"
        answered, moments = threading.Event(), [0.0]

        def listen() -> None:
            try:
                with http.stream("GET", "/api/web/events", headers={"last-event-id": "1"}) as stream:
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
            time.sleep(pause_seconds)
        return times


def directly(ring: Ring) -> list[float]:
    """Return milliseconds per turn of one conversation asked of Rasa itself."""
    base = f"http://127.0.0.1:{ring.environment['HITOHATA_ASSISTANT_PORT']}/webhooks/desk"
    headers = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}
    times = []
    with httpx.Client(timeout=10, headers=headers, trust_env=False) as http:
        conversation_id = f"c_{uuid.uuid4().hex}"
        for number in range(TURNS):
            body = {
                "conversation_id": conversation_id,
                "message_id": f"m_{uuid.uuid4().hex}",
                "channel": "web",
                "text": QUESTIONS[number % len(QUESTIONS)],
            }
            started = time.perf_counter()
            http.post(f"{base}/turn", json=body).raise_for_status()
            times.append((time.perf_counter() - started) * 1_000)
    return times


def processes(of: int) -> dict[str, int]:
    """Return the ids of the desk, the assistant and the actions among what a process has started."""
    found: dict[str, int] = {}
    for children in Path(f"/proc/{of}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            # `uv` and `nice` name the module as well: the program itself is below them.
            found |= {name: child for name, module in MODULES.items() if module in words} | processes(child)
    return found


def a_second(ask: Callable[[], list[float]]) -> float:
    """Return how many turns a second `AT_ONCE` conversations get that each ask on as soon as they are answered."""
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(len(ask()))) for _ in range(AT_ONCE)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def main() -> int:
    """Print p50 and p95 of both ways; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        ring = start(Path(folder))
        try:
            through_the_desk(ring.base)
            desk, rasa = [], []
            ids = processes(ring.process.pid)
            used = dict.fromkeys(ids, 0.0)
            for _ in range(CONVERSATIONS):
                # In turn, so that a noisy moment of the machine meets both.
                before = {name: cpu_seconds(pid) for name, pid in ids.items()}
                desk += through_the_desk(ring.base)
                used = {name: used[name] + cpu_seconds(pid) - before[name] for name, pid in ids.items()}
                rasa += directly(ring)
            many = [
                (
                    a_second(lambda: through_the_desk(ring.base, 0.0)),
                    a_second(lambda: directly(ring)),
                )
                for _ in range(ROUNDS)
            ]
        finally:
            ring.stop()
    for name, times in (("through the desk", desk), ("Rasa directly", rasa)):
        ordered = sorted(times)
        print(f"{name:<18} p50 {statistics.median(times):6.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:6.1f} ms")
    shares = ", ".join(f"{name} {seconds / len(desk) * 1_000:.1f} ms" for name, seconds in used.items())
    print(f"CPU a turn through the desk: {shares}")
    overhead = statistics.median(desk) - statistics.median(rasa)
    print(f"the desk adds {overhead:.1f} ms to the median turn")
    for with_desk, without in many:
        print(
            f"{AT_ONCE} conversations at once: {with_desk:.1f} turns a second through the desk, {without:.1f} of Rasa directly, "
            f"ratio {with_desk / without:.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
