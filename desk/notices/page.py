"""通知の設定: what one is told of by mail, and when not."""

from __future__ import annotations

from datetime import time
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.mail.service import NotAnAddress, mail_address
from desk.notices.notice import Kind, NoticeSettings
from desk.notices.store import NoticeStore
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import Services, part

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_NAMES = {
    Kind.NEW: "新しい相談が順番待ちに入ったとき",
    Kind.WAITING: "だれも受け取らないまま待たせているとき",
    Kind.MISSED: "返事が遅れているとき（担当者が離れた・返事がない・受付終了後も待っている）",
    Kind.LEFT: "受付時間外に伝言が届いたとき",
}


Notices = Annotated[NoticeStore, Depends(part(NoticeStore))]


@router.get("/notices")
def show_notices(current: CurrentSession, desk: Desk, store: Notices) -> HTMLResponse:
    """Show what one is told of."""
    return _page(current, desk, store.settings(current.account.id, current.account.role))


@router.post("/notices")
def save_notices(fields: Fields, current: CurrentSession, desk: Desk, store: Notices) -> HTMLResponse:
    """Keep what one wants to be told of; holds at once."""
    usual = NoticeSettings()
    try:
        begin, end = (
            time.fromisoformat(fields.get(name, f"{default:%H:%M}"))
            for name, default in (
                ("quiet_from", usual.quiet_from),
                ("quiet_until", usual.quiet_until),
            )
        )
    except ValueError:
        before = store.settings(current.account.id, current.account.role)
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
    )
    store.save_settings(current.account.id, wish, desk.clock.now())
    return _page(current, desk, wish, said="保存しました。すぐに有効です。")


def _page(current: Session, desk: Services, wish: NoticeSettings, status: int = 200, said: str = "") -> HTMLResponse:
    kinds = "".join(_check(f"kind_{kind}", name, is_set=kind in wish.kinds) for kind, name in _NAMES.items())
    fields = (
        _check("by_mail", "メールで受け取る", is_set=wish.by_mail)
        + f"<fieldset><legend>受け取るお知らせ</legend>{kinds}</fieldset>"
        + _check(
            "has_digest",
            f"毎朝 {desk.settings.digest_at:%H:%M} に、その日の状況（件数だけ）を受け取る（休業日を除く）",
            is_set=wish.has_digest,
        )
        + (
            _check(
                "on_call",
                "時間外も受け取る（呼び出し当番）：受付時間のほかに命や安全にかかわる言葉が書かれたとき、時刻にかかわらず送る",
                is_set=wish.on_call,
            )
            if current.account.is_supervisor
            else ""
        )
        + _check(
            "is_quiet_at_console",
            "相談画面を開いているあいだは、新しい相談のメールを送らない",
            is_set=wish.is_quiet_at_console,
        )
        + "<fieldset><legend>送らない時間（日本時間）</legend>"
        + f'<label>から<input type="time" name="quiet_from" value="{wish.quiet_from:%H:%M}" required></label>'
        + f'<label>まで<input type="time" name="quiet_until" value="{wish.quiet_until:%H:%M}" required></label>'
        + "<p>このあいだのお知らせは、終わってから、まだ必要なものだけ送ります。同じ時刻にすると、いつでも送ります。</p></fieldset>"
    )
    body = (
        f"<p>宛先：<strong>{escape(current.account.email)}</strong>{_usable(current.account.email)}</p>"
        "<p>お知らせには、受付番号・分野・経路・待ち時間だけを書きます。相談の内容とお名前は書きません。"
        "心の危機や緊急の相談は、この設定にかかわらず、受付時間のあいだは在席中の相談員と管理者の全員に、時間外は呼び出し当番（いなければ全員）に、すぐ送ります。</p>"
        + (
            ""
            if desk.settings.smtp_url
            else "<p><strong>メールサーバーが設定されていません（HITOHATA_SMTP_URL）。いまはメールを送らず、サーバーのフォルダに保存しています。</strong></p>"
        )
        + frame.form(current, "/console/notices", fields, "保存する")
    )
    return frame.page(current, "通知", body, status=status, said=said)


def _check(name: str, words: str, *, is_set: bool) -> str:
    return f'<label class="check"><input type="checkbox" name="{name}" value="1"{" checked" if is_set else ""}>{words}</label>'


def _usable(email: str) -> str:
    try:
        mail_address(email)
    except NotAnAddress:
        return "<br><strong>このアドレスにはメールを送れません。管理者に直してもらってください。</strong>"
    return ""
