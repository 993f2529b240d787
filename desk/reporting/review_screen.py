"""見直し as somebody sees it, and what everything that is done there needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Account, Session
from desk.content.service import Content, Reports, Service, SourceWatch
from desk.office import frame, pages
from desk.office.session import CurrentSession, Desk
from desk.reporting import page_frame, review, review_of_answers, unanswered, unanswered_page
from desk.reporting.departments import Departments
from desk.reporting.page_frame import View
from desk.reporting.review_list import ANSWERS, works_of
from desk.reporting.store import ReportingStore
from desk.reporting.unanswered import Group
from desk.services import Services
from desk.text.pack import city

DAYS = 30
MOST_SHOWN = 40


@dataclass(frozen=True)
class ReviewScreen:
    """The list as somebody sees it, and what everything that is done on it needs."""

    current: Session
    desk: Services
    content: Content
    store: ReportingStore

    @property
    def account(self) -> Account:
        """Whose."""
        return self.current.account

    def undecided(self, group_id: str) -> Group | None:
        """Return a question that nobody has decided about yet."""
        return unanswered.seen_as(group_id, unanswered_page.undecided(self._view(), self.store))

    def decide(self, group_id: str, group: Group, status: str, remark: str, label: str | None = None) -> None:
        """Keep what was decided about a question."""
        self.store.decide(
            group_id,
            exemplar=group.exemplar,
            conversation_id=group.conversation_id,
            status=status,
            label=label,
            remark=remark,
            account_id=self.account.id,
            at=self.desk.clock.now(),
        )

    def page(self, kind: str = "", *, said: str = "", status: int = 200) -> HTMLResponse:
        """Return the page, with what is waiting of a kind or of all."""
        shown = self._view()
        groups = unanswered_page.undecided(shown, self.store)
        reported, answered = self.desk.of(Reports).waiting(), self.desk.of(Departments).answered()
        cited = self.desk.of(SourceWatch).news()
        works = works_of(shown, self.content, groups, reported, answered, cited)
        entries, names = shown.answers.entries(), city().topic_names
        return frame.show(
            self.current,
            "reporting/review.html",
            title=pages.title_of("/console/review"),
            section="見直し",
            status=status,
            said=said,
            kinds=review.KINDS,
            counts=review.counted(works),
            kind=kind if kind in review.KINDS else "",
            works=[work for work in works if kind in {"", work.kind} and work.kind != "unanswered"],
            reports=reported[:MOST_SHOWN] if kind in {"", "reported"} else [],
            topics={topic: names.get(topic, topic) for topic in self.content.topics()},
            answered=answered if kind in {"", "answered"} else [],
            sources=[(one, review_of_answers.page_news(one)) for one in cited[:MOST_SHOWN]]
            if kind in {"", "source"}
            else [],
            groups=groups[:MOST_SHOWN] if kind in {"", "unanswered"} else [],
            titles={label: entry["title"] for label, entry in entries.items()},
            answers=ANSWERS,
            days=DAYS,
        )

    def _view(self) -> View:
        day = page_frame.view(self.current, self.desk).today
        return page_frame.view(self.current, self.desk, period=f"{day - timedelta(days=DAYS - 1)}..{day}")


def screen(current: CurrentSession, desk: Desk, content: Service, store: unanswered_page.Store) -> ReviewScreen:
    """Return the screen of a request."""
    return ReviewScreen(current, desk, content, store)


Waiting = Annotated[ReviewScreen, Depends(screen)]
