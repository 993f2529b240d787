"""What the console shows of danger in a case; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from desk.cases.danger_schemas import DangerKind, DangerOfCase, DangerPage, Helpline, ShownGuidance, ShownMark
from desk.contact import patterns
from desk.conversation.danger import Mark, MarkState
from desk.danger.queries import rule_name, rules, texts
from desk.danger.service import Danger

LONGEST_EXCERPT = 120


def standing(marks: Sequence[Mark]) -> DangerOfCase | None:
    """Return what stands of danger in a case: its kind, the newest words, how many, since when; None without any."""
    newest = rules.newest(marks)
    if newest is None:
        return None
    return {
        "kind": cast("DangerKind", rules.pressing(one.kind for one in marks)),
        "subject": newest.subject,
        "words": patterns.excerpt(newest.words, LONGEST_EXCERPT),
        "count": len(marks),
        "seq": newest.seq,
        "at": newest.at.isoformat(),
    }


def mark(found: Mark) -> ShownMark:
    """Return a mark with why it was set, and what became of it."""
    names = ("id", "seq", "kind", "subject", "score", "reason", "state", "settle_reason")
    shown = {
        **{name: getattr(found, name) for name in names},
        "subject_name": texts.SUBJECT_NAMES.get(found.subject, found.subject),
        "words": patterns.hidden(found.words),
        "by": found.found_by,
        "rule_name": rule_name(found.rule) if found.rule else None,
        "by_name": texts.BY_NAMES[found.found_by.value],
        "at": found.at.isoformat(),
    }
    return cast("ShownMark", shown)


def of_case(danger: Danger, marks: Sequence[Mark]) -> DangerPage:
    """Return {marks, guidance, subjects}: what was found and what became of it, and what helps while a mark stands."""
    newest = rules.newest([one for one in marks if one.state is MarkState.OPEN])
    guidance: ShownGuidance | None = None
    if newest is not None:
        said = texts.guidance(newest.subject)
        guidance = {
            "title": said.title,
            "say": [*said.say],
            "avoid": [*said.avoid],
            "call": [*said.call],
            "numbers": cast("list[Helpline]", danger.numbers(newest.subject, newest.kind)),
        }
    return {
        "marks": [mark(one) for one in marks],
        "guidance": guidance,
        "subjects": dict(texts.SUBJECT_NAMES),
    }
