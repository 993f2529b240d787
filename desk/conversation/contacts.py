"""Messages as screens show them at first: contacts that people wrote into them are hidden until somebody asks. Pure."""

from __future__ import annotations

from dataclasses import replace

from desk.contact.patterns import hidden
from desk.conversation.models import Author, Message, Part

# Who writes freely; what the bot and the desk say is approved, and the city's numbers stand in it.
_WRITES = frozenset({Author.USER, Author.CONSULTANT})


def without(message: Message) -> Message:
    """Return a message without the contacts in what people wrote."""
    if message.author not in _WRITES:
        return message
    return replace(message, parts=[_hidden_part(part) for part in message.parts])


def _hidden_part(part: Part) -> Part:
    shown = {**part}
    for name in ("text", "subject", "folded"):
        if part.get(name):
            shown[name] = hidden(str(part[name]))
    if former := part.get("former"):
        shown["former"] = [{**old, "text": hidden(str(old.get("text", "")))} for old in former]
    return shown
