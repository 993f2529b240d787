"""The form's endpoint: checked first, sent when the person has seen what will be sent. Contract: tests/wire/web_form_*.json."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request, Response

from desk.channels.web import leave_form
from desk.channels.web.access import Desk, Store, limited
from desk.channels.web.leave_form import FieldErrors, LeaveMessage
from desk.channels.web.schemas import Checked, CheckedForm, Taken
from desk.conversation import leaving
from desk.conversation.errors import UnknownConversation
from desk.http import limits
from desk.http.problems import Problem
from desk.services import ConversationId, unknown_conversation

router = APIRouter(prefix="/api/web/forms", tags=["web"])


@router.post("/leave_message", status_code=202)
def leave_message(
    body: LeaveMessage,
    request: Request,
    response: Response,
    conversation_id: ConversationId,
    desk: Desk,
    store: Store,
) -> Checked | Taken:
    """Check the form (200) or take it (202); the same `client_id` returns the same number and does nothing else."""
    of_network = limits.FORMS_OF_NETWORK if body.send else limits.MESSAGES_OF_NETWORK
    limited(desk, request, conversation_id, body.question, of_network)
    try:
        left = leave_form.read(body)
    except FieldErrors as errors:
        fields = [{"field": name, "message": words} for name, words in errors.fields.items()]
        raise Problem(422, "invalid_form", "入力していただきたいところがあります。", fields=fields) from None
    if not body.send:
        checked: CheckedForm = {"question": left.question, "contact_kind": body.contact_kind}
        if left.contact:
            known = {key: value for key, value in left.contact.items() if key != "kind"}
            checked = cast("CheckedForm", {**checked, "contact": known.pop("value"), **known})
        response.status_code = 200
        return {"checked": checked}
    situation = desk.hours.situation()
    try:
        with store.write() as tx:
            seq = leaving.leave(tx, conversation_id, body.client_id, left, desk.clock.now(), situation)
    except UnknownConversation:
        raise unknown_conversation() from None
    desk.signal.send(conversation_id)
    return {"seq": seq}
