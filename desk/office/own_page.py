"""What is everybody's own: the password, open sessions, recovery codes."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts import digests, passwords, proof
from desk.accounts import service as accounts
from desk.accounts.models import TAKES_CASES_BY_CHOICE, Session
from desk.accounts.store import SqlAccountStore
from desk.office import frame, pages
from desk.office.cookies import COOKIE
from desk.office.frame import Fields
from desk.office.session import Accounts, CurrentSession, Desk, audited

router = APIRouter(prefix="/console/me", include_in_schema=False, dependencies=[Depends(audited)])
TITLE = pages.title_of("/console/me")
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
    if not proof.is_own_password(store, account, fields.get("present", ""), desk.clock.now()):
        return _page(current, store, token, 422, "いまのパスワードが違います。")
    weak = passwords.weakness(fresh, account.email, account.name)
    if weak is not None:
        return _page(current, store, token, 422, weak)
    store.change(account.id, password_hash=passwords.hashed(fresh))
    said = "パスワードを変更しました。すべての端末でログアウトしました。新しいパスワードでログインしてください。"
    # The session is over: there is no page to be led to.
    return frame.show(current, "office/password_changed.html", title=TITLE, said=said, stays=True)


@router.post("/sessions")
def end_my_session(fields: Fields, current: CurrentSession, store: Accounts, token: Token = "") -> HTMLResponse:
    """End one of the own sessions."""
    ended = store.end_own_session(current.account.id, fields.get("key", ""))
    said = "選んだ端末でログアウトしました。" if ended else "その端末では、もうログアウトしています。"
    return _page(current, store, token, 200 if ended else 404, said)


@router.post("/sessions/others")
def end_other_sessions(current: CurrentSession, store: Accounts, token: Token = "") -> HTMLResponse:
    """Log out everywhere but here."""
    count = accounts.end_other_sessions(store, current.account, token)
    return _page(current, store, token, said=f"ほかの{count}つの端末でログアウトしました。")


@router.post("/presence")
def choose_presence(fields: Fields, current: CurrentSession, store: Accounts, token: Token = "") -> HTMLResponse:
    """Let a manager choose whether to count as 在席; the others have no choice."""
    if current.account.role != TAKES_CASES_BY_CHOICE:
        return _page(current, store, token, 403, "管理者だけが選べます。")
    takes = fields.get("takes") == "on"
    store.change(current.account.id, takes_cases=takes)
    chosen = dataclasses.replace(current, account=dataclasses.replace(current.account, takes_cases=takes))
    said = "これから、あなたを在席の人数に数えます。" if takes else "これから、あなたを在席の人数に数えません。"
    return _page(chosen, store, token, said=said)


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
    store.keep_recovery_codes(current.account.id, [digests.recovery_hash(code) for code in codes])
    said = (
        "回復コードを作りました。前のものは使えません。一つの番号は一度だけ使えます。"
        "印刷して、鍵のかかるところに保管してください。"
    )
    return _page(current, store, token, said=said, once=codes)


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


def _page(
    current: Session,
    store: SqlAccountStore,
    token: str,
    status: int = 200,
    said: str = "",
    once: Sequence[str] = (),
) -> HTMLResponse:
    mine = digests.session_key(token)
    sessions = [(one, device(one.agent), one.key == mine) for one in store.own_sessions(current.account.id)]
    return frame.show(
        current,
        "office/own_page.html",
        title=TITLE,
        status=status,
        said=said,
        shown_once=once,
        sessions=sessions,
        # Managers choose whether they count as on duty.
        may_choose_presence=current.account.role == TAKES_CASES_BY_CHOICE,
        takes_cases=current.account.takes_cases,
        shortest=passwords.SHORTEST_PASSWORD,
        codes_left=store.count_recovery_codes(current.account.id),
    )
