"""What `make run` gives the processes that it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.running import __main__ as running
from tests.ports import free_ports


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


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"HITOHATA_PORT": "http"}, "HITOHATA_PORT must be a port number"),
        ({"HITOHATA_PORT": "70000"}, "HITOHATA_PORT must be a port number"),
        ({"HITOHATA_HOST": "203.0.113.9"}, "of 203.0.113.9 cannot be used: Cannot assign requested address"),
    ],
)
def test_a_port_that_cannot_be_had_is_told_with_its_reason(given: dict[str, str], told: str) -> None:
    desk, assistant, actions = free_ports(3)
    ports = {"HITOHATA_PORT": desk, "HITOHATA_ASSISTANT_PORT": assistant, "HITOHATA_ACTIONS_PORT": actions}

    [problem] = running.busy_ports({name: str(port) for name, port in ports.items()} | given)

    assert told in problem
