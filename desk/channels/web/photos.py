"""A photo from the chat for the consultant who answers: screened as those of LINE are, and never shown to anybody else."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from desk.attachments import service as attachments
from desk.attachments.service import Attachment, Attachments, Refused, screen
from desk.channels.web.access import Desk, Store, limited
from desk.channels.web.schemas import ClientId, Taken
from desk.conversation import message_parts, texts
from desk.conversation.models import Author, State
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.budgets import too_many
from desk.http.limits import UPLOADS
from desk.http.problems import Problem
from desk.services import ConversationId, part, unknown_conversation

router = APIRouter(prefix="/api/web", tags=["web"])
# The chat makes photos small before it sends them; `desk.http.body_limit` has room for this in base64.
LARGEST_PHOTO_BYTES = 3_000_000
WORDS = "（写真が送られました）"


class SendPhoto(BaseModel):
    """A photo in base64."""

    client_id: ClientId
    photo: Annotated[str, Field(min_length=1, max_length=LARGEST_PHOTO_BYTES * 4 // 3 + 4)]


@router.post("/photos", status_code=202)
def send_photo(
    body: SendPhoto,
    request: Request,
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
    files: Annotated[Attachments, Depends(part(Attachments))],
) -> Taken:
    """Take a photo while a consultant answers; the same `client_id` returns the same number and does nothing else."""
    limited(desk, request, conversation_id, "")
    try:
        content = base64.b64decode(body.photo, validate=True)
    except ValueError:
        raise _no_photo() from None
    now = desk.clock.now()
    with store.write() as tx:
        known = tx.message_by_outside_id(conversation_id, body.client_id)
        if known is not None:
            return {"seq": known.seq}
        _must_be_wanted(tx, conversation_id)
        since = now - timedelta(seconds=UPLOADS.seconds)
        if attachments.added_since(tx.connection, conversation_id, since) >= UPLOADS.most:
            raise too_many(UPLOADS)
        outside_id = f"web:{conversation_id}:{body.client_id}"[:160]
        attachment_id = attachments.add(tx.connection, conversation_id, outside_id, "image", None, now)
    found = files.get(attachment_id)
    if found is None:
        raise unknown_conversation()
    _keep(desk.settings.data, files, found, content)
    with store.write() as tx:
        if tx.conversation(conversation_id) is None:
            raise unknown_conversation()
        shown = {**message_parts.text(WORDS), "attachment": attachment_id}
        said = tx.append(conversation_id, Author.USER, texts.USER_NAME, [shown], now, outside_id=body.client_id)
    desk.signal.send(conversation_id)
    return {"seq": said.seq}


def _must_be_wanted(tx: SqlTransaction, conversation_id: str) -> None:
    conversation = tx.conversation(conversation_id)
    if conversation is None:
        raise unknown_conversation()
    if conversation.holder.state is not State.CONSULTANT:
        raise Problem(409, "nobody_looks", "写真は、相談員が対応しているあいだに送れます。")


def _keep(folder: Path, files: Attachments, found: Attachment, content: bytes) -> None:
    """Screen a photo and keep its clean form; what is refused leaves nothing behind."""
    target = folder / found.stored_name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    raw = target.with_suffix(".part")
    try:
        raw.touch(mode=0o600)
        raw.write_bytes(content)
        screened = screen(raw, "image", target)
    except Refused:
        files.drop(found.id)
        raise _no_photo() from None
    finally:
        raw.unlink(missing_ok=True)
    target.chmod(0o600)
    kept = files.end(found.id, "stored", found.created_at, media_type=screened.media_type, size=screened.size)
    if not kept:
        # Erased while it was on its way.
        target.unlink(missing_ok=True)
        raise unknown_conversation()


def _no_photo() -> Problem:
    return Problem(422, "no_photo", "写真として開けませんでした。ほかの写真をお送りください（JPEG、PNG など）。")
