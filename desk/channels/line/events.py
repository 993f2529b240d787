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
_MOST_KEYWORDS = 3
# What LINE's apps let people write.
_LONGEST_TEXT = 10_000
# LINE's emoji alone are thanks or consent, unless their name says otherwise.
_GLAD, _SAD = "😊", "😢"
_SAD_NAMES = ("sad", "cry", "tear", "angry", "anger", "shock", "disappoint", "depress", "sob", "mad", "worr")
# The same in the keywords that LINE sends with a sticker, which are in the language of the person's app.
_SAD_WORDS = (
    "悲",
    "かなし",
    "泣",
    "涙",
    "怒",
    "つら",
    "辛",
    "困",
    "不安",
    "寂し",
    "さみし",
    "ショック",
    "がっかり",
    "落ち込",
    "ごめん",
)
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
    source = _mapping(item.get("source"))
    message = _mapping(item.get("message"))
    kind = str(item.get("type") or "")
    stamp = item.get("timestamp")
    milliseconds = stamp if isinstance(stamp, int | float) and not isinstance(stamp, bool) else 0
    user_id = source.get("userId")
    message_id = message.get("id") or _mapping(item.get("unsend")).get("messageId")
    fallback = f"{kind}-{message_id or milliseconds}-{user_id}"
    text, is_words = _text(message)
    return LineEvent(
        id=_printable(str(item.get("webhookEventId") or fallback))[:64],
        kind=_printable(kind)[:40],
        user_id=_string(user_id, 64),
        is_group=source.get("type") in {"group", "room"},
        at=_moment(milliseconds),
        reply_token=_string(item.get("replyToken"), 128),
        text=text,
        is_words=is_words,
        said=_said(text, message.get("emojis")) if is_words and text else _feeling(message),
        place=_place(message),
        content=_content(message),
        data=_string(_mapping(item.get("postback")).get("data")),
        message_id=_printable(str(message_id))[:100] if message_id else None,
        read_token=_string(message.get("markAsReadToken"), 512),
        is_standby=item.get("mode") == "standby",
        is_unblocked=_mapping(item.get("follow")).get("isUnblocked") is True,
        link_result=_string(_mapping(item.get("link")).get("result")),
        group_id=_group_id(source),
        is_room=source.get("type") == "room",
    )


def _text(message: Mapping[str, Any]) -> tuple[str | None, bool]:
    kind = message.get("type")
    if kind == "text" and isinstance(message.get("text"), str):
        return message["text"], True
    if kind == "sticker":
        return f"（スタンプ{_meaning(message)}）", False
    if isinstance(kind, str):
        return _PLACEHOLDERS.get(kind, "（この画面では表示できないメッセージが送られました）"), False
    return None, False


def _said(text: str, emojis: object) -> str | None:
    """Return a text without the ranges of LINE's emoji; they count UTF-16 units, as LINE does."""
    ranges = [
        (item["index"], item["index"] + item["length"])
        for item in (emojis if isinstance(emojis, list) else [])
        if isinstance(item, Mapping) and all(_is_count(item.get(name)) for name in ("index", "length"))
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
    return _picture(names)


def _picture(names: str) -> str:
    return _SAD if any(word in names.lower() for word in (*_SAD_NAMES, *_SAD_WORDS)) else _GLAD


def _feeling(message: Mapping[str, Any]) -> str | None:
    """Return what a sticker says to the assistant, None where LINE does not tell: it is no question to be understood."""
    if message.get("type") != "sticker":
        return None
    own, keywords = _string(message.get("text"), _LONGEST_TEXT), message.get("keywords")
    if own and own.strip():
        return own
    names = [word for word in keywords if isinstance(word, str)] if isinstance(keywords, list) else []
    return _picture(" ".join(names)) if names else None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_TEXT


def _meaning(sticker: Mapping[str, Any]) -> str:
    """Return what a sticker says: the person's own words on it, or some of LINE's keywords."""
    words = [sticker["text"]] if isinstance(sticker.get("text"), str) else []
    if not words and isinstance(sticker.get("keywords"), list):
        words = [word for word in sticker["keywords"] if isinstance(word, str)][:_MOST_KEYWORDS]
    return f"：{'、'.join(words)}" if words else ""


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
    provider = _mapping(message.get("contentProvider")).get("type")
    # A file has no provider; what is elsewhere is never fetched: its address is the sender's choice.
    if kind not in {"image", "video", "audio", "file"} or provider not in {None, "line"}:
        return None
    if provider is None and kind != "file":
        return None
    name = message.get("fileName")
    return Content(kind, _printable(name)[-_LONGEST_NAME:] if isinstance(name, str) else None)


def _group_id(source: Mapping[str, Any]) -> str | None:
    found = source.get("groupId") or source.get("roomId")
    # It becomes part of an address that is called: nothing but what LINE's ids are made of.
    return found if isinstance(found, str) and found.isascii() and found.isalnum() else None


def _moment(milliseconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _printable(name: str) -> str:
    # NUL and half a surrogate pair are what databases refuse.
    return "".join(c for c in name if c.isprintable())


def _string(value: object, most: int | None = None) -> str | None:
    """Return a text, None for anything that cannot be what it should be: no text, not printable, too long."""
    if not isinstance(value, str) or not value.isprintable():
        return None
    return value if most is None or len(value) <= most else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
