"""`make benchmark-turn`: a turn with a custom action, this Rasa against stock Rasa, as ratios within one run.

Starts the action server and two Rasa servers with the same model on free ports of 127.0.0.1, one with the changes of
`bot/runtime` and one without, and asks both the same questions in turn; bounded, stops by itself.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.rasa.conftest import Assistant, serve

QUESTIONS = (
    "起業の融資はありますか",
    "家を借りたい",
    "除雪が心配",
    "保育園留学の料金はいくら",
    "仕事を探しています",
)
TURNS = 60
# Conversations at once, and turns of each, for the throughput of one process.
CROWD, CROWD_TURNS = 8, 15


def measure(assistant: Assistant, conversation: str, turns: int) -> list[float]:
    """Return milliseconds per turn of one conversation."""
    times = []
    for number in range(turns):
        started = time.perf_counter()
        answer = assistant.turn(conversation, QUESTIONS[number % len(QUESTIONS)])
        times.append((time.perf_counter() - started) * 1_000)
        if answer.status != 200:
            raise RuntimeError(f"turn {number}: {answer.body}")
    return times


def throughput(assistant: Assistant) -> float:
    """Return turns per second of one Rasa process under several conversations at once."""
    with ThreadPoolExecutor(CROWD) as crowd:
        started = time.perf_counter()
        for done in [crowd.submit(measure, assistant, f"c_crowd_{number}", CROWD_TURNS) for number in range(CROWD)]:
            done.result()
        return CROWD * CROWD_TURNS / (time.perf_counter() - started)


def main() -> int:
    """Print p50 of early and late turns, turns per second, and their ratios; returns the exit status."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = stack.enter_context(serve(folder / "ours"))
        stock = stack.enter_context(serve(folder / "stock", HITOHATA_STOCK_RASA="1"))
        for assistant in (ours, stock):
            measure(assistant, "c_warm", 5)
        fast, slow = measure(ours, "c_1", TURNS), measure(stock, "c_1", TURNS)
        many, few = throughput(ours), throughput(stock)
    print(f"{'':<14}{'turns 1-10':>12}{f'turns {TURNS - 9}-{TURNS}':>14}{'growth':>9}")
    for name, times in (("this project", fast), ("stock Rasa", slow)):
        early, late = statistics.median(times[:10]), statistics.median(times[-10:])
        print(f"{name:<14}{early:>9.1f} ms{late:>11.1f} ms{late / early:>8.1f} x")
    early_ratio = statistics.median(slow[:10]) / statistics.median(fast[:10])
    late_ratio = statistics.median(slow[-10:]) / statistics.median(fast[-10:])
    print(f"stock / this: {early_ratio:.1f} x early, {late_ratio:.1f} x late")
    print(f"turns per second: {many:.0f} against {few:.0f}, {many / few:.1f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
