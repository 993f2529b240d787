"""Judges secrets and addresses by length, variety and form; each returns what is wrong in Japanese, "" where nothing is. Pure."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from urllib.parse import urlsplit

from desk.text.pack import city

# What `openssl rand -base64 24` or `python -c "import secrets; print(secrets.token_urlsafe(24))"` gives has 32 characters.
_SHORTEST_TOKEN = 24
_LEAST_BITS = 80
# Standard Webhooks: 24 to 64 bytes.
_SECRET_BYTES = range(24, 65)
# What stands in examples; a made secret holds one of these by chance less than once in a million.
_EXAMPLES = ("changeme", "password", "example", "secret", "development", "xxxxx", "123456", "abcdef", "token")
_SHORTEST_NAME = 5
_MAKE = "次のコマンドで作れます：python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
_MAKE_WEBHOOK = (
    "次のコマンドで作れます：python3 -c 'import base64, secrets; "
    'print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())\''
)


def _is_example(text: str) -> bool:
    """Whether words of an example stand in a text, or the city's name, where that is too long to be there by chance."""
    name = city().names.latin
    return any(word in text.casefold() for word in (*_EXAMPLES, *([name] if len(name) >= _SHORTEST_NAME else [])))


def token(text: str) -> str:
    """Judge a secret that somebody chose."""
    if not text:
        return f"まだ設定されていません。{_MAKE}"
    if any(ord(letter) < 33 or ord(letter) > 126 for letter in text):
        return f"空白や全角文字が入っています。{_MAKE}"
    if len(text) < _SHORTEST_TOKEN:
        return f"短すぎます（{len(text)}文字。{_SHORTEST_TOKEN}文字以上）。{_MAKE}"
    if _bits(text) < _LEAST_BITS or _is_example(text):
        return f"推測されやすい文字の並びです。{_MAKE}"
    return ""


def webhook_secret(text: str, public: str) -> str:
    """Judge a secret of Standard Webhooks, `whsec_` and base64; `public` is the one that anybody knows."""
    found = _bytes(text)
    if found is not None and found == _bytes(public):
        return f"公開されている開発用の値です。{_MAKE_WEBHOOK}"
    if not text.startswith("whsec_") or found is None:
        return f"「whsec_」ではじまる Base64 の形ではありません。{_MAKE_WEBHOOK}"
    if len(found) not in _SECRET_BYTES:
        return (
            f"長さが {len(found)} バイトです（{_SECRET_BYTES.start}〜{_SECRET_BYTES.stop - 1} バイト）。{_MAKE_WEBHOOK}"
        )
    if len(set(found)) < 12 or _is_example(found.decode("latin-1")):
        return f"推測されやすい値です。{_MAKE_WEBHOOK}"
    return ""


def line_secret(text: str) -> str:
    """Judge a channel secret: LINE gives 32 digits of base 16."""
    if not re.fullmatch(r"[0-9a-f]{32}", text) or len(set(text)) < 6:
        return "LINE のチャネルシークレット（0〜9 と a〜f の32文字）ではありません。LINE Developers の画面から写してください。"
    return ""


def https(text: str, *, has_path: bool = False) -> str:
    """Judge a public address: https, a host that has a name, no user and nothing after it, unless it `has_path`."""
    if not text:
        return "まだ設定されていません。https:// ではじまるアドレスを入れてください。"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return "住所として読めません。"
    host = parts.hostname or ""
    if parts.scheme != "https":
        return "https:// ではじまっていません。"
    if not re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]{2,}", host) or ".." in host or host.endswith(".localhost"):
        return "サーバーの名前がないか、インターネットの名前ではありません（例：https://chat.example.lg.jp）。"
    if parts.username is not None or parts.query or parts.fragment:
        return "住所に利用者名や「?」「#」を入れないでください。"
    if not has_path and parts.path not in {"", "/"}:
        return f"サーバーの名前のあとの「{parts.path}」を消してください。"
    return ""


def _bits(text: str) -> float:
    """Return how many bits the letters carry, if each were drawn as often as it occurs."""
    counts, length = Counter(text), len(text)
    return -sum(count * math.log2(count / length) for count in counts.values())


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return None
