"""What `make run` gives the processes that it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.running import __main__ as running


def test_the_processes_get_the_settings_and_not_the_packages_of_the_desk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`uv` would warn the assistant of the latter at each start."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("HITOHATA_PORT=9000\nHITOHATA_HOST=127.0.0.2\n", encoding="utf-8")
    monkeypatch.setenv("VIRTUAL_ENV", "desk/.venv")
    monkeypatch.setenv("HITOHATA_PORT", "9001")

    env = running.environment()

    assert "VIRTUAL_ENV" not in env
    assert (env["HITOHATA_PORT"], env["HITOHATA_HOST"], env["HITOHATA_ACTIONS_PORT"]) == ("9001", "127.0.0.2", "5055")
