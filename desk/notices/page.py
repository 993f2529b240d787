"""通知の設定: what one is told of by mail, and when not."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.mail.service import NotAnAddress, mail_address
from desk.notices.notice import Kind, NoticeSettings
from desk.notices.store import NoticeStore
from desk.office import frame, pages
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import Services, part

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_NAMES = {
    Kind.NEW: "新しい相談が順番待ちに入ったとき",
    Kind.WAITING: "だれも受け取らないまま待たせているとき",
    Kind.MISSED: "返事が遅れているとき（担当者が離れた・返事がない・受付終了後も待っている）",
    Kind.LEFT: "伝言が届いたとき（受付時間外など）",
}


Notices = Annotated[NoticeStore, Depends(part(NoticeStore))]


@router.get("/notices")
def show_notices(current: CurrentSession, desk: Desk, store: Notices) -> HTMLResponse:
    """Show what one is told of."""
    return _page(current, desk, store.settings(current.account.id, current.account.role))


@router.post("/notices")
def save_notices(fields: Fields, current: CurrentSession, desk: Desk, store: Notices, changes: Changes) -> HTMLResponse:
    """Keep what one wants to be told of; holds at once."""
    usual, before = NoticeSettings(), store.settings(current.account.id, current.account.role)
    try:
        begin, end = (
            time.fromisoformat(fields.get(name, f"{default:%H:%M}"))
            for name, default in (
                ("quiet_from", usual.quiet_from),
                ("quiet_until", usual.quiet_until),
            )
        )
    except ValueError:
        said = "送らない時間は 20:00 のように書いてください。"
        return _page(current, desk, before, 422, said)
    wish = NoticeSettings(
        kinds=frozenset(kind for kind in _NAMES if f"kind_{kind}" in fields),
        by_mail="by_mail" in fields,
        quiet_from=begin.replace(tzinfo=None),
        quiet_until=end.replace(tzinfo=None),
        is_quiet_at_console="is_quiet_at_console" in fields,
        has_digest="has_digest" in fields,
        on_call="on_call" in fields and current.account.is_supervisor,
        has_monthly="has_monthly" in fields and current.account.is_supervisor,
    )
    store.save_settings(current.account.id, wish, desk.clock.now())
    changes(_told(before), _told(wish))
    return _page(current, desk, wish, said="通知の設定を保存しました。すぐに有効です。")


def _told(wish: NoticeSettings) -> dict[str, str]:
    """Return settings as the log tells them."""
    yes = {True: "はい", False: "いいえ"}
    return {
        "知らせるとき": "・".join(_NAMES[kind] for kind in _NAMES if kind in wish.kinds),
        "メール": yes[wish.by_mail],
        "送らない時間": f"{wish.quiet_from:%H:%M}〜{wish.quiet_until:%H:%M}",
        "画面を見ているときは送らない": yes[wish.is_quiet_at_console],
        "毎日のまとめ": yes[wish.has_digest],
        "緊急の当番": yes[wish.on_call],
        "月次報告": yes[wish.has_monthly],
    }


def _page(current: Session, desk: Services, wish: NoticeSettings, status: int = 200, said: str = "") -> HTMLResponse:
    return frame.show(
        current,
        "notices/page.html",
        title=pages.title_of("/console/notices"),
        status=status,
        said=said,
        email=current.account.email,
        is_usable=_is_usable(current.account.email),
        has_server=bool(desk.settings.smtp_url),
        wish=wish,
        kinds=_NAMES,
        digest_at=f"{desk.settings.digest_at:%H:%M}",
        plans=current.account.is_supervisor,
    )


def _is_usable(email: str) -> bool:
    try:
        mail_address(email)
    except NotAnAddress:
        return False
    return True
