"""A hand-over with what the desk withheld from the assistant put back: what people are asked and told is as it was written. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from desk.contact import parse
from desk.contact.patterns import Kind
from desk.contact.withheld import name, withhold
from desk.conversation.case_models import Handoff
from desk.conversation.models import Author, Message

_READ = {"email": (Kind.MAIL, parse.mail), "phone": (Kind.PHONE, parse.phone)}


def as_written(request: Handoff, messages: Sequence[Message]) -> Handoff:
    """Return the request in the migrant's own words, and with the contact they wrote where the assistant has its name only.

    Args:
        request: As the assistant composed it.
        messages: Of the conversation, in order.
    """
    typed = [message.text for message in messages if message.author is Author.USER]
    written = {found.told: text for text in typed if (found := withhold(text)) is not None}
    return dataclasses.replace(
        request,
        question=written.get(request.question, request.question),
        transcript=[
            {**line, "text": written.get(line["text"], line["text"])} if line["author"] == "user" else line
            for line in request.transcript
        ],
        contact=_contact(request.contact, typed),
    )


def _contact(given: dict[str, Any] | None, typed: Sequence[str]) -> dict[str, Any] | None:
    """Return the contact; of one that was withheld the latest that was written, None where none is there any more."""
    if given is None or given["kind"] not in _READ:
        return given
    kind, read = _READ[given["kind"]]
    if given["value"] != name(kind):
        return given
    value = next((found.value for text in reversed(typed) if (found := read(text)).value), None)
    return {**given, "value": value} if value else None
