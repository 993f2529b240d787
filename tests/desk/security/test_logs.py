"""No log holds what a person wrote, whatever fails: databases that quote rows, NULs, broken JSON, workers, library records."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
import uvicorn

from desk.content.worker import ContentWorker
from desk.conversation.turns import Reply
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.main import create_app
from desk.settings import Settings
from desk.text import safe_log
from desk.text.safe_error import failure
from tests import patience
from tests.desk.api import OFFICE_HOURS

# Words that stand nowhere in the sources.
MARK = "ぬばたまの09012349876"
_SERVING_SECONDS = 10


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process would write, of every level that a library may use."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    before = root.handlers[:]
    out = io.StringIO()
    safe_log.configure(out)
    yield out
    logging.captureWarnings(capture=False)
    root.handlers[:] = before
    sys.excepthook, threading.excepthook = hooks


class FreePort(uvicorn.Server):
    """Tells its port."""

    @property
    def address(self) -> str:
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    app = create_app(settings)
    server = FreePort(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        assert patience.until(lambda: server.started, _SERVING_SECONDS)
        with httpx.Client(base_url=server.address, timeout=30, trust_env=False) as http:
            begun = http.post("/api/web/conversations").json()
            http.headers["authorization"] = f"Bearer {begun['token']}"
            yield http, app.state.services.database
    finally:
        server.should_exit = True
        thread.join(patience.seconds(_SERVING_SECONDS))


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    # The city's answers are not brought: nobody here asks for one, and that took longer than all else.
    monkeypatch.setattr(ContentWorker, "look", lambda _: None)
    values = {"environment": "test", "test_clock": OFFICE_HOURS, "data_dir": tmp_path, "assistant_port": 9}
    return Settings(_env_file=None, database_url=database_url, **values)


# What makes a database refuse a message and quote it.
FAULTS = {
    "sqlite": [
        "ALTER TABLE messages RENAME TO gone",
        "CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no'); END",
    ],
    "postgresql": [
        "ALTER TABLE messages RENAME TO gone",
        "ALTER TABLE messages ADD CONSTRAINT refuse CHECK (parts::text NOT LIKE '%%ぬばたま%%') NOT VALID",
    ],
}


@pytest.mark.parametrize("number", [0, 1])
def test_a_refusing_database_leaves_no_words_in_the_log(settings: Settings, log: io.StringIO, number: int) -> None:
    with serving(settings) as (http, database):
        with database.engine.begin() as connection:
            connection.exec_driver_sql(FAULTS[database.engine.dialect.name][number])
        answer = http.post("/api/web/messages", json={"client_id": "m1", "text": MARK})
        form = {"client_id": "f1", "send": True, "question": MARK, "name": MARK, "agreed": True}
        http.post("/api/web/forms/leave_message", json=form)

    assert answer.status_code in {500, 503}
    assert answer.json()["error"]["code"] in {"failed", "try_again"}
    assert MARK not in answer.text
    if answer.status_code == 500:
        assert "Error" in log.getvalue()
    assert MARK not in log.getvalue()


def test_nul_and_broken_json_leave_no_words_in_the_log(settings: Settings, log: io.StringIO) -> None:
    bodies = [
        b'{"client_id": "m1", "text": "' + MARK.encode(),
        json.dumps({"client_id": MARK, "text": f"{MARK}\0"}).encode(),
        json.dumps({"client_id": "m\0", "text": [MARK]}).encode(),
        b"\xff" + MARK.encode(),
        f'"{MARK}"'.encode(),
    ]
    with serving(settings) as (http, _):
        answers = [
            http.post("/api/web/messages", content=b, headers={"content-type": "application/json"}) for b in bodies
        ]
        answers += [
            http.get("/api/web/messages", params={"after": MARK}),
            http.get(f"/appointments/{MARK}%00"),
            http.post("/webhooks/handoff", content=MARK.encode()),
            http.post("/api/console/login", json={"email": f"{MARK}\0", "password": MARK}),
        ]

    assert [answer.status_code for answer in answers if answer.status_code < 400] == []
    assert MARK not in log.getvalue()


def test_a_crashing_worker_leaves_no_words_in_the_log(
    settings: Settings, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> Reply:
        try:
            json.loads(f"{MARK}{{")
        except ValueError as error:
            raise RuntimeError(f"could not read {MARK}") from error
        raise AssertionError

    monkeypatch.setattr("desk.conversation.turns.record", crash)
    monkeypatch.setattr("desk.conversation.turns.apologise", crash)
    with serving(settings) as (http, _):
        http.post("/api/web/messages", json={"client_id": "m1", "text": MARK})
        assert patience.until(lambda: "turns.turn.set_aside" in log.getvalue(), 10)

    assert "RuntimeError" in log.getvalue()
    assert MARK not in log.getvalue()


class TestFormatter:
    def test_a_library_record_keeps_its_template_and_loses_what_it_was_given(self, log: io.StringIO) -> None:
        logging.getLogger("sqlalchemy.engine").error("failed for %s", MARK)
        logging.getLogger("some.library").error("failed for " + MARK)  # noqa: G003

        assert "failed for %s" in log.getvalue()
        assert MARK not in log.getvalue()

    def test_an_exception_is_its_kind_and_place_whoever_logs_it(self, log: io.StringIO, tmp_path: Path) -> None:
        try:
            Database(f"sqlite:///{tmp_path / 'x.db'}").engine.connect().execute(
                sa.text("SELECT :words FROM nowhere"), {"words": MARK}
            )
        except sa.exc.OperationalError:
            logging.getLogger("desk.x").exception("x.failed")
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")

        assert log.getvalue().count("OperationalError from OperationalError") == 2
        assert MARK not in log.getvalue()

    def test_a_task_that_nobody_awaited_and_a_thread_that_died_tell_their_kind(self, log: io.StringIO) -> None:
        async def fail() -> None:
            raise KeyError(MARK)

        async def forget() -> None:
            task = asyncio.create_task(fail())
            await asyncio.wait([task])
            # What a task says when Python throws it away, which is whenever its cycle is found.
            told = {"message": "Task exception was never retrieved", "exception": task.exception(), "future": task}
            asyncio.get_running_loop().call_exception_handler(told)

        asyncio.run(forget())

        assert "KeyError" in log.getvalue()
        thread = threading.Thread(target=lambda: int(MARK))
        thread.start()
        thread.join()

        assert "process.uncaught ValueError" in log.getvalue()
        assert MARK not in log.getvalue()

    def test_a_traceback_that_another_handler_rendered_is_not_written(self, log: io.StringIO) -> None:
        record = logging.LogRecord("desk.x", logging.ERROR, __file__, 1, "x.failed", None, None)
        record.exc_text, record.stack_info = MARK, MARK

        logging.getLogger("desk.x").handle(record)

        assert "x.failed" in log.getvalue()
        assert MARK not in log.getvalue()


def test_every_engine_hides_what_it_was_given(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")

    assert database.engine.hide_parameters
    with pytest.raises(sa.exc.OperationalError) as caught, SqlStore(database).write() as tx:
        tx.connection.execute(sa.text("INSERT INTO nowhere VALUES (:words)"), {"words": MARK})
    assert MARK not in str(caught.value)


def test_a_failure_names_its_kind_its_cause_its_place_and_whose_it_is() -> None:
    try:
        Settings(_env_file=None, port=MARK)
    except ValueError as error:
        said = failure(error, "m_1")

    assert said == "ValidationError of m_1"
