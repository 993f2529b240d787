"""A desk whose assistant is away, for benchmarks of the desk itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.ring import OFFICE_HOURS, PASSWORD, PROJECT
from tests.faults.processes import DESK, Process
from tests.ports import free_ports


@dataclass(frozen=True)
class DeskAlone:
    """Where it serves, and its process."""

    port: int
    pid: int

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def alone(
    folder: str, settings: Mapping[str, str] | None = None, staff: Mapping[str, str] | None = None
) -> Iterator[DeskAlone]:
    """Start a desk on 127.0.0.1, and end it.

    Args:
        folder: For its data and its log.
        settings: Besides those that every such desk has.
        staff: Names of consultants, by their addresses; their password is `PASSWORD`.
    """
    port, nobody = free_ports(2)
    environment = {
        **os.environ,
        **(settings or {}),
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_TEST_CLOCK": OFFICE_HOURS,
        "HITOHATA_DATA_DIR": folder,
        "HITOHATA_PORT": str(port),
        "HITOHATA_ASSISTANT_PORT": str(nobody),
        "HITOHATA_CONSULTANT_PASSWORD": PASSWORD,
    }
    for email, name in (staff or {}).items():
        make = [sys.executable, "-m", "desk.accounts.create", "--name", name, "--email", email]
        subprocess.run(make, cwd=PROJECT, env=environment, check=True, capture_output=True)
    desk = Process(DESK, environment, f"http://127.0.0.1:{port}/health/live", Path(folder) / "desk.log")
    try:
        yield DeskAlone(port, desk.running.pid)
    finally:
        desk.kill()
