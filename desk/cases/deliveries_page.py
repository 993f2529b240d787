"""Messages that did not reach LINE: why, and what to do about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse

from desk.accounts.service import Session
from desk.conversation import contacts
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.mail import outbox_page
from desk.mail.outbox_page import Mailbox
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.set_aside import page
from desk.set_aside.page import Aside
from desk.text import times

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
LONGEST_EXCERPT = 80
_STATES = {"dead": "送れませんでした", "unknown": "届いたか不明", "held": "送れません（上限）"}
# Troubles of the whole channel, the gravest first (`desk.channels.line.sender`).
_TROUBLES = {
    "line.stopped": "LINE への送信を止めています。",
    "line.quota": "LINE のプッシュが今月の上限です。利用者が書いて1分以内の返信だけが届きます。",
}
_STOPPED = "line.stopped"


class Deliveries(Protocol):
    """See `desk.cases.delivery_log.Deliveries`."""

    def stuck(self, most: int = 200) -> Sequence[Any]:
        """Return the messages that wait for a decision."""
        ...

    def count_stuck(self) -> int:
        """Count them."""
        ...

    def states(self, conversation_id: str) -> dict[int, str]:
        """Return {message number: state of its delivery}."""
        ...

    def send_again(self, parcel_id: int, now: datetime) -> str | None:
        """Send one once more; None if it is not stuck."""
        ...

    def give_up(self, parcel_id: int) -> str | None:
        """Take one off the list; None if it is not stuck."""
        ...


async def deliveries(request: Request) -> Deliveries:
    """Return the outbox as people see it."""
    found: Deliveries = request.app.state.deliveries
    return found


Outbox = Annotated[Deliveries, Depends(deliveries)]


class Troubles(Protocol):
    """See `desk.channels.line.troubles.Troubles`."""

    def names(self) -> Mapping[str, str]:
        """Return {trouble: what LINE said}."""
        ...

    def end(self, name: str) -> None:
        """Note that one is over."""
        ...


async def troubles(request: Request) -> Troubles:
    """Return what keeps channels from sending."""
    found: Troubles = request.app.state.troubles
    return found


def trouble(known: Annotated[Troubles, Depends(troubles)]) -> str:
    """Return the gravest trouble in words, nothing where there is none."""
    names = known.names()
    return next((words for name, words in _TROUBLES.items() if name in names), "")


Trouble = Annotated[str, Depends(trouble)]


class LineQuota(Protocol):
    """See `desk.channels.line.client.LineApi`."""

    def quota(self) -> tuple[int, int | None] | None:
        """Return (pushes of this month, how many there may be)."""
        ...


def line_quota(request: Request, desk: Desk) -> LineQuota | None:
    """Return who knows the quota; None where LINE is not used."""
    found: LineQuota = request.app.state.line_api
    return found if desk.settings.line_secrets else None


Quota = Annotated[LineQuota | None, Depends(line_quota)]


def _may(session: Session) -> None:
    if session.account.role == "auditor":
        raise Problem(403, "read_only", "監査の役割では使えません。")


@router.get("/deliveries")
def show_deliveries(
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    mailbox: Mailbox,
    quota: Quota,
    known: Annotated[Troubles, Depends(troubles)],
    set_aside: Aside,
) -> HTMLResponse:
    """Show what is stuck: messages to LINE, mails and notices, and what workers could not do."""
    _may(current)
    more = _stopped(current, known.names()) + page.section(current, set_aside) + _quota(quota)
    return _page(current, outbox, more=more, mails=outbox_page.section(current, mailbox, desk.clock.now()))


@router.post("/line/resume")
def resume_line(
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    mailbox: Mailbox,
    known: Annotated[Troubles, Depends(troubles)],
) -> HTMLResponse:
    """Send again on a channel that was stopped, because somebody has mended the reason."""
    _may(current)
    known.end(_STOPPED)
    desk.bell.ring("")
    mails = outbox_page.section(current, mailbox, desk.clock.now())
    return _page(current, outbox, said="送信を再開しました。", mails=mails)


@router.post("/deliveries/{parcel_id}")
def decide_delivery(
    parcel_id: Annotated[int, Path(le=LARGEST_NUMBER)],
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    mailbox: Mailbox,
) -> HTMLResponse:
    """Send a stuck message again, or take it off the list."""
    _may(current)
    mails = outbox_page.section(current, mailbox, desk.clock.now())
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


def _quota(line: LineQuota | None) -> str:
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


def _row(current: Session, item: Any) -> str:
    receipt = (
        f'<a href="/console#/cases/{escape(item.case_id)}">{escape(item.receipt)}</a>'
        if item.case_id
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
