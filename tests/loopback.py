"""HTTP to processes on this machine, for what is asked again and again: reading all certificates takes longer than an answer."""

from __future__ import annotations

import functools
import ssl
import weakref

import httpx

# It trusts nobody: nothing here speaks TLS.
_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = functools.partial(httpx.get, trust_env=False, verify=_NO_AUTHORITIES)
request = functools.partial(httpx.request, trust_env=False, verify=_NO_AUTHORITIES)
post = functools.partial(httpx.post, trust_env=False, verify=_NO_AUTHORITIES)
Client = functools.partial(httpx.Client, trust_env=False, verify=_NO_AUTHORITIES)


def close_with(holder: object, *clients: httpx.Client) -> None:
    """Close clients with what holds them, which a test may forget at any line: connections left open would be told of."""
    weakref.finalize(holder, _close, clients)


def _close(clients: tuple[httpx.Client, ...]) -> None:
    for client in clients:
        client.close()
