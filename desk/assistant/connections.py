"""The connections to the assistant: they stay open, and say what kind of failure it was."""

from __future__ import annotations

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from desk.http.tls import authorities

# The assistant's server closes a connection that was idle for 5 seconds: one that it is about to close is not used again.
_LIMITS = httpx.Limits(max_connections=32, keepalive_expiry=2.0)


class Connections(AiohttpTransport):
    """Connections that stay open, by aiohttp, which reads HTTP in C."""

    def __init__(self) -> None:
        """Connects on first use, in the event loop of that."""
        super().__init__(verify=authorities(), limits=_LIMITS, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See base class, which calls a refused connection a timeout and lets what is no HTTP through as aiohttp's error."""
        try:
            return await super().handle_async_request(request)
        except httpx.ConnectTimeout as error:
            if isinstance(error.__cause__, aiohttp.ClientConnectorError):
                raise httpx.ConnectError(str(error)) from error
            raise
        except aiohttp.ClientError as error:
            raise httpx.RemoteProtocolError(str(error)) from error
