"""`make benchmark-learning`: from the click that publishes a way of asking to the assistant that has learnt it.

Starts everything with its trainer on free ports of 127.0.0.1, teaches an answer of the office's own and one more way of asking for a
shipped answer, and keeps asking Rasa all the while: seconds until the new answer is known, until the new model is trained and
compared, until it serves; and of the turns meanwhile how many fail, their median beside that of an idle assistant, the longest.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from desk.settings import DEVELOPMENT_TOKEN
from tests.e2e.ring import PASSWORD, Ring, start
from tests.e2e.steps import add_account

QUESTIONS = ("起業の融資はありますか", "家を借りたい", "除雪が心配", "仕事を探しています", "ごみの日はいつ")
TAUGHT = ("housing/akiya_bank", "海の見える古い家を安く手に入れたい")
NEW = ("ドラムや楽器の練習", "練習は、公民館の音楽室でできます。", "ドラムの練習がしたい")
PHRASINGS = ("ドラムを叩けるところ", "楽器の練習ができる部屋", "バンドの練習をしたい")
IDLE_TURNS = 40
PAUSE_SECONDS = 0.5
LONGEST_SECONDS = 1_800.0


@dataclass
class Turns:
    """Turns that go on in a thread until they are stopped: seconds of each, and how many failed."""

    ring: Ring
    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    def ask(self, http: httpx.Client, number: int) -> None:
        """Ask once."""
        body = {
            "conversation_id": f"c_{uuid.uuid4().hex}",
            "message_id": f"m_{uuid.uuid4().hex}",
            "channel": "web",
            "text": QUESTIONS[number % len(QUESTIONS)],
        }
        started = time.perf_counter()
        try:
            http.post("/turn", json=body).raise_for_status()
        except httpx.HTTPError:
            self.failed += 1
        self.seconds.append(time.perf_counter() - started)

    def until(self, stopped: Callable[[], bool]) -> None:
        """Ask, with pauses as between people, until told to stop."""
        with assistant(self.ring) as http:
            number = 0
            while not stopped():
                self.ask(http, number)
                number += 1
                time.sleep(PAUSE_SECONDS)


def assistant(ring: Ring) -> httpx.Client:
    """Return a client of the assistant's channel."""
    return httpx.Client(
        base_url=f"http://127.0.0.1:{ring.environment['HITOHATA_ASSISTANT_PORT']}/webhooks/desk",
        headers={"authorization": f"Bearer {DEVELOPMENT_TOKEN}"},
        timeout=15,
        trust_env=False,
    )


@contextmanager
def office(ring: Ring, email: str) -> Iterator[httpx.Client]:
    """Give a browser of the office, logged in."""
    with httpx.Client(base_url=ring.base, timeout=15, trust_env=False) as http:
        answer = http.post("/api/console/login", json={"email": email, "password": PASSWORD}).raise_for_status()
        http.headers["x-csrf-token"] = answer.json()["csrf"]
        yield http


def seconds_until(happened: Callable[[], bool], since: float) -> float:
    """Return how long something took.

    Raises:
        TimeoutError: It did not happen.
    """
    while not happened():
        if time.monotonic() - since > LONGEST_SECONDS:
            raise TimeoutError(f"did not happen within {LONGEST_SECONDS:.0f} s")
        time.sleep(0.2)
    return time.monotonic() - since


def teach(ring: Ring) -> float:
    """Publish a new answer and a way of asking for a shipped one; returns when."""
    title, body, _ = NEW
    entry: dict[str, Any] = {
        "title": title,
        "body": body,
        "owner": "移住・交流の係",
        "checked": "2026-11-20",
        "review_by": "2027-03-31",
        "sources": [{"title": "公民館", "url": "https://www.example.jp/hall"}],
        "related": [],
    }
    with office(ring, "sato@example.jp") as writer, office(ring, "chief@example.jp") as chief:
        given = {"topic": "life", "slug": "drums", "content": entry, "phrasings": PHRASINGS}
        made = writer.post("/api/console/content/entries", json=given).raise_for_status().json()
        version = f"/api/console/content/entries/{made['label']}/versions/{made['version']}"
        writer.post(f"{version}/submit", json={}).raise_for_status()
        clicked = time.monotonic()
        chief.post(f"{version}/approve", json={}).raise_for_status()
        label, text = TAUGHT
        chief.post(f"/api/console/content/entries/{label}/phrasings", json={"texts": [text]}).raise_for_status()
    return clicked


def measure(ring: Ring) -> dict[str, Any]:
    """Return the figures; see `main`."""
    idle = Turns(ring)
    idle.until(lambda: len(idle.seconds) >= IDLE_TURNS)
    busy, stopped = Turns(ring), threading.Event()
    asking = threading.Thread(target=busy.until, args=(stopped.is_set,))
    clicked = teach(ring)
    asking.start()
    try:
        with assistant(ring) as http, office(ring, "chief@example.jp") as chief:

            def is_known() -> bool:
                body = {"message_id": f"m_{uuid.uuid4().hex}", "text": NEW[2]}
                found = http.post("/understand", json=body).json()["understanding"]
                return "life/drums" in {found["label"], *(one["label"] for one in found["candidates"][:3])}

            def newest() -> dict[str, Any]:
                models = chief.get("/api/console/content/models").json()["models"]
                return models[0] if models else {"state": ""}

            def serves() -> bool:
                return str(http.get("/health").json()["model"]).startswith("m0")

            known = seconds_until(is_known, clicked)
            leased = seconds_until(lambda: newest()["state"] != "", clicked)
            ended = seconds_until(lambda: newest()["state"] in {"serving", "waiting", "refused", "failed"}, clicked)
            model = newest()
            serving = seconds_until(serves, clicked) if model["state"] == "serving" else None
    finally:
        stopped.set()
        asking.join()
    return {
        "known": known,
        "leased": leased,
        "ended": ended,
        "serving": serving,
        "model": {name: model[name] for name in ("state", "problem", "figures")},
        "idle": idle,
        "busy": busy,
    }


def report(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines."""
    idle, busy = found["idle"], found["busy"]
    usual, meanwhile = statistics.median(idle.seconds), statistics.median(busy.seconds)
    served = "not serving" if found["serving"] is None else f"serving after {found['serving']:.0f} s"
    return [
        f"a new answer is offered or given after {found['known']:.1f} s",
        f"training begins after {found['leased']:.1f} s, has passed its gate after {found['ended']:.0f} s, {served}",
        f"the model: {found['model']['state']} {found['model']['problem']}",
        f"idle      {len(idle.seconds):4} turns, {idle.failed} failed, median {usual * 1_000:.0f} ms",
        f"meanwhile {len(busy.seconds):4} turns, {busy.failed} failed, median {meanwhile * 1_000:.0f} ms "
        f"({meanwhile / usual:.2f} times), longest {max(busy.seconds) * 1_000:.0f} ms",
    ]


def main() -> int:
    """Print the figures; returns 1 where a turn failed or the model does not serve."""
    with tempfile.TemporaryDirectory() as folder:
        ring = start(Path(folder))
        try:
            add_account(ring, "高橋", "chief@example.jp", "supervisor")
            found = measure(ring)
        finally:
            ring.stop()
    print(*report(found), sep="\n")
    return 0 if found["serving"] is not None and not found["busy"].failed else 1


if __name__ == "__main__":
    sys.exit(main())
