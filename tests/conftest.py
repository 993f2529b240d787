"""Shared by all tests: the network is closed except for this machine."""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

# What is imported and collected lives as long as the tests: looking through it again and again meanwhile was a quarter of it.
gc.disable()

# Fixtures that start processes or take many seconds: what needs one of them is left out by `make test-fast`.
_SLOW_FIXTURES = {"changed_by_helper", "postgresql"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow by what it needs, so that no test has to be marked by hand."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        # A test over both databases asks for PostgreSQL's fixtures by the name of its parameter only.
        parameters = getattr(getattr(item, "callspec", None), "params", {}).values()
        if used & _SLOW_FIXTURES or any(value == "postgresql" for value in parameters if isinstance(value, str)):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was imported: it lives as long as the tests, and is most of what there is.

    Looking through it again and again took a tenth of a test's time; what a test leaves is found as before.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):  # Unix sockets are paths.
        return True
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _network_is_closed() -> Any:
    """Refuse connections that leave the machine: a test that needs one is wrong."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise AssertionError(f"A test tried to reach {address!r}; only this machine is allowed")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def _loggers() -> list[logging.Logger]:
    made = list(logging.Logger.manager.loggerDict.values())
    return [logging.getLogger(), *(one for one in made if isinstance(one, logging.Logger))]


@pytest.fixture(autouse=True)
def _loggers_are_as_before() -> Iterator[None]:
    """A logger that a test or what it runs made silent speaks again: another test may expect its words."""
    before = {one: (one.level, one.disabled, one.propagate) for one in _loggers()}
    yield
    for one in _loggers():
        level, disabled, propagate = before.get(one, (logging.NOTSET, False, True))
        if one.level != level:
            one.setLevel(level)
        one.disabled, one.propagate = disabled, propagate
