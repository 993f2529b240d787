"""Calls of the action server at a lower cost: one connection that stays open, and answers checked without trying every kind.

Part of `bot.runtime.patches`, which says when these changes are made.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import weakref
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig

# Sanic closes a connection after 5 idle seconds: one that it is about to close is not used again.
KEPT_SECONDS = 2.0

# One for each event loop, which a session belongs to; only servers on this machine are called without credentials.
_sessions: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = weakref.WeakKeyDictionary()


def keep_connections() -> None:
    """Rasa opens a session and a connection for each call of an action: 5 % of a turn's CPU."""
    original = EndpointConfig.session
    if hasattr(original, "__wrapped__"):
        return

    def session(self: EndpointConfig) -> Any:
        if self.basic_auth or self.headers:
            return original(self)
        return _kept()

    session.__wrapped__ = original  # type: ignore[attr-defined]
    EndpointConfig.session = session


@contextlib.asynccontextmanager
async def _kept() -> AsyncIterator[aiohttp.ClientSession]:
    loop = asyncio.get_running_loop()
    found = _sessions.get(loop)
    if found is None or found.closed:
        found = _sessions[loop] = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS),
            # Nobody's cookie is anybody else's.
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            json_serialize=_written,
        )
    yield found


def _written(body: Any) -> str:
    """Write Japanese as it is: half the bytes, for either side; a lone surrogate has no bytes and becomes a question mark."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


async def close_connections() -> None:
    """Close the running event loop's connections, at the end of the process."""
    if (found := _sessions.pop(asyncio.get_running_loop(), None)) is not None:
        await found.close()


def check_by_kind() -> None:
    """`jsonschema.validate` checks the constant schema itself for each action, and each event against every kind: 21 of 26 ms.

    The kinds differ by the constant name of the event, so that the one of that name decides alone. What does not pass is
    checked by the whole schema, which finds the words for it.
    """
    schema = RemoteAction.action_response_format_spec()
    make = jsonschema.validators.validator_for(schema)
    whole = make(schema)
    of_any = copy.copy(schema["properties"]["events"]["items"])
    kinds = {kind["properties"]["event"]["const"]: make(kind) for kind in of_any.pop("oneOf")}
    any_kind = make(of_any)

    def is_event(event: Any) -> bool:
        if not any_kind.is_valid(event):
            return False
        kind = kinds.get(event["event"])
        return kind is not None and bool(kind.is_valid(event))

    def passes(result: Any) -> bool:
        if not isinstance(result, dict):
            return False
        events, responses = result.get("events"), result.get("responses")
        if not (isinstance(events, list) and isinstance(responses, list)):
            return False
        return all(isinstance(said, dict) for said in responses) and all(map(is_event, events))

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        if passes(result):
            return True
        error = jsonschema.exceptions.best_match(whole.iter_errors(result))
        if error is None:
            return True
        error.message += " Failed to validate Action server response from API, make sure your response from the Action endpoint is valid."
        raise error

    RemoteAction._validate_action_result = validate
