"""Faults with small counts in `make test`, with full counts by `make faults`."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the fault tests with full counts")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--full"))


# The same databases and clock as the desk's own tests.
from tests.desk.conftest import clock, database, database_url, postgresql  # noqa: E402, F401
