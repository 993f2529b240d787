"""Every code in a migrant's rows has a word: `desk.privacy.codes`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk import display_names
from desk.appointments.models import Method, Status
from desk.channels.mail.kinds import Kind as MailKind
from desk.conversation.case_models import News
from desk.conversation.danger import By, MarkState
from desk.conversation.holder import Action
from desk.conversation.models import Author, State
from desk.conversation_sql import exclusions
from desk.db.schema import Moment
from desk.mail.message import Way
from desk.privacy import codes
from desk.privacy.inventory import INTERNAL
from desk.privacy.store import _parts
from desk.set_aside.kinds import Reason

DESK = Path(display_names.__file__).parent
# What people wrote, or were written, or are called; numbers of rows; titles of answers, which are looked up.
WORDS = frozenset(
    [
        "address",
        "answered_by",
        "asked_by",
        "author_name",
        "by_name",
        "contact",
        "department",
        "exemplar",
        "field_words",
        "head",
        "html",
        "joined_by",
        "made_by",
        "media_type",
        "meeting_url",
        "mime",
        "name",
        "note_id",
        "person_name",
        "place",
        "problem",
        "question",
        "receipt",
        "recipient",
        "remark",
        "request",
        "rule",
        "settle_reason",
        "subject",
        "summary",
        "text",
        "title",
        "understood",
        "words",
        "label",
        "user_id",
        "person_id",
        "id",
        "conversation_id",
        "case_id",
        "account_id",
        "topic_words",
    ]
)
# Free text here, a code elsewhere.
WORDS_OF_A_TABLE = {
    ("appointments", "topic"),
    ("corrections", "reason"),
    ("danger_marks", "reason"),
    ("letters", "subject"),
    ("mail_sent", "status"),  # of the receiving server: 5.1.1
    ("mail_threads", "subject"),
    ("restrictions", "reason"),
}
ENUMS: dict[tuple[str, str], type[StrEnum]] = {
    ("appointments", "method"): Method,
    ("appointments", "status"): Status,
    ("case_news", "kind"): News,
    ("conversations", "state"): State,
    ("danger_marks", "found_by"): By,
    ("danger_marks", "state"): MarkState,
    ("letters", "way"): Way,
    ("mail_received", "kind"): MailKind,
    ("messages", "author"): Author,
    ("set_aside", "reason"): Reason,
}


def test_every_column_of_a_migrant_holds_words_or_codes_that_have_a_name() -> None:
    strings = {
        (held.table.name, column.name)
        for held in _parts()
        for column in held.table.columns
        if isinstance(column.type, sa.String) and not isinstance(column.type, Moment) and column.name not in INTERNAL
    }
    unnamed = {
        (table, column)
        for table, column in strings
        if codes.of(table, column) is None and (table, column) not in WORDS_OF_A_TABLE and column not in WORDS
    }

    assert unnamed == set()
    assert strings >= WORDS_OF_A_TABLE


@pytest.mark.parametrize("place", ENUMS, ids=".".join)
def test_every_member_has_a_name(place: tuple[str, str]) -> None:
    assert {member.value for member in ENUMS[place]} <= set(codes.of(*place) or ())


def test_every_limit_has_a_name() -> None:
    assert set(display_names.LIMITS) == {exclusions.HOLD, exclusions.STOP, exclusions.ERASE_WANTED}


def test_every_event_has_a_name() -> None:
    written = set(_events())

    assert {"started", "rated", "attachment"} <= written
    assert written | {action.value for action in Action} <= set(display_names.EVENTS)


def _events() -> Iterator[str]:
    """Yield the kinds of events that the desk's code writes, where they stand as text."""
    for file in DESK.rglob("*.py"):
        if ".venv" in file.parts:
            continue
        source = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = {"add_event": 1, "note": 2}.get(called)
            written = node.args[place] if place is not None and len(node.args) > place else None
            if isinstance(written, ast.Constant) and isinstance(written.value, str):
                yield written.value
            if called == "values":
                yield from (
                    str(one.value.value)
                    for one in node.keywords
                    if one.arg == "kind"
                    and isinstance(one.value, ast.Constant)
                    and "epoch" in {k.arg for k in node.keywords}
                )
