"""Schemathesis sends what the OpenAPI description allows, and what it does not: no answer is a 5xx."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests import patience
from tests.desk.api import Api
from tests.desk.conftest import administer


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """On both databases: what one takes (NUL, numbers, halves of pairs) the other refuses."""
    settings = {}
    if request.param == "postgresql":
        address, name = request.getfixturevalue("postgresql"), f"t_{uuid.uuid4().hex}"
        template = request.getfixturevalue("postgresql_template")
        administer(address, f"CREATE DATABASE {name} TEMPLATE {template}")
        settings["database_url"] = address.replace("/postgres?", f"/{name}?")
    api = Api(tmp_path_factory.mktemp("desk"), **settings)
    api.app.state.services.budgets.allows = lambda *_, **__: True
    api.account(role="manager")
    yield api
    api.app.state.services.database.close()


@pytest.fixture(scope="module")
def headers(desk: Api) -> dict[str, str]:
    """A manager and a migrant in one: what lies behind the doors is tried, not only the doors."""
    boss, visitor = desk.log_in(), desk.visitor()
    desk.hand_over(visitor.conversation_id, f"w_{uuid.uuid4().hex}")
    return {
        "cookie": f"hitohata_session={boss.cookies['hitohata_session']}",
        "x-csrf-token": boss.headers["x-csrf-token"],
        "authorization": visitor.headers["authorization"],
    }


# Streams never end, a log-out or an erasure would leave nothing to try, a login runs an expensive hash.
LEFT_OUT = r"/events$|/logout$|/conversation$|/login$"
TRIES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_no_request_ends_in_a_server_error(desk: Api, headers: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", desk.app).exclude(path_regex=LEFT_OUT)
    tried: Counter[str] = Counter()

    def try_one(case: schemathesis.Case) -> None:
        made = {k: v for k, v in (case.headers or {}).items() if k.lower() not in headers}
        case.headers = {**made, **headers}
        answer = case.call(timeout=patience.seconds(30))
        tried[case.operation.label] += 1
        assert answer.status_code < 500, (case.operation.label, answer.text)

    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                TRIES(given(operation.as_strategy(generation_mode=mode))(try_one))()
            except Unsatisfiable:
                # Nothing can be wrong with a request that has no parts.
                continue
    assert len(tried) > 15
    assert sum(tried.values()) > 300
