"""Every figure of the reports, counted a second time by plain loops over the raw rows of an invented stretch of time."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desk.db.database import Database
from desk.demo import fill, year
from desk.hours import calendar
from desk.reporting import answer_figures, history, periods, rates
from desk.reporting import figures as count
from desk.reporting.reader import ReportReader
from desk.reporting.store import ReportingStore
from desk.text.times import JAPAN

HOURS = calendar.parse("mon-fri 09:00-12:00 13:00-17:30/17:00")
# The turn of a fiscal year stands in the middle.
FIRST, DAYS = date(2027, 3, 1), 62
MARCH, APRIL = periods.month(2027, 3), periods.month(2027, 4)
FISCAL = periods.fiscal_year(2026)

Row = dict[str, Any]


class Raw:
    """Rows as they are in the tables, and one conversation's of them."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        self.rows = rows
        tests = {row["conversation_id"] for row in rows.get("test_conversations", [])}
        self.conversations = [row for row in rows["conversations"] if row["id"] not in tests]
        self.payloads = {row["outside_id"]: row["payload"] for row in rows["turns"]}
        self.of: dict[str, dict[str, list[Row]]] = {}
        for table in ("messages", "events", "cases"):
            for row in rows[table]:
                self.of.setdefault(row["conversation_id"], {}).setdefault(table, []).append(row)

    def in_sessions(self, period: periods.Period, channel: str | None = None) -> Iterator[tuple[Row, list[Row]]]:
        """Yield (conversation, its messages) for each session that began in a period."""
        for conversation in self.conversations:
            if channel and conversation["channel"] != channel:
                continue
            session: list[Row] = []
            last_user: datetime | None = None
            begin: datetime | None = None
            for message in self.of[conversation["id"]]["messages"]:
                is_user = message["author"] == "user"
                if is_user and (last_user is None or message["sent_at"] - last_user >= timedelta(minutes=30)):
                    if begin is not None and in_days(begin, period):
                        yield conversation, session
                    session = session if begin is None else []
                    begin = message["sent_at"]
                if is_user:
                    last_user = message["sent_at"]
                if begin is not None:
                    session.append(message)
            if begin is not None and in_days(begin, period):
                yield conversation, session


def in_days(moment: datetime, period: periods.Period) -> bool:
    return period.first <= moment.astimezone(JAPAN).date() <= period.last


@pytest.fixture(scope="module")
def raw() -> Raw:
    return Raw(year.rows(FIRST, DAYS, 4, 7, HOURS))


@pytest.fixture
def reader(database: Database, raw: Raw) -> ReportReader:
    fill.write(database, raw.rows)
    return ReportReader(database)


def test_every_figure_is_what_a_plain_loop_over_the_rows_finds(raw: Raw, reader: ReportReader) -> None:
    for period, channel in ((MARCH, None), (APRIL, None), (FISCAL, None), (MARCH, "line")):
        cohort = history.cohort(reader.talks(period.since, period.until, channel), period)
        found = count.figures(cohort, HOURS.business_minutes)
        by_hand = figures_by_hand(raw, period, channel)

        assert by_hand["sessions"] > 20
        assert {name: getattr(found, name) for name in by_hand} == by_hand, period.name
        check_waits(raw, period, channel, found)
        check_answers(raw, period, channel, cohort)
        check_hours(raw, period, channel, cohort)


def figures_by_hand(raw: Raw, period: periods.Period, channel: str | None) -> Row:
    outcomes: Counter[str] = Counter()
    found: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    conversations, reached = set(), set()
    for conversation, session in raw.in_sessions(period, channel):
        found["sessions"] += 1
        conversations.add(conversation["id"])
        for message in session:
            if message["author"] == "user":
                found[kind_of(raw, message)] += 1
                if kind_of(raw, message) == "typed":
                    outcomes[outcome_of(message)] += 1
        found["asked_if_solved"] += sum(asks(message) for message in session)
        for case in cases_in(raw, conversation, session):
            found["cases"] += 1
            reasons[case["reason"]] += 1
            kinds = {e["kind"]: e["at"] for e in raw.of[conversation["id"]]["events"] if e["case_id"] == case["id"]}
            found["taken"] += case["claimed_at"] is not None
            found["abandoned"] += "cancelled" in kinds and case["claimed_at"] is None
            found["out_of_hours"] += kinds.get("leave_message") == case["opened_at"]
            left = kinds.get("leave_message")
            found["left_while_waiting"] += left is not None and left > case["opened_at"]
            if case["claimed_at"] or (left and "cancelled" not in kinds):
                reached.add(conversation["id"])
    return {
        "sessions": found["sessions"],
        "conversations": len(conversations),
        "outcomes": outcomes,
        "tapped": found["tapped"],
        "to_person": found["to_person"],
        "asked_if_solved": found["asked_if_solved"],
        "cases": found["cases"],
        "reached": len(reached),
        "reasons": reasons,
        "taken": found["taken"],
        "out_of_hours": found["out_of_hours"],
        "left_while_waiting": found["left_while_waiting"],
        "abandoned": found["abandoned"],
        **taps_by_hand(raw, period, channel),
    }


