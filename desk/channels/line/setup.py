"""`make line-setup`: looks at everything LINE needs, and says in plain words what is missing and where to set it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from desk.channels.line import rich_menu_areas
from desk.channels.line.access_token import ChannelToken, NoToken
from desk.settings import Settings, load, public_url

_CONSOLE = "LINE Developers コンソール"
_MANAGER = "LINE Official Account Manager"


def findings(settings: Settings, http: httpx.Client) -> Iterator[tuple[bool, str]]:
    """Yield (is all right, what was found and what to do about it)."""
    yield from _settings(settings)
    try:
        status, info = _ask(http, "GET", "/v2/bot/info")
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
            f"アクセストークンが使えません（{status}）。{_CONSOLE}の Messaging API 設定で発行し、"
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
    yield from _webhook(settings, http)
    yield from _contents(settings, http)
    yield from _quota(http)
    yield from _menu(http)
    yield (
        True,
        f"ここからは見えない設定：{_MANAGER}の「あいさつメッセージ」と「応答メッセージ」をオフ（二重の返事を防ぐ）、"
        f"{_CONSOLE}の「Webhookの再送」をオン（取りこぼしを防ぐ）、「プライバシーポリシー」に役所のページ、"
        "「グループ・複数人トークへの参加を許可する」をオフ。",
    )


def _no_token(settings: Settings) -> str:
    if settings.line_channel_id:
        return (
            "アクセストークンを発行できません。HITOHATA_LINE_CHANNEL_ID と、HITOHATA_LINE_CHANNEL_SECRETS の最初の値が、"
            f"同じチャネルの「チャネルID」「チャネルシークレット」か、{_CONSOLE}で確かめてください。"
        )
    if settings.line_channel_access_token:
        return (
            "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN に、空白か全角の文字が入っています。"
            f"{_CONSOLE}から、もう一度写してください。"
        )
    return (
        f"アクセストークンがありません。{_CONSOLE}の「チャネルID」を HITOHATA_LINE_CHANNEL_ID に入れる（自動で発行します）か、"
        "Messaging API 設定で発行したものを HITOHATA_LINE_CHANNEL_ACCESS_TOKEN に入れてください。"
    )


def _settings(settings: Settings) -> Iterator[tuple[bool, str]]:
    secrets = settings.line_secrets
    yield (
        bool(secrets),
        f"チャネルシークレット：{len(secrets)}個"
        if secrets
        else f"HITOHATA_LINE_CHANNEL_SECRETS がありません。{_CONSOLE}のチャネル基本設定から写してください。",
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


def _webhook(settings: Settings, http: httpx.Client) -> Iterator[tuple[bool, str]]:
    wanted = f"{public_url(settings)}/webhooks/line"
    status, found = _ask(http, "GET", "/v2/bot/channel/webhook/endpoint")
    endpoint = found.get("endpoint") if status == 200 else None
    if not settings.public_url:
        yield (
            False,
            f"Webhook URL は「{endpoint or '未設定'}」です。HITOHATA_PUBLIC_URL がないので、正しいか分かりません。",
        )
    elif endpoint != wanted:
        yield (
            False,
            f"Webhook URL が「{endpoint or '未設定'}」です。{_CONSOLE}で {wanted} にしてください。",
        )
    else:
        yield True, f"Webhook URL：{endpoint}"
    if status == 200 and not found.get("active"):
        yield False, f"Webhook の利用がオフです。{_CONSOLE}でオンにしてください。"
    if endpoint is None:
        return
    status, result = _ask(http, "POST", "/v2/bot/channel/webhook/test")
    if status == 200 and result.get("success"):
        yield True, "LINE から届くことを確かめました。"
    else:
        yield False, _unreached(status, result)


# https://developers.line.biz/en/docs/messaging-api/check-webhook-error-statistics/ (checked 2026-11-25).
_UNREACHED = {
    "COULD_NOT_CONNECT": "つながりません。DNS、ファイアウォール、証明書（中間証明書を含む）を確かめてください。",
    "REQUEST_TIMEOUT": "時間内に答えていません。デスクが動いているか、途中の機器が待たせていないか、確かめてください。",
    "UNCLASSIFIED": "理由が分かりません。証明書と転送の設定を確かめてください。",
}
_BY_ANSWER = {
    401: "デスクが署名を受け付けません。HITOHATA_LINE_CHANNEL_SECRETS が、このチャネルのシークレットか確かめてください。",
    404: "その先にデスクがありません。転送の設定と、デスクに HITOHATA_LINE_CHANNEL_SECRETS があるかを確かめてください。",
    413: "途中の機器が本文の大きさで断っています。1 MB まで通してください。",
    502: "途中の機器からデスクにつながりません。デスクが動いているか確かめてください。",
    503: "デスクが保存できません。空き容量とデータベースを確かめてください。",
}


def _unreached(status: int, result: Mapping[str, Any]) -> str:
    if status == 429:
        return "LINE からの確認は1時間に60回までです。少し待って、もう一度お試しください。"
    reason, answered = str(result.get("reason") or status), result.get("statusCode")
    if reason == "ERROR_STATUS_CODE":
        reason = str(answered)
        why = _BY_ANSWER.get(answered if isinstance(answered, int) else 0, "転送の設定を確かめてください。")
    else:
        why = _UNREACHED.get(reason, _UNREACHED["UNCLASSIFIED"])
    shown = "：".join(dict.fromkeys([reason, str(result.get("detail") or reason)]))
    return f"LINE から届きません（{shown}）。{why}"


def _contents(settings: Settings, http: httpx.Client) -> Iterator[tuple[bool, str]]:
    # There is no such message: an answer of any kind says that LINE is there.
    address = f"{settings.line_data_api_url.rstrip('/')}/v2/bot/message/0/content"
    if _ask(http, "GET", address)[0] == 0:
        yield (
            False,
            f"{settings.line_data_api_url} につながりません。写真とファイルが相談員に届きません。"
            "HITOHATA_LINE_DATA_API_URL とネットワークを確かめてください。",
        )


def _menu(http: httpx.Client) -> Iterator[tuple[bool, str]]:
    status, found = _ask(http, "GET", "/v2/bot/user/all/richmenu")
    menu_id = found.get("richMenuId") if status == 200 else None
    _, shown = _ask(http, "GET", f"/v2/bot/richmenu/{menu_id}") if menu_id else (0, {})
    if shown.get("name") == rich_menu_areas.NAME:
        yield True, "リッチメニュー：表示しています"
    else:
        yield (
            False,
            "リッチメニューがありません。make line-richmenu UPLOAD=1 で作って表示できます。",
        )


def _quota(http: httpx.Client) -> Iterator[tuple[bool, str]]:
    status, quota = _ask(http, "GET", "/v2/bot/message/quota")
    used_status, used = _ask(http, "GET", "/v2/bot/message/quota/consumption")
    if status != 200 or used_status != 200:
        yield False, f"今月の送信数を読めません（{status}）。"
        return
    count = used.get("totalUsage", 0)
    if quota.get("type") == "none":
        yield True, f"今月のプッシュ：{count}通（上限なし）"
        return
    most = quota.get("value", 0)
    yield (
        count < most,
        f"今月のプッシュ：{count} / {most}通"
        + ("" if count < most else "。上限です。1分以内の返信だけが届きます。プランを見直してください。"),
    )


def _ask(http: httpx.Client, method: str, path: str) -> tuple[int, dict[str, Any]]:
    try:
        answer = http.request(method, path, json={} if method == "POST" else None)
        found = answer.json()
    except NoToken:
        raise
    except (httpx.HTTPError, httpx.InvalidURL):
        return 0, {}
    except ValueError:
        return answer.status_code, {}
    return answer.status_code, found if isinstance(found, dict) else {}


def _found(settings: Settings) -> list[tuple[bool, str]]:
    auth = ChannelToken(
        settings.line_api_url,
        settings.line_channel_access_token,
        settings.line_channel_id,
        next(iter(settings.line_secrets), ""),
    )
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
    sys.exit(main())
