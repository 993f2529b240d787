"""Mails keep to the letter of their standards: encoded words and lines (RFC 2047), calendar files (RFC 6047)."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.mail.compose import message
from desk.mail.message import Attachment, Letter, Way

SUBJECTS = [
    "【小樽市 移住相談】ご予約を変更しました（YY-1123-0001）",
    "【至急】OT-1123-0001 に、すぐに見てほしい発言があります",
    "a" * 50 + " 予約のお知らせをお送りします。よろしくお願いします",
    "𠮷野家と髙橋さん" * 12,
    "plain words",
]


def raw(subject: str, *files: Attachment) -> bytes:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    letter = Letter(
        id=1,
        key="k1",
        way=Way.MAIL,
        to="taro@example.jp",
        subject=subject,
        text="本文です。",
        html=None,
        attachments=files,
        created_at=now,
        due_at=now,
        attempts=0,
        maybe_received=False,
    )
    return message(letter, "iju@example.jp", "小樽市 移住相談").as_bytes()


def check(subject: str) -> None:
    written = raw(subject)
    head = written.split(b"\r\n\r\n", 1)[0]
    for line in head.split(b"\r\n"):
        assert len(line) <= (76 if b"=?" in line else 78), line
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S+?\?=", head))
    assert str(make_header(decode_header(email.message_from_bytes(written)["Subject"]))) == subject


@pytest.mark.parametrize("lead", range(0, 40, 3))
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_of_any_length_is_folded_by_the_rules_and_read_back_whole(subject: str, lead: int) -> None:
    check("x" * lead + subject)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(categories=["Lo", "Nd", "So"]), min_size=1, max_size=120))
def test_whatever_stands_in_a_subject(subject: str) -> None:
    check(f"【小樽市】{subject}")


def test_a_calendar_file_tells_its_charset_and_method() -> None:
    file = Attachment("yoyaku.ics", "text/calendar; charset=utf-8; method=PUBLISH", b"BEGIN:VCALENDAR\r\n")
    [part] = [part for part in email.message_from_bytes(raw("予約", file)).walk() if part.get_filename()]
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("charset") == "utf-8"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_filename() == "yoyaku.ics"
