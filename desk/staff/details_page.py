"""The name and the mail address of an account, corrected by managers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Account, Session
from desk.accounts.store import SqlAccountStore
from desk.http.problems import Problem
from desk.office import frame, pages
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import Accounts, ManagerSession, audited

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
HOME = "/console/accounts"
LONGEST_NAME = 80
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")


def read(fields: Mapping[str, str]) -> tuple[str, str] | None:
    """Return (name, mail address) as accounts have them, None where one cannot be read."""
    name, email = fields.get("name", "").strip()[:LONGEST_NAME], fields.get("email", "").strip().lower()
    return (name, email) if name and _MAIL.fullmatch(email) else None


@router.get("/accounts/{account_id}/details")
def show_account_details(account_id: str, current: ManagerSession, store: Accounts) -> HTMLResponse:
    """Show what may be corrected."""
    return _page(current, known(store, account_id))


@router.post("/accounts/{account_id}/details")
def correct_account(
    account_id: str, fields: Fields, current: ManagerSession, store: Accounts, changes: Changes
) -> HTMLResponse:
    """Correct an account; who is logged in stays so, and what was said under the old name keeps it."""
    before = known(store, account_id)
    found = read(fields)
    if found is None:
        return _page(current, before, 422, "お名前とメールアドレスを確かめてください。")
    name, email = found
    other = store.by_email(email)
    if other is not None and other.id != before.id:
        return _page(current, before, 409, "このメールアドレスのアカウントはもうあります。")
    store.change(before.id, name=name, email=email)
    changes(_told(before), _told(known(store, account_id)))
    return _page(current, before, said=f"{name} さんの名前とメールアドレスを保存しました。")


def _told(account: Account) -> dict[str, str]:
    return {"名前": account.name, "メールアドレス": account.email}


def known(store: SqlAccountStore, account_id: str) -> Account:
    """Return an account, or answer 404."""
    account = store.by_id(account_id)
    if account is None:
        raise Problem(404, "unknown_account", "アカウントが見つかりません。")
    return account


def _page(current: Session, account: Account, status: int = 200, said: str = "") -> HTMLResponse:
    return frame.show(
        current,
        "staff/account_details.html",
        title="名前とメールアドレス",
        section=pages.title_of(HOME),
        leads_to=HOME,
        home=HOME,
        status=status,
        said=said,
        account=account,
        longest_name=LONGEST_NAME,
    )
