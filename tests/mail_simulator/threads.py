"""How a mail program groups mails: by what they answer, never by their subject; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mail:
    """A mail in a person's mailbox.

    Attributes:
        id: Its Message-ID, with the angle brackets.
        is_mine: Whether the person wrote it.
        answers: Message-IDs that it names as what it answers (References and In-Reply-To).
        reply_to: Where an answer goes.
        is_automatic: Whether a program wrote it by itself (RFC 3834).
    """

    id: str
    is_mine: bool
    subject: str
    text: str
    answers: tuple[str, ...] = ()
    reply_to: str = ""
    html: str = ""
    is_automatic: bool = False
    files: tuple[str, ...] = ()


def threads(mails: Sequence[Mail]) -> list[list[Mail]]:
    """Return the threads of a mailbox, the one with the newest mail first; a mail that came twice stands there once.

    A mail belongs to the thread of any mail that it names, or that names the same one.
    """
    found: list[tuple[set[str], list[Mail]]] = []
    seen: set[str] = set()
    for mail in mails:
        if mail.id in seen:
            continue
        seen.add(mail.id)
        names = {mail.id, *mail.answers}
        joined = [one for one in found if one[0] & names]
        found = [one for one in found if not one[0] & names]
        known = names.union(*(one[0] for one in joined))
        found.append((known, [*(old for one in joined for old in one[1]), mail]))
    return [inside for _, inside in reversed(found)]
