"""`make line-setup`: looks at everything LINE needs, and says in plain words what is missing and where to set it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx

from desk import commands
from desk.channels.line import setup_checks
from desk.channels.line.access_token import ChannelToken, NoToken
from desk.channels.line.setup_checks import CONSOLE
from desk.settings import Settings
from desk.settings_check import load

_MANAGER = "LINE Official Account Manager"


def findings(settings: Settings, http: httpx.Client) -> Iterator[tuple[bool, str]]:
    """Yield (is all right, what was found and what to do about it)."""
    yield from _settings(settings)
    try:
        status, info = setup_checks.ask(http, "GET", "/v2/bot/info")
    except NoToken:
        yield False, _no_token(settings)
        return
    if status == 0:
        yield (
            False,
            f"{settings.line_api_url} につながりません。ネットワークとプロキシを確かめてください。",
        )
        return
    if status == 401 and settings.line_channel_id:
        yield False, _no_token(settings)
        return
    if status != 200:
        yield (
            False,
            f"アクセストークンが使えません（{status}）。{CONSOLE}の Messaging API 設定で発行し、"
            "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN に入れてください。"
            if status in {401, 403}
            else f"{settings.line_api_url} が {status} と答えました。HITOHATA_LINE_API_URL と、"
            "LINE の障害情報（https://api.line-status.info/）を確かめてください。",
        )
        return
    yield True, f"アカウント：{info.get('displayName')}（{info.get('basicId')}）"
    chats = info.get("chatMode") == "chat"
    yield (
        not chats,
        f"{_MANAGER}の「チャット」がオンです。そこでの返信は相談デスクに残りません。応答設定でオフにしてください。"
        if chats
        else "応答方法：Webhook だけ（チャットはオフ）",
    )
    yield from setup_checks.webhook(settings, http)
    yield from setup_checks.contents(settings, http)
    yield from setup_checks.quota(http)
    yield from setup_checks.menu(http)
    yield (
        True,
        f"ここからは見えない設定：{_MANAGER}の「あいさつメッセージ」と「応答メッセージ」をオフ（二重の返事を防ぐ）、"
        f"{CONSOLE}の「Webhookの再送」をオン（取りこぼしを防ぐ）、「プライバシーポリシー」に役所のページ、"
        "「グループ・複数人トークへの参加を許可する」をオフ。",
    )


def _no_token(settings: Settings) -> str:
    if settings.line_channel_id:
        return (
            "アクセストークンを発行できません。HITOHATA_LINE_CHANNEL_ID と、HITOHATA_LINE_CHANNEL_SECRETS の最初の値が、"
            f"同じチャネルの「チャネルID」「チャネルシークレット」か、{CONSOLE}で確かめてください。"
        )
    if settings.line_channel_access_token:
        return (
            "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN に、空白か全角の文字が入っています。"
            f"{CONSOLE}から、もう一度写してください。"
        )
    return (
        f"アクセストークンがありません。{CONSOLE}の「チャネルID」を HITOHATA_LINE_CHANNEL_ID に入れる（自動で発行します）か、"
        "Messaging API 設定で発行したものを HITOHATA_LINE_CHANNEL_ACCESS_TOKEN に入れてください。"
    )


def _settings(settings: Settings) -> Iterator[tuple[bool, str]]:
    secrets = settings.line_secrets
    yield (
        bool(secrets),
        f"チャネルシークレット：{len(secrets)}個"
        if secrets
        else f"HITOHATA_LINE_CHANNEL_SECRETS がありません。{CONSOLE}のチャネル基本設定から写してください。",
    )
    yield (
        True,
        "相談の場所：専用のページ（LINE には「新しい返信があります」とリンクだけ。HITOHATA_LINE_MODE=secure_link）"
        if settings.line_by_link
        else "相談の場所：LINE のトーク（HITOHATA_LINE_MODE=talk）。個人情報を含む相談の内容が LINE に残ります。"
        "役所の取り扱いで認められているか、確かめてください。",
    )
    yield (
        True,
        "アクセストークン：短いものを自動で発行します（HITOHATA_LINE_CHANNEL_ID）"
        if settings.line_channel_id
        else "アクセストークン：設定のものだけを使います。切れると送信が止まります。"
        "HITOHATA_LINE_CHANNEL_ID を入れると、自動で発行します。",
    )
    is_public = settings.public_url.startswith("https://")
    yield (
        is_public,
        f"公開アドレス：{settings.public_url}"
        if is_public
        else "HITOHATA_PUBLIC_URL が https:// で始まっていません。LINE は https にだけ送ります。",
    )


def _found(settings: Settings) -> list[tuple[bool, str]]:
    auth = ChannelToken.of(settings)
    with httpx.Client(base_url=settings.line_api_url, auth=auth, timeout=15, trust_env=False) as http:
        found = list(findings(settings, http))
    auth.close()
    return found


def main(settings: Settings | None = None, say: Callable[[str], None] = print) -> int:
    """Print every finding; returns 1 if something is to be done."""
    settings = settings or load()
    try:
        found = _found(settings)
    except httpx.InvalidURL:
        found = [
            (
                False,
                f"HITOHATA_LINE_API_URL（{settings.line_api_url}）がアドレスの形ではありません。",
            )
        ]
    for is_right, words in found:
        say(f"{'○' if is_right else '×'} {words}")
    return 0 if all(is_right for is_right, _ in found) else 1


if __name__ == "__main__":
    commands.run(main)
