"""A LINE user and a strict LINE server: what the user's phone shows, and what the server refuses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from tests.line_simulator.rules import problems

SECRET = "a-channel-secret-for-tests"
OFFICE_MS = 1_795_482_000_000  # 2026-11-24T01:00:00Z


def shown(message: dict[str, Any]) -> str:
    """What a person reads of a message object."""
    return str(message.get("text") or message["altText"])


class LineServer:
    """Checks every request against LINE's published limits, remembers retry keys and used tokens."""

    def __init__(self) -> None:
        self.phone: list[str] = []
        self.calls: list[tuple[str, dict[str, Any], str | None]] = []
        self.faults: list[str] = []
        self.used, self.limit = 0, 200
        self._keys: set[str] = set()
        self._tokens: set[str] = set()

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return self._quota(request.url.path)
        body = json.loads(request.content)
        kind, key = request.url.path.rsplit("/", 1)[1], request.headers.get("x-line-retry-key")
        self.calls.append((kind, body, key))
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "unreachable":
            raise httpx.ConnectError("no route")
        if fault == "quota":
            self.used = self.limit = 200
            return httpx.Response(429, json={"message": "You have reached your monthly limit."})
        if fault.isdigit():
            return httpx.Response(int(fault), json={"message": "fault"})
        problem = self._problem(kind, body, key)
        if problem:
            return problem
        self._accept(kind, body, key)
        if fault == "lost answer":
            raise httpx.ReadTimeout("lost")
        sent = [{"id": f"m{len(self.phone)}-{n}"} for n, _ in enumerate(body["messages"])]
        return httpx.Response(200, json={"sentMessages": sent})

    def _quota(self, path: str) -> httpx.Response:
        if path.endswith("/consumption"):
            return httpx.Response(200, json={"totalUsage": self.used})
        return httpx.Response(200, json={"type": "limited", "value": self.limit})

    def _problem(self, kind: str, body: dict[str, Any], key: str | None) -> httpx.Response | None:
        if kind == "reply" and key is not None:
            return httpx.Response(400, json={"message": "no retry key on reply"})
        if kind == "reply" and body["replyToken"] in self._tokens | {"expired"}:
            return httpx.Response(400, json={"message": "Invalid reply token"})
        if kind == "push" and key in self._keys:
            return httpx.Response(409, json={"message": "The retry key is already accepted"})
        assert problems(kind, body, key) == []
        assert not any("quickReply" in message for message in body["messages"][:-1])
        return None

    def _accept(self, kind: str, body: dict[str, Any], key: str | None) -> None:
        if kind == "reply":
            self._tokens.add(body["replyToken"])
        else:
            self._keys.add(str(key))
        self.phone += [shown(message) for message in body["messages"]]


# Beyond the ids that tests choose themselves.
_numbers = itertools.count(1_000)


def event(kind: str = "message", user: str = "U1", at: int = OFFICE_MS, **fields: Any) -> dict[str, Any]:
    """A webhook event with everything that LINE sends."""
    base = {
        "type": kind,
        "mode": "active",
        "timestamp": at,
        "source": {"type": "user", "userId": user},
        "webhookEventId": uuid.uuid4().hex.upper(),
        "deliveryContext": {"isRedelivery": False},
        "replyToken": uuid.uuid4().hex,
    }
    return base | fields


def text(words: str, **fields: Any) -> dict[str, Any]:
    return event(message={"id": str(next(_numbers)), "type": "text", "text": words}, **fields)


def sign(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def poster(http: Any) -> Callable[..., Any]:
    """Return a function that posts events as LINE does."""

    def post(*events: dict[str, Any], secret: str = SECRET, header: str = "x-line-signature", **more: Any) -> Any:
        body = json.dumps({"destination": "Ubot", "events": list(events)} | more).encode()
        return http.post("/webhooks/line", content=body, headers={header: sign(body, secret)})

    return post
