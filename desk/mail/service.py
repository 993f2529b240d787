"""What other features may use of mail: writing letters inside their own transactions, and what became of them."""

from __future__ import annotations

from desk.mail.letter_log import LetterLog
from desk.mail.letter_store import forget, letter_states, put, withdraw, written_to
from desk.mail.message import Head, NotAnAddress, Way, mail_address, masked
from desk.mail.problems import explained
from desk.mail.reply_mails import ReplyMails
from desk.mail.server_url import ServerUrl, server_url
from desk.mail.smtp_server import smtp_server
from desk.mail.to_migrants import Transcripts

__all__ = [
    "Head",
    "LetterLog",
    "NotAnAddress",
    "ReplyMails",
    "ServerUrl",
    "Transcripts",
    "Way",
    "explained",
    "forget",
    "letter_states",
    "mail_address",
    "masked",
    "put",
    "server_url",
    "smtp_server",
    "withdraw",
    "written_to",
]