def kind_of(raw: Raw, message: Row) -> str:
    if message["outside_id"] in raw.payloads:
        return "typed" if raw.payloads[message["outside_id"]] is None else "tapped"
    desk_taps = {"はい", "いいえ", "待つのをやめる", "伝言を残す"}
    return "tapped" if message["parts"][0]["text"] in desk_taps else "to_person"


def outcome_of(message: Row) -> str:
    known = message["understanding"]
    if known is None:
        return "failed"
    is_chat = known["outcome"] == "answer" and known["label"].startswith("chitchat/")
    return "aside" if is_chat else known["outcome"]


def asks(message: Row) -> bool:
    return any(part.get("purpose") == "resolved" for part in message["parts"])


def cases_in(raw: Raw, conversation: Row, session: list[Row]) -> list[Row]:
    """The invented rows ask for a person by a message one to two seconds before the case."""
    asked = [m["sent_at"] for m in session if m["author"] == "user"]
    cases = raw.of[conversation["id"]].get("cases", [])
    return [c for c in cases if any(timedelta() <= c["opened_at"] - at <= timedelta(seconds=2) for at in asked)]


def taps_by_hand(raw: Raw, period: periods.Period, channel: str | None) -> dict[str, int]:
    solved = Counter(
        message["parts"][0]["text"]
        for _, session in raw.in_sessions(period, channel)
        for message in session
        if message["author"] == "user" and message["parts"][0]["text"] in {"はい", "いいえ"}
    )
    return {"solved": solved["はい"], "unsolved": solved["いいえ"]}


def check_waits(raw: Raw, period: periods.Period, channel: str | None, found: count.Figures) -> None:
    waits, replies = [], []
    for conversation, session in raw.in_sessions(period, channel):
        for case in cases_in(raw, conversation, session):
            if case["claimed_at"] is None:
                continue
            waits.append(minutes_by_hand(case["opened_at"], case["claimed_at"]))
            said = [
                m["sent_at"]
                for m in raw.of[conversation["id"]]["messages"]
                if m["author"] == "consultant" and case["opened_at"] <= m["sent_at"] <= case["closed_at"]
            ]
            replies.append(minutes_by_hand(case["opened_at"], said[0]))
    assert sorted(found.waits.minutes) == sorted(waits)
    assert sorted(found.replies.minutes) == sorted(replies)
    if len(waits) >= 3:
        assert found.waits.median == statistics.median(waits)
    if len(waits) >= 10:
        assert sum(w <= found.waits.p90 for w in waits) / len(waits) >= 0.9


