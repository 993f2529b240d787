"""「正しい回答は…」: from a case to the answers: its questions become ways of asking, a consultant's reply a draft."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.cases.access import talk_or_409
from desk.cases.store import CaseStore, Store
from desk.contact.masking import mask
from desk.content.service import Actor, Content, ContentRefused, Published, Service
from desk.conversation.models import Author
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import Services
from desk.text.pack import city

router = APIRouter(prefix="/console", include_in_schema=False)
MOST = 20
LONGEST = 300


@router.get("/cases/{case_id}/answer", dependencies=[Depends(audited)])
def show_case_answers(
    case_id: str, current: CurrentSession, desk: Desk, store: Store, content: Service
) -> HTMLResponse:
    """Show the questions and the replies of a case, masked, and what can be made of them."""
    return _page(case_id, current, desk, store, content)


@router.post("/cases/{case_id}/answer")
def correct_answer(
    case_id: str, current: CurrentSession, desk: Desk, store: Store, content: Service, fields: Fields
) -> HTMLResponse:
    """Let a question belong to an answer; the words are masked again, whatever came."""
    text = " ".join(mask(fields.get("text", "")).split())[:LONGEST]
    actor = Actor(current.account.id, current.account.name, current.account.role)
    try:
        content.add_phrasings(actor, fields.get("label", ""), [text])
    except ContentRefused:
        return _page(case_id, current, desk, store, content, 422, "回答と言い方を選んでください。")
    later = "" if current.account.is_supervisor else "主任か管理者が認めると使われます。"
    return _page(case_id, current, desk, store, content, 200, f"「{text}」を加えました。{later}")


def _page(
    case_id: str,
    current: CurrentSession,
    desk: Services,
    store: CaseStore,
    content: Content,
    status: int = 200,
    said: str = "",
) -> HTMLResponse:
    with store.read() as tx:
        case = talk_or_409(tx, case_id)
        messages = [m for m in tx.messages(case.conversation_id) if not m.late]
        understood = {m.seq: m.understanding or {} for m in tx.understood_messages(case.conversation_id)}
    entries = desk.of(Published).entries()
    titles = {label: str(entry["title"]) for label, entry in entries.items()}
    asked = [
        (mask(m.text), titles.get(str(understood.get(m.seq, {}).get("label") or ""), "―"))
        for m in messages
        if m.author is Author.USER and m.text.strip()
    ]
    replies = [mask(m.text) for m in messages if m.author is Author.CONSULTANT and m.text.strip()]
    named = city().topic_names
    return frame.show(
        current,
        "cases/answer.html",
        title="この相談を回答に生かす",
        section="回答",
        status=status,
        said=said,
        case=case,
        asked=asked[:MOST],
        replies=replies[-MOST:],
        titles=titles,
        topics={topic: named.get(topic, topic) for topic in content.topics() if topic != "chitchat"},
    )
