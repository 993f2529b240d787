"""What goes to migrants by mail: that a reply waits, the code that proves an address, the transcript they asked for."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from desk.conversation.ports import Clock
from desk.mail.reply_mails import ReplyMails
from desk.mail.transcript import entries, newest
from desk.mail.transcript import text as as_text
from desk.mail.transcript_store import TranscriptStore
from desk.text.pack import city

# A person who only looked away is back by then; who left hears of it soon.
REPLY_AFTER = timedelta(minutes=5)
# Older replies are old news: the person has other ways by then.
REPLY_WITHIN = timedelta(days=2)
REPLY_SUBJECT = "相談員からの返信が届いています"
CODE_SUBJECT = "確認の番号"
TRANSCRIPT_SUBJECT = "会話の記録"
_NOT_YOURS = "お心当たりがないときは、このメールを消してください。ほかには何も届きません。"
WITH_PDF = "同じ内容をPDFでも添えています。"
_NO_REPLY = "このメールに返信しても、相談員には届きません。"


def subject(words: str) -> str:
    """Return a subject that says whose mail it is."""
    return f"【{city().names.service}】{words}"


def reply_text(link: str) -> str:
    """Return the words of a notice to a migrant; what was replied stays in the chat."""
    return (
        f"{city().names.city}の移住相談チャットに、相談員からの返信が届いています。\n"
        "次のリンクから、会話の続きをお読みください（7日間、一度だけ使えます）。\n\n"
        f"{link}\n\n"
        "返信の内容は、このメールには書いていません。\n"
        f"{_NO_REPLY}\n\n"
        "このメールは、ご相談のときに「メールでも受け取る」を選ばれた方にお送りしています。\n"
    )


def code_text(code: str) -> str:
    """Return the words that carry a code; nothing in them was written by whoever asked."""
    return (
        f"{city().names.city}の移住相談チャットで、会話の記録をこのメールアドレスで受け取る申し込みがありました。\n"
        "チャットの画面に、次の番号を入れてください（30分間有効です）。\n\n"
        f"確認の番号：{code}\n\n"
        f"{_NOT_YOURS}\n"
    )


def transcript_text(messages: Sequence[Mapping[str, Any]], now: datetime) -> str:
    """Return the words of the mail that carries a transcript."""
    words = as_text(newest(entries(messages)), now)
    return f"ご希望の会話の記録をお送りします。{WITH_PDF}\n{_NO_REPLY}\n\n{words}"


class ReplyWatch:
    """Writes to migrants who left an address and do not have the chat open: one mail for each unread stretch."""

    def __init__(self, store: ReplyMails, clock: Clock, base_url: str) -> None:
        """Take the ports."""
        self._store, self._clock, self._base_url = store, clock, base_url

    def look(self) -> None:
        """Write the mails that are due now."""
        now = self._clock.now()
        walk = self._store.round(now)
        for reply in self._store.unseen_replies(now - REPLY_AFTER, now - REPLY_WITHIN):
            tell = functools.partial(
                self._store.tell_of_reply, reply, subject(REPLY_SUBJECT), reply_text, self._base_url, now
            )
            walk.attempt(reply.conversation_id, tell, reply.conversation_id)


class Transcripts:
    """Transcripts by mail: to an address that its owner has proved, or to the contact of a case.

    An address that somebody types could be anybody's, and a conversation may hold anything: so the first mail to it has
    fixed words and a code, and only who reads that mail gets the transcript.
    """

    def __init__(self, store: TranscriptStore, clock: Clock, digit: Callable[[int], int] = secrets.randbelow) -> None:
        """Take the ports; `digit` returns a number below the given one."""
        self._store, self._clock, self._digit = store, clock, digit

    def ask(self, conversation_id: str, to: str) -> str | None:
        """Send a code to an address; returns `too_many_codes` where none may be sent now.

        Raises:
            NotAnAddress: See there.
        """
        code = f"{self._digit(1_000_000):06d}"
        return self._store.ask_for_transcript(
            conversation_id, to, code, subject(CODE_SUBJECT), code_text(code), self._clock.now()
        )

    def confirm(self, conversation_id: str, code: str) -> bool:
        """Send the transcript if the code is right."""
        now = self._clock.now()
        wish = self._store.open_wish(conversation_id, code, now)
        if wish is None:
            return False
        return self._store.send_transcript(
            conversation_id, wish.to, subject(TRANSCRIPT_SUBJECT), self._words(now), now, wish
        )

    def send_to_contact(self, conversation_id: str, to: str) -> bool:
        """Send the transcript to the address of a case; False if the same was sent before.

        Raises:
            NotAnAddress: See there.
        """
        now = self._clock.now()
        return self._store.send_transcript(conversation_id, to, subject(TRANSCRIPT_SUBJECT), self._words(now), now)

    def _words(self, now: datetime) -> Callable[[Sequence[Mapping[str, Any]]], str]:
        return functools.partial(transcript_text, now=now)

    def preview(self, conversation_id: str) -> tuple[str, str]:
        """Return the mail as it would be sent now: subject and words."""
        words = transcript_text(self._store.said(conversation_id), now=self._clock.now())
        return subject(TRANSCRIPT_SUBJECT), words
