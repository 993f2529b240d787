"""A disk that is full, a database that may only be read, a lock that is held: refused honestly, and good again by itself."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.api import Api
from tests.desk.line.phone import SECRET, poster, text


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", line_channel_secrets=SECRET)
    yield opened
    opened.app.state.services.database.close()


def send(visitor, key: str, words: str = "家を借りたい"):
    return visitor.post("/api/web/messages", json={"client_id": key, "text": words})


def stored(api: Api) -> list[str]:
    with api.app.state.services.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT parts FROM messages WHERE author = 'user' ORDER BY id")
        return [row[0] for row in rows]


def pragma(api: Api, words: str) -> None:
    """Set it on every connection, those that are open included."""
    with api.app.state.services.database.engine.connect() as connection:
        connection.exec_driver_sql(words)


def test_a_full_disk_takes_nothing_and_recovers_by_itself(api: Api) -> None:
    visitor, line = api.visitor(), poster(api.http)
    long_words = "住" * 900
    with api.app.state.services.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    # One connection serves this thread's requests one after the other: the pool hands out the same.
    pragma(api, f"PRAGMA max_page_count = {pages}")
    answers = [send(visitor, f"m{n}", long_words) for n in range(18)]
    refused = [n for n, answer in enumerate(answers) if answer.status_code >= 500]
    hook = [line(text(long_words)).status_code for _ in range(12)]

    # SQLite finds room on half-empty pages first; then nothing is taken, and nobody is told that it was.
    assert refused
    assert set(hook) <= {200, 503}
    assert 503 in hook
    taken = sum(answer.status_code == 202 for answer in answers) + hook.count(200)
    assert len(stored(api)) == taken
    error = answers[refused[0]].json()["error"]
    assert answers[refused[0]].status_code == 503
    assert error["message"]
    assert visitor.get("/api/web/messages").status_code == 200

    pragma(api, "PRAGMA max_page_count = 1073741823")
    for n in refused:
        if answers[n].status_code != 202:
            assert send(visitor, f"m{n}", long_words).status_code in {202, 429}
    assert line(text("空きができた")).status_code == 200


def test_a_database_that_may_only_be_read_takes_nothing(api: Api) -> None:
    visitor = api.visitor()
    pragma(api, "PRAGMA query_only = ON")

    assert send(visitor, "m1").status_code == 503
    assert visitor.get("/api/web/messages").status_code == 200

    pragma(api, "PRAGMA query_only = OFF")
    assert send(visitor, "m1").status_code == 202
    assert len(stored(api)) == 1


def test_a_lock_of_a_few_seconds_is_waited_for(api: Api) -> None:
    visitor = api.visitor()
    path = api.settings.data / "desk.db"
    is_held = threading.Event()

    def hold() -> None:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        is_held.set()
        time.sleep(3)
        other.execute("ROLLBACK")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait()
    answer = send(visitor, "m1")
    holder.join()

    assert answer.status_code == 202
    assert len(stored(api)) == 1
