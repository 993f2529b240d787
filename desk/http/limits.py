"""All limits of what comes from outside, in one table: how much, in what time, per what, and what the person sees.

docs/security.md has the same table for people (`tests/desk/security/test_limits.py` compares them).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request

# Of a number that comes from outside: what an INTEGER of every database holds.
LARGEST_NUMBER = 2**31 - 1
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_SOON = "短い時間にたくさん送られました。少し待って、もう一度お試しください。"
_BY_PHONE = "お急ぎのときは、お電話ください。"


class Per(StrEnum):
    """Whose budget it is."""

    NETWORK = "network"  # one IPv4 address, or the /64 of an IPv6 address: what one household or office has
    CONVERSATION = "conversation"  # on LINE: one user
    CONTACT = "contact"
    LINK = "link"
    APPOINTMENT = "appointment"
    ACCOUNT = "account"
    DESK = "desk"  # one process


class Counted(StrEnum):
    """Where it is counted."""

    WINDOW = "window"  # in Redis where one is set, so that several desks share it; else in each desk's memory
    ROWS = "rows"  # by the rows of the database, which all desks share and no restart forgets
    OPEN = "open"  # what is open at this moment in one desk


@dataclass(frozen=True)
class Limit:
    """So many within so many seconds.

    Attributes:
        name: English, as docs/security.md and the counter in Redis name it.
        seconds: The window; 0 for what is open at once.
        says: What the person sees beyond it, empty where nothing is refused aloud.
    """

    name: str
    per: Per
    most: int
    seconds: int
    says: str
    counted: Counted = Counted.WINDOW


# One town hall's, school's or event's address with forty people stays below every limit per network.
CONVERSATIONS = Limit("conversations", Per.NETWORK, 300, _MINUTE, _SOON)
# Ten seconds in which a person types a few messages; a fast one never comes near it.
MESSAGES = Limit("messages", Per.CONVERSATION, 20, 10, _SOON)
MESSAGES_OF_NETWORK = Limit("messages of a network", Per.NETWORK, 300, _MINUTE, _SOON)
URGENT = Limit("messages of danger beyond the others", Per.CONVERSATION, 20, _MINUTE, f"{_SOON}（電話番号つき）")
WAITING_ON_LINE = Limit(
    "unanswered messages on LINE",
    Per.CONVERSATION,
    5,
    0,
    "続けてたくさんのメッセージをいただいたので、順番にお答えしています。少しお待ちください。",
    Counted.ROWS,
)
HANDOVERS = Limit("hand-overs", Per.CONVERSATION, 10, _HOUR, "ただいま相談員におつなぎできません（連絡先つき）")
HANDOVERS_OF_NETWORK = Limit(
    "hand-overs of a network", Per.NETWORK, 60, _HOUR, "ただいま相談員におつなぎできません（連絡先つき）"
)
FORMS_OF_NETWORK = Limit("messages left by form", Per.NETWORK, 60, _HOUR, _SOON)
# Where streams are held back a page asks every few seconds; several open pages of one person stay below.
READS = Limit("reads of the feed", Per.CONVERSATION, 300, _MINUTE, _SOON)
OWN_LIST = Limit("looks at one's bookings and messages", Per.CONVERSATION, 20, _MINUTE, _SOON)
TYPING = Limit("signs of typing and reading", Per.CONVERSATION, 60, _MINUTE, "")
STREAMS = Limit(
    "open streams", Per.CONVERSATION, 6, 0, "画面をたくさん開いています。使わない画面を閉じてください。", Counted.OPEN
)
STREAMS_OF_NETWORK = Limit("open streams of a network", Per.NETWORK, 240, 0, _SOON, Counted.OPEN)
# Or half of the files that the system lets a process open, where that is less: the others are for requests.
STREAMS_OF_DESK = Limit("open streams of a desk", Per.DESK, 20_000, 0, _SOON, Counted.OPEN)
UPLOADS = Limit(
    "photos and files", Per.CONVERSATION, 20, _HOUR, "（写真などは一度にたくさん受け取れません）", Counted.ROWS
)
CODES = Limit(
    "codes by mail",
    Per.NETWORK,
    20,
    _HOUR,
    "確認の番号は、もう何度もお送りしました。明日もう一度お試しください。",
)
GUESSES = Limit("guesses at codes", Per.NETWORK, 60, _HOUR, "しばらく待って、もう一度お試しください。")
BOOKING_LINKS = Limit("booking pages begun", Per.NETWORK, 30, _MINUTE, "ただいま混み合っています")
BOOKING_POSTS = Limit("changes on a booking page", Per.LINK, 20, _MINUTE, "ただいま混み合っています")
BOOKINGS = Limit(
    "bookings of a network",
    Per.NETWORK,
    8,
    _DAY,
    f"同じネットワークからの予約が続いたため、今日はこのページから予約できません。{_BY_PHONE}",
)
BOOKINGS_OF_CONTACT = Limit(
    "bookings of a contact",
    Per.CONTACT,
    5,
    _DAY,
    f"同じ連絡先での予約が続いたため、今日はもう予約できません。{_BY_PHONE}",
    Counted.ROWS,
)
BOOKING_MOVES = Limit(
    "moves of a booking", Per.APPOINTMENT, 5, _DAY, f"予約の変更が続いたため、今日はもう変えられません。{_BY_PHONE}"
)
BOOKING_MAILS = Limit("mails of bookings to an address", Per.CONTACT, 6, _DAY, "", Counted.ROWS)
SIGN_ON_VISITS = Limit(
    "visits of single sign-on",
    Per.NETWORK,
    60,
    _MINUTE,
    "ログインの操作が続いたため、1分ほど待ってから、もう一度お試しください。",
)
_SLOW_DOWN = "ログインの失敗が続いたため、しばらくお待ちください。"
LOGINS = Limit("failed logins", Per.NETWORK, 5, 20, _SLOW_DOWN, Counted.ROWS)
# Beyond it an unknown browser has one try a minute from its network; one that has logged in before counts for itself.
LOGINS_AT_ONCE = Limit("logins at once", Per.NETWORK, 10, 0, _SLOW_DOWN, Counted.OPEN)
LOGINS_OF_ACCOUNT = Limit("failed logins of an account", Per.ACCOUNT, 20, 300, _SLOW_DOWN, Counted.ROWS)
ALL = (
    CONVERSATIONS,
    MESSAGES,
    MESSAGES_OF_NETWORK,
    URGENT,
    WAITING_ON_LINE,
    READS,
    HANDOVERS,
    HANDOVERS_OF_NETWORK,
    FORMS_OF_NETWORK,
    OWN_LIST,
    TYPING,
    STREAMS,
    STREAMS_OF_NETWORK,
    STREAMS_OF_DESK,
    UPLOADS,
    CODES,
    GUESSES,
    BOOKING_LINKS,
    BOOKING_POSTS,
    BOOKINGS,
    BOOKINGS_OF_CONTACT,
    BOOKING_MOVES,
    BOOKING_MAILS,
    SIGN_ON_VISITS,
    LOGINS,
    LOGINS_AT_ONCE,
    LOGINS_OF_ACCOUNT,
)


def network(address: str) -> str:
    """Return what one household or office has: the IPv4 address, or the /64 of an IPv6 address.

    A single line gets at least a /64, so that a limit per IPv6 address would be none. What is no address is returned.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def network_of(request: Request) -> str:
    """Return the network that a request comes from."""
    return network(request.client.host) if request.client else ""


def origin(where: str, key: str) -> str:
    """Return a short name of a network that tells two apart and cannot be turned back without the key."""
    return hmac.new(key.encode(), where.encode(), hashlib.sha256).hexdigest()[:16]
