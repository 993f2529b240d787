"""Web Push: a consultant's reply rings the browsers that asked for it, without a word in it; against a stand-in of a push service."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from desk.channels.web import vapid
from desk.channels.web.push import Push, build
from desk.channels.web.push_store import MOST_OF_ONE, MOST_TRIES
from desk.channels.web.tables import push_subscriptions
from desk.conversation.models import Author
from tests.desk.api import Api

KEY = vapid.new_key()


class Service:
    """A push service on this machine; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 201
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                service.calls.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(service.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()
    yield found
    found.server.shutdown()
    found.server.server_close()


class Chat:
    """A desk with Web Push, somebody who waits for a reply, and a clock that the test moves."""

    def __init__(self, api: Api, service: Service, clock) -> None:
        self.api, self.service, self.clock = api, service, clock
        services = api.app.state.services
        self.database = services.database
        settings = api.settings.model_copy(
            update={"push_key": KEY, "push_contact": "mailto:a@example.jp", "push_hosts": service.origin}
        )
        self.push = build(settings, self.database, clock)
        api.replace(clock=clock)
        api.replace_part(Push, self.push)
        self.visitor = api.visitor()
        self.endpoint = f"{service.origin}/push/abc"

    def subscribe(self, endpoint: str = "", visitor=None):
        return (visitor or self.visitor).post("/api/web/push", json={"endpoint": endpoint or self.endpoint})

    def reply(self, words: str = "お返事です") -> int:
        with self.api.app.state.services.store.write() as tx:
            parts = [{"type": "text", "text": words}]
            said = tx.append(self.visitor.conversation_id, Author.CONSULTANT, "佐藤", parts, self.clock.now())
        return said.seq

    def ring(self) -> int:
        """Let the worker do what is due; returns how many calls came of it."""
        before = len(self.service.calls)
        assert self.push.sender is not None
        while self.push.sender.send_next():
            pass
        return len(self.service.calls) - before

    def rows(self) -> list[dict]:
        with self.database.read() as connection:
            return [dict(row) for row in connection.execute(sa.select(push_subscriptions)).mappings()]


@pytest.fixture
def chat(api: Api, service: Service, clock) -> Chat:
    return Chat(api, service, clock)


def test_a_reply_that_nobody_has_seen_rings_once_and_carries_no_word(chat: Chat) -> None:
    assert chat.subscribe().status_code == 200
    chat.reply("ひみつのお返事")
    assert chat.ring() == 0, "whoever has the chat open reads it there"

    chat.clock.pass_by(seconds=16)

    assert chat.ring() == 1
    [(path, headers, body)] = chat.service.calls
    assert (path, body) == ("/push/abc", b"")
    assert "ひみつ" not in json.dumps(headers)
    assert (headers["topic"], headers["ttl"]) == ("reply", "86400")
    assert chat.ring() == 0


def test_the_call_says_who_we_are_as_the_standard_has_it(chat: Chat) -> None:
    key = chat.subscribe().json()["key"]
    chat.reply()
    chat.clock.pass_by(seconds=16)
    chat.ring()

    scheme, _, rest = chat.service.calls[0][1]["authorization"].partition(" ")
    token, public = (piece.strip().partition("=")[2] for piece in rest.split(","))

    assert (scheme, public) == ("vapid", key)
    point = base64.urlsafe_b64decode(public + "==="[: -len(public) % 4])
    assert (len(point), point[0]) == (65, 4)
    numbers = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).public_numbers()
    coordinates = {
        n: base64.urlsafe_b64encode(v.to_bytes(32, "big")).decode().rstrip("=")
        for n, v in (("x", numbers.x), ("y", numbers.y))
    }
    found = jwt.decode(token, ECKey.import_key({"kty": "EC", "crv": "P-256", **coordinates}), algorithms=["ES256"])
    assert found.header["alg"] == "ES256"
    assert found.claims["aud"] == chat.service.origin
    assert found.claims["sub"] == "mailto:a@example.jp"
    until = datetime.fromtimestamp(found.claims["exp"], chat.clock.now().tzinfo)
    assert timedelta(0) < until - chat.clock.now() <= timedelta(hours=24)


