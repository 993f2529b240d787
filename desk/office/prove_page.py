"""Proving again who it is, before what opens an account or takes people's data out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.accounts import proof
from desk.accounts.models import Session
from desk.office import frame
from desk.office.cookies import COOKIE
from desk.office.frame import Fields
from desk.office.session import Accounts, CurrentSession, Desk, audited
from desk.office.step_up import PROVE

router = APIRouter(include_in_schema=False, dependencies=[Depends(audited)])
_TITLE = "確認"


@router.get(PROVE)
def show_prove(current: CurrentSession, desk: Desk, to: str = "") -> HTMLResponse:
    """Ask for the password, and a code where a second factor is set."""
    return _page(current, to, has_sso=desk.sign_on is not None)


@router.post(PROVE)
def prove_again(
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    store: Accounts,
    token: Annotated[str, Cookie(alias=COOKIE)] = "",
) -> Response:
    """Take the proof and lead on to where it was asked for."""
    to = fields.get("to", "")
    is_right = proof.prove(
        store, token, current.account, fields.get("password", ""), fields.get("code", ""), desk.clock.now()
    )
    if not is_right:
        said = "パスワードかコードが違います。失敗が続いたときは、5分ほど待ってからお試しください。"
        return _page(current, to, 422, said, has_sso=desk.sign_on is not None)
    return RedirectResponse(_inside(to), 303, {"cache-control": "no-store"})


def _inside(to: str) -> str:
    """Return where it goes on: a page of the office and nowhere else."""
    is_ours = to.startswith("/console/") and "\\" not in to and "//" not in to and to.isprintable()
    return to if is_ours else "/console"


def _page(current: Session, to: str, status: int = 200, said: str = "", *, has_sso: bool) -> HTMLResponse:
    return frame.show(
        current,
        "office/prove.html",
        title=_TITLE,
        status=status,
        said=said,
        to=_inside(to),
        has_factor=current.account.totp_secret is not None,
        by_sso=has_sso and current.account.sso_identity is not None,
        minutes=int(proof.FRESH.total_seconds() // 60),
    )
