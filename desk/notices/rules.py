"""Which notices are due, and to whom: rules over open cases, people and the calendar; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from desk.conversation import channels
from desk.conversation.models import State
from desk.hours.calendar import Calendar
from desk.notices.notice import Kind, OpenCase, Reader
from desk.text.times import JAPAN

# Of opening: the same ten minutes after which an owner counts as lost.
UNANSWERED_MINUTES = 10
# Of opening: a mail is answered within a working day.
MAIL_MINUTES = 480
# A desk that starts in the afternoon does not send the morning's digest.
DIGEST_FOR = timedelta(hours=3)
_SUPERVISORS = frozenset({"supervisor", "manager"})


@dataclass(frozen=True)
class Notice:
    """Something to tell of a case.

    Attributes:
        key: The same notice has the same key: it is told once to each.
        why: Key of its words (`desk.notices.words`).
        since: From when the wait counts that it tells of.
    """

    key: str
    kind: Kind
    why: str
    case: OpenCase
    since: datetime


def of(
    case: OpenCase, now: datetime, calendar: Calendar, waiting_minutes: int, mail_minutes: int = MAIL_MINUTES
) -> Iterable[Notice]:
    """Yield the notices that a case is due for now; `mail_minutes` is the wait where nobody sits and waits."""

    def notice(kind: Kind, why: str, stretch: object, since: datetime | None = None) -> Notice:
        # An alert that is taken up or asks for a person is the same danger: told once.
        key = "cry" if kind is Kind.CRY else why
        return Notice(f"{key}:{case.id}:{stretch}", kind, why, case, since or case.waiting_since)

    since = f"{case.waiting_since:%Y%m%dT%H%M%S}"
    if case.has_flags:
        yield notice(Kind.CRY, "alert" if case.state is State.ALERT else "cry", case.danger)
    if case.state is State.MESSAGE_LEFT:
        yield notice(Kind.LEFT, "left", since)
    if case.state is State.QUEUED:
        if case.was_claimed:
            yield notice(Kind.MISSED, "lost", case.epoch)
        else:
            yield notice(Kind.NEW, "new", since)
        is_live = channels.kind_of(case.channel).is_live
        if calendar.business_minutes(case.waiting_since, now) >= (waiting_minutes if is_live else mail_minutes):
            yield notice(Kind.WAITING, "waiting", since)
        if is_live and _is_over(calendar, now):
            yield notice(Kind.MISSED, "closing", f"{now.astimezone(JAPAN):%Y%m%d}")
    if case.state is State.CONSULTANT and case.unanswered_since is not None:
        alone = calendar.business_minutes(case.unanswered_since, now)
        if alone >= (UNANSWERED_MINUTES if channels.kind_of(case.channel).is_live else mail_minutes):
            yield notice(Kind.MISSED, "unanswered", case.unanswered_seq, case.unanswered_since)


def readers(notice: Notice, people: Iterable[Reader], now: datetime, *, is_open: bool = True) -> list[Reader]:
    """Return who is told by mail now; who is in quiet hours is told after them, if it is still true then."""
    known = list(people)
    everybody = [one for one in known if one.has_logged_in]
    if notice.kind is Kind.CRY and not everybody:
        everybody = known
    if notice.kind is Kind.CRY:
        present = [one for one in everybody if one.is_present]
        others = [one for one in everybody if not one.is_present]
        owner = [one for one in present if one.id == notice.case.owner]
        if owner:
            # Somebody is talking with the person: they, and who can help them.
            return owner + [one for one in everybody if one.role in _SUPERVISORS and one not in owner]
        if not is_open:
            called = present + [one for one in others if one.settings.on_call]
            return called or everybody
        managers = [one for one in others if one.role == "manager" or one.settings.on_call]
        # With nobody at a console, whoever reads mail first can help.
        return present + managers if present else everybody
    wanted = [one for one in everybody if _wants(one, notice, now)]
    if notice.why == "unanswered":
        return [one for one in wanted if one.id == notice.case.owner or one.role in _SUPERVISORS]
    return wanted


def is_quiet(begin: time, end: time, now: datetime) -> bool:
    """Return whether a moment is within quiet hours, which may go over midnight."""
    at = now.astimezone(JAPAN).time()
    if begin <= end:
        return begin <= at < end
    return at >= begin or at < end


def _wants(one: Reader, notice: Notice, now: datetime) -> bool:
    wish = one.settings
    if not wish.by_mail or notice.kind not in wish.kinds:
        return False
    if wish.is_quiet_at_console and one.is_present:
        return False
    return not is_quiet(wish.quiet_from, wish.quiet_until, now)


def _is_over(calendar: Calendar, now: datetime) -> bool:
    """Return whether a day of opening has ended; lunch is no end."""
    local = now.astimezone(JAPAN)
    slots = calendar.slots_of(local.date())
    return bool(slots) and all(slot.end <= local.time() for slot in slots)


def digest_day(calendar: Calendar, now: datetime, at: time, *, for_long: timedelta) -> str | None:
    """Return the day whose digest is due now; None on closed days, before its hour and long after it."""
    local = now.astimezone(JAPAN)
    if not calendar.slots_of(local.date()):
        return None
    begin = datetime.combine(local.date(), at, JAPAN)
    return f"{local:%Y%m%d}" if begin <= local < begin + for_long else None
