"""A signed request to the desk (https://www.standardwebhooks.com): posted once, believed only when answered."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from typing import Any

import aiohttp
from standardwebhooks.webhooks import Webhook

# The whole turn must fit into the assistant channel's 7 s.
TIMEOUT_SECONDS = 4.0
DEVELOPMENT_SECRET = "whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtMDEyMzQ1Njc="  # noqa: S105 - refused in production


class DeskSilent(Exception):
    """The desk was not reached, refused, or answered what nobody can read."""


def secret() -> str:
    """Return the signing secret: the first of `HITOHATA_HANDOFF_SECRETS`.

    Raises:
        DeskSilent: In production, without a secret of its own.
    """
    given = (os.environ.get("HITOHATA_HANDOFF_SECRETS") or "").split(",")[0].strip()
    if not given and os.environ.get("HITOHATA_ENVIRONMENT") == "production":
        raise DeskSilent("HITOHATA_HANDOFF_SECRETS must be set in production")
    return given or DEVELOPMENT_SECRET


def address(path: str) -> str:
    """Return an address of the desk; `HITOHATA_DESK_URL` moves it off this machine."""
    base = os.environ.get("HITOHATA_DESK_URL") or f"http://127.0.0.1:{os.environ.get('HITOHATA_PORT') or 8000}"
    return f"{base.rstrip('/')}{path}"


async def post(path: str, request: Mapping[str, Any], identity: str) -> Any:
    """Send a request and return the decoded answer; the same `identity` is the same request.

    Raises:
        DeskSilent: See there.
    """
    payload = json.dumps(request, ensure_ascii=False)
    now = datetime.datetime.now(datetime.UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret()).sign(identity, now, payload),
    }
    try:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(address(path), data=payload.encode(), headers=headers) as answer,
        ):
            if answer.status not in {200, 201}:
                raise DeskSilent(f"the desk answered {answer.status}")
            return await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise DeskSilent(type(error).__name__) from error