def test_what_was_seen_rings_nowhere(chat: Chat) -> None:
    chat.subscribe()
    seq = chat.reply()
    chat.visitor.post("/api/web/seen", json={"seq": seq})
    chat.clock.pass_by(seconds=16)

    assert chat.ring() == 0


def test_what_was_said_before_it_was_asked_for_rings_nowhere(chat: Chat) -> None:
    chat.reply()
    chat.subscribe()
    chat.clock.pass_by(seconds=16)

    assert chat.ring() == 0


def test_a_browser_that_is_gone_is_forgotten(chat: Chat) -> None:
    for status in (404, 410):
        chat.subscribe()
        chat.reply()
        chat.clock.pass_by(seconds=16)
        chat.service.status = status

        assert chat.ring() == 1
        assert chat.rows() == []


def test_a_push_service_that_is_away_is_asked_again_a_few_times_and_then_no_more(chat: Chat) -> None:
    chat.subscribe()
    chat.reply()
    chat.service.status = 503
    rings = 0
    for _ in range(MOST_TRIES + 3):
        chat.clock.pass_by(hours=1)
        rings += chat.ring()

    assert rings == MOST_TRIES
    chat.service.status = 201
    chat.reply("もう一つ")
    chat.clock.pass_by(seconds=16)
    assert chat.ring() == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com:8443/x",
        "https://user@fcm.googleapis.com/x",
        "https://push.apple.com.evil.example/x",
        "https://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[::1/x",
        "ただの言葉",
    ],
)
def test_only_push_services_of_the_setting_are_called(chat: Chat, endpoint: str) -> None:
    hosts = ["fcm.googleapis.com", "*.push.apple.com"]

    assert vapid.is_allowed("https://fcm.googleapis.com/fcm/send/abc", hosts)
    assert vapid.is_allowed("https://web.push.apple.com/abc", hosts)
    assert not vapid.is_allowed(endpoint, hosts)
    assert chat.subscribe(endpoint).status_code == 422
    assert chat.rows() == []


def test_a_setting_that_was_narrowed_calls_nobody(chat: Chat) -> None:
    chat.subscribe()
    chat.reply()
    chat.clock.pass_by(seconds=16)
    chat.push.hosts.clear()

    assert chat.ring() == 0
    assert chat.rows() == []


def test_a_browser_that_wants_no_more_is_forgotten_and_only_by_its_own_talk(chat: Chat) -> None:
    chat.subscribe()
    other = chat.api.visitor()
    other.post("/api/web/push", json={"endpoint": chat.endpoint, "is_wanted": False})
    assert len(chat.rows()) == 1

    chat.visitor.post("/api/web/push", json={"endpoint": chat.endpoint, "is_wanted": False})

    assert chat.rows() == []


def test_the_oldest_of_many_browsers_goes(chat: Chat) -> None:
    for number in range(MOST_OF_ONE + 2):
        chat.clock.pass_by(seconds=1)
        chat.subscribe(f"{chat.service.origin}/push/{number}")

    assert sorted(row["endpoint"][-1] for row in chat.rows()) == ["2", "3", "4", "5", "6"]


def test_it_is_erased_with_the_talk(chat: Chat) -> None:
    chat.subscribe()

    chat.visitor.delete("/api/web/conversation")

    assert chat.rows() == []


def test_without_a_key_there_is_none(api: Api) -> None:
    visitor = api.visitor()

    assert visitor.post("/api/web/push", json={"endpoint": "https://fcm.googleapis.com/x"}).json() == {"key": None}


@pytest.mark.parametrize("key", ["x", "あ", "AAAA"])
def test_a_key_that_is_none_is_named(key: str) -> None:
    with pytest.raises(ValueError, match="HITOHATA_PUSH_KEY"):
        vapid.Vapid(key, "mailto:a@example.jp")


def test_a_contact_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="HITOHATA_PUSH_CONTACT"):
        vapid.Vapid(KEY, "")