def minutes_by_hand(since: datetime, until: datetime) -> int:
    """Seconds of opening, one day after the other."""
    seconds = 0.0
    day = since.astimezone(JAPAN).date()
    while day <= until.astimezone(JAPAN).date():
        for begin, end in ((9, 12), (13, 17.5)):
            if HOURS.slots_of(day):
                midnight = datetime(day.year, day.month, day.day, tzinfo=JAPAN)
                first = max(midnight + timedelta(hours=begin), since)
                last = min(midnight + timedelta(hours=end), until)
                seconds += max((last - first).total_seconds(), 0)
        day += timedelta(days=1)
    return int(seconds // 60)


def check_answers(raw: Raw, period: periods.Period, channel: str | None, cohort: list[history.Session]) -> None:
    shown: Counter[str] = Counter()
    tapped: Counter[str] = Counter()
    verdicts: dict[str, Counter[str]] = {}
    led: Counter[str] = Counter()
    for conversation, session in raw.in_sessions(period, channel):
        last_user, last_label, pending, verdict = None, None, None, None
        opened = {c["opened_at"] for c in cases_in(raw, conversation, session)}
        for message in session:
            if message["author"] == "user":
                last_user = message
                word = message["parts"][0]["text"]
                if pending and kind_of(raw, message) == "tapped" and word in {"はい", "いいえ"}:
                    verdict = word
            # The system says that somebody was called, at the moment of the case.
            if message["author"] == "system" and message["sent_at"] in opened and last_label:
                led[last_label] += 1
            for part in message["parts"]:
                if part["type"] != "answer":
                    continue
                label = part["label"]
                shown[label] += 1
                tapped[label] += last_user is not None and kind_of(raw, last_user) == "tapped"
                if asks(message):
                    if pending and verdict:
                        verdicts.setdefault(pending, Counter())[verdict] += 1
                    pending, verdict = label, None
                last_label = label
        if pending and verdict:
            verdicts.setdefault(pending, Counter())[verdict] += 1
    found = {of.label: of for of in answer_figures.by_answer(cohort)}
    assert {label: of.shown for label, of in found.items()} == dict(shown)
    assert {label: of.by_tap for label, of in found.items() if of.by_tap} == {k: v for k, v in tapped.items() if v}
    assert {label: (of.solved, of.unsolved) for label, of in found.items() if of.solved or of.unsolved} == {
        label: (words["はい"], words["いいえ"]) for label, words in verdicts.items()
    }
    assert {label: of.led_on for label, of in found.items() if of.led_on} == dict(led)


def check_hours(raw: Raw, period: periods.Period, channel: str | None, cohort: list[history.Session]) -> None:
    cells: Counter[tuple[int, int]] = Counter()
    closed = total = 0
    topics: Counter[str] = Counter()
    for _, session in raw.in_sessions(period, channel):
        for message in session:
            if message["author"] != "user":
                continue
            at = message["sent_at"].astimezone(JAPAN)
            cells[at.weekday(), at.hour] += 1
            total += 1
            minute = at.hour * 60 + at.minute
            is_open = bool(HOURS.slots_of(at.date())) and (540 <= minute < 720 or 780 <= minute < 1020)
            closed += not is_open
            if kind_of(raw, message) == "typed" and outcome_of(message) == "answer":
                topics[message["understanding"]["label"].split("/")[0]] += 1
    grid = count.by_hour(cohort)
    assert {(d, h): n for d, row in enumerate(grid) for h, n in enumerate(row) if n} == dict(cells)
    assert count.outside(cohort, HOURS.is_open) == rates.Rate(closed, total)
    assert count.topics(cohort) == topics


def test_outcomes_are_counted_on_the_day_they_were_ticked(raw: Raw, reader: ReportReader) -> None:
    tests = {row["conversation_id"] for row in raw.rows["test_conversations"]}
    of_tests = {row["id"] for row in raw.rows["cases"] if row["conversation_id"] in tests}
    expected = Counter(
        row["kind"] for row in raw.rows["case_outcomes"] if in_days(row["at"], APRIL) and row["case_id"] not in of_tests
    )

    found = Counter(kind for _, kind, _ in reader.outcomes(APRIL.since, APRIL.until))

    assert found == expected
    assert sum(expected.values()) > 0


def test_test_traffic_is_in_no_figure(raw: Raw, reader: ReportReader, database: Database) -> None:
    before = {talk.conversation_id for talk in reader.talks(MARCH.since, MARCH.until)}
    case = next(row for row in raw.rows["cases"] if row["conversation_id"] in before)
    store = ReportingStore(database)

    store.set_test(case["id"], True, "a_sato", case["opened_at"])
    without = {talk.conversation_id for talk in reader.talks(MARCH.since, MARCH.until)}
    store.set_test(case["id"], False, "a_sato", case["opened_at"])

    assert before - without == {case["conversation_id"]}
    assert {talk.conversation_id for talk in reader.talks(MARCH.since, MARCH.until)} == before
    assert not before & {row["conversation_id"] for row in raw.rows["test_conversations"]}


def test_a_rate_of_few_is_hidden_and_a_rate_of_ten_is_shown() -> None:
    assert rates.Rate(9, 9).percent is None
    assert rates.Rate(1, 3).percent is None
    assert rates.Rate(2, 10).percent == 20.0
    assert rates.Rate(1, 30).percent == 3.3


def test_a_median_and_what_nine_of_ten_waited() -> None:
    assert rates.Spread((1, 2)).median is None
    assert rates.Spread((9, 1, 4)).median == 4
    assert rates.Spread((1, 2, 3, 10)).median == 2.5
    assert rates.Spread(tuple(range(1, 10))).p90 is None
    assert rates.Spread(tuple(range(1, 11))).p90 == 9
