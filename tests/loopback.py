"""HTTP to processes on this machine, for what is asked again and again: reading all certificates takes longer than an answer."""

from __future__ import annotations

import functools
import ssl
import weakref
from collections.abc import Callable
from typing import Any

import httpx

from tests import patience

# It trusts nobody: nothing here speaks TLS.
_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

# httpx would wait five seconds, however busy the machine is.
_SECONDS = 15


def _patient(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Let it wait by the machine's speed where a test names no time."""

    @functools.wraps(ask)
    def asked(*given: Any, **named: Any) -> Any:
        return ask(*given, **{"timeout": patience.seconds(_SECONDS), **named}, trust_env=False, verify=_NO_AUTHORITIES)

    return asked


get = _patient(httpx.get)
request = _patient(httpx.request)
post = _patient(httpx.post)
Client = _patient(httpx.Client)


def close_with(holder: object, *clients: httpx.Client) -> None:
    """Close clients with what holds them, which a test may forget at any line: connections left open would be told of."""
    weakref.finalize(holder, _close, clients)


def _close(clients: tuple[httpx.Client, ...]) -> None:
    for client in clients:
        client.close()
