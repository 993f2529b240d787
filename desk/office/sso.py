"""Logging in by single sign-on: out to the provider, back with a session, or back with words that say why not."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from desk.accounts import service as accounts
from desk.accounts import sign_on
from desk.accounts.models import Account
from desk.accounts.provider import Provider
from desk.accounts.sign_on import SignOn
from desk.accounts.sign_on_refused import Reason, SignOnRefused
from desk.accounts.sign_on_store import SqlAttempts
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog
from desk.http import limits
from desk.http.budgets import Budgets
from desk.http.problems import page
from desk.office.cookies import set_session_cookie
from desk.office.schemas import LoginWays
from desk.office.session import Accounts, Desk, Log
from desk.services import Services
from desk.settings import Settings, public_url

router = APIRouter(include_in_schema=False)
_log = logging.getLogger(__name__)
_COOKIE = "hitohata_sso"
_PATH = "/console/sso"
_NO_ACCOUNT = (
    403,
    "このメールアドレスで使えるアカウントが、相談デスクにありません。管理者に、アカウントを確かめるようお伝えください。",
)
_WORDS: dict[Reason, tuple[int, str]] = {
    "held_back": (429, limits.SIGN_ON_VISITS.says),
    "attempt": (
        400,
        "ログインの途中で時間がたったか、別の画面から開かれました。もう一度、はじめからお試しください。",
    ),
    "declined": (
        403,
        "庁内アカウントでのログインが途中で終わりました。もう一度試すか、パスワードでログインしてください。",
    ),
    "away": (
        503,
        "庁内アカウントの確認先につながりません。少し待ってもう一度試すか、パスワードでログインしてください。",
    ),
    "code": (403, "庁内アカウントを確かめられませんでした。もう一度、はじめからお試しください。"),
    "token": (
        403,
        "庁内アカウントを確かめられませんでした。続くときは、管理者にお伝えください。",
    ),
    "unverified": (
        403,
        "庁内アカウントのメールアドレスが確認済みになっていません。庁内アカウントの担当者にお問い合わせください。",
    ),
    "no_account": _NO_ACCOUNT,
    "closed_account": _NO_ACCOUNT,
    "another_person": (
        403,
        "このメールアドレスのアカウントは、別の庁内アカウントにつながっています。管理者に、つながりを確かめるようお伝えください。",
    ),
}
# What whoever runs the desk can do something about.
_LOGGED = frozenset({"away", "code", "declined", "token", "unverified"})


def build(settings: Settings, attempts: SqlAttempts, visits: Budgets) -> SignOn | None:
    """Return single sign-on as the settings say, None where it is not set up."""
    if not settings.has_sign_on:
        return None
    provider = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    return SignOn(provider, attempts, f"{public_url(settings)}{_PATH}/callback", visits)


@router.get("/api/console/ways")
def ways(desk: Desk) -> LoginWays:
    """Return the ways to log in; the login page asks before anybody is logged in."""
    return {"sso": desk.sign_on is not None}


@router.get("/console/sso/begin")
async def begin_sso(request: Request, desk: Desk, log: Log) -> Response:
    """Send the browser to the provider, with a cookie that it must come back with."""
    found = desk.sign_on
    if found is None:
        return _off()
    if not _is_opened_by_a_person(request):
        return _page(*_WORDS["attempt"])
    now = desk.clock.now()
    attempt, state, browser = sign_on.begin()
    try:
        _hold_back(found, request)
        address = await sign_on.address(found, attempt, state)
    except SignOnRefused as error:
        return await run_in_threadpool(_refuse, error, request, now, log)
    await run_in_threadpool(found.attempts.keep, attempt, now, now - sign_on.LONGEST)
    answer = RedirectResponse(address, 303, {"cache-control": "no-store"})
    answer.set_cookie(
        _COOKIE,
        browser,
        max_age=int(sign_on.LONGEST.total_seconds()),
        httponly=True,
        # Not strict: the provider sends the browser back.
        samesite="lax",
        secure=desk.settings.is_production,
        path=_PATH,
    )
    return answer


@router.get("/console/sso/callback")
async def end_sso(
    request: Request,
    desk: Desk,
    store: Accounts,
    log: Log,
    hitohata_sso: Annotated[str, Cookie()] = "",
) -> Response:
    """Open a session for whom the provider vouches for; where it leads does not depend on the request."""
    found = desk.sign_on
    if found is None:
        return _off()
    if not _is_opened_by_a_person(request):
        return _page(*_WORDS["attempt"])
    now, given = desk.clock.now(), request.query_params
    try:
        _hold_back(found, request)
        attempt = await run_in_threadpool(sign_on.take, found.attempts, given.get("state", ""), hitohata_sso, now)
        person = await sign_on.person_of(found, attempt, given, now)
        account = await run_in_threadpool(sign_on.account_of, store, person)
    except SignOnRefused as error:
        answer = await run_in_threadpool(_refuse, error, request, now, log)
    else:
        answer = await run_in_threadpool(_open, account, request, desk, store, log)
    answer.delete_cookie(_COOKIE, path=_PATH)
    return answer


def _is_opened_by_a_person(request: Request) -> bool:
    """Whether a browser's window goes there: pictures and frames of other pages must not use up the office's visits.

    Browsers that say nothing of it (https://www.w3.org/TR/fetch-metadata/, 2026-11-25) are let through.
    """
    return request.headers.get("sec-fetch-dest", "document") == "document"


def _where(request: Request) -> str:
    return request.client.host if request.client else ""


def _hold_back(found: SignOn, request: Request) -> None:
    if not found.visits.allows(limits.SIGN_ON_VISITS, limits.network_of(request)):
        raise SignOnRefused("held_back")


def _open(account: Account, request: Request, desk: Services, store: SqlAccountStore, log: AuditLog) -> Response:
    where, agent, now = _where(request), request.headers.get("user-agent", ""), desk.clock.now()
    token, _ = accounts.open_session(store, account, where, now, agent=agent)
    log.audit("login_sso", "", now, account_id=account.id, account_name=account.name, address=where)
    answer = RedirectResponse("/console", 303, {"cache-control": "no-store"})
    set_session_cookie(answer, token, desk.settings)
    return answer


def _refuse(error: SignOnRefused, request: Request, now: datetime, log: AuditLog) -> Response:
    if error.reason in _LOGGED:
        # The check's name, nothing of what came.
        _log.warning("sso.refused reason=%s detail=%s", error.reason, error.detail)
    if error.reason != "held_back":
        log.audit(
            "login_sso_refused",
            error.reason,
            now,
            account_id=error.account.id if error.account else None,
            account_name=error.account.name if error.account else "",
            address=_where(request),
        )
    answer = _page(*_WORDS[error.reason])
    if error.reason == "held_back":
        answer.headers["retry-after"] = "60"
    return answer


def _off() -> Response:
    return _page(404, "庁内アカウントでのログインは、ここでは使えません。")


def _page(status: int, words: str) -> Response:
    return page(status, words, title="ログインできませんでした", onward="ログインの画面へ戻る")
