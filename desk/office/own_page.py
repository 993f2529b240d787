"""What is everybody's own: the password, open sessions, recovery codes."""

from __future__ import annotations

import secrets
from html import escape
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts import passwords
from desk.accounts import service as accounts
from desk.accounts.models import OpenSession, Session
from desk.accounts.store import SqlAccountStore
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import COOKIE, Accounts, CurrentSession, Desk, audited
from desk.text import times

router = APIRouter(prefix="/console/me", include_in_schema=False, dependencies=[Depends(audited)])
TITLE = "自分の設定"
Token = Annotated[str, Cookie(alias="hitohata_session")]


@router.get("")
def show_me(current: CurrentSession, store: Accounts, token: Token = "") -> HTMLResponse:
    """Show what is one's own."""
    return _page(current, store, token)


@router.post("/password")
def change_password(
    fields: Fields, current: CurrentSession, desk: Desk, store: Accounts, token: Token = ""
) -> HTMLResponse:
    """Change the own password; every session ends, this one too."""
    account, fresh = current.account, fields.get("fresh", "")
    if not accounts.is_own_password(store, account, fields.get("present", ""), desk.clock.now()):
        return _page(current, store, token, 422, "いまのパスワードが違います。")
    weak = passwords.weakness(fresh, account.email, account.name)
    if weak is not None:
        return _page(current, store, token, 422, weak)
    store.change(account.id, password_hash=passwords.hashed(fresh))
    body = '<p><a href="/console">新しいパスワードでログインする</a></p>'
    said = "変えました。すべての端末でログインが終わりました。"
    return frame.page(current, TITLE, body, said=said)


@router.post("/sessions")
def end_my_session(fields: Fields, current: CurrentSession, store: Accounts, token: Token = "") -> HTMLResponse:
    """End one of the own sessions."""
    ended = store.end_own_session(current.account.id, fields.get("key", ""))
    said = "ログインを終わらせました。" if ended else "もう終わっています。"
    return _page(current, store, token, 200 if ended else 404, said)


@router.post("/logout")
def log_out(current: CurrentSession, desk: Desk, store: Accounts, token: Token = "") -> Response:
    """End the session and the presence; the same as the console's own button."""
    accounts.log_out(store, token)
    store.set_duty(current.account.id, False, desk.clock.now())
    answer = RedirectResponse("/console", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.post("/recovery")
def make_recovery_codes(current: CurrentSession, store: Accounts, token: Token = "") -> HTMLResponse:
    """Make ten codes that each work once in place of the app; earlier ones stop working."""
    if current.account.totp_secret is None:
        return _page(current, store, token, 409, "先に二段階認証を設定してください。")
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(10)]
    store.keep_recovery_codes(current.account.id, [accounts.recovery_hash(code) for code in codes])
    items = "".join(f"<li><code>{code}</code></li>" for code in codes)
    body = (
        "<p>印刷して、鍵のかかるところに保管してください。この画面を閉じると二度と表示できません。"
        f"一つの番号は一度だけ使えます。</p><ol>{items}</ol>"
    )
    return frame.page(current, TITLE, body, said="回復コードを作りました。前のものは使えません。")


def device(agent: str) -> str:
    """Return a browser and its system as their owner knows them, from what the browser says of itself."""
    # The order matters: Edge calls itself Chrome, and Chrome calls itself Safari.
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac", "Mac"),
        ("Linux", "Linux"),
    )
    found = [next((name for sign, name in names if sign in agent), "") for names in (browsers, systems)]
    return "・".join(filter(None, found)) or "不明な端末"


def _row(current: Session, one: OpenSession, mine: str) -> str:
    hidden = f'<input type="hidden" name="key" value="{one.key}">'
    end = frame.form(current, "/console/me/sessions", hidden, "終わらせる", kind="inline")
    begun, seen = times.moment_in_year(one.created_at), times.moment_in_year(one.seen_at)
    return (
        f'<tr><th scope="row">{escape(device(one.agent))}</th><td>{escape(one.address)}</td><td>{begun}</td>'
        f"<td>{seen}</td><td>{'この画面' if one.key == mine else end}</td></tr>"
    )


def _page(current: Session, store: SqlAccountStore, token: str, status: int = 200, said: str = "") -> HTMLResponse:
    mine = accounts.session_key(token)
    rows = "".join(_row(current, one, mine) for one in store.own_sessions(current.account.id))
    heads = ("端末", "接続元", "ログイン", "最後の利用", "操作")
    password = (
        '<label>いまのパスワード<input name="present" type="password" autocomplete="current-password" required></label>'
        f'<label>新しいパスワード（{passwords.SHORTEST_PASSWORD}文字以上）<input name="fresh" type="password" '
        f'autocomplete="new-password" minlength="{passwords.SHORTEST_PASSWORD}" required></label>'
    )
    left = store.count_recovery_codes(current.account.id)
    body = (
        f"{frame.grid('ログイン中の端末', heads, rows)}"
        f"<h2>パスワード</h2>{frame.form(current, '/console/me/password', password, 'パスワードを変える')}"
        f"<h2>回復コード</h2><p>認証アプリが使えなくなったときの番号です。残り {left} 個。</p>"
        f"{frame.form(current, '/console/me/recovery', '', '回復コードを作る')}"
    )
    return frame.page(current, TITLE, body, status=status, said=said)
