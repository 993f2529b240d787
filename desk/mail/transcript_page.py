"""The transcript to the contact of a case, sent by a consultant; an entry in the audit log each time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from typing_extensions import TypedDict

from desk.contact import patterns
from desk.conversation.models import Case, State
from desk.http.problems import Problem
from desk.mail.letter_log import LetterLog
from desk.mail.message import NotAnAddress
from desk.mail.problems import explained
from desk.mail.to_migrants import Transcripts
from desk.office.session import CurrentSession, Desk, Talks, audited
from desk.services import part

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])


class SentTranscript(TypedDict):
    """`sent`: it will be mailed."""

    state: str


class TranscriptPreview(TypedDict):
    """The mail as it would go; contacts are hidden here, as everywhere on the screen."""

    to: str
    subject: str
    text: str


class MigrantLetter(TypedDict):
    """A mail to the migrant, and what became of it."""

    kind: str
    state: str
    at: str
    problem: str | None


class MigrantLetters(TypedDict):
    """What was mailed to a migrant, and whether the transcript can be."""

    can_send: bool
    mails: list[MigrantLetter]


def named_case(case_id: str, current: CurrentSession, store: Talks) -> Case:
    """Return the case of an address."""
    with store.read() as tx:
        case = tx.case(case_id)
    if case is None:
        raise Problem(404, "unknown_case", "この相談は見つかりません。")
    return case


NamedCase = Annotated[Case, Depends(named_case)]


@router.get("/{case_id}/transcript")
def preview_transcript(
    case: NamedCase,
    transcripts: Annotated[Transcripts, Depends(part(Transcripts))],
) -> TranscriptPreview:
    """Return what would be mailed: a consultant reads it before it goes, since nothing brings a mail back."""
    address = _address(case)
    subject, text = transcripts.preview(case.conversation_id)
    return {"to": patterns.hidden(address), "subject": subject, "text": patterns.hidden(text)}


@router.post("/{case_id}/transcript", status_code=202)
def send_transcript(
    case: NamedCase,
    desk: Desk,
    transcripts: Annotated[Transcripts, Depends(part(Transcripts))],
) -> SentTranscript:
    """Mail the transcript, without notes, to the address that the migrant left with consent."""
    try:
        is_sent = transcripts.send_to_contact(case.conversation_id, _address(case))
    except NotAnAddress:
        raise Problem(409, "no_address", "お預かりしたメールアドレスの形が正しくありません。") from None
    if not is_sent:
        raise Problem(409, "already_sent", "この会話の記録は、もう送りました。")
    desk.signal.send(case.conversation_id)
    return {"state": "sent"}


@router.get("/{case_id}/mails")
def mails(case: NamedCase, letters: Annotated[LetterLog, Depends(part(LetterLog))]) -> MigrantLetters:
    """Return what was mailed to the migrant, and what became of it; never the address or the words."""
    contact = case.contact or {}
    return {
        "can_send": contact.get("kind") == "email" and bool((case.consent or {}).get("given")),
        "mails": [
            {
                "kind": mail["kind"],
                "state": mail["state"],
                "at": mail["at"].isoformat(),
                "problem": explained(mail["problem"]) if mail["problem"] else None,
            }
            for mail in letters.of_conversation(case.conversation_id)
            if mail["kind"] != "code"
        ],
    }


def _address(case: Case) -> str:
    contact = case.contact or {}
    if case.state is State.ALERT or contact.get("kind") != "email" or not (case.consent or {}).get("given"):
        raise Problem(409, "no_address", "メールアドレスをお預かりしていない相談です。")
    return str(contact.get("value", ""))
