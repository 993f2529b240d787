"""Logging in and out, presence."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response

from desk.accounts import password_login, passwords, proof
from desk.accounts import service as accounts
from desk.accounts.models import Session
from desk.accounts.password_login import TooManyAttempts
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog
from desk.http import limits
from desk.http.problems import Problem
from desk.office import pages
from desk.office.cookies import COOKIE, set_device_cookie, set_session_cookie
from desk.office.schemas import ConsoleSession, Duty, Login, OnDuty
from desk.office.session import Accounts, CurrentSession, Desk, Log, audited
from desk.services import Services

router = APIRouter(prefix="/api/console", tags=["console"])
_HASHING = ThreadPoolExecutor(passwords.AT_ONCE, thread_name_prefix="login")


@router.post("/login")
async def log_in(
    body: Login,
    request: Request,
    response: Response,
    desk: Desk,
    store: Accounts,
    log: Log,
    hitohata_session: Annotated[str, Cookie()] = "",
    hitohata_device: Annotated[str, Cookie()] = "",
) -> ConsoleSession:
    """Open a session; the cookies are invisible to scripts and are sent to this site only.

    Hashing has threads of its own: whoever else asks for something does not wait for a flood of logins.
    """
    held = (limits.LOGINS_AT_ONCE, limits.network_of(request))
    if not desk.budgets.has_room(*held):
        raise Problem(429, "too_many_attempts", held[0].says, retry_after=5)
    with desk.budgets.holding(held):
        work = functools.partial(
            _log_in, body, request, response, desk, store, log, session=hitohata_session, device=hitohata_device
        )
        return await asyncio.get_running_loop().run_in_executor(_HASHING, work)


def _log_in(
    body: Login,
    request: Request,
    response: Response,
    desk: Services,
    store: SqlAccountStore,
    log: AuditLog,
    *,
    session: str,
    device: str,
) -> ConsoleSession:
    address = request.client.host if request.client else ""
    try:
        opened = password_login.log_in(
            store,
            body.email,
            body.password,
            address,
            desk.clock.now(),
            code=body.code,
            agent=request.headers.get("user-agent", ""),
            is_known_device=lambda account: password_login.is_device_of(account, device, desk.settings.secrets),
        )
    except password_login.CodeWanted:
        message = "認証アプリの6桁のコード（または回復コード）を入力してください。"
        raise Problem(401, "code_wanted", message) from None
    except TooManyAttempts:
        message = limits.LOGINS.says
        raise Problem(429, "too_many_attempts", message, retry_after=limits.LOGINS.seconds) from None
    if opened is None:
        log.audit("login_failed", _tried(store, body.email), desk.clock.now(), address=address)
        raise Problem(401, "wrong_login", "メールアドレスかパスワードが違います。")
    if session:
        # Nobody goes on under a session that this browser had before.
        accounts.log_out(store, session)
    token, found = opened
    log.audit(
        "login",
        "",
        desk.clock.now(),
        account_id=found.account.id,
        account_name=found.account.name,
        address=address,
    )
    set_session_cookie(response, token, desk.settings)
    known = password_login.device_token(found.account, desk.settings.secrets[0])
    set_device_cookie(response, known, desk.settings)
    return _session(found, desk)


def _tried(store: SqlAccountStore, email: str) -> str:
    """Return whose login failed: the account's name; what is no account's is shortened, since it may be a password."""
    account = store.by_email(email.strip().lower())
    if account is not None:
        return f"{account.name}（{account.email}）" + ("" if account.is_active else "：停止中")
    local, at, domain = email.strip().partition("@")
    return f"登録のないアドレス（{local[:1]}…@{domain}）" if at and "." in domain else "メールアドレスの形ではない名前"


@router.get("/session")
def session(current: CurrentSession, desk: Desk) -> ConsoleSession:
    """Return who is logged in, and the CSRF token of the session."""
    return _session(current, desk)


@router.post("/logout", status_code=204, dependencies=[Depends(audited)])
def log_out(
    response: Response,
    current: CurrentSession,
    desk: Desk,
    store: Accounts,
    hitohata_session: Annotated[str, Cookie()] = "",
) -> None:
    """End the session and the presence."""
    accounts.log_out(store, hitohata_session)
    store.set_duty(current.account.id, False, desk.clock.now())
    response.delete_cookie(COOKIE, path="/")


@router.post("/duty", dependencies=[Depends(audited)])
def set_duty(body: Duty, current: CurrentSession, desk: Desk, store: Accounts) -> OnDuty:
    """Say whether one takes cases now."""
    store.set_duty(current.account.id, body.on_duty, desk.clock.now())
    situation = desk.hours.situation()
    return {"on_duty": body.on_duty, "open": situation.open, "opens_text": situation.opens_text}


def _session(found: Session, desk: Services) -> ConsoleSession:
    account = found.account
    return {
        "csrf": found.csrf,
        "name": account.name,
        "role": account.role,
        "account_id": account.id,
        "on_duty": account.on_duty,
        "counts": account.counts,
        "must_set_factor": proof.wants_second_factor(account, desk.settings.second_factor),
        "pages": [
            {"address": page.address, "name": page.title, "group": page.group} for page in pages.of(account.role)
        ],
    }
