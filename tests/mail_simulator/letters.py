"""Mails as programs write them: a person's in several encodings, an absence note, a delivery report."""

from __future__ import annotations

import io
import itertools
import time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from PIL import Image

from desk.clock import SystemClock

_NUMBERS = itertools.count(1)
# What a person's program may write: plain UTF-8, HTML with its plain half missing, and what older phones send.
FORMS = ("plain", "html", "iso-2022-jp")


def new_id(domain: str) -> str:
    """Return a Message-ID that nobody had before."""
    return f"<{next(_NUMBERS)}.{time.time_ns()}@{domain}>"


def from_person(
    person: tuple[str, str],
    to: str,
    subject: str,
    text: str,
    *,
    form: str = "plain",
    answers: tuple[str, ...] = (),
    with_photo: bool = False,
) -> EmailMessage:
    """Return a mail of a person (name, address) as their program would write it.

    Raises:
        UnicodeEncodeError: The form's encoding lacks a character.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr(person)
    mail["To"], mail["Subject"] = to, subject
    _stamp(mail, person[1])
    if answers:
        mail["In-Reply-To"], mail["References"] = answers[-1], " ".join(answers)
    if form == "html":
        lines = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in text.split("\n"))
        mail.set_content(f"<html><body>{lines}</body></html>", subtype="html")
    else:
        mail.set_content(text, charset="iso-2022-jp" if form == "iso-2022-jp" else "utf-8")
    if with_photo:
        drawn = io.BytesIO()
        Image.new("RGB", (320, 240), "#5b8c5a").save(drawn, "JPEG")
        mail.add_attachment(drawn.getvalue(), "image", "jpeg", filename="家の写真.jpg")
    return mail


def absence(person: tuple[str, str], of: EmailMessage, to: str) -> EmailMessage:
    """Return what a mailbox answers by itself while its owner is away (RFC 3834)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr(person)
    mail["To"], mail["Subject"] = to, f"不在通知: {of['Subject']}"
    mail["Auto-Submitted"] = "auto-replied"
    mail["In-Reply-To"] = mail["References"] = str(of["Message-ID"])
    _stamp(mail, person[1])
    mail.set_content("ただいま不在にしております。")
    return mail


def report(of: EmailMessage, recipient: str, to: str, status: str = "5.1.1") -> bytes:
    """Return what a mail server writes when it could not deliver a mail after all (RFC 3464)."""
    told = f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: {new_id("mx.example.com")}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered.
--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: failed
Status: {status}
--report
Content-Type: text/rfc822-headers

To: {recipient}
Message-ID: {of["Message-ID"]}
--report--
"""
    return told.replace("\n", "\r\n").encode()


def _stamp(mail: EmailMessage, address: str) -> None:
    mail["Date"] = format_datetime(SystemClock().now())
    mail["Message-ID"] = new_id(address.partition("@")[2] or "example.com")
    mail["MIME-Version"] = "1.0"
