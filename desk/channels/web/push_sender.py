"""Rings browsers: a push without a word in it (RFC 8030), one at a time, each with an honest end."""

from __future__ import annotations

import logging
from datetime import timedelta

import httpx

from desk.channels.web.push_store import MOST_TRIES, Subscriptions
from desk.channels.web.vapid import Vapid, is_allowed
from desk.conversation.ports import Clock
from desk.http.tls import authorities

logger = logging.getLogger(__name__)
_TIMEOUT = httpx.Timeout(10.0, connect=3.0)
# As long as the push service keeps it for a browser that is off.
_TTL_SECONDS = 86_400
_GONE = frozenset({404, 410})


class PushSender:
    """Blocking; run it in a thread."""

    def __init__(self, store: Subscriptions, vapid: Vapid, hosts: list[str], clock: Clock) -> None:
        """Take the ports."""
        self._store, self._vapid, self._hosts, self._clock = store, vapid, hosts, clock
        # No redirect is followed: the address was checked, another one was not.
        self._http = httpx.Client(timeout=_TIMEOUT, verify=authorities(), trust_env=False, follow_redirects=False)

    def send_next(self) -> bool:
        """Tell one browser; False if none is to be told."""
        now = self._clock.now()
        due = self._store.lease(now)
        if due is None:
            return False
        if not is_allowed(due.endpoint, self._hosts):
            # The setting was narrowed since.
            self._store.gone(due)
            return True
        status = self._ring(due.endpoint)
        if status in _GONE:
            self._store.gone(due)
        elif 200 <= status < 300:
            self._store.told(due, now)
        elif (status == 0 or status == 429 or status >= 500) and due.tries + 1 < MOST_TRIES:
            self._store.again(due, now + timedelta(seconds=30 * 4.0**due.tries))
        else:
            # The reply itself waits in the chat, and by mail where an address was left.
            logger.warning("push.given_up status=%s tries=%s", status, due.tries + 1)
            self._store.told(due, now)
        return True

    def _ring(self, endpoint: str) -> int:
        """Return the status, 0 where there was no answer."""
        headers = {
            "authorization": self._vapid.authorization(endpoint, self._clock.now()),
            "ttl": str(_TTL_SECONDS),
            # Several replies are one "look".
            "topic": "reply",
            "urgency": "high",
        }
        try:
            return self._http.post(endpoint, headers=headers).status_code
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0

    def close(self) -> None:
        """Close the connections."""
        self._http.close()
