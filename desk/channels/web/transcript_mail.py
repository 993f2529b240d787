"""What the widget says about mail: what its screen has shown, and that the transcript is wanted by mail."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from desk.channels.web.access import Desk, SeenMessages
from desk.channels.web.schemas import MailStanding
from desk.contact import parse
from desk.http import limits
from desk.http.limits import LARGEST_NUMBER, network_of
from desk.http.problems import Problem
from desk.mail.service import Transcripts
from desk.services import ConversationId, part

router = APIRouter(prefix="/api/web", tags=["web"])


class Shown(BaseModel):
    """The newest number on the screen."""

    seq: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]


class Wanted(BaseModel):
    """Where to."""

    email: Annotated[str, Field(min_length=3, max_length=254)]


class Code(BaseModel):
    """What the mail said; spaces and full-width digits are forgiven."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


@router.post("/seen", status_code=204)
def seen(
    body: Shown,
    conversation_id: ConversationId,
    desk: Desk,
    store: SeenMessages,
) -> Response:
    """Take note that the screen has shown messages up to a number; who sees a reply gets no mail about it."""
    if not desk.budgets.allows(limits.TYPING, conversation_id):
        return Response(status_code=204)
    store.note_seen(conversation_id, body.seq, desk.clock.now())
    return Response(status_code=204)


@router.post("/transcript", status_code=202)
def ask_for_transcript(
    request: Request,
    body: Wanted,
    conversation_id: ConversationId,
    desk: Desk,
    transcripts: Annotated[Transcripts, Depends(part(Transcripts))],
) -> MailStanding:
    """Send a code to an address; the transcript follows when the code comes back."""
    refused = Problem(429, "too_many_codes", limits.CODES.says)
    if not desk.budgets.allows(limits.CODES, network_of(request)):
        raise refused
    found = parse.mail(body.email)
    if found.refused:
        raise Problem(422, "bad_email", parse.SAY[found.refused])
    reason = transcripts.ask(conversation_id, found.value)
    if reason is not None:
        raise refused
    return {"state": "code_sent"}


@router.post("/transcript/confirm", status_code=202)
def confirm_transcript(
    request: Request,
    body: Code,
    conversation_id: ConversationId,
    desk: Desk,
    transcripts: Annotated[Transcripts, Depends(part(Transcripts))],
) -> MailStanding:
    """Send the transcript to the address that the code proves."""
    desk.budgets.spend(limits.GUESSES, network_of(request))
    digits = "".join(str(int(c)) for c in body.code if c.isdecimal())
    if not transcripts.confirm(conversation_id, digits):
        raise Problem(422, "wrong_code", "番号がちがうか、古くなっています。メールを確かめてください。")
    desk.signal.send(conversation_id)
    return {"state": "sent"}
