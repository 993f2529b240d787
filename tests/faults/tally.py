"""Counts what the fault tests did; `make faults` writes the counts into docs/reliability.md."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

from desk.db.database import Database

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
_BLOCK = re.compile(r"(<!-- faults:begin[^>]*-->\n).*?(<!-- faults:end -->)", re.DOTALL)


class Tally:
    """How often each fault was made, per database where it was made in one of the test's own."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, fault: str, count: int = 1, database: Database | None = None) -> None:
        """Note that a fault was made so many times."""
        where = "" if database is None else "SQLite" if database.is_sqlite else "PostgreSQL"
        self.counts[fault, where] += count

    def table(self, passed: int, failed: int, day: date) -> str:
        """Return the counts as Markdown."""
        rows = sorted(self.counts.items())
        lines = [
            f"`make faults` of {day.isoformat()}: {passed} tests passed, {failed} failed.",
            "",
            "| Fault | Database | Times |",
            "| --- | --- | --- |",
            *(f"| {fault} | {where} | {count:,} |" for (fault, where), count in rows),
            "",
        ]
        return "\n".join(lines)


def written(page: str, table: str) -> str:
    """Return the page with the table between its marks.

    Raises:
        ValueError: The page has no marks.
    """
    if not _BLOCK.search(page):
        raise ValueError("expected <!-- faults:begin --> and <!-- faults:end --> in the page")
    return _BLOCK.sub(lambda found: f"{found[1]}{table}{found[2]}", page)
