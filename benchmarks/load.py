"""`make benchmark-load [SECONDS=30]`: a busy day at the desk on 127.0.0.1, bounded in time and number, ending by itself.

200 open widgets and 20 consoles listen while 50 messages a second come in; a case of 500 messages is opened. The
assistant is not part of it: every conversation waits for a consultant. `make soak` plays it slower and longer, and
tells from samples of memory, open files and write-ahead log whether any of them grows with time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.desk_alone import DeskAlone, alone
from benchmarks.process_samples import Sample, cpu_seconds, growth, sample, watching
from desk.conversation import handover, ids, inbound
from desk.conversation.models import Author, Situation
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from desk.settings import DEVELOPMENT_SECRET
from tests.desk.api import SAMPLE
from tests.desk.conftest import START, handoff
from tests.e2e.ring import PASSWORD
from tests.webhooks import signed

WIDGETS = 200
CONSOLES = 20
A_SECOND = 50
MOST_A_SECOND = 200
LONG_CASE = 500
MOST_SECONDS = 3_600


@dataclass
class Watch:
    """When each message was sent, and how long it took to where it was seen."""

    sent: dict[str, float] = field(default_factory=dict)
    acks: list[float] = field(default_factory=list)
    widgets: list[float] = field(default_factory=list)
    consoles: list[float] = field(default_factory=list)


async def listen(desk: DeskAlone, path: str, header: str, hear: Callable[[bytes], None]) -> None:
    """Read an event stream until cancelled, and take it up again where it ends, as browsers do.

    Plain sockets, so that the benchmark itself costs little.
    """
    last = ""
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port, limit=2**20)
        seen = f"last-event-id: {last}\r\n" if last else ""
        writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{seen}{header}\r\n\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"data:"):
                    hear(line)
                elif line.startswith(b"id:"):
                    last = line[3:].strip().decode()
                elif line == b"0\r\n":
                    break
        finally:
            writer.close()


def hearing(watch: Watch, into: list[float], mark: str) -> Callable[[bytes], None]:
    """Return what notes the delay of each of the benchmark's messages."""

    def hear(line: bytes) -> None:
        now = time.perf_counter()
        message = json.loads(line[5:])
        message = message.get(mark, message)
        key = message.get("client_id", "") if isinstance(message, dict) else ""
        if key in watch.sent:
            into.append((now - watch.sent[key]) * 1_000)

    return hear


def long_case(url: str) -> str:
    """Store a case with many messages; returns its id."""
    database = Database(url)
    migrate.upgrade(database)
    with SqlStore(database).write() as tx:
        situation = Situation(open=True, on_duty=1)
        conversation = inbound.start(tx, "web", START, situation, ids.token_hash("long")).conversation_id
        case = handover.take(tx, "w-long", "h", handoff(conversation), START, situation)[0]
        for number in range(LONG_CASE):
            part = {"type": "text", "text": f"{number}番目のメッセージです。家を探しています。"}
            tx.append(conversation, Author.USER, "利用者", [part], START)
    database.close()
    return str(case["case_id"])


def address(number: int) -> str:
    """Return the network address of a visitor: what one address may send is limited."""
    return f"198.18.{number // 200}.{number % 200 + 1}"


async def visitors(http: httpx.AsyncClient) -> list[str]:
    """Begin the conversations and hand each over; returns their tokens."""
    tokens = []
    for number in range(WIDGETS):
        begun = (await http.post("/api/web/conversations", headers={"x-forwarded-for": address(number)})).json()
        body = json.dumps(SAMPLE | {"conversation_id": begun["conversation_id"]})
        (
            await http.post("/webhooks/handoff", content=body, headers=signed(body, DEVELOPMENT_SECRET))
        ).raise_for_status()
        tokens.append(begun["token"])
    return tokens


