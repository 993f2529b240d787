"""What LINE itself says about an account, and what to do about it: webhook, contents, menu, quota."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from desk.channels.line import rich_menu_areas
from desk.channels.line.access_token import NoToken
from desk.settings import Settings, public_url

CONSOLE = "LINE Developers コンソール"


def webhook(settings: Settings, http: httpx.Client) -> Iterator[tuple[bool, str]]:
    """Look at where LINE sends what people write, and let it try."""
    wanted = f"{public_url(settings)}/webhooks/line"
    status, found = ask(http, "GET", "/v2/bot/channel/webhook/endpoint")
    endpoint = found.get("endpoint") if status == 200 else None
    if not settings.public_url:
        yield (
            False,
            f"Webhook URL は「{endpoint or '未設定'}」です。HITOHATA_PUBLIC_URL がないので、正しいか分かりません。",
        )
    elif endpoint != wanted:
        yield (
            False,
            f"Webhook URL が「{endpoint or '未設定'}」です。{CONSOLE}で {wanted} にしてください。",
        )
    else:
        yield True, f"Webhook URL：{endpoint}"
    if status == 200 and not found.get("active"):
        yield False, f"Webhook の利用がオフです。{CONSOLE}でオンにしてください。"
    if endpoint is None:
        return
    status, result = ask(http, "POST", "/v2/bot/channel/webhook/test")
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


def contents(settings: Settings, http: httpx.Client) -> Iterator[tuple[bool, str]]:
    """Say only what is wrong: whether photos and files can be fetched."""
    # There is no such message: an answer of any kind says that LINE is there.
    address = f"{settings.line_data_api_url.rstrip('/')}/v2/bot/message/0/content"
    if ask(http, "GET", address)[0] == 0:
        yield (
            False,
            f"{settings.line_data_api_url} につながりません。写真とファイルが相談員に届きません。"
            "HITOHATA_LINE_DATA_API_URL とネットワークを確かめてください。",
        )


def menu(http: httpx.Client) -> Iterator[tuple[bool, str]]:
    """Look whether our rich menu is shown."""
    status, found = ask(http, "GET", "/v2/bot/user/all/richmenu")
    menu_id = found.get("richMenuId") if status == 200 else None
    _, shown = ask(http, "GET", f"/v2/bot/richmenu/{menu_id}") if menu_id else (0, {})
    if shown.get("name") == rich_menu_areas.NAME:
        yield True, "リッチメニュー：表示しています"
    else:
        yield (
            False,
            "リッチメニューがありません。make line-richmenu UPLOAD=1 で作って表示できます。",
        )


def quota(http: httpx.Client) -> Iterator[tuple[bool, str]]:
    """Look how much of this month's pushes is used."""
    status, most_given = ask(http, "GET", "/v2/bot/message/quota")
    used_status, used = ask(http, "GET", "/v2/bot/message/quota/consumption")
    if status != 200 or used_status != 200:
        yield False, f"今月の送信数を読めません（{status}）。"
        return
    count = used.get("totalUsage", 0)
    if most_given.get("type") == "none":
        yield True, f"今月のプッシュ：{count}通（上限なし）"
        return
    most = most_given.get("value", 0)
    yield (
        count < most,
        f"今月のプッシュ：{count} / {most}通"
        + ("" if count < most else "。上限です。1分以内の返信だけが届きます。プランを見直してください。"),
    )


def ask(http: httpx.Client, method: str, path: str) -> tuple[int, dict[str, Any]]:
    """Return status and JSON of an answer; status 0 where there is none.

    Raises:
        NoToken: See there.
    """
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
