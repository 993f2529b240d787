"""Accounts, managed by managers; and everybody's own second factor."""

from __future__ import annotations

import re
import secrets
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends
from fastapi.responses import HTMLResponse

from desk.accounts import passwords, second_factor
from desk.accounts import service as accounts
from desk.accounts.models import ROLES, Account, Session
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog
from desk.http.problems import Problem
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import COOKIE, Accounts, CurrentSession, Desk, Log, ManagerSession, audited
from desk.services import Services, part
from desk.staff.handing_on import HandingOn, Holdings

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])


Handing = Annotated[HandingOn, Depends(part(HandingOn))]
_QUEUE = "queue"
_BACK = '<p><a href="/console/accounts">やめて、アカウントの一覧に戻る</a></p>'
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
def change_account(
    account_id: str,
    fields: Fields,
    current: ManagerSession,
    desk: Desk,
    store: Accounts,
    log: Log,
    handing_on: Handing,
) -> HTMLResponse:
    """Close, open, change the role, give a new password, take the second factor or the tie to single sign-on away.

    Nobody closes or demotes the own account: a desk without a manager could not be repaired from its screens.
    """
    account = store.by_id(account_id)
    if account is None:
        raise Problem(404, "unknown_account", "アカウントが見つかりません。")
    do = fields.get("do", "")
    if account.id == current.account.id and do in {"close", "role"}:
        return _page(current, store, 409, "自分のアカウントの停止と役割の変更はできません。")
    said = f"{account.name} さんを変えました。"
    role = fields.get("role", "")
    if do == "close" or (do == "role" and role == "auditor"):
        # Both can look after no case any more.
        values = {"is_active": False} if do == "close" else {"role": role}
        return _close(account, fields, current, desk, store, log, handing_on, values)
    if do == "open":
        store.change(account.id, is_active=True)
        said = f"{account.name} さんを再開しました。"
    elif do == "role" and role in ROLES:
        store.change(account.id, role=role)
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


@router.get("/accounts/{account_id}/close")
def confirm_close(
    account_id: str, current: ManagerSession, desk: Desk, store: Accounts, handing_on: Handing
) -> HTMLResponse:
    """Show what closing an account would leave behind, and ask who goes on."""
    account = _known(store, account_id)
    found = handing_on.holdings(account.id, desk.clock.now())
    return _ask_for_heir(current, desk, store, account, found, {"do": "close"})


@router.get("/accounts/{account_id}/password")
def confirm_password(account_id: str, current: ManagerSession, store: Accounts) -> HTMLResponse:
    """Ask before a password is replaced: whoever is logged in with the old one is thrown out."""
    account = _known(store, account_id)
    hidden = '<input type="hidden" name="do" value="password">'
    form = frame.form(current, f"/console/accounts/{account.id}", hidden, "新しいパスワードを作る")
    body = (
        f"<p>{escape(account.name)}さんの新しいパスワードを作ります。いまのパスワードは使えなくなり、"
        f"開いている画面からもログアウトします。</p>{form}{_BACK}"
    )
    return frame.page(current, "新しいパスワード", body, section="アカウント")


def _known(store: SqlAccountStore, account_id: str) -> Account:
    account = store.by_id(account_id)
    if account is None:
        raise Problem(404, "unknown_account", "アカウントが見つかりません。")
    return account


