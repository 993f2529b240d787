"""対応記録票: one case on one page of paper, for the file. Internal notes are not on it; the whole talk only where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.cases import summary
from desk.cases.access import talk_or_409
from desk.cases.store import Store
from desk.content import service as content
from desk.conversation import contacts
from desk.conversation.models import Author, Case, Message, State
from desk.office import frame
from desk.office.session import CurrentSession, Desk, audited
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
# As much as fits on the page beside everything else.
LONGEST_REPLY, MOST_REPLIES = 400, 6
_CHANNELS = {"web": "ウェブのチャット", "line": "LINE"}
_STATES = {
    State.ALERT: "見守り",
    State.QUEUED: "待っている",
    State.MESSAGE_LEFT: "伝言",
    State.CONSULTANT: "対応中",
    State.CLOSED: "終了",
}
_REASONS = {
    "asked_for_person": "本人の希望",
    "not_understood": "自動応答が答えられなかったため",
    "assistant_failed": "自動応答の不調のため",
    "distress": "つらい気持ちの訴え",
    "emergency": "緊急",
}
_TOLD = {
    "goal": "希望",
    "stage": "検討の段階",
    "language": "書かれた言語",
    "from_where": "お住まい",
    "family": "家族",
    "timing": "時期",
    "amounts": "金額",
}
_AUTHORS = {Author.USER: "利用者", Author.BOT: "自動応答", Author.SYSTEM: "お知らせ"}
# Dates before 令和 are not needed: the service began in 2026.
_REIWA_BEGAN = 2018


@router.get("/cases/{case_id}/record")
def show_record(case_id: str, current: CurrentSession, desk: Desk, store: Store, talk: bool = False) -> HTMLResponse:
    """Show the record; `talk=true` adds the whole conversation."""
    with store.read() as tx:
        case = talk_or_409(tx, case_id)
        messages = [contacts.without(m) for m in tx.messages(case.conversation_id) if not m.late]
        known = summary.of(case, tx.understood_messages(case.conversation_id))
    [item] = store.items([case_id])
    wait = None
    if case.claimed_at:
        wait = desk.calendar().business_minutes(case.waiting_since, case.claimed_at)
    body = (
        _links(case, talk)
        + _facts(case, item["owner_name"], known, wait)
        + _words(case, messages)
        + _seals()
        + (_talk(messages) if talk else "")
        + f'<p class="small">{escape(wareki(desk.clock.now()))} 出力・{escape(current.account.name)}（内部メモと連絡先は載せず、言葉の中の連絡先は伏せています）</p>'
    )
    return frame.page(current, "対応記録票", f'<article class="record">{body}</article>')


def wareki(moment: datetime) -> str:
    """Return 令和8年11月24日(火) 10:05, in Japanese time."""
    local = moment.astimezone(JAPAN)
    year = local.year - _REIWA_BEGAN
    return f"令和{'元' if year == 1 else year}年{times.moment(moment)}"


def _links(case: Case, talk: bool) -> str:
    address = f"/console/cases/{escape(case.id)}/record"
    other = (
        f'<a href="{address}">やり取りをつけない</a>'
        if talk
        else f'<a href="{address}?talk=true">やり取りの全文をつける</a>'
    )
    back = f'<a href="/console#/cases/{escape(case.id)}">相談に戻る</a>'
    return f'<p class="noprint">ブラウザーの印刷（Ctrl+P）で、紙か PDF にできます。{other} ・ {back}</p>'


def _facts(case: Case, owner: str | None, known: dict[str, Any], wait: int | None) -> str:
    titles = content.titles(set(known["topics"]))
    told = [(name, contacts.hidden(str(case.slots[key]))) for key, name in _TOLD.items() if case.slots.get(key)]
    rows = [
        ("受付番号", case.receipt),
        ("受付日時", wareki(case.opened_at)),
        ("経路", _CHANNELS.get(case.channel, case.channel)),
        ("引き継ぎの理由", _REASONS.get(case.reason, case.reason)),
        ("担当", owner or "―"),
        ("最初の対応まで", f"{wait}分（受付時間のうち）" if wait is not None else "―"),
        ("状態", _STATES[case.state] + (f"（{wareki(case.closed_at)}）" if case.closed_at else "")),
        ("連絡先", "預かっている（相談画面で確認）" if case.contact else "なし（チャットで返信）"),
        *told,
        (
            "答えた話題",
            "、".join(titles.get(label, label) for label in known["topics"]) or "―",
        ),
    ]
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
    return f'<dl class="facts">{cells}</dl>'


def _words(case: Case, messages: Sequence[Message]) -> str:
    replies = [m for m in messages if m.author is Author.CONSULTANT and m.sent_at >= case.opened_at]
    if case.closed_at:
        replies = [m for m in replies if m.sent_at <= case.closed_at]
    shown = "".join(
        f"<li><span class='small'>{escape(times.moment(m.sent_at))} {escape(m.author_name)}</span>"
        f"<p class='words'>{escape(_short(m.text))}</p></li>"
        for m in replies[-MOST_REPLIES:]
    )
    left_out = len(replies) - MOST_REPLIES
    more = f"<p class='small'>（これより前の返信 {left_out}件は略）</p>" if left_out > 0 else ""
    return (
        f"<h2>相談の内容</h2><p class='words'>{escape(contacts.hidden(case.question))}</p>"
        f"<h2>対応（相談員の返信 {len(replies)}件）</h2>{more}<ul class='plain'>{shown or '<li>返信はまだありません。</li>'}</ul>"
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_REPLY else text[:LONGEST_REPLY] + "…（略）"


def _seals() -> str:
    names = ("担当", "主任", "管理者")
    return (
        "<table class='seals'><caption>確認欄</caption><thead><tr>"
        + "".join(f"<th scope='col'>{name}</th>" for name in names)
        + "</tr></thead><tbody><tr>"
        + "<td></td>" * len(names)
        + "</tr></tbody></table>"
    )


def _talk(messages: Sequence[Message]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(times.moment(m.sent_at))}</th><td>{escape(_AUTHORS.get(m.author, m.author_name))}</td>"
        f"<td class='words'>{escape(_spoken(m))}</td></tr>"
        for m in messages
    )
    return (
        "<h2>やり取りの全文</h2><table><thead><tr><th scope='col'>日時（日本時間）</th><th scope='col'>だれ</th>"
        f"<th scope='col'>内容</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _spoken(message: Message) -> str:
    """Return what the migrant saw, an answer with its title and its sources."""
    lines = []
    for part in message.parts:
        if part.get("type") == "answer":
            sources = "、".join(source["title"] for source in part["sources"])
            text = "\n\n".join(filter(None, (part["text"], part.get("more"))))
            lines.append(f"【{part['title']}】\n{text}\n出典：{sources}（確認日 {times.written_day(part['checked'])}）")
        elif part.get("text"):
            lines.append(str(part["text"]))
    return "\n".join(lines)
