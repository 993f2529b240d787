"""What the process of the actions says at its start."""

from __future__ import annotations

import socket
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from actions import serve
from tests.ports import free_ports


def test_the_start_says_nothing_of_version_classes_and_keeps_other_warnings() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        serve.quiet()
        warnings.warn("distutils Version classes are deprecated. Use packaging.version instead.", DeprecationWarning, 1)
        warnings.warn("something else", DeprecationWarning, 1)

    assert [str(one.message) for one in heard] == ["something else"]


def test_a_whole_start_says_nothing() -> None:
    """The libraries set filters of their own when they are imported."""
    start = "from actions import serve; serve.quiet(); import rasa_sdk.endpoint, sanic_cors"
    done = subprocess.run([sys.executable, "-c", start], cwd=serve.PROJECT, capture_output=True, text=True, check=True)

    assert done.stderr == ""


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    assert serve.refusal({"HITOHATA_ACTIONS_PORT": port}).startswith("HITOHATA_ACTIONS_PORT: expected a port")


def test_a_port_of_another_program_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"127.0.0.1:{port}: Address already in use" in serve.refusal({"HITOHATA_ACTIONS_PORT": str(port)})


def test_a_pack_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    [port] = free_ports(1)
    given = {"HITOHATA_ACTIONS_PORT": str(port)}
    assert serve.refusal(given) == ""

    monkeypatch.setenv("HITOHATA_PACK", str(tmp_path))

    assert f"HITOHATA_PACK: expected a pack with city.yml, got {tmp_path}" in serve.refusal(given)
