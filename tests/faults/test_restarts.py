"""Restarts under traffic, timers that were due meanwhile, and thousands of idle connections."""

from __future__ import annotations

import itertools
import json
import resource
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from desk.clock import SystemClock
from desk.conversation import handover, inbound
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from tests import loopback, patience
from tests.desk.conftest import OPEN, handoff
from tests.desk.line.phone import SECRET, poster, text
from tests.faults.checker import History, broken
from tests.faults.processes import DESK, Process
from tests.faults.tally import Tally
from tests.faults.widget import Widget
from tests.ports import free_ports

DRAIN_SECONDS = 10


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Process]:
    """A real desk without an assistant."""
    desk_port, assistant_port = free_ports(2)
    settings = {
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_DATA_DIR": str(tmp_path),
        "HITOHATA_PORT": str(desk_port),
        "HITOHATA_ASSISTANT_PORT": str(assistant_port),
        "HITOHATA_LINE_CHANNEL_SECRETS": SECRET,
        "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN": "a-token",
        "HITOHATA_LINE_API_URL": "http://127.0.0.1:9",
    }
    address = f"http://127.0.0.1:{desk_port}/health/live"
    running = Process(DESK, settings, address, tmp_path / "desk.log")
    yield running
    running.kill()


def base(desk: Process) -> str:
    return desk.address.removesuffix("/health/live")


def test_a_restart_under_traffic_loses_nothing_and_drains_in_time(
    desk: Process, tmp_path: Path, full: bool, tally: Tally
) -> None:
    """SIGTERM as a deploy sends it, while four widgets write and listen."""
    history, stop = History(), threading.Event()

    def talk() -> None:
        widget = Widget(base(desk))
        try:
            while not stop.is_set():
                history.accepted.append((widget.conversation_id, widget.send("家を借りたい")[0]))
                time.sleep(0.2)
        finally:
            widget.close()

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    statuses, count = [], 20 if full else 3
    for number in range(1, count + 1):
        # In the middle of traffic, however slow the machine is.
        enough = 5 * number
        while len(history.accepted) < enough and any(thread.is_alive() for thread in threads):
            time.sleep(0.05)
        desk.running.send_signal(signal.SIGTERM)
        statuses.append(desk.running.wait(patience.seconds(DRAIN_SECONDS)))
        desk.start()
    stop.set()
    for thread in threads:
        thread.join()
    tally.add("restarts of the desk under traffic", count)

    assert set(statuses) <= {0, -signal.SIGTERM}
    assert len(history.accepted) > 4 * count
    with closing(Database(f"sqlite:///{tmp_path / 'desk.db'}")) as database:
        assert broken(database, history) == []


def test_timers_that_came_due_while_nothing_ran_fire_once_at_the_start(
    desk: Process, tmp_path: Path, full: bool, tally: Tally
) -> None:
    desk.kill()
    count = 100 if full else 20
    long_ago = SystemClock().now() - timedelta(minutes=15)
    with closing(Database(f"sqlite:///{tmp_path / 'desk.db'}")) as database:
        migrate.upgrade(database)
        store = SqlStore(database)
        for number in range(count):
            with store.write() as tx:
                started = inbound.start(tx, "web", long_ago, OPEN, f"hash-{number}")
                handover.take(tx, f"w{number}", "h", handoff(started.conversation_id), long_ago, OPEN)
        with database.read() as connection:
            waiting = len(connection.execute(case_tables.timers.select()).all())

        desk.start()
        patience.until(lambda: not _timers(database), 20)
        desk.kill()
        desk.start()
        time.sleep(1)

        with database.read() as connection:
            fired = Counter(
                (row.conversation_id, row.kind)
                for row in connection.execute(t.events.select())
                if row.kind.startswith("timer_")
            )
        tally.add("timers due at the start", waiting)
        assert waiting == 2 * count
        assert _timers(database) == 0
        assert len(fired) == waiting
        assert set(fired.values()) == {1}


def _timers(database: Database) -> int:
    with database.read() as connection:
        return len(connection.execute(case_tables.timers.select()).all())


# What a connection says before it says no more: nothing, half a head, a body that never ends.
_UNFINISHED = (
    b"",
    b"POST /api/web/conversations HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /webhooks/line HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\n{",
)


def test_a_connection_that_a_proxy_keeps_still_answers(desk: Process) -> None:
    """A server's default of five idle seconds ends it while a message is on its way."""
    connection = HTTPConnection("127.0.0.1", int(base(desk).rsplit(":", 1)[1]), timeout=patience.seconds(10))
    try:
        for idle_seconds in (0, 6):
            time.sleep(idle_seconds)
            connection.request("GET", "/health/live")
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
    finally:
        connection.close()


def test_idle_connections_do_not_keep_line_out(desk: Process, full: bool, tally: Tally) -> None:
    """Clients that connect and say nothing or never finish, beside event streams that stay open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = 2_000 if full else 300
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count * 2 + 500)), hard))
    host, port = "127.0.0.1", int(base(desk).rsplit(":", 1)[1])
    idle, widgets = [], [Widget(base(desk)) for _ in range(20)]
    try:
        idle = [socket.create_connection((host, port), timeout=patience.seconds(10)) for _ in range(count)]
        for connection, words in zip(idle, itertools.cycle(_UNFINISHED), strict=False):
            connection.sendall(words)
        streams = ExitStack()
        for widget in widgets:
            assert streams.enter_context(widget.stream()).status_code == 200
        with streams, loopback.Client(base_url=base(desk), timeout=patience.seconds(10)) as http:
            answers = [poster(http)(text(f"質問 {number}")).status_code for number in range(20)]
            ready = http.get("/health/ready").json()
    finally:
        for connection in idle:
            connection.close()
        for widget in widgets:
            widget.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    tally.add("idle or unfinished requests held open", count)

    assert answers == [200] * 20
    assert ready["database"]["status"] == "ok", json.dumps(ready)
