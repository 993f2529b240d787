"""The assistant's process logs what failed and where, and nothing that a person said."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.runtime import logs
from bot.runtime.tracker_store import ErasableTrackerStore

# Words that stand nowhere in the sources.
MARK = "ぬばたまの09012349876"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root, out = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stdout", out)
    logs.configure()
    yield out
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()


async def test_a_database_that_refuses_an_event_quotes_nothing(log: io.StringIO, tmp_path: Path) -> None:
    store = ErasableTrackerStore(domain=Domain.empty(), host=f"sqlite:///{tmp_path / 'tracker.db'}")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO gone").close()
    tracker = DialogueStateTracker(MARK, [])
    tracker.update(UserUttered(MARK))

    with pytest.raises(sa.exc.OperationalError) as refused:
        await store.save(tracker)
    logging.getLogger("rasa.core.tracker_store").error("failed: %s", refused.value, exc_info=refused.value)
    logging.getLogger("bot.channels.desk").error("desk_channel.turn.crashed", exc_info=refused.value)

    assert MARK not in str(refused.value)
    assert "OperationalError" in log.getvalue()
    assert MARK not in log.getvalue()


def test_library_records_and_structured_events_lose_what_they_were_given(log: io.StringIO) -> None:
    logging.getLogger("rasa.core").error(f"failed for {MARK}")  # noqa: G004
    logging.getLogger("sanic.root").error("failed for %s", MARK)
    structlog.get_logger().error("processor.failed", text=MARK, exc_info=ValueError(MARK))
    try:
        int(MARK)
    except ValueError:
        logging.getLogger("rasa.core").exception("failed: %s", MARK)

    assert "failed for %s" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert MARK not in log.getvalue()


def test_a_traceback_that_another_handler_rendered_is_not_written(log: io.StringIO) -> None:
    record = logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "x.failed", None, None)
    record.exc_text = record.stack_info = MARK

    logging.getLogger("bot.x").handle(record)

    assert "x.failed" in log.getvalue()
    assert MARK not in log.getvalue()