async def run(desk: DeskAlone, folder: Path, case_id: str, seconds: int, a_second: int) -> None:
    """Play the day and print what it took."""
    watch = Watch()
    # Below the desk's own 5 s: a connection that it is about to close is not used again.
    limits = httpx.Limits(max_connections=64, keepalive_expiry=2.0)
    async with httpx.AsyncClient(base_url=desk.base, trust_env=False, timeout=30, limits=limits) as http:
        login = {"email": "sato@example.jp", "password": PASSWORD}
        (await http.post("/api/console/login", json=login)).raise_for_status()
        cookie = f"cookie: hitohata_session={http.cookies['hitohata_session']}"
        tokens = await visitors(http)
        streams = [
            listen(desk, "/api/console/events", cookie, hearing(watch, watch.consoles, "message"))
            for _ in range(CONSOLES)
        ] + [
            listen(
                desk,
                "/api/web/events?after=2",
                f"x-forwarded-for: {address(number)}\r\nauthorization: Bearer {token}",
                hearing(watch, watch.widgets, "message"),
            )
            for number, token in enumerate(tokens)
        ]
        listening = [asyncio.create_task(stream) for stream in streams]
        await asyncio.sleep(3)
        samples: list[Sample] = []
        looking = asyncio.create_task(watching(desk.pid, folder, samples, max(1.0, seconds / 60)))

        async def send(visitor: int) -> None:
            key = uuid.uuid4().hex
            watch.sent[key] = time.perf_counter()
            answer = await http.post(
                "/api/web/messages",
                json={"client_id": key, "text": "家を探しています"},
                headers={"authorization": f"Bearer {tokens[visitor]}", "x-forwarded-for": address(visitor)},
            )
            answer.raise_for_status()
            watch.acks.append((time.perf_counter() - watch.sent[key]) * 1_000)

        begun, used, sending = time.perf_counter(), cpu_seconds(desk.pid), []
        for number in range(seconds * a_second):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
            sending.append(asyncio.create_task(send(number % WIDGETS)))
        await asyncio.gather(*sending)
        await asyncio.sleep(3)
        used = cpu_seconds(desk.pid) - used
        opened = []
        for _ in range(10):
            started = time.perf_counter()
            (await http.get(f"/api/console/cases/{case_id}")).raise_for_status()
            opened.append((time.perf_counter() - started) * 1_000)
        samples.append(sample(desk.pid, folder, begun))
        listening.append(looking)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    sent = len(watch.acks)
    print(f"{sent} messages in {seconds} s, {WIDGETS} widgets, {CONSOLES} consoles listening")
    print(f"{'CPU of the desk a message':<28}     {used / sent * 1_000:7.1f} ms")
    show("accepted (202)", watch.acks)
    show("on the own widget", watch.widgets, sent)
    show("on every console", watch.consoles, sent * CONSOLES)
    show(f"a case of {LONG_CASE} messages", opened)
    first, last = samples[0], samples[-1]
    print(
        f"memory {first.memory:.0f} MB at first, {last.memory:.0f} MB at last, {growth(samples):+.1f} %/h in the second half; "
        f"open files {first.files} and {last.files}; write-ahead log at most {max(s.log for s in samples):.1f} MB"
    )


def show(name: str, times: list[float], wanted: int | None = None) -> None:
    """Print a line; `wanted` is how many there must be when nothing was lost or doubled."""
    ordered = sorted(times) or [float("nan")]
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    count = "" if wanted is None else f"   seen {len(times)} of {wanted}"
    print(f"{name:<28} p50 {statistics.median(ordered):7.1f} ms   p95 {p95:7.1f} ms{count}")


def main() -> int:
    """Start a desk of its own, play the day, stop. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--a-second", type=int, default=A_SECOND)
    given = parser.parse_args()
    seconds, a_second = min(given.seconds, MOST_SECONDS), min(given.a_second, MOST_A_SECOND)
    with tempfile.TemporaryDirectory() as folder:
        case_id = long_case(f"sqlite:///{folder}/desk.db")
        with alone(folder, staff={"sato@example.jp": "佐藤"}) as desk:
            asyncio.run(run(desk, Path(folder), case_id, seconds, a_second))
    return 0


if __name__ == "__main__":
    sys.exit(main())
