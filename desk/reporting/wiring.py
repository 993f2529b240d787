"""Makes the parts of the reports, once."""

from __future__ import annotations

from dataclasses import dataclass

from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.hours.rules import SavedRules
from desk.notices.service import NoticeStore
from desk.reporting.departments import Departments
from desk.reporting.monthly_mail import MonthlyMail
from desk.reporting.monthly_notes import MonthlyNotes
from desk.reporting.reader import ReportReader
from desk.reporting.store import ReportingStore
from desk.settings import Settings, public_url


@dataclass(frozen=True)
class ReportingParts:
    """What runs by time, and what requests ask for."""

    monthly: MonthlyMail
    parts: tuple[object, ...]


def build(
    settings: Settings, database: Database, clock: Clock, opening: SavedRules, notices: NoticeStore
) -> ReportingParts:
    """Return the parts over one reader of what was said."""
    reader, notes = ReportReader(database), MonthlyNotes(database)
    monthly = MonthlyMail(
        notices, reader, notes, opening.calendar, clock, base_url=public_url(settings), at=settings.digest_at
    )
    return ReportingParts(monthly, (reader, notes, ReportingStore(database), Departments(database)))
