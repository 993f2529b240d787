"""`make benchmark-danger-reading`: how soon a message is read for danger where the assistant is silent.

Starts everything on free ports of 127.0.0.1. Conversations wait in the queue, half of them are then held by a consultant; each
says an ordinary word, a cry that the pattern files hear, and one that only the model hears. Told is the time from the desk's
202 until the message's reading is finished and its mark, if any, stands; a fault of the reader would show as a time-out.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx

from desk.settings import DEVELOPMENT_SECRET
from tests.desk.api import SAMPLE
from tests.e2e.ring import PASSWORD, start
from tests.webhooks import signed

CONVERSATIONS = 10
WORDS = (
    "書類は明日の朝に送ります。",
    "もう死にたいです",
    "荷物も写真も全部手放して、猫のもらい手も決まりました。これで心残りなく向こうへ行けます",
)
PATIENCE_SECONDS = 60.0
AIM_SECONDS = 5.0
_LOOK_SECONDS = 0.02


def waiting(base: str) -> tuple[httpx.Client, str, str]:
    """Begin a conversation and hand it over; returns its client, its id and its case."""
    http = httpx.Client(base_url=base, timeout=10, trust_env=False)
    begun = http.post("/api/web/conversations").raise_for_status().json()
    http.headers["authorization"] = f"Bearer {begun['token']}"
    body = json.dumps(SAMPLE | {"conversation_id": begun["conversation_id"]})
    done = http.post("/webhooks/handoff", content=body, headers=signed(body, DEVELOPMENT_SECRET))
    return http, begun["conversation_id"], done.raise_for_status().json()["case_id"]


def consultant(base: str) -> httpx.Client:
    """Log a consultant in."""
    http = httpx.Client(base_url=base, timeout=10, trust_env=False)
    login = http.post("/api/console/login", json={"email": "sato@example.jp", "password": PASSWORD})
    http.headers["x-csrf-token"] = login.raise_for_status().json()["csrf"]
    return http


def seconds_until_read(http: httpx.Client, is_unread: Callable[[], bool], words: str) -> float:
    """Say something and return the seconds from the 202 until it is read.

    Raises:
        RuntimeError: It was not within `PATIENCE_SECONDS`.
    """
    body = {"client_id": uuid.uuid4().hex, "text": words}
    http.post("/api/web/messages", json=body).raise_for_status()
    started = time.perf_counter()
    while is_unread():
        if time.perf_counter() - started > PATIENCE_SECONDS:
            raise RuntimeError(f"not read within {PATIENCE_SECONDS:.0f} s: {words}")
        time.sleep(_LOOK_SECONDS)
    return time.perf_counter() - started


def main() -> int:
    """Print the times by who holds the conversation and what was said; returns the exit status."""
    times: dict[tuple[str, str], list[float]] = {}
    marks = 0
    with tempfile.TemporaryDirectory() as folder:
        ring = start(Path(folder))
        try:
            desk = sqlite3.connect(Path(folder) / "desk.db", timeout=10)
            person = consultant(ring.base)
            for number in range(CONVERSATIONS):
                http, conversation_id, case_id = waiting(ring.base)
                holder = "held" if number % 2 else "queued"
                if holder == "held":
                    person.post(f"/api/console/cases/{case_id}/claim").raise_for_status()

                def is_unread(conversation_id: str = conversation_id) -> bool:
                    query = "SELECT count(*) FROM danger_readings WHERE conversation_id = ?"
                    return bool(desk.execute(query, (conversation_id,)).fetchone()[0])

                for words in WORDS:
                    times.setdefault((holder, words), []).append(seconds_until_read(http, is_unread, words))
            [marks] = desk.execute("SELECT count(*) FROM danger_marks").fetchone()
            desk.close()
        finally:
            ring.stop()
    for (holder, words), found in sorted(times.items()):
        print(f"{holder:<7} median {statistics.median(found):5.2f} s   longest {max(found):5.2f} s   {words[:16]}")
    longest = max(max(found) for found in times.values())
    print(f"longest {longest:.2f} s (aim {AIM_SECONDS:.0f} s); {marks} marks of {2 * CONVERSATIONS} cries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
