"""The certificate authorities that the desk's HTTP clients trust, read once: every reading takes 20 ms."""

from __future__ import annotations

import functools
import ssl

import httpx


@functools.cache
def authorities() -> ssl.SSLContext:
    """Return them for `verify`; the environment has no say."""
    return httpx.create_ssl_context(trust_env=False)
