"""The desk's HTTP doors with a real database and without its background work."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
import tempfile
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from pydantic_settings import BaseSettings
from standardwebhooks.webhooks import Webhook

from desk.accounts import password_login, passwords
from desk.accounts import service as accounts
from desk.accounts.models import Account
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog
from desk.db import migrate
from desk.db.database import Database
from desk.main import create_app
from desk.office.cookies import COOKIE, DEVICE_COOKIE
from desk.settings import DEVELOPMENT_SECRET, Settings
from tests.desk.one_hop import OneHop

PASSWORD = "a-password-for-tests"
# As `desk.accounts.passwords` hashes, at a hundredth of the cost: what it costs stands in the hash.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
_HASH = CHEAP_HASHER.hash(PASSWORD)
OFFICE_HOURS = "2026-11-24T10:00:00+09:00"
# As a cookie's domain is kept that came from `TestClient`'s http://testserver.
_DOMAIN = "testserver.local"
SAMPLE = json.loads((Path(__file__).parents[1] / "wire" / "handoff_request.json").read_text())


@functools.cache
def empty_database() -> bytes:
    """Return a database file of today's schema: the migrations are most of what making a desk takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        opened = Database(f"sqlite:///{file}")
        migrate.upgrade(opened)
        opened.close()
        return file.read_bytes()


# What the desks of this test have opened, by the order in which it is closed.
_opened = ExitStack()
_portals: list[BlockingPortal] = []
# What requests of this test have opened to an assistant, in the loop that they share.
sessions: list[ClientSession] = []


async def _close_sessions() -> None:
    while sessions:
        await sessions.pop().close()


def close_all() -> None:
    """Close what the desks of a test have opened, whether it did so itself or not: connections, and the loop of its requests."""
    _portals.clear()
    _opened.close()


def client_of(app: Any, **options: Any) -> TestClient:
    """Return a client of a desk whose requests share one event loop with all others of this test, as they do in a server.

    By itself `TestClient` makes a thread, a loop and the loop's worker threads for each request, which took longer than
    most answers; and it goes to and fro between the threads (see `OneHop`).
    """
    if not _portals:
        portal = _opened.enter_context(start_blocking_portal())
        # What a test left running there is not waited for.
        _opened.callback(portal.call, portal.stop, True)
        _opened.callback(portal.call, _close_sessions)
        _portals.append(portal)
    client = TestClient(app, raise_server_exceptions=False, **options)
    client._transport = OneHop(app, _portals[0], options.get("client", ("testclient", 50000)))
    return client


class Given(Settings):
    """Settings that a test names; the environment and `.env` of whoever runs the tests say nothing, and are not searched.

    Looking for each setting there was a third of what making a desk took.
    """

    def __init__(self, **values: Any) -> None:
        """Take the values as any model does; they are checked alike."""
        super(BaseSettings, self).__init__(**values)


class Api:
    """A desk and what tests need to talk to it."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        values = {
            "environment": "test",
            "test_clock": OFFICE_HOURS,
            "data_dir": folder,
            "assistant_port": 9,
        } | settings
        self.settings = Given(**values)
        file = folder / "desk.db"
        if "database_url" not in settings and not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(empty_database())
        self.app = create_app(self.settings)
        _opened.callback(self.app.state.services.database.close)
        self.http = client_of(self.app)

    def replace(self, **fields: Any) -> None:
        """Give the running desk other parts, such as a clock."""
        self.app.state.services = dataclasses.replace(self.app.state.services, **fields)

    def replace_part(self, kind: type, part: object) -> None:
        self.replace(parts={**self.app.state.services.parts, kind: part})

    def account(self, name: str = "佐藤", email: str = "sato@example.jp", role: str = "consultant") -> str:
        account = Account(f"a_{uuid.uuid4().hex[:12]}", email, name, role, _HASH, True, False, None)
        store = SqlAccountStore(self.app.state.services.database)
        store.add(account, self.app.state.services.clock.now())
        return account.id

    def log_in(self, email: str = "sato@example.jp") -> TestClient:
        """A consultant's browser with its cookies and its CSRF token, as its login leaves them.

        The login's own door is tested elsewhere; passing it each time was a fifth of what a short test of the console took.
        """
        desk = self.app.state.services
        store, now = SqlAccountStore(desk.database), desk.clock.now()
        account = store.by_email(email)
        assert account is not None
        assert account.is_active
        assert passwords.matches(account.password_hash, PASSWORD)
        client = client_of(self.app)
        token, found = accounts.open_session(store, account, "testclient", now, agent="testclient")
        AuditLog(desk.database).audit(
            "login", "", now, account_id=account.id, account_name=account.name, address="testclient"
        )
        device = password_login.device_token(account, self.settings.secrets[0])
        client.cookies.set(COOKIE, token, domain=_DOMAIN, path="/")
        client.cookies.set(DEVICE_COOKIE, device, domain=_DOMAIN, path="/api/console/login")
        client.headers["x-csrf-token"] = found.csrf
        return client

    def visitor(self) -> TestClient:
        """A migrant's browser with a conversation."""
        client = client_of(self.app)
        begun = client.post("/api/web/conversations").json()
        client.headers["authorization"] = f"Bearer {begun['token']}"
        client.conversation_id = begun["conversation_id"]
        return client

    def hand_over(self, conversation: str | None = None, webhook_id: str | None = None, **change: Any):
        new_id = f"c_{uuid.uuid4().hex}"
        body = SAMPLE | {"conversation_id": conversation or new_id} | change
        return self.post_handoff(json.dumps(body, ensure_ascii=False), webhook_id or f"w_{uuid.uuid4().hex}")

    def post_handoff(
        self,
        body: str | bytes,
        webhook_id: str,
        *,
        secret: str = DEVELOPMENT_SECRET,
        age_seconds: float = 0,
        **headers: str,
    ):
        text = body if isinstance(body, str) else body.decode("latin-1")
        at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=age_seconds)
        signed = {
            "content-type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(webhook_id, at, text),
        }
        content = body.encode() if isinstance(body, str) else body
        return self.http.post("/webhooks/handoff", content=content, headers=signed | headers)
