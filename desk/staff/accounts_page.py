"""Accounts, managed by managers: made, opened, given another role or password."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts import passwords
from desk.accounts.models import ROLES, Account, Session
from desk.accounts.store import SqlAccountStore
from desk.office import frame, pages
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import Accounts, Desk, Log, ManagerSession, audited
from desk.staff import closing_page, details_page
from desk.staff.closing_page import Handing

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])


@router.get("/accounts")
def show_accounts(current: ManagerSession, store: Accounts) -> HTMLResponse:
    """Show all accounts."""
    return _page(current, store)


@router.post("/accounts")
def add_account(fields: Fields, current: ManagerSession, desk: Desk, store: Accounts) -> HTMLResponse:
    """Make an account; its password is shown this once."""
    found, role = details_page.read(fields), fields.get("role", "")
    if found is None or role not in ROLES:
        return _page(current, store, 422, "お名前・メールアドレス・役割を確かめてください。")
    name, email = found
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
    return _page(
        current,
        store,
        said=f"{name} さんのアカウントを作りました。はじめのパスワードは次のとおりです。",
        once=[password],
    )


@router.post("/accounts/{account_id}")
def change_account(
    account_id: str,
    fields: Fields,
    current: ManagerSession,
    desk: Desk,
    store: Accounts,
    log: Log,
    handing_on: Handing,
    changes: Changes,
) -> HTMLResponse:
    """Close, open, change the role, give a new password, take the second factor or the tie to single sign-on away.

    Nobody closes or demotes the own account: a desk without a manager could not be repaired from its screens.
    """
    account = details_page.known(store, account_id)
    do = fields.get("do", "")
    if account.id == current.account.id and do in {"close", "role"}:
        return _page(current, store, 409, "自分のアカウントの停止と役割の変更はできません。")
    said, once = "", []
    role = fields.get("role", "")
    if do == "close" or (do == "role" and role == "auditor"):
        # Both can look after no case any more.
        values = {"is_active": False} if do == "close" else {"role": role}
        answer = closing_page.close(account, fields, current, desk, store, log, handing_on, values)
        _note(changes, account, store)
        return answer if isinstance(answer, HTMLResponse) else _page(current, store, said=answer)
    if do == "open":
        store.change(account.id, is_active=True)
        said = f"{account.name} さんを再開しました。"
    elif do == "role" and role in ROLES:
        store.change(account.id, role=role)
        said = f"{account.name} さんの役割を「{ROLES[role]}」にしました。"
    elif do == "password":
        password = secrets.token_urlsafe(12)
        store.change(account.id, password_hash=passwords.hashed(password))
        said, once = f"{account.name} さんの新しいパスワードは次のとおりです。", [password]
    elif do == "factor":
        store.change(account.id, totp_secret=None, totp_step=None)
        said = f"{account.name} さんの二段階認証を外しました。"
    elif do == "sso":
        store.change(account.id, sso_identity=None)
        said = f"{account.name} さんと庁内アカウントのつながりを外しました。次に庁内アカウントでログインした人につながります。"
    else:
        return _page(current, store, 422, "できない操作です。")
    _note(changes, account, store)
    return _page(current, store, said=said, once=once)


def _note(changes: Changes, before: Account, store: SqlAccountStore) -> None:
    """Write down what became of an account, never a secret: of a password only that it is another one."""
    after = store.by_id(before.id) or before

    def told(account: Account) -> dict[str, str]:
        return {
            "役割": ROLES[account.role],
            "状態": "有効" if account.is_active else "停止中",
            "二段階認証": "あり" if account.totp_secret else "なし",
            "庁内アカウント": "つながり" if account.sso_identity else "なし",
            "パスワード": "前のもの" if account.password_hash == before.password_hash else "新しいもの",
        }

    changes(told(before), told(after))


@router.get("/accounts/{account_id}/password")
def confirm_password(account_id: str, current: ManagerSession, store: Accounts) -> HTMLResponse:
    """Ask before a password is replaced: whoever is logged in with the old one is thrown out."""
    account = details_page.known(store, account_id)
    return frame.show(
        current,
        "staff/new_password.html",
        title="新しいパスワード",
        section=pages.title_of("/console/accounts"),
        account=account,
    )


def _page(
    current: Session, store: SqlAccountStore, status: int = 200, said: str = "", once: Sequence[str] = ()
) -> HTMLResponse:
    return frame.show(
        current,
        "staff/accounts.html",
        title=pages.title_of("/console/accounts"),
        status=status,
        said=said,
        shown_once=once,
        accounts=store.everybody(),
        roles=ROLES,
    )