def _close(
    account: Account,
    fields: dict[str, str],
    current: Session,
    desk: Services,
    store: SqlAccountStore,
    log: AuditLog,
    handing_on: HandingOn,
    values: dict[str, Any],
) -> HTMLResponse:
    """Close an account, or make it one that only reads the log; what it has in hand goes on in the same step."""
    now = desk.clock.now()
    found = handing_on.holdings(account.id, now)
    to = fields.get("to")
    heir = store.by_id(to) if to and to != _QUEUE else None
    is_heir = heir is not None and heir.is_active and heir.role != "auditor" and heir.id != account.id
    if found.is_something and not (to == _QUEUE or is_heir):
        asked: dict[str, str] = {name: fields[name] for name in ("do", "role") if name in fields}
        said = "担当している相談や予約があります。だれに引き継ぐかを選んでください。"
        return _ask_for_heir(current, desk, store, account, found, asked, 422, said)
    done = handing_on.close(account, heir, current.account, now, on_duty=False, **values)
    for conversation_id in done.conversations:
        desk.bell.ring(conversation_id)
    who = f"{heir.name}さん" if heir else "列"
    what = (
        "停止しました。開いていた画面もすぐに使えなくなります。" if "is_active" in values else "監査の役割にしました。"
    )
    said = f"{account.name} さんを{what}"
    if found.is_something:
        said += f"相談 {done.cases}件を{who}に、予約 {done.appointments}件をほかの相談員に引き継ぎました。"
        me, left = current.account, f", {done.left} appointments left" if done.left else ""
        subject = (
            f"{account.id} > {heir.id if heir else 'queue'}: {done.cases} cases, {done.appointments} appointments{left}"
        )
        log.audit("hand_on", subject, now, account_id=me.id, account_name=me.name)
    if done.left:
        said += f"予約 {done.left}件は、その時間に空いている相談員がいません。予約の一覧で決めてください。"
    return _page(current, store, said=said)


def _ask_for_heir(
    current: Session,
    desk: Services,
    store: SqlAccountStore,
    account: Account,
    found: Holdings,
    asked: dict[str, str],
    status: int = 200,
    said: str = "",
) -> HTMLResponse:
    now = desk.clock.now()
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    others = [one for one in store.all() if one.id != account.id and one.role != "auditor"]
    options = "".join(
        f'<option value="{escape(one.id)}">{escape(one.name)}（{"在席" if accounts.is_present(one, now) else "離席"}）</option>'
        for one in others
    )
    choice = (
        '<label>引き継ぐ相手<select name="to" required><option value="">選んでください</option>'
        f'<option value="{_QUEUE}">列に戻す（順番は早いまま。予約は空いている相談員へ）</option>{options}</select></label>'
    )
    counts = (
        f"<ul><li>担当中の相談：{found.cases}件（うち返事を待っている人 {found.waiting}件、返事の約束 {found.promises}件）</li>"
        f"<li>これからの予約：{found.appointments}件</li></ul>"
        if found.is_something
        else "<p>担当中の相談と、これからの予約はありません。</p>"
    )
    is_close = asked.get("do") == "close"
    words = "停止する" if is_close else "監査の役割にする"
    form = frame.form(
        current,
        f"/console/accounts/{account.id}",
        hidden + (choice if found.is_something else ""),
        words,
    )
    lead = (
        f"<p>{escape(account.name)}さんのアカウントを{'停止' if is_close else '監査の役割に'}します。"
        f"{'開いている画面もすぐに使えなくなります。' if is_close else '相談は見られなくなります。'}</p>"
    )
    title = "アカウントを停止する" if is_close else "監査の役割にする"
    body = lead + counts + form + _BACK
    return frame.page(current, title, body, status=status, said=said, section="アカウント")


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
def confirm_second_factor(
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    store: Accounts,
    token: Annotated[str, Cookie(alias=COOKIE)] = "",
) -> HTMLResponse:
    """Keep the secret if the code is right."""
    secret = fields.get("secret", "")
    if not re.fullmatch(r"[A-Z2-7]{32}", secret):
        raise Problem(422, "bad_secret", "はじめからやり直してください。")
    step = second_factor.step_of(secret, fields.get("code", ""), desk.clock.now())
    if step is None:
        return _offer(current, secret, 422, "コードが違います。新しいコードでお試しください。")
    store.change(current.account.id, totp_secret=secret, totp_step=step)
    accounts.end_other_sessions(store, current.account, token)
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
        at = f"/console/accounts/{account.id}"
        buttons += f'<a class="button" href="{at}/password">新しいパスワード…</a>'
        stop = f'<a class="button" href="{at}/close">停止する…</a>'
        buttons += stop if account.is_active else button("open", "再開する")
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
