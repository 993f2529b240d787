"""Accounts, managed by managers; and everybody's own second factor."""

from __future__ import annotations

import re
import secrets
from html import escape

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts import passwords, second_factor
from desk.accounts.models import ROLES, Account, Session
from desk.accounts.store import SqlAccountStore
from desk.http.problems import Problem
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import Accounts, CurrentSession, Desk, ManagerSession, audited

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")


@router.get("/accounts")
def show_accounts(current: ManagerSession, store: Accounts) -> HTMLResponse:
    """Show all accounts."""
    return _page(current, store)


@router.post("/accounts")
def add_account(fields: Fields, current: ManagerSession, desk: Desk, store: Accounts) -> HTMLResponse:
    """Make an account; its password is shown this once."""
    email, name = fields.get("email", "").strip().lower(), fields.get("name", "").strip()[:80]
    role = fields.get("role", "")
    if not name or not _MAIL.fullmatch(email) or role not in ROLES:
        return _page(current, store, 422, "お名前・メールアドレス・役割を確かめてください。")
    if store.by_email(email) is not None:
        return _page(current, store, 409, "このメールアドレスのアカウントはもうあります。")
    password = secrets.token_urlsafe(12)
    new = Account(
        id=f"a_{secrets.token_hex(8)}",
        email=email,
        name=name,
        role=role,
        password_hash=passwords.hashed(password),
        is_active=True,
        on_duty=False,
        seen_at=None,
    )
    store.add(new, desk.clock.now())
    return _page(current, store, said=f"{name} さんのパスワード（一度だけ表示）：{password}")


@router.post("/accounts/{account_id}")
def change_account(account_id: str, fields: Fields, current: ManagerSession, store: Accounts) -> HTMLResponse:
    """Close, open, change the role, give a new password, take the second factor or the tie to single sign-on away.

    Nobody closes or demotes the own account: a desk without a manager could not be repaired from its screens.
    """
    account = store.by_id(account_id)
    if account is None:
        raise Problem(404, "unknown_account", "アカウントが見つかりません。")
    do = fields.get("do", "")
    if account.id == current.account.id and do in {"close", "role"}:
        return _page(current, store, 409, "自分のアカウントの停止と役割の変更はできません。")
    said = "変えました。"
    if do == "close":
        store.change(account.id, is_active=False, on_duty=False)
        said = f"{account.name} さんを停止しました。開いていた画面もすぐに使えなくなります。"
    elif do == "open":
        store.change(account.id, is_active=True)
    elif do == "role" and fields.get("role") in ROLES:
        store.change(account.id, role=fields["role"])
    elif do == "password":
        password = secrets.token_urlsafe(12)
        store.change(account.id, password_hash=passwords.hashed(password))
        said = f"{account.name} さんの新しいパスワード（一度だけ表示）：{password}"
    elif do == "factor":
        store.change(account.id, totp_secret=None, totp_step=None)
    elif do == "sso":
        store.change(account.id, sso_identity=None)
        said = f"{account.name} さんと庁内アカウントのつながりを外しました。次に庁内アカウントでログインした人につながります。"
    else:
        return _page(current, store, 422, "できない操作です。")
    return _page(current, store, said=said)


@router.get("/second-factor")
def show_second_factor(current: CurrentSession) -> HTMLResponse:
    """Show whether a second factor is set, and offer one."""
    is_set = current.account.totp_secret is not None
    words = "設定されています。設定し直すと、前の設定は使えなくなります。" if is_set else "まだ設定されていません。"
    begin = frame.form(current, "/console/second-factor", "", "設定をはじめる")
    return frame.page(current, "二段階認証", f"<p>{words}</p>{begin}")


@router.post("/second-factor")
def begin_second_factor(current: CurrentSession) -> HTMLResponse:
    """Offer a secret; it is kept only when a right code shows that the app has it."""
    return _offer(current, second_factor.new_secret())


@router.post("/second-factor/confirm")
def confirm_second_factor(fields: Fields, current: CurrentSession, desk: Desk, store: Accounts) -> HTMLResponse:
    """Keep the secret if the code is right."""
    secret = fields.get("secret", "")
    if not re.fullmatch(r"[A-Z2-7]{32}", secret):
        raise Problem(422, "bad_secret", "はじめからやり直してください。")
    step = second_factor.step_of(secret, fields.get("code", ""), desk.clock.now())
    if step is None:
        return _offer(current, secret, 422, "コードが違います。新しいコードでお試しください。")
    store.change(current.account.id, totp_secret=secret, totp_step=step)
    words = "<p>次のログインから、6桁のコードも入力します。</p>"
    return frame.page(current, "二段階認証", words, said="設定しました。")


def _offer(current: Session, secret: str, status: int = 200, said: str = "") -> HTMLResponse:
    fields = (
        f'<input type="hidden" name="secret" value="{escape(secret)}">'
        '<label>6桁のコード<input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>'
    )
    body = (
        "<p>認証アプリで読み取り、表示された6桁のコードを入力してください。</p>"
        f'<div class="qr">{second_factor.picture(secret, current.account.email)}</div>'
        f"<p>読み取れないときの鍵：<code>{escape(secret)}</code></p>"
    ) + frame.form(current, "/console/second-factor/confirm", fields, "確かめる")
    return frame.page(current, "二段階認証", body, status=status, said=said)


def _roles(chosen: str, label: str) -> str:
    options = "".join(
        f'<option value="{key}"{" selected" if key == chosen else ""}>{name}</option>' for key, name in ROLES.items()
    )
    return f'<select name="role" aria-label="{escape(label)}">{options}</select>'


def _page(current: Session, store: SqlAccountStore, status: int = 200, said: str = "") -> HTMLResponse:
    rows = []
    for account in store.everybody():
        name = escape(account.name)

        def button(do: str, words: str, more: str = "", account: Account = account) -> str:
            hidden = f'<input type="hidden" name="do" value="{do}">{more}'
            return frame.form(current, f"/console/accounts/{account.id}", hidden, words, kind="inline")

        buttons = button("role", "役割を変える", _roles(account.role, f"{account.name}の役割"))
        buttons += button("password", "新しいパスワード")
        buttons += button("close", "停止する") if account.is_active else button("open", "再開する")
        buttons += button("factor", "二段階認証を外す") if account.totp_secret else ""
        buttons += button("sso", "庁内アカウントとのつながりを外す") if account.sso_identity else ""
        state = "有効" if account.is_active else "停止中"
        factor = "あり" if account.totp_secret else "なし"
        rows.append(
            f'<tr><th scope="row">{name}</th><td>{escape(account.email)}</td><td>{ROLES[account.role]}</td>'
            f"<td>{state}</td><td>{factor}</td><td>{buttons}</td></tr>"
        )
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("名前", "メールアドレス", "役割", "状態", "二段階認証", "操作")
    )
    new = (
        '<label>名前<input name="name" maxlength="80" required autocomplete="off"></label>'
        '<label>メールアドレス<input name="email" type="email" required autocomplete="off"></label>'
        f"<label>役割{_roles('consultant', '役割')}</label>"
    )
    body = (
        f'<div class="wide" tabindex="0" role="region" aria-label="アカウント"><table><caption>アカウント</caption><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        f"<h2>新しいアカウント</h2>{frame.form(current, '/console/accounts', new, '作る')}"
    )
    return frame.page(current, "アカウント", body, status=status, said=said)
