"""Messages that did not reach LINE: why, and what to do about each."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.channels.line.service import LineApi, Troubles
from desk.conversation import contacts
from desk.deliveries import letters_page, set_aside_page
from desk.deliveries.letters_page import Letters
from desk.deliveries.log import Deliveries, Stuck
from desk.deliveries.set_aside_page import Aside
from desk.http.limits import LARGEST_NUMBER
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part
from desk.text import times

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
LONGEST_EXCERPT = 80
_STATES = {"dead": "送れませんでした", "unknown": "届いたか不明", "held": "送れません（上限）"}
# Troubles of the whole channel, the gravest first (`desk.channels.line.sender`).
_TROUBLES = {
    "line.stopped": "LINE への送信を止めています。",
    "line.clock": "LINE から届いたメッセージの時刻が、この相談デスクの時計と大きくずれています。時計を合わせてください。",
    "line.quota": "LINE のプッシュが今月の上限です。利用者が書いて1分以内の返信だけが届きます。",
}
_STOPPED = "line.stopped"


Outbox = Annotated[Deliveries, Depends(part(Deliveries))]


def trouble(known: Annotated[Troubles, Depends(part(Troubles))]) -> str:
    """Return the gravest trouble in words, nothing where there is none."""
    names = known.names()
    return next((words for name, words in _TROUBLES.items() if name in names), "")


Trouble = Annotated[str, Depends(trouble)]


async def line_quota(desk: Desk) -> LineApi | None:
    """Return who knows the quota; None where LINE is not used."""
    return desk.of(LineApi) if desk.settings.line_secrets else None


Quota = Annotated[LineApi | None, Depends(line_quota)]


@router.get("/deliveries")
def show_deliveries(
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    mailbox: Letters,
    quota: Quota,
    known: Annotated[Troubles, Depends(part(Troubles))],
    set_aside: Aside,
) -> HTMLResponse:
    """Show what is stuck: messages to LINE, mails and notices, and what workers could not do."""
    more = _stopped(current, known.names()) + set_aside_page.section(current, set_aside) + _quota(quota)
    return _page(current, outbox, more=more, mails=letters_page.section(current, mailbox, desk.clock.now()))


@router.post("/line/resume")
def resume_line(
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    mailbox: Letters,
    known: Annotated[Troubles, Depends(part(Troubles))],
) -> HTMLResponse:
    """Send again on a channel that was stopped, because somebody has mended the reason."""
    known.end(_STOPPED)
    desk.bell.ring("")
    mails = letters_page.section(current, mailbox, desk.clock.now())
    return _page(current, outbox, said="送信を再開しました。", mails=mails)


@router.post("/deliveries/{parcel_id}")
def decide_delivery(
    parcel_id: Annotated[int, Path(le=LARGEST_NUMBER)],
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    mailbox: Letters,
) -> HTMLResponse:
    """Send a stuck message again, or take it off the list."""
    mails = letters_page.section(current, mailbox, desk.clock.now())
    if fields.get("do") not in {"again", "drop"}:
        return _page(current, outbox, 422, "できない操作です。", mails=mails)
    is_again = fields["do"] == "again"
    now = desk.clock.now()
    conversation_id = outbox.send_again(parcel_id, now) if is_again else outbox.give_up(parcel_id)
    if conversation_id is None:
        said = "もうほかの人が対応したか、送られています。"
        return _page(current, outbox, 409, said, mails=mails)
    desk.bell.ring(conversation_id)
    said = "もう一度送ります。" if is_again else "一覧から外しました。"
    return _page(current, outbox, said=said, mails=mails)


def _stopped(current: Session, names: Mapping[str, str]) -> str:
    if _STOPPED not in names:
        return ""
    button = frame.form(current, "/console/line/resume", "", "送信を再開する")
    return (
        f'<div role="alert"><p><strong>{_TROUBLES[_STOPPED]}</strong>LINE の答え：{escape(names[_STOPPED])}</p>'
        "<p>401 はアクセストークンが切れたか取り消されたこと、403 はアカウントやプランの制限を表します。"
        f"管理者が直してから、再開してください。待っているメッセージは残っています。</p>{button}</div>"
    )


def _quota(line: LineApi | None) -> str:
    found = line.quota() if line else None
    if found is None:
        return "" if line is None else "<p>今月の LINE のプッシュの数は、いま LINE から読めません。</p>"
    used, most = found
    words = f"{used}通（上限なし）" if most is None else f"{used} / {most}通"
    full = most is not None and used >= most
    warning = "<strong>上限です。利用者が書いて1分以内の返信だけが届きます。</strong>" if full else ""
    return f"<p>今月の LINE のプッシュ：{words}{warning}</p>"


def _page(
    current: Session,
    outbox: Deliveries,
    status: int = 200,
    said: str = "",
    more: str = "",
    mails: str = "",
) -> HTMLResponse:
    found = outbox.stuck()
    rows = "".join(_row(current, item) for item in found)
    heads = ("日時（日本時間）", "相談", "だれから", "内容", "状態", "操作")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    table = (
        '<div class="wide" tabindex="0" role="region" aria-label="届いていないメッセージ"><table>'
        f"<caption>届いていないメッセージ（{len(found)}件）</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    body = (
        "<p>LINE に送れなかったか、届いたか分からないメッセージです。「届いたか不明」をもう一度送ると、同じ内容が二度届くことがあります。"
        "ほかの連絡方法があれば、そちらもご検討ください。</p>"
    ) + (table if found else "<p>届いていないメッセージはありません。</p>")
    return frame.page(current, "送信の記録", more + body + mails, status=status, said=said)


def _row(current: Session, item: Stuck) -> str:
    receipt = (
        f'<a href="/console#/cases/{escape(item.case_id)}">{escape(item.receipt)}</a>'
        if item.case_id and item.receipt
        else "（相談なし）"
    )
    text = contacts.hidden(item.text)
    words = text[:LONGEST_EXCERPT] + ("…" if len(text) > LONGEST_EXCERPT else "")
    moment = times.moment_in_year(item.sent_at)
    buttons = "".join(
        frame.form(
            current,
            f"/console/deliveries/{item.id}",
            f'<input type="hidden" name="do" value="{do}">',
            label,
            kind="inline",
        )
        for do, label in (("again", "もう一度送る"), ("drop", "送らない"))
    )
    return (
        f'<tr><th scope="row">{moment}</th><td>{receipt}</td><td>{escape(item.author_name)}</td><td>{escape(words)}</td>'
        f"<td>{_STATES[item.state]}<br><small>{escape(item.problem)}</small></td><td>{buttons}</td></tr>"
    )
