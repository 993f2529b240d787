"""Everybody's own second factor: set in two steps, so that nobody is locked out by a code that their app does not have."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends
from fastapi.responses import HTMLResponse

from desk.accounts import second_factor
from desk.accounts import service as accounts
from desk.accounts.models import Session
from desk.http.problems import Problem
from desk.office import frame, pages
from desk.office.cookies import COOKIE
from desk.office.frame import Fields
from desk.office.session import Accounts, CurrentSession, Desk, audited

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
TITLE = pages.title_of("/console/second-factor")


@router.get("/second-factor")
def show_second_factor(current: CurrentSession) -> HTMLResponse:
    """Show whether a second factor is set, and offer one."""
    is_set = current.account.totp_secret is not None
    return frame.show(current, "staff/second_factor.html", title=TITLE, is_set=is_set)


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
    said = "二段階認証を設定しました。次のログインから、6桁のコードも入力します。"
    return frame.show(current, "staff/second_factor.html", title=TITLE, said=said, is_set=True)


def _offer(current: Session, secret: str, status: int = 200, said: str = "") -> HTMLResponse:
    return frame.show(
        current,
        "staff/second_factor_offer.html",
        title=TITLE,
        status=status,
        said=said,
        secret=secret,
        picture=second_factor.picture(secret, current.account.email),
    )
