"""What LINE sends, as far as the desk acts on it; unknown kinds, fields and orders are never an error. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.channels.line.json_values import is_count, mapping_of, moment_of, printable, string_of
from desk.channels.line.stickers import feeling, meaning, picture

_PLACEHOLDERS = {
    "image": "（写真が送られました）",
    "video": "（動画が送られました）",
    "audio": "（音声が送られました）",
    "file": "（ファイルが送られました）",
    "location": "（位置情報が送られました）",
}
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Content:
    """A photo, video, voice or file that waits at LINE; those elsewhere (`external`) are never fetched."""

    kind: str
    name: str | None


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
        said: The text without LINE's own emoji, which stand in it as (love); a picture where there is nothing else; None
            where it holds none. Of a sticker: the person's own words on it, or the picture of its feeling.
        place: Title, address and coordinates of a location: personal, for consultants only.
        content: What may be fetched from LINE.
        data: Of a postback.
        message_id: Of a message or an unsend.
        read_token: Marks the message as read.
        is_unblocked: A follow after a block.
        link_result: Of an account link: ok or failed.
    """

    id: str
    kind: str
    user_id: str | None
    is_group: bool
    at: datetime
    reply_token: str | None = None
    text: str | None = None
    is_words: bool = False
    said: str | None = None
    place: str | None = None
    content: Content | None = None
    data: str | None = None
    message_id: str | None = None
    read_token: str | None = None
    is_standby: bool = False
    is_unblocked: bool = False
    link_result: str | None = None
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
    source = mapping_of(item.get("source"))
    message = mapping_of(item.get("message"))
    kind = str(item.get("type") or "")
    stamp = item.get("timestamp")
    milliseconds = stamp if isinstance(stamp, int | float) and not isinstance(stamp, bool) else 0
    user_id = source.get("userId")
    message_id = message.get("id") or mapping_of(item.get("unsend")).get("messageId")
    fallback = f"{kind}-{message_id or milliseconds}-{user_id}"
    text, is_words = _text(message)
    return LineEvent(
        id=printable(str(item.get("webhookEventId") or fallback))[:64],
        kind=printable(kind)[:40],
        user_id=string_of(user_id, 64),
        is_group=source.get("type") in {"group", "room"},
        at=moment_of(milliseconds),
        reply_token=string_of(item.get("replyToken"), 128),
        text=text,
        is_words=is_words,
        said=_said(text, message.get("emojis")) if is_words and text else feeling(message),
        place=_place(message),
        content=_content(message),
        data=string_of(mapping_of(item.get("postback")).get("data")),
        message_id=printable(str(message_id))[:100] if message_id else None,
        read_token=string_of(message.get("markAsReadToken"), 512),
        is_standby=item.get("mode") == "standby",
        is_unblocked=mapping_of(item.get("follow")).get("isUnblocked") is True,
        link_result=string_of(mapping_of(item.get("link")).get("result")),
        group_id=_group_id(source),
        is_room=source.get("type") == "room",
    )


def _text(message: Mapping[str, Any]) -> tuple[str | None, bool]:
    kind = message.get("type")
    if kind == "text" and isinstance(message.get("text"), str):
        return message["text"], True
    if kind == "sticker":
        return f"（スタンプ{meaning(message)}）", False
    if isinstance(kind, str):
        return _PLACEHOLDERS.get(kind, "（この画面では表示できないメッセージが送られました）"), False
    return None, False


def _said(text: str, emojis: object) -> str | None:
    """Return a text without the ranges of LINE's emoji; they count UTF-16 units, as LINE does."""
    ranges = [
        (item["index"], item["index"] + item["length"])
        for item in (emojis if isinstance(emojis, list) else [])
        if isinstance(item, Mapping) and all(is_count(item.get(name)) for name in ("index", "length"))
    ]
    if not ranges:
        return None
    units = text.encode("utf-16-le", "surrogatepass")
    cut = sorted({unit for begin, end in ranges for unit in range(begin, min(end, len(units) // 2))})
    left = bytearray(units)
    for unit in reversed(cut):
        del left[2 * unit : 2 * unit + 2]
    words = left.decode("utf-16-le", "replace")
    if words.strip():
        return words
    names = bytes(byte for unit in cut for byte in units[2 * unit : 2 * unit + 2]).decode("utf-16-le", "replace")
    return picture(names)


def _place(message: Mapping[str, Any]) -> str | None:
    if message.get("type") != "location":
        return None
    words = [message[key] for key in ("title", "address") if isinstance(message.get(key), str)]
    spot = [message.get(key) for key in ("latitude", "longitude")]
    if all(isinstance(number, int | float) and not isinstance(number, bool) for number in spot):
        words.append(", ".join(f"{number:.5f}" for number in spot if number is not None))
    return "、".join(words) or None


def _content(message: Mapping[str, Any]) -> Content | None:
    kind = message.get("type")
    provider = mapping_of(message.get("contentProvider")).get("type")
    # A file has no provider; what is elsewhere is never fetched: its address is the sender's choice.
    if kind not in {"image", "video", "audio", "file"} or provider not in {None, "line"}:
        return None
    if provider is None and kind != "file":
        return None
    name = message.get("fileName")
    return Content(kind, printable(name)[-_LONGEST_NAME:] if isinstance(name, str) else None)


def _group_id(source: Mapping[str, Any]) -> str | None:
    found = source.get("groupId") or source.get("roomId")
    # It becomes part of an address that is called: nothing but what LINE's ids are made of.
    return found if isinstance(found, str) and found.isascii() and found.isalnum() else None
