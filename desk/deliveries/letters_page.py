"""Mails and notices that were not sent: why, and what to do about each; a part of 送信の記録."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.http.limits import LARGEST_NUMBER
from desk.mail.service import Mailbox, Way, explained, masked
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part
from desk.text import times

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_STATES = {"dead": "送れませんでした", "unknown": "届いたか不明"}
_WAYS = {Way.MAIL: "メール", Way.CHAT: "通知"}


Letters = Annotated[Mailbox, Depends(part(Mailbox))]


@router.post("/letters/{letter_id}")
def decide_letter(
    letter_id: Annotated[int, Path(le=LARGEST_NUMBER)],
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    letters: Letters,
) -> HTMLResponse:
    """Send a stuck letter again, or take it off the list."""
    now = desk.clock.now()
    if fields.get("do") not in {"again", "drop"}:
        return _answer(current, letters, now, 422, "できない操作です。")
    is_again = fields["do"] == "again"
    done = letters.send_again(letter_id, now) if is_again else letters.let_go(letter_id)
    if not done:
        return _answer(current, letters, now, 409, "もうほかの人が対応したか、送られています。")
    return _answer(current, letters, now, 200, "もう一度送ります。" if is_again else "一覧から外しました。")


def count(letters: Mailbox, now: datetime) -> int:
    """Return how many letters people should hear of: those that wait for a decision, and those tried in vain."""
    return letters.count_stuck() + sum(int(item["count"]) for item in letters.late(now))


def section(current: Session, letters: Mailbox, now: datetime) -> str:
    """Return the part of the page about mails and notices, as HTML."""
    found = letters.stuck()
    title = "<h2>メールと通知</h2>" + "".join(_alarm(item) for item in letters.late(now))
    if not found:
        return f"{title}<p>判断を待つメールと通知はありません。</p>"
    heads = ("日時（日本時間）", "種類", "宛先", "件名", "状態", "操作")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    rows = "".join(_row(current, item) for item in found)
    return (
        f"{title}<p>二日のあいだ送り直しても送れなかったか、相手に断られたものです。直してから「もう一度送る」を押してください。</p>"
        '<div class="wide" tabindex="0" role="region" aria-label="送れていないメールと通知"><table>'
        f"<caption>送れていないメールと通知（{len(found)}件）</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _answer(current: Session, letters: Mailbox, now: datetime, status: int, said: str) -> HTMLResponse:
    back = '<p><a href="/console/deliveries">送信の記録をすべて見る</a></p>'
    body = section(current, letters, now) + back
    return frame.page(current, "送信の記録", body, status=status, said=said)


def _alarm(item: dict[str, Any]) -> str:
    since = times.moment(item["since"])
    return (
        f'<p class="said" role="alert">{_WAYS[Way(item["way"])]} {item["count"]}件が、{since} から送れていません。'
        f"{escape(explained(item['problem']))}"
        f"自動で送り直しています。<br><small>{escape(item['problem'])}</small></p>"
    )


def _row(current: Session, item: dict[str, Any]) -> str:
    moment = times.moment_in_year(item["created_at"])
    way = Way(item["way"])
    to = masked(item["recipient"]) if way is Way.MAIL else "（設定した通知先）"
    problem = item["problem"] or ""
    buttons = "".join(
        frame.form(
            current,
            f"/console/letters/{item['id']}",
            f'<input type="hidden" name="do" value="{do}">',
            label,
            kind="inline",
        )
        for do, label in (("again", "もう一度送る"), ("drop", "送らない"))
    )
    return (
        f'<tr><th scope="row">{moment}</th><td>{_WAYS[way]}</td><td>{escape(to)}</td><td>{escape(item["subject"])}</td>'
        f"<td>{_STATES[item['state']]}<br>{escape(explained(problem))}<br><small>{escape(problem)}</small></td><td>{buttons}</td></tr>"
    )
