"""Looks at the cases and writes the notices that are due; what was told stands in the database, so nothing is lost or doubled."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from desk.conversation.models import State
from desk.conversation.ports import Clock
from desk.hours.calendar import Calendar
from desk.mail.service import Way
from desk.notices import merging, words
from desk.notices import rules as notices
from desk.notices.notice import Kind, OpenCase, Reader
from desk.notices.rules import Notice
from desk.notices.store import NoticeStore, Told
from desk.notices.words import Figures
from desk.text.times import JAPAN

logger = logging.getLogger(__name__)


class Watch:
    """One per process; two that look at the same time tell once."""

    def __init__(
        self,
        store: NoticeStore,
        calendar: Callable[[], Calendar],
        clock: Clock,
        *,
        base_url: str,
        targets: Sequence[str],
        waiting_minutes: int,
        mail_minutes: int = notices.MAIL_MINUTES,
        digest_at: time,
        stuck: Callable[[], int],
        expired: Callable[[date], int],
    ) -> None:
        """Take the ports.

        Args:
            store: Cases, people, and what was told.
            calendar: The opening hours that hold.
            clock: The time.
            base_url: Where the console is.
            targets: Fingerprints of the chat targets.
            waiting_minutes: Minutes of opening after which a case has waited long.
            mail_minutes: The same for a mail.
            digest_at: Japanese time of the daily figures.
            stuck: Counts what waits at 送信の記録.
            expired: Counts answers past their review_by.
        """
        self._store, self._calendar, self._clock = store, calendar, clock
        self._base_url, self._targets = base_url, list(targets)
        self._waiting_minutes, self._digest_at = waiting_minutes, digest_at
        self._mail_minutes = mail_minutes
        self._stuck, self._expired = stuck, expired

    def look(self) -> None:
        """Write the notices that are due now."""
        now, calendar = self._clock.now(), self._calendar()
        due, walk = list[Notice](), self._store.round(now)
        for case in self._store.open_cases(now):
            due += walk.attempt(case.id, functools.partial(self._due, case, now, calendar)) or []
        if not due:
            return
        told = self._store.told([notice.key for notice in due])
        # Who can help is found out once: a cry is not repeated to whoever comes to work later.
        cried = {key for key, _ in told if key.startswith(Kind.CRY)}
        people = self._store.readers(now)
        is_open = calendar.is_open(now)
        letters: list[Told] = []
        for notice in due:
            to = [] if notice.key in cried else self._readers(notice, people, now, is_open)
            fresh = [one for one in to if (notice.key, one[0]) not in told]
            if fresh:
                write = functools.partial(self._letters, notice, calendar, now, fresh)
                letters += walk.attempt(notice.case.id, write) or []
        lately = self._store.told_lately(now - merging.EVERY) if letters else set()
        self._tell(merging.merged(letters, lately, self._base_url), now)

    def _due(self, case: OpenCase, now: datetime, calendar: Calendar) -> list[Notice]:
        return list(notices.of(case, now, calendar, self._waiting_minutes, self._mail_minutes))

    def write_digest(self) -> None:
        """Write the figures of the day, at their hour on days of opening."""
        now, calendar = self._clock.now(), self._calendar()
        day = notices.digest_day(calendar, now, self._digest_at, for_long=notices.DIGEST_FOR)
        if day is None:
            return
        key = f"digest:{day}"
        told = self._store.told([key])
        readers = [
            one
            for one in self._store.readers(now)
            if one.has_logged_in and one.settings.by_mail and one.settings.has_digest and (key, one.id) not in told
        ]
        if not readers:
            return
        today = now.astimezone(JAPAN).date()
        subject, text = words.of_digest(today, now, self._figures(calendar, now), self._base_url)
        self._tell(
            [Told(key, one.id, None, Way.MAIL, one.email, subject, text) for one in readers],
            now,
        )

    def _readers(
        self, notice: Notice, people: Sequence[Reader], now: datetime, is_open: bool
    ) -> list[tuple[str, Way, str]]:
        """Return (reader, way, address) of those who are told now."""
        told = notices.readers(notice, people, now, is_open=is_open)
        to = [(one.id, Way.MAIL, one.email) for one in told]
        return to + [(target, Way.CHAT, target) for target in self._targets]

    def _letters(
        self, notice: Notice, calendar: Calendar, now: datetime, to: Sequence[tuple[str, Way, str]]
    ) -> list[Told]:
        minutes = calendar.business_minutes(notice.since, now)
        subject, text = words.of_notice(notice, minutes, self._base_url)
        is_urgent = notice.kind is Kind.CRY
        return [
            Told(notice.key, reader, notice.case.id, way, address, subject, text, is_urgent)
            for reader, way, address in to
        ]

    def _tell(self, letters: Sequence[Told], now: datetime) -> None:
        if letters:
            unusable = self._store.tell(letters, now)
            if unusable:
                logger.warning("notices.no_usable_address %s", unusable)

    def _figures(self, calendar: Calendar, now: datetime) -> Figures:
        today = now.astimezone(JAPAN).date()
        midnight = datetime.combine(today + timedelta(days=1), time(), JAPAN)
        counts = self._store.counts(_last_opening_day(calendar, now), midnight)
        missed = sum(
            notice.why == "unanswered"
            for case in self._store.open_cases(now)
            for notice in notices.of(case, now, calendar, self._waiting_minutes, self._mail_minutes)
        )
        return Figures(
            waiting=counts[State.QUEUED],
            left=counts[State.MESSAGE_LEFT],
            held=counts[State.CONSULTANT],
            missed=missed,
            promised=counts["promised"],
            appointments=counts["appointments"],
            unanswered=counts["unanswered"],
            stuck=self._stuck(),
            expired=self._expired(today),
        )


def _last_opening_day(calendar: Calendar, now: datetime) -> datetime:
    """Return when the last day of opening before today began."""
    local = now.astimezone(JAPAN)
    for back in range(1, 15):
        day = local.date() - timedelta(days=back)
        if calendar.slots_of(day):
            return datetime.combine(day, time(), JAPAN)
    return now - timedelta(days=1)
