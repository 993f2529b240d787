"""What the codes in a migrant's rows are called, by table and column: who asks for their data reads words. Pure.

The names are those of `desk.display_names`; a test finds a column that holds neither words, nor a number, nor a code named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desk import display_names as names
from desk.privacy.dossier import CORRECTABLE
from desk.set_aside import words as set_aside

# The titles of the answers that labels stand for.
Titles = Callable[[set[str]], Mapping[str, str]]
_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("appointment_timers", "kind"): names.APPOINTMENT_NOTICES,
    ("appointments", "contact_kind"): names.CONTACTS,
    ("appointments", "method"): names.METHODS,
    ("appointments", "status"): names.APPOINTMENTS,
    ("attachments", "kind"): names.FILES,
    ("attachments", "state"): names.WORK,
    ("case_news", "kind"): names.CASE_NEWS,
    ("case_outcomes", "kind"): names.TICKS,
    ("cases", "channel"): names.ORIGINS,
    ("cases", "flags"): names.DANGERS,
    ("cases", "reason"): names.REASONS,
    ("cases", "state"): names.STATES,
    ("conversations", "channel"): names.ORIGINS,
    ("conversations", "state"): names.HOLDERS,
    ("corrections", "field"): CORRECTABLE,
    ("danger_marks", "found_by"): names.DANGER_FOUND_BY,
    ("danger_marks", "kind"): names.DANGERS,
    ("danger_marks", "state"): names.DANGER_STATES,
    ("danger_marks", "subject"): names.DANGER_SUBJECTS,
    ("danger_readings", "state"): names.WORK,
    ("events", "kind"): names.EVENTS,
    ("letters", "state"): names.LETTERS,
    ("letters", "way"): names.WAYS,
    ("mail_drafts", "state"): names.WORK,
    ("mail_received", "copy"): names.WORK,
    ("mail_received", "kind"): names.MAIL_KINDS,
    ("messages", "author"): names.AUTHORS,
    ("outbox", "state"): names.DELIVERIES,
    ("restrictions", "kind"): names.LIMITS,
    ("search_documents", "kind"): names.SEARCHED,
    ("set_aside", "reason"): {reason.value: said for reason, said in set_aside.WHY.items()},
    ("timers", "kind"): names.TIMERS,
    ("turns", "channel"): names.ORIGINS,
    ("turns", "state"): names.WORK,
    ("unanswered_groups", "status"): names.UNANSWERED,
}
# Inside contacts, details of events, what was understood and what a conversation of the assistant holds.
_INSIDE: Mapping[str, Mapping[str, str]] = {
    "author": names.AUTHORS,
    "by": names.DANGER_FOUND_BY,
    "channel": names.ORIGINS,
    "kind": {**names.CONTACTS, **names.DANGERS},
    "method": names.METHODS,
    "outcome": {**names.ENDINGS, **names.OUTCOMES},
    "reason": names.REASONS,
    "state": names.STATES,
    "subject": names.DANGER_SUBJECTS,
}
_LABEL = re.compile(r"[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,59}")


def named(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a table with the words of its codes; a code without a name stays."""
    return {column: _named(of(table, column), value) for column, value in row.items()}


def of(table: str, column: str) -> Mapping[str, str] | None:
    """Return the names of a column's codes, None where it holds none."""
    if (table, column) == ("cases", "topic"):
        return names.topics()
    return _CODES.get((table, column))


def inside(name: str, value: str) -> str:
    """Return the word of a code that stands under a key inside of a column."""
    return _INSIDE.get(name, {}).get(value, value)


def labels(value: Any) -> Iterator[str]:
    """Yield what answers are called by in a value (housing/rent_cost)."""
    if isinstance(value, str):
        if _LABEL.fullmatch(value):
            yield value
    elif isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from labels(item)


def _named(known: Mapping[str, str] | None, value: Any) -> Any:
    if known is None:
        return value
    if isinstance(value, list):
        return [_named(known, item) for item in value]
    return known.get(value, value) if isinstance(value, str) else value
