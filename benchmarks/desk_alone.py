"""The desk without its assistant, for measuring what browsers see of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.ports import free_ports

PROJECT = Path(__file__).resolve().parents[1]
READY_SECONDS = 60


@contextmanager
def desk_alone() -> Iterator[str]:
    """Start a desk on a free port in a folder of its own; yields its address."""
    desk_port, nothing_port = free_ports(2)
    base = f"http://127.0.0.1:{desk_port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "HITOHATA_ENVIRONMENT": "test",
            "HITOHATA_DATA_DIR": folder,
            "HITOHATA_PORT": str(desk_port),
            "HITOHATA_ASSISTANT_PORT": str(nothing_port),
        }
        command = [sys.executable, "-m", "desk.main"]
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait(base)
            yield base
        finally:
            process.terminate()
            process.wait(20)


def _wait(base: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{base}/health/live", timeout=2, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the desk did not answer within {READY_SECONDS} s")
