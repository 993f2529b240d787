"""Schemathesis sends what the OpenAPI description allows, and what it does not: no answer is a 5xx.

Four requests of each kind to each route in `make test`, twelve in `make attacks` (ATTACK_EXAMPLES).
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.internal.conjecture import engine
from schemathesis import GenerationMode
from schemathesis.python import asgi

from tests import patience
from tests.desk.api import Api
from tests.desk.conftest import administer


@dataclass
class Desk:
    """A running desk, and what opens its doors to a manager and a migrant in one."""

    name: str
    api: Api
    client: requests.Session
    headers: dict[str, str]


@pytest.fixture
def desks(postgresql: str, postgresql_template: str, tmp_path: Path) -> Iterator[tuple[Desk, ...]]:
    """One on each database: what one takes (NUL, numbers, halves of pairs) the other refuses."""
    name = f"t_{uuid.uuid4().hex}"
    administer(postgresql, f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    address = postgresql.replace("/postgres?", f"/{name}?")
    with ExitStack() as stack:
        yield (
            stack.enter_context(_running("SQLite", tmp_path / "sqlite")),
            stack.enter_context(_running("PostgreSQL", tmp_path / "postgresql", database_url=address)),
        )


@contextmanager
def _running(name: str, folder: Path, **settings: str) -> Iterator[Desk]:
    api = Api(folder, **settings)
    api.app.state.services.budgets.allows = lambda *_, **__: True
    api.account(role="manager")
    # What lies behind the doors is tried, not only the doors.
    boss, visitor = api.log_in(), api.visitor()
    api.hand_over(visitor.conversation_id, f"w_{uuid.uuid4().hex}")
    headers = {
        "cookie": f"hitohata_session={boss.cookies['hitohata_session']}",
        "x-csrf-token": boss.headers["x-csrf-token"],
        "authorization": visitor.headers["authorization"],
    }
    with closing(api.app.state.services.database), asgi.get_client(api.app) as client:
        yield Desk(name, api, client, headers)


# Streams never end, a log-out or an erasure would leave nothing to try, a login runs an expensive hash.
LEFT_OUT = r"/events$|/logout$|/conversation$|/login$"
# With nothing that could be wrong, Hypothesis tries 459 times before it gives a route up, which was most of what all this took. What can be
# wrong is found at the fourth try at the latest.
MOST_IN_VAIN = 12
TRIES = settings(
    max_examples=int(os.environ.get("ATTACK_EXAMPLES") or 4),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_no_request_ends_in_a_server_error(
    desks: tuple[Desk, ...], mode: GenerationMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making a request costs more than answering it: each is made once and sent to both desks."""
    monkeypatch.setattr(engine, "INVALID_THRESHOLD_BASE", MOST_IN_VAIN)
    schema = schemathesis.openapi.from_asgi("/openapi.json", desks[0].api.app).exclude(path_regex=LEFT_OUT)
    tried: Counter[str] = Counter()

    def try_one(case: schemathesis.Case) -> None:
        tried[case.operation.label] += 1
        for desk in desks:
            answer = case.call(session=desk.client, headers=dict(desk.headers), timeout=patience.seconds(30))
            desk.client.cookies.clear()
            assert answer.status_code < 500, (desk.name, case.operation.label, answer.text)

    for found in schema.get_all_operations():
        operation = found.ok()
        try:
            TRIES(given(operation.as_strategy(generation_mode=mode))(try_one))()
        except Unsatisfiable:
            # Nothing can be wrong with a request that has no parts.
            continue
    assert len(tried) > (80 if mode is GenerationMode.POSITIVE else 50)
    assert sum(tried.values()) > 3 * len(tried)
