"""What around the desk would keep it from working: its database, disk and ports, and the key of Web Push. Changes nothing."""

from __future__ import annotations

import errno
import os
import shutil
import urllib.request
from collections.abc import Iterator

from desk.channels.web.vapid import Vapid
from desk.db import migrate
from desk.db.database import Database
from desk.http import listening
from desk.settings import Settings

# A day of a small office takes megabytes; a training writes two models of 70 MB, an upgrade a copy of the database.
LEAST_BYTES = 1_000_000_000
_LOOK_SECONDS = 2


def faults(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield (setting, what is wrong in Japanese); the data folder is there and can be written."""
    yield from _push(settings)
    yield from _disk(settings)
    yield from _database(settings)
    yield from _ports(settings)


def _push(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.push_key:
        return
    try:
        Vapid(settings.push_key, settings.push_contact)
    except ValueError as error:
        name, _, _ = str(error).partition(":")
        words = {
            "HITOHATA_PUSH_KEY": "通知の鍵として読み取れません。make push-key が書く値をそのまま入れてください。",
            "HITOHATA_PUSH_CONTACT": "通知の問い合わせ先がありません。mailto: か https:// ではじまるアドレスを入れてください。",
        }
        yield name, words[name]


def _disk(settings: Settings) -> Iterator[tuple[str, str]]:
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_BYTES:
        yield (
            "HITOHATA_DATA_DIR",
            f"ディスクの空きが {free / 1e9:.1f} GB しかありません。{LEAST_BYTES / 1e9:.0f} GB 以上空けてください。",
        )


def _database(settings: Settings) -> Iterator[tuple[str, str]]:
    database = Database(settings.database)
    try:
        migrate.refuse(database)
    except migrate.DatabaseUnusable as error:
        yield (
            "HITOHATA_DATABASE_URL",
            f"データベースを使えません。アドレスとサーバーを確かめるか、控えを戻してください（make restore）。詳しくは：{error}",
        )
    finally:
        database.close()


def _ports(settings: Settings) -> Iterator[tuple[str, str]]:
    """A port that a program other than a running desk holds; with a desk, assistant and actions are its own."""
    wanted = {"HITOHATA_PORT": (settings.host, settings.port)}
    if not settings.assistant_url:
        wanted["HITOHATA_ASSISTANT_PORT"] = ("127.0.0.1", settings.assistant_port)
        wanted["HITOHATA_ACTIONS_PORT"] = ("127.0.0.1", settings.actions_port)
    if len({port for _, port in wanted.values()}) < len(wanted):
        yield "HITOHATA_PORT", "受付・応答・処理のポートが同じ番号です。それぞれ別の番号にしてください。"
        return
    if _is_a_desk(settings.port):
        return
    for name, (host, port) in wanted.items():
        if reason := listening.refusal(host, port):
            if reason == os.strerror(errno.EADDRINUSE):
                yield name, f"{port}番のポートは、ほかのプログラムが使っています。止めるか、別の番号にしてください。"
            else:
                yield name, f"{host} の {port}番で待ち受けられません（{reason}）。アドレスと番号を確かめてください。"


def _is_a_desk(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=_LOOK_SECONDS) as answer:
            return b'"status"' in answer.read(200)
    except (OSError, ValueError):
        return False
