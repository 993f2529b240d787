"""Who is asking: the cookie session, the CSRF token on every change, the role."""

from __future__ import annotations

import dataclasses
import hmac
import logging
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Cookie, Depends, Header, Request
from sqlalchemy.exc import SQLAlchemyError

from desk.accounts import proof
from desk.accounts import service as accounts
from desk.accounts.models import Account, Session
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog
from desk.conversation.models import Consultant
from desk.conversation_sql.transaction import SqlStore
from desk.http.problems import Problem
from desk.office import pages
from desk.office.acts import AUDITED
from desk.office.step_up import PROVE, SAFE, step_up
from desk.services import Services, part, services

logger = logging.getLogger(__name__)
# What an auditor may open besides: only what is one's own.
_OWN = ("/session", "/logout", "/second-factor", "/second-factor/confirm", PROVE)
# What is open before a second factor is set, where the office demands one.
_WITHOUT_A_FACTOR = _OWN

Desk = Annotated[Services, Depends(services)]
Accounts = Annotated[SqlAccountStore, Depends(part(SqlAccountStore))]
Log = Annotated[AuditLog, Depends(part(AuditLog))]
Talks = Annotated[SqlStore, Depends(part(SqlStore))]


async def given_csrf(request: Request, x_csrf_token: Annotated[str, Header()] = "") -> str:
    """Return the CSRF token that came: in the header, or in a field where a plain form was sent."""
    if _is_form(request):
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        return fields.get("csrf", [""])[-1]
    return x_csrf_token


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def current_session(
    request: Request,
    desk: Desk,
    store: Accounts,
    hitohata_session: Annotated[str, Cookie()] = "",
    csrf: Annotated[str, Depends(given_csrf)] = "",
    hitohata_told: Annotated[str, Cookie()] = "",
) -> Session:
    """Return the session, or refuse: 401 without one, 403 for a change without its CSRF token.

    Every request that is let in keeps its account's presence: pages of the office count as much as the console.
    """
    now = desk.clock.now()
    found = accounts.session(store, hitohata_session, now) if hitohata_session else None
    if found is None:
        if hitohata_session and accounts.was_stopped(store, hitohata_session):
            message = "このアカウントは停止されました。管理者にお尋ねください。"
            raise Problem(401, "account_stopped", message)
        raise Problem(401, "not_logged_in", "ログインしてください。")
    if request.method not in SAFE and not hmac.compare_digest(found.csrf.encode(), csrf.encode()):
        raise Problem(403, "bad_csrf", "画面を読み込み直してから、もう一度お試しください。")
    if proof.wants_second_factor(found.account, desk.settings.second_factor) and not (
        request.url.path.endswith(_WITHOUT_A_FACTOR)
    ):
        raise Problem(403, "second_factor_wanted", "先に二段階認証を設定してください。")
    if found.account.role == "auditor" and not _is_for_auditors(request.url.path):
        raise Problem(403, "log_only", "監査の役割では、操作の記録だけを見られます。")
    pages.check(request.url.path, found.account.role)
    step_up(request, found, now)
    try:
        accounts.keep_seen(store, hitohata_session, found, now)
    except SQLAlchemyError as error:
        # A database that cannot be written to must still be readable.
        logger.warning("presence.not_noted %s", type(error).__name__)
    return dataclasses.replace(found, sends_form=request.method not in SAFE and _is_form(request), told=hitohata_told)


def _is_for_auditors(path: str) -> bool:
    """Whether a path shows no person's words: the pages that name the role, and what is one's own."""
    return path.endswith(_OWN) or any(page.holds(path) for page in pages.of("auditor"))


CurrentSession = Annotated[Session, Depends(current_session)]


async def manager_session(current: CurrentSession) -> Session:
    """Return the session of a manager, or refuse."""
    if current.account.role != "manager":
        raise Problem(403, "not_manager", "管理者だけができる操作です。")
    return current


ManagerSession = Annotated[Session, Depends(manager_session)]


def audited(request: Request, current: CurrentSession, desk: Desk, log: Log) -> None:
    """Write down who does what before it is done: nothing is seen or changed without an entry.

    A page that is open asks again at every change; its views count once in ten minutes.
    """
    route = request.scope["route"].name
    action = AUDITED.get(route)
    if action is None:
        return
    subject = str(next(iter(request.path_params.values()), ""))
    now = desk.clock.now()
    if action == "view" and not desk.views.is_first(f"{current.account.id}:{subject}", now):
        return
    account = current.account
    # How it ended is known later: `desk.office.outcomes` completes the entry where it was refused.
    request.state.audited = Audited(
        log.audit(
            action,
            subject,
            now,
            account_id=account.id,
            account_name=account.name,
            address=request.client.host if request.client else "",
        ),
        action,
        subject,
        account,
    )


@dataclasses.dataclass(frozen=True)
class Audited:
    """The entry of the act that a request does."""

    number: int
    action: str
    subject: str
    account: Account

    def complete(self, log: AuditLog, what: str, detail: str, now: datetime) -> None:
        """Add how it ended or what it changed (`desk.audit.store.REFUSED`, `CHANGED`)."""
        me = self.account
        log.audit(what, self.subject, now, account_id=me.id, account_name=me.name, about=self.number, detail=detail)


def consultant(account: Account) -> Consultant:
    """Return an account as the conversation knows it."""
    return Consultant(account.id, account.name, account.is_supervisor)
