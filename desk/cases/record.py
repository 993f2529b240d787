"""対応記録票: one case on one page of paper, for the file. Internal notes are not on it; the whole talk only where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.cases import summary
from desk.cases.access import talk_or_409
from desk.cases.store import Store
from desk.contact import patterns
from desk.content.service import Published
from desk.conversation import contacts
from desk.conversation.models import Author, Case, Message
from desk.display_names import AUTHORS, CHANNELS, REASONS, STATES, TOLD
from desk.office import frame
from desk.office.session import CurrentSession, Desk, audited
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
# As much as fits on the page beside everything else.
LONGEST_REPLY, MOST_REPLIES = 400, 6
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
    titles = desk.of(Published).titles(set(known["topics"]))
    told = [(name, patterns.hidden(str(case.slots[key]))) for key, name in TOLD.items() if case.slots.get(key)]
    replies = _replies(case, messages)
    return frame.show(
        current,
        "cases/record.html",
        title="対応記録票",
        case=case,
        has_talk=talk,
        rows=[
            ("受付番号", case.receipt),
            ("受付日時", wareki(case.opened_at)),
            ("経路", CHANNELS.get(case.channel, case.channel)),
            ("引き継ぎの理由", REASONS.get(case.reason, case.reason)),
            ("担当", item["owner_name"] or "―"),
            ("最初の対応まで", f"{wait}分（受付時間のうち）" if wait is not None else "―"),
            ("状態", STATES[case.state] + (f"（{wareki(case.closed_at)}）" if case.closed_at else "")),
            ("連絡先", "預かっている（相談画面で確認）" if case.contact else "なし（チャットで返信）"),
            *told,
            (
                "答えた話題",
                "、".join(titles.get(label, label) for label in known["topics"]) or "―",
            ),
        ],
        question=patterns.hidden(case.question),
        reply_count=len(replies),
        left_out=max(0, len(replies) - MOST_REPLIES),
        replies=[(m.sent_at, m.author_name, _short(m.text)) for m in replies[-MOST_REPLIES:]],
        talk=[
            (m.sent_at, m.author_name if m.author is Author.CONSULTANT else AUTHORS[m.author], _spoken(m))
            for m in messages
        ]
        if talk
        else [],
        printed=f"{wareki(desk.clock.now())} 出力・{current.account.name}",
    )


def wareki(moment: datetime) -> str:
    """Return 令和8年11月24日(火) 10:05, in Japanese time."""
    local = moment.astimezone(JAPAN)
    year = local.year - _REIWA_BEGAN
    return f"令和{'元' if year == 1 else year}年{times.moment(moment)}"


def _replies(case: Case, messages: Sequence[Message]) -> list[Message]:
    """Return what consultants wrote in this case."""
    replies = [m for m in messages if m.author is Author.CONSULTANT and m.sent_at >= case.opened_at]
    return [m for m in replies if m.sent_at <= case.closed_at] if case.closed_at else replies


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_REPLY else text[:LONGEST_REPLY] + "…（略）"


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
