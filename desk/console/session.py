"""Who is asking: the cookie session, the CSRF token on every change, the role."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Cookie, Depends, Header, Request

from desk.accounts import service as accounts
from desk.accounts.service import Account, Session
from desk.console.store import ConsoleStore
from desk.conversation.models import Consultant
from desk.problems import Problem
from desk.services import Services, services

COOKIE = "hitohata_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Desk = Annotated[Services, Depends(services)]


def console_store(request: Request) -> ConsoleStore:
    """Return the console's store."""
    found: ConsoleStore = request.app.state.console_store
    return found


Store = Annotated[ConsoleStore, Depends(console_store)]


def current_session(
    request: Request,
    desk: Desk,
    store: Store,
    hitohata_session: Annotated[str, Cookie()] = "",
    x_csrf_token: Annotated[str, Header()] = "",
) -> Session:
    """Return the session, or refuse: 401 without one, 403 for a change without its CSRF token."""
    found = (
        accounts.session(store, hitohata_session, desk.clock.now()) if hitohata_session else None
    )
    if found is None:
        raise Problem(401, "not_logged_in", "ログインしてください。")
    if request.method not in _SAFE:
        if not hmac.compare_digest(found.csrf.encode(), x_csrf_token.encode()):
            raise Problem(403, "bad_csrf", "画面を読み込み直してから、もう一度お試しください。")
        if found.account.role == "auditor" and not request.url.path.endswith("/logout"):
            raise Problem(403, "read_only", "監査の役割では変更できません。")
    return found


CurrentSession = Annotated[Session, Depends(current_session)]


def consultant(account: Account) -> Consultant:
    """Return an account as the conversation knows it."""
    return Consultant(account.id, account.name, account.is_supervisor)
