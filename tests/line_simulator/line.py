"""LINE's side: tokens, retry keys, quota, faults, and what the phones show."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import threading
import time
import uuid
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests import loopback, patience
from tests.line_simulator.rules import problems

TOKEN_SECONDS = 60.0
KEY_SECONDS = 24 * 3_600.0


@dataclass
class Token:
    """A reply token."""

    user: str
    until: float
    is_used: bool = False


@dataclass
class Line:
    """All of LINE that one account sees. Thread-safe.

    Attributes:
        webhook: Where the account's webhook is.
        secret: The channel secret.
        access_token: The only token that is accepted.
        quota: Pushes a month.
        clock_ahead: Seconds that events are ahead of this machine's clock.
        address: Where the stand-in listens.
        chat_mode: What the account's manager chose, `bot` or `chat`.
        shown_endpoint: What the console shows as webhook address, where it is not `webhook`.
        menus: Rich menus by id; `shown_menu` is everybody's.
        contents: What a person sent besides words, by message id.
        read: Tokens of messages that were marked as read.
        faults: What the next calls to send meet: a status, `lost` (accepted, the answer breaks off), `slow` (accepted, the
            answer comes when nobody waits any more).
    """

    webhook: str
    secret: str
    access_token: str
    quota: int = 200
    faults: deque[str] = field(default_factory=deque)
    pushed: int = 0
    calls: list[tuple[str, Any, str | None]] = field(default_factory=list)
    loading: list[str] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    left: list[tuple[str, str]] = field(default_factory=list)
    clock_ahead: float = 0.0
    address: str = ""
    chat_mode: str = "bot"
    shown_endpoint: str = ""
    menus: dict[str, dict[str, Any]] = field(default_factory=dict)
    menu_images: dict[str, bytes] = field(default_factory=dict)
    shown_menu: str = ""
    contents: dict[str, bytes] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    tokens_issued: int = 0

    def __post_init__(self) -> None:
        """Begin with empty phones."""
        self.phones: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.pushed_to: Counter[str] = Counter()
        self._tokens: dict[str, Token] = {}
        self._keys: dict[str, tuple[float, str, str]] = {}
        self._ids = itertools.count(1)
        self._lock = threading.RLock()
        self._http = httpx.Client(timeout=patience.seconds(10), trust_env=False)
        loopback.close_with(self, self._http)

    # --- what the account calls ---------------------------------------------------------------

    def send(self, kind: str, body: Any, retry_key: str | None) -> tuple[int, dict[str, Any]]:
        """Answer a reply or a push: (status, body)."""
        with self._lock:
            self.calls.append((kind, body, retry_key))
            wrong = problems(kind, body, retry_key)
            if wrong:
                return 400, {
                    "message": f"The request body has {len(wrong)} error(s)",
                    "details": wrong,
                }
            return self._reply(body) if kind == "reply" else self._push(body, retry_key)

    def _reply(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        token = self._tokens.get(body["replyToken"])
        if token is None or token.is_used or token.until < time.monotonic():
            return 400, {"message": "Invalid reply token"}
        token.is_used = True
        return 200, {"sentMessages": self._show(token.user, body["messages"])}

    def _push(self, body: dict[str, Any], key: str | None) -> tuple[int, dict[str, Any]]:
        now = time.monotonic()
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        known = self._keys.get(key or "")
        if known is not None and now - known[0] < KEY_SECONDS:
            if known[1] != digest:
                return 400, {"message": "The retry key was used for another request"}
            return 409, {
                "message": "The retry key is already accepted",
                "acceptedRequestId": known[2],
            }
        if self.pushed >= self.quota:
            return 429, {"message": "You have reached your monthly limit."}
        self.pushed += 1
        self.pushed_to[body["to"]] += 1
        if key:
            self._keys[key] = (now, digest, uuid.uuid4().hex)
        # 200 for people who blocked the account as well: they see nothing.
        return 200, {"sentMessages": self._show(body["to"], body["messages"])}

    def _show(self, user: str, messages: list[dict[str, Any]]) -> list[dict[str, str]]:
        sent = []
        for message in messages:
            number = str(next(self._ids))
            sent.append({"id": number})
            if user not in self.blocked:
                self.phones[user].append({"id": number, "from": "account", **message})
        return sent

    # --- what a person does -------------------------------------------------------------------

    def say(self, user: str, words: str) -> dict[str, Any]:
        """Let a person write; returns the event that was sent."""
        with self._lock:
            message = {"id": str(next(self._ids)), "type": "text", "text": words, "quoteToken": "q"}
            self.phones[user].append({"from": "me", **message})
        return self.event(user, "message", message=message)

    def show_and_send(self, user: str, message: dict[str, Any], shown: str) -> dict[str, Any]:
        """Let a person send something that is no words, shown on the phone by some; returns the event."""
        with self._lock:
            message = {"id": str(next(self._ids)), **message}
            self.phones[user].append({"from": "me", "id": message["id"], "text": shown})
        return self.event(user, "message", message=message)

    def tap(self, user: str, data: str, shown: str) -> None:
        """Let a person tap a quick reply."""
        with self._lock:
            self.phones[user].append({"from": "me", "type": "text", "text": shown})
        self.event(user, "postback", postback={"data": data})

    def send_content(self, user: str, kind: str, content: bytes, name: str | None = None) -> dict[str, Any]:
        """Let a person send a photo, video, voice or file; returns the event that was sent."""
        with self._lock:
            number = str(next(self._ids))
            self.contents[number] = content
            message: dict[str, Any] = {"id": number, "type": kind}
            message |= {"fileName": name, "fileSize": len(content)} if kind == "file" else {}
            message |= {} if kind == "file" else {"contentProvider": {"type": "line"}}
            shown = {"image": "写真", "video": "動画", "audio": "音声"}.get(kind, name)
            self.phones[user].append({"from": "me", **message, "text": f"（{shown}）"})
        return self.event(user, "message", message=message)

    def edit(self, user: str, message_id: str, words: str) -> None:
        """Let a person change the words of a message."""
        with self._lock:
            for message in self.phones[user]:
                if message.get("id") == message_id:
                    message["text"] = words
        message = {"id": message_id, "type": "text", "text": words}
        self.event(user, "messageEdited", message=message)

    def unsend(self, user: str, message_id: str) -> None:
        """Let a person take a message back."""
        with self._lock:
            self.phones[user] = [m for m in self.phones[user] if m.get("id") != message_id]
        self.event(user, "unsend", has_token=False, unsend={"messageId": message_id})

    def event(self, user: str, kind: str, *, has_token: bool = True, **fields: Any) -> dict[str, Any]:
        """Post an event to the webhook as LINE does, again after a failure; returns it."""
        found: dict[str, Any] = {
            "type": kind,
            "mode": "active",
            "timestamp": int(self.now_ms()),
            "source": {"type": "user", "userId": user},
            "webhookEventId": uuid.uuid4().hex.upper()[:26],
            "deliveryContext": {"isRedelivery": False},
            **fields,
        }
        if has_token:
            found["replyToken"] = uuid.uuid4().hex
            self._tokens[found["replyToken"]] = Token(user, time.monotonic() + TOKEN_SECONDS)
        self.post([found])
        return found

    def now_ms(self) -> float:
        """Return the time of events; a demonstration may run at another time than now."""
        return (time.time() + self.clock_ahead) * 1_000

    def post(self, events: list[dict[str, Any]], tries: int = 5) -> int:
        """Post events, signed; returns the last status."""
        body = json.dumps({"destination": "U0", "events": events}).encode()
        signature = base64.b64encode(hmac.new(self.secret.encode(), body, hashlib.sha256).digest()).decode()
        status = 0
        for attempt in range(tries):
            try:
                status = self._http.post(
                    self.webhook,
                    content=body,
                    headers={"x-line-signature": signature, "content-type": "application/json"},
                ).status_code
            except httpx.HTTPError:
                status = 0
            if status == 200:
                break
            time.sleep(0.2 * 2**attempt)
        return status
