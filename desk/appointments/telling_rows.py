"""The part of a transaction that tells of appointments: in the chat, in the history, by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.appointments.models import Appointment, Mail
from desk.conversation import message_parts, texts
from desk.conversation.models import Author
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.limits import BOOKING_MAILS
from desk.mail import service as mails


class TellingRows:
    """What the migrant and the history are told."""

    _connection: sa.Connection
    _talk: SqlTransaction

    def say(self, conversation_id: str, words: str, address: str, now: datetime) -> None:
        """Tell the migrant in the chat, with the booking page to tap; nothing where the conversation is erased."""
        if self._talk.conversation(conversation_id) is None:
            return
        page = {"type": "contact", "label": "予約のページ", "url": address}
        parts = [message_parts.notice("appointment", words), page]
        self._talk.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, parts, now)

    def language_of_talk(self, appointment: Appointment) -> str | None:
        """Return the language of the talk that an appointment was made in, None for Japanese or without a talk."""
        return self._talk.language(appointment.chat) if appointment.chat else None

    def note_event(self, appointment: Appointment, kind: str, now: datetime, by: str | None) -> None:
        """Append to the history of who did what."""
        if appointment.conversation_id is None:
            return
        self._talk.add_event(
            appointment.conversation_id,
            kind,
            now,
            epoch=0,
            case_id=appointment.case_id,
            account_id=by,
            detail={"method": appointment.method.value},
        )

    def post(self, mail: Mail, now: datetime, *, is_limited: bool = False) -> None:
        """Put a mail into the box; the same key is the same mail. Beyond the limit of its address nothing is written."""
        if is_limited:
            since = now - timedelta(seconds=BOOKING_MAILS.seconds)
            if mails.written_to(self._connection, mail.to, "appointment:", since) >= BOOKING_MAILS.most:
                return
        files = [("yoyaku.ics", mail.ics_type, mail.ics)] if mail.ics else []
        mails.put(
            self._connection,
            dedup_key=mail.key,
            to=mail.to,
            subject=mail.subject,
            text=mail.text,
            now=now,
            attachments=files,
            conversation_id=mail.conversation_id,
        )

    def forget_mails(self, appointment_id: str) -> None:
        """Remove the mails about an appointment, sent or not."""
        mails.forget(self._connection, f"appointment:{appointment_id}:")
