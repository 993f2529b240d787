"""What the console asks of a case by mail: the approved answers that fit it, ready to be put into the reply."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from desk.channels.mail.channel import MailChannel
from desk.content.service import Answers
from desk.conversation.models import State
from desk.http.problems import Problem
from desk.office.session import CurrentSession, audited
from desk.services import part

router = APIRouter(prefix="/api/console/mail", tags=["console"], dependencies=[Depends(audited)])
Mail = Annotated[MailChannel, Depends(part(MailChannel))]


class SourceOut(BaseModel):
    """Where an answer comes from."""

    title: str
    url: str


class DraftOut(BaseModel):
    """An approved answer that fits a sentence of the mail."""

    label: str
    title: str
    text: str
    caveat: str
    checked: str
    review_by: str
    sources: list[SourceOut]
    question: str
    confidence: float


class DraftsOut(BaseModel):
    """What fits, the surest first."""

    drafts: list[DraftOut]


@router.get("/{case_id}/drafts")
def show_drafts(case_id: str, current: CurrentSession, mail: Mail, published: Answers) -> DraftsOut:
    """Return the answers that fit what has not been answered yet; none of them is ever sent by itself."""
    with mail.store.read() as tx:
        case = tx.case(case_id)
    if case is None or case.state is State.ALERT:
        raise Problem(404, "unknown_case", "この相談はありません。")
    best: dict[str, DraftOut] = {}
    for found in mail.store.drafts(case.conversation_id):
        for answer in published.insertable([found["label"]]):
            best.setdefault(
                found["label"], DraftOut(**answer, question=found["question"], confidence=found["confidence"])
            )
    return DraftsOut(drafts=sorted(best.values(), key=lambda one: -one.confidence))
