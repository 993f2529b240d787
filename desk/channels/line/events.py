"""What LINE sends, as far as the desk acts on it; unknown kinds, fields and orders are never an error. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_PLACEHOLDERS = {
    "image": "（写真が送られました）",
    "video": "（動画が送られました）",
    "audio": "（音声が送られました）",
    "file": "（ファイルが送られました）",
    "location": "（位置情報が送られました）",
}


@dataclass(frozen=True)
class LineEvent:
    """One event.

    Attributes:
        id: `webhookEventId`, or one made of message id or time and source where it is absent.
        kind: LINE's type (message, postback, follow, …).
        user_id: Who, None for groups without consent or where the source is absent.
        is_group: Whether it came from a group or room.
        group_id: Of that group or room.
        is_room: Whether it is a room.
        at: When it happened, by LINE's clock.
        reply_token: Good for one use within a minute; absent in standby.
        text: What was typed, or the words that stand for a sticker, a photo and so on.
        is_words: Whether `text` was typed.
        data: Of a postback.
        message_id: Of a message or an unsend.
    """

    id: str
    kind: str
    user_id: str | None
    is_group: bool
    at: datetime
    reply_token: str | None = None
    text: str | None = None
    is_words: bool = False
    data: str | None = None
    message_id: str | None = None
    is_standby: bool = False
    group_id: str | None = None
    is_room: bool = False


def parse(body: object) -> list[LineEvent]:
    """Return the events of a request in the order of their time; what is no event is left out.

    Raises:
        ValueError: The body is no webhook at all.
    """
    if not isinstance(body, Mapping) or not isinstance(body.get("events"), list):
        raise ValueError("expected an object with events")
    found = [_event(item) for item in body["events"] if isinstance(item, Mapping)]
    return sorted(found, key=lambda event: event.at)


def _event(item: Mapping[str, Any]) -> LineEvent:
    source = _mapping(item.get("source"))
    message = _mapping(item.get("message"))
    kind = str(item.get("type") or "")
    stamp = item.get("timestamp")
    milliseconds = stamp if isinstance(stamp, int | float) and not isinstance(stamp, bool) else 0
    user_id = source.get("userId")
    message_id = message.get("id") or _mapping(item.get("unsend")).get("messageId")
    fallback = f"{kind}-{message_id or milliseconds}-{user_id}"
    text, is_words = _text(message)
    data = _mapping(item.get("postback")).get("data")
    token = item.get("replyToken")
    return LineEvent(
        id=str(item.get("webhookEventId") or fallback)[:64],
        kind=kind,
        user_id=str(user_id) if isinstance(user_id, str) else None,
        is_group=source.get("type") in {"group", "room"},
        at=_moment(milliseconds),
        reply_token=str(token) if isinstance(token, str) else None,
        text=text,
        is_words=is_words,
        data=str(data) if isinstance(data, str) else None,
        message_id=str(message_id) if message_id else None,
        is_standby=item.get("mode") == "standby",
        group_id=_group_id(source),
        is_room=source.get("type") == "room",
    )


def _text(message: Mapping[str, Any]) -> tuple[str | None, bool]:
    kind = message.get("type")
    if kind == "text" and isinstance(message.get("text"), str):
        return message["text"], True
    if kind == "sticker":
        keywords = message.get("keywords")
        words = "、".join(str(word) for word in keywords[:3]) if isinstance(keywords, list) else ""
        return f"（スタンプ{f'：{words}' if words else ''}）", False
    if isinstance(kind, str):
        return _PLACEHOLDERS.get(
            kind, "（この画面では表示できないメッセージが送られました）"
        ), False
    return None, False


def _group_id(source: Mapping[str, Any]) -> str | None:
    found = source.get("groupId") or source.get("roomId")
    # It becomes part of an address that is called: nothing but what LINE's ids are made of.
    return found if isinstance(found, str) and found.isascii() and found.isalnum() else None


def _moment(milliseconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
