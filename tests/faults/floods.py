"""Floods from outside, each by one network at a steady pace, played from a process of its own.

Whoever floods stands behind one address (the desk believes X-Forwarded-For of loopback, as behind its proxy).
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from desk.settings import DEVELOPMENT_SECRET
from tests import loopback
from tests.desk.line.phone import poster, text
from tests.webhooks import signed

# What the flood sends at once, where it does not say otherwise.
_HANDS = 4
_HANDOVER = json.loads((Path(__file__).parents[1] / "wire" / "handoff_request.json").read_text("utf-8"))
BEGUN = "begun"
_STREAMS = 240
Flood = Callable[[httpx.Client, int], httpx.Response]


def client(base: str, address: str) -> httpx.Client:
    """Return somebody behind an address."""
    many = httpx.Limits(max_connections=None)
    return loopback.Client(base_url=base, headers={"x-forwarded-for": address}, timeout=60, limits=many)


def begun(http: httpx.Client) -> tuple[str, dict[str, str]]:
    """Begin a conversation; returns its id and the header that opens it."""
    answer = http.post("/api/web/conversations").raise_for_status().json()
    return answer["conversation_id"], {"authorization": f"Bearer {answer['token']}"}


def say(http: httpx.Client, opens: dict[str, str], words: str = "仕事はありますか") -> httpx.Response:
    """Send a message."""
    return http.post("/api/web/messages", json={"client_id": uuid.uuid4().hex, "text": words}, headers=opens)


def _one_visitor(http: httpx.Client) -> Flood:
    _, opens = begun(http)
    return lambda http, _: say(http, opens, "あ" * 1_000)


def _many_conversations(http: httpx.Client) -> Flood:
    doors = [begun(http)[1] for _ in range(30)]
    return lambda http, number: say(http, doors[number % len(doors)])


def _new_conversations(_: httpx.Client) -> Flood:
    return lambda http, _: http.post("/api/web/conversations")


def _hand_overs(http: httpx.Client) -> Flood:
    asked = [begun(http)[0] for _ in range(40)]

    def hand_over(http: httpx.Client, number: int) -> httpx.Response:
        body = json.dumps(_HANDOVER | {"conversation_id": asked[number % len(asked)]}, ensure_ascii=False)
        return http.post("/webhooks/handoff", content=body.encode(), headers=signed(body, DEVELOPMENT_SECRET))

    return hand_over


def _logins(_: httpx.Client) -> Flood:
    guess = {"email": "sato@example.jp", "password": "not-the-password", "code": ""}
    return lambda http, _: http.post("/api/console/login", json=guess)


def _long_words_on_line(_: httpx.Client) -> Flood:
    return lambda http, number: poster(http)(text("漢" * (9_999 - number % 100)))


def _reads(http: httpx.Client) -> Flood:
    _, opens = begun(http)
    return lambda http, _: http.get("/api/web/messages", headers=opens)


def _typing(http: httpx.Client) -> Flood:
    """Event streams up to what one network may hold open, with signs of typing in each."""
    base = str(http.base_url)
    doors = [begun(http)[1] for _ in range(_STREAMS // 6)]
    host, port = base.removeprefix("http://").rstrip("/").split(":")
    for number in range(_STREAMS):
        stream = socket.create_connection((host, int(port)))
        opens = doors[number % len(doors)]["authorization"]
        head = f"x-forwarded-for: {http.headers['x-forwarded-for']}\r\nauthorization: {opens}"
        stream.sendall(f"GET /api/web/events HTTP/1.1\r\nhost: {host}\r\n{head}\r\n\r\n".encode())
        _OPEN.append(stream)
    return lambda http, number: http.post("/api/web/typing", headers=doors[number % len(doors)])


def _too_large(_: httpx.Client) -> Flood:
    body = b"x" * 2_000_000
    return lambda http, _: http.post("/api/web/messages", content=body)


_OPEN: list[socket.socket] = []
# By name: what is sent, how many a second, and how many at once.
FLOODS: dict[str, tuple[Callable[[httpx.Client], Flood], float, int]] = {
    "messages of 1,000 characters by one visitor": (_one_visitor, 50, _HANDS),
    "messages in 30 conversations of one address": (_many_conversations, 45, _HANDS),
    "new conversations of one address": (_new_conversations, 40, _HANDS),
    "hand-overs of one address": (_hand_overs, 10, _HANDS),
    "logins with guessed passwords": (_logins, 40, 40),
    "LINE messages of 10,000 characters by one user": (_long_words_on_line, 10, _HANDS),
    "reads of one conversation": (_reads, 50, _HANDS),
    "240 event streams of one address, with signs of typing": (_typing, 50, _HANDS),
    "bodies of 2 MB": (_too_large, 10, _HANDS),
}


def play(name: str, base: str, seconds: float) -> None:
    """Flood for so long at a steady pace; prints that it begins, then {status: count}."""
    # Whoever is measured beside it shares the machine with it.
    os.nice(5)
    made, a_second, hands = FLOODS[name]
    address = f"203.0.113.{list(FLOODS).index(name) + 1}"
    statuses: Counter[str] = Counter()
    with client(base, address) as http:
        flood = made(http)
    print(BEGUN, flush=True)
    begins = time.monotonic()

    def hand(first: int) -> None:
        with client(base, address) as http:
            number = first
            while (due := begins + number / a_second) < begins + seconds:
                time.sleep(max(0.0, due - time.monotonic()))
                if time.monotonic() > begins + seconds:
                    break
                try:
                    statuses[str(flood(http, number).status_code)] += 1
                except httpx.HTTPError as error:
                    statuses[type(error).__name__] += 1
                number += hands

    threads = [threading.Thread(target=hand, args=(first,)) for first in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for stream in _OPEN:
        stream.close()
    print(json.dumps(statuses), flush=True)


if __name__ == "__main__":
    play(sys.argv[1], sys.argv[2], float(sys.argv[3]))
