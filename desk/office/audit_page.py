"""The log of what was done, for managers and auditors."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from desk.accounts.models import Session
from desk.accounts.sign_on_refused import REASONS
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog, Entry
from desk.display_names import AUDIT_ACTIONS
from desk.http.problems import Problem
from desk.office import frame
from desk.office.session import Accounts, CurrentSession, Log, audited
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
MOST_SHOWN = 300
MOST_EXPORTED = 100_000
_HEADS = ["番号", "日時（日本時間）", "だれが", "なにを", "対象", "接続元"]


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; days are Japan's, what cannot be read means any."""

    since: date | None
    until: date | None
    account: str
    action: str

    @property
    def query(self) -> str:
        """The same as a query of an address."""
        days = f"since={self.since or ''}&until={self.until or ''}"
        return f"{days}&account={self.account}&action={self.action}"


def wanted(since: str = "", until: str = "", account: str = "", action: str = "") -> Wanted:
    """Read the query."""
    known = action if action in AUDIT_ACTIONS else ""
    return Wanted(_day(since), _day(until), account if account.isidentifier() else "", known)


Asked = Annotated[Wanted, Depends(wanted)]


@router.get("/audit")
def show_log(current: CurrentSession, store: Log, people: Accounts, asked: Asked) -> HTMLResponse:
    """Show the newest entries that are asked for, and whether the chain is whole."""
    _may(current)
    fault, count, last = store.verify()
    verdict = (
        f'<p class="said" role="status">改ざんはありません（{count}件を確かめました）。最後の値：<code>{last[:16]}</code></p>'
        if fault is None
        else f'<p class="said" role="alert">{fault}番の記録が書き換えられたか、消されています。管理者と市の担当課に知らせてください。</p>'
    )
    rows = [_row(entry) for entry in _entries(store, asked, MOST_SHOWN)]
    body = (
        f"{verdict}{_filters(people, asked)}"
        f'<p><a href="/console/audit.csv?{escape(asked.query)}">この条件でCSVに書き出す</a></p>'
        f"<p>新しいものから {MOST_SHOWN}件までを示します。利用者の言葉や検索した言葉は記録しません。</p>"
    ) + frame.table("操作の記録", _HEADS, rows)
    return frame.page(current, "操作の記録", body)


@router.get("/audit.csv")
def export_log(current: CurrentSession, store: Log, asked: Asked) -> Response:
    """Download the entries that are asked for; the export is an entry itself."""
    _may(current)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for entry in _entries(store, asked, MOST_EXPORTED):
        writer.writerow([_inert(str(cell)) for cell in _row(entry)])
    headers = {
        "content-disposition": 'attachment; filename="audit.csv"',
        "cache-control": "no-store",
    }
    # Excel reads UTF-8 only with a byte order mark.
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _may(current: Session) -> None:
    if current.account.role not in {"manager", "auditor"}:
        raise Problem(403, "not_auditor", "管理者と監査だけが見られます。")


def _entries(store: AuditLog, asked: Wanted, most: int) -> Sequence[Entry]:
    until = asked.until + timedelta(days=1) if asked.until else None
    return store.entries(
        most,
        since=datetime.combine(asked.since, time(), JAPAN) if asked.since else None,
        until=datetime.combine(until, time(), JAPAN) if until else None,
        account_id=asked.account,
        action=asked.action,
    )


def _row(entry: Entry) -> list[Any]:
    return [
        entry.number,
        f"{entry.at.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}",
        entry.account_name or "―",
        AUDIT_ACTIONS.get(entry.action, entry.action),
        REASONS.get(entry.subject, entry.subject) if entry.action == "login_sso_refused" else entry.subject,
        entry.address,
    ]


def _inert(cell: str) -> str:
    """Keep a cell from being read as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _filters(people: SqlAccountStore, asked: Wanted) -> str:
    accounts = {account.id: account.name for account in people.everybody()}

    def select(name: str, label: str, chosen: str, options: dict[str, str]) -> str:
        found = "".join(
            f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(words)}</option>'
            for key, words in {"": "すべて", **options}.items()
        )
        return f'<label>{label}<select name="{name}">{found}</select></label>'

    return (
        '<form method="get" action="/console/audit" class="row">'
        f'<label>いつから<input type="date" name="since" value="{asked.since or ""}"></label>'
        f'<label>いつまで<input type="date" name="until" value="{asked.until or ""}"></label>'
        f"{select('account', 'だれが', asked.account, accounts)}{select('action', 'なにを', asked.action, dict(AUDIT_ACTIONS))}"
        '<button type="submit">しぼりこむ</button></form>'
    )
