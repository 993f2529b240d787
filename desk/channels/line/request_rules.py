"""What holds for all events of one request of LINE."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk.conversation.models import Situation


class NotNow(Exception):
    """What all events of a request need could not be found out: LINE has to send them again."""


def asked_once(situation: Callable[[], Situation]) -> Callable[[], Situation]:
    """Return the same for all events of a request, asked when the first of them needs it.

    Its failure is no event's fault: it raises NotNow, for which nothing of the request is taken.
    """

    @functools.cache
    def asked() -> Situation:
        try:
            return situation()
        except Exception as error:
            raise NotNow(type(error).__name__) from error

    return asked


@dataclass(frozen=True)
class Rules:
    """What holds for all events of a request.

    Attributes:
        situation: Whether a person can be reached; see `asked_once`.
        by_link: Consultations are held on our own page: whoever writes on LINE meanwhile is led there.
    """

    now: datetime
    situation: Callable[[], Situation]
    by_link: bool = False
