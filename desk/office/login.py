"""Logging in and out, presence."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Request, Response

from desk.accounts import service as accounts
from desk.accounts.models import Session
from desk.accounts.service import TooManyAttempts
from desk.http.problems import Problem
from desk.office import pages
from desk.office.schemas import Duty, Login
from desk.office.session import (
    COOKIE,
    Accounts,
    CurrentSession,
    Desk,
    Log,
    audited,
    set_session_cookie,
)
from desk.services import Services

router = APIRouter(prefix="/api/console", tags=["console"])


@router.post("/login")
def log_in(
    body: Login,
    request: Request,
    response: Response,
    desk: Desk,
    store: Accounts,
    log: Log,
) -> dict[str, Any]:
    """Open a session; the cookie is invisible to scripts and is sent to this site only."""
    address = request.client.host if request.client else ""
    try:
        opened = accounts.log_in(
            store,
            body.email,
            body.password,
            address,
            desk.clock.now(),
            code=body.code,
            agent=request.headers.get("user-agent", ""),
        )
    except accounts.CodeWanted:
        message = "認証アプリの6桁のコード（または回復コード）を入力してください。"
        raise Problem(401, "code_wanted", message) from None
    except TooManyAttempts:
        message = "ログインの失敗が続いたため、しばらくお待ちください。"
        raise Problem(429, "too_many_attempts", message, retry_after=20) from None
    if opened is None:
        log.audit("login_failed", "", desk.clock.now(), address=address)
        raise Problem(401, "wrong_login", "メールアドレスかパスワードが違います。")
    token, session = opened
    log.audit(
        "login",
        "",
        desk.clock.now(),
        account_id=session.account.id,
        account_name=session.account.name,
        address=address,
    )
    set_session_cookie(response, token, desk.settings)
    return _session(session, desk)


@router.get("/session")
def session(current: CurrentSession, desk: Desk) -> dict[str, Any]:
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
def set_duty(body: Duty, current: CurrentSession, desk: Desk, store: Accounts) -> dict[str, Any]:
    """Say whether one takes cases now."""
    store.set_duty(current.account.id, body.on_duty, desk.clock.now())
    situation = desk.hours.situation()
    return {"on_duty": body.on_duty, "open": situation.open, "opens_text": situation.opens_text}


def _session(found: Session, desk: Services) -> dict[str, Any]:
    account = found.account
    return {
        "csrf": found.csrf,
        "name": account.name,
        "role": account.role,
        "account_id": account.id,
        "on_duty": account.on_duty,
        "counts": account.counts,
        "must_set_factor": accounts.wants_second_factor(account, desk.settings.second_factor),
        "pages": [{"address": page.address, "name": page.title} for page in pages.of(account.role)],
    }
