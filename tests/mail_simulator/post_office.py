"""People's mailboxes, and the mail server between them and the centre."""

from __future__ import annotations

import email
import email.policy
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

from tests.mail_simulator import letters
from tests.mail_simulator.threads import Mail

# What the next mail of the centre meets, and how a server says so.
REFUSALS = {"busy": "451 4.2.1 mailbox busy, try again later", "refused": "550 5.7.1 not allowed to send here"}


@dataclass
class PostOffice:
    """Thread-safe.

    Attributes:
        put: Lays the bytes of a mail into the centre's mailbox, as its mail server would.
        address: The centre's address.
        faults: What the next mails of the centre meet: `busy` (put off), `refused` (for good), `bounce` (taken, and a
            delivery report comes back), `away` (delivered, and an absence note comes back).
    """

    put: Callable[[bytes], None]
    address: str
    faults: deque[str] = field(default_factory=deque)

    def __post_init__(self) -> None:
        """Begin with empty mailboxes."""
        self.mailboxes: defaultdict[str, list[Mail]] = defaultdict(list)
        self._lock = threading.Lock()

    # --- what the centre sends ----------------------------------------------------------------

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail over SMTP; returns the server's answer."""
        return self.deliver(envelope.content, envelope.mail_from, tuple(envelope.rcpt_tos))

    def deliver(self, raw: bytes, sender: str, recipients: tuple[str, ...]) -> str:
        """Lay a mail into the recipients' mailboxes; returns the server's answer."""
        found = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        with self._lock:
            fault = self.faults.popleft() if self.faults else ""
            if fault in REFUSALS:
                return REFUSALS[fault]
            for person in recipients:
                if fault != "bounce":
                    self.mailboxes[person.lower()].append(_received(found))
        for person in recipients:
            if fault == "bounce":
                self.put(letters.report(found, person, sender))
            if fault == "away":
                self.put(letters.absence(("", person), found, str(found["Reply-To"] or sender)).as_bytes())
        return "250 OK"

    # --- what people write --------------------------------------------------------------------

    def write(
        self,
        person: str,
        text: str,
        *,
        name: str = "",
        subject: str = "",
        answers: str = "",
        form: str = "plain",
        with_photo: bool = False,
    ) -> Mail:
        """Let a person write to the centre; returns the mail.

        Args:
            answers: Message-ID of the mail in their mailbox that they answer; empty for a new mail.

        Raises:
            KeyError: They have no such mail.
            UnicodeEncodeError: The form's encoding lacks a character.
        """
        with self._lock:
            known = {one.id: one for one in self.mailboxes[person.lower()]}
        answered = known[answers] if answers else None
        to = answered.reply_to if answered and answered.reply_to else self.address
        if answered is not None:
            subject = answered.subject if answered.subject.lower().startswith("re:") else f"Re: {answered.subject}"
        chain = (*answered.answers, answered.id) if answered else ()
        made = letters.from_person((name, person), to, subject, text, form=form, answers=chain, with_photo=with_photo)
        files = tuple(str(part.get_filename()) for part in made.iter_attachments())
        mail = Mail(str(made["Message-ID"]), is_mine=True, subject=subject, text=text, answers=chain, files=files)
        with self._lock:
            self.mailboxes[person.lower()].append(mail)
        self.put(made.as_bytes())
        return mail


def _received(found: EmailMessage) -> Mail:
    plain, rich = found.get_body(("plain",)), found.get_body(("html",))
    named = f"{found['References'] or ''} {found['In-Reply-To'] or ''}".split()
    replies = getaddresses([str(found["Reply-To"] or found["From"] or "")])
    return Mail(
        id=str(found["Message-ID"]),
        is_mine=False,
        subject=str(found["Subject"] or ""),
        text=str(plain.get_content()).replace("\r\n", "\n") if plain else "",
        answers=tuple(dict.fromkeys(named)),
        reply_to=replies[0][1] if replies else "",
        html=str(rich.get_content()) if rich else "",
        is_automatic=str(found["Auto-Submitted"] or "no") != "no",
        files=tuple(str(part.get_filename()) for part in found.iter_attachments()),
    )
