"""The log of what was done, for managers and auditors."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.console import office
from desk.console.session import CurrentSession, OfficeStore, audited
from desk.hours.calendar import JAPAN
from desk.problems import Problem

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
MOST_SHOWN = 300
_NAMES = {
    "view": "相談を見た",
    "show_contact": "連絡先を表示した",
    "search": "検索した",
    "claim": "担当した",
    "take_over": "引き取った",
    "transfer": "引き継いだ",
    "return": "自動応答に戻した",
    "close": "終了した",
    "send": "返信した",
    "note": "メモを書いた",
    "duty": "在席を変えた",
    "login": "ログインした",
    "login_failed": "ログインに失敗した",
    "logout": "ログアウトした",
    "edit_hours": "受付時間を変えた",
    "add_account": "アカウントを作った",
    "change_account": "アカウントを変えた",
    "second_factor": "二段階認証を設定した",
    "view_audit": "操作の記録を見た",
    "view_deliveries": "送信の記録を見た",
    "decide_delivery": "届いていないメッセージを処理した",
    "view_appointments": "予約の一覧を見た",
    "export_appointments": "予約の一覧を書き出した",
    "view_appointment": "予約を見た",
    "add_appointment": "予約を作った",
    "change_appointment": "予約を変えた",
    "edit_availability": "予約できる時間を変えた",
    "privacy_find": "個人情報をさがした",
    "privacy_show": "個人情報の全体を見た",
    "privacy_export": "開示用ファイルを作った",
    "privacy_correct": "訂正した",
    "privacy_limit": "利用停止・保存を変えた",
    "privacy_erase": "消去の操作をした",
    "privacy_requests": "請求の記録を見た",
    "privacy_request": "請求の記録を変えた",
    "edit_periods": "保存期間を変えた",
    "purge_list": "消去の一覧を作った",
    "purge_decide": "消去の一覧を決めた",
    "purge_done": "保存期間を過ぎたものを消去した",
    "view_unanswered": "答えられなかった質問を見た",
    "decide_unanswered": "答えられなかった質問の扱いを決めた",
    "export": "ファイルに出力した",
    "set_outcome": "成果の印を変えた",
}


@router.get("/audit")
def show_log(current: CurrentSession, store: OfficeStore) -> HTMLResponse:
    """Show the newest entries."""
    if current.account.role not in {"manager", "auditor"}:
        raise Problem(403, "not_auditor", "管理者と監査だけが見られます。")
    rows = [
        [
            entry.number,
            f"{entry.at.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}",
            entry.account_name or "―",
            _NAMES.get(entry.action, entry.action),
            entry.subject,
            entry.address,
        ]
        for entry in store.entries(MOST_SHOWN)
    ]
    body = (
        f"<p>新しいものから {MOST_SHOWN}件までを示します。利用者の言葉や検索した言葉は記録しません。"
        "改ざんがないことは <code>make verify-audit</code> で確かめられます。</p>"
    ) + office.table(
        "操作の記録", ["番号", "日時（日本時間）", "だれが", "なにを", "対象", "接続元"], rows
    )
    return office.page(current, "操作の記録", body)
