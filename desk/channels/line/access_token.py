"""The channel access token of every call to LINE: given in the settings, or issued for a quarter of an hour and renewed.

Stateless tokens: https://developers.line.biz/en/docs/basics/channel-access-token/ (checked 2026-08-07).
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Generator

import httpx

from desk.http.tls import authorities
from desk.settings import Settings
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
ISSUE_SECONDS = 5.0
# Renewed before it ends, so that no call meets its end on the way.
MARGIN_SECONDS = 60.0
_TOKEN = re.compile(r"[\x21-\x7e]+")


class NoToken(httpx.RequestError):
    """There is no token that a request could carry: none is set, or what is set holds spaces or other than ASCII."""


class ChannelToken(httpx.Auth):
    """Puts the token on each request; a refused one is renewed once, however many requests meet the refusal."""

    def __init__(
        self,
        base: str,
        token: str,
        channel_id: str = "",
        channel_secret: str = "",
        transport: httpx.BaseTransport | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use `token` until it is refused; with a channel id, issue others from then on."""
        self._token, self._until = token, float("inf")
        self._id, self._secret, self._seconds = channel_id, channel_secret, seconds
        self._lock = threading.Lock()
        self._http = httpx.Client(
            base_url=base,
            timeout=ISSUE_SECONDS,
            transport=transport,
            verify=authorities(),
            trust_env=False,
        )

    @classmethod
    def of(cls, settings: Settings) -> ChannelToken:
        """Return the token of the settings; the first of the secrets issues others."""
        return cls(
            settings.line_api_url,
            settings.line_channel_access_token,
            settings.line_channel_id,
            next(iter(settings.line_secrets), ""),
        )

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See base class."""
        used = self._current()
        if not _TOKEN.fullmatch(used):
            raise NoToken("no usable channel access token", request=request)
        request.headers["authorization"] = f"Bearer {used}"
        answer = yield request
        if answer.status_code == 401 and (fresh := self._renewed(used)):
            request.headers["authorization"] = f"Bearer {fresh}"
            yield request

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _current(self) -> str:
        with self._lock:
            if self._id and (not _TOKEN.fullmatch(self._token) or self._seconds() > self._until):
                self._issue()
            return self._token

    def _renewed(self, refused: str) -> str | None:
        """Return another token than the refused one, None if there is none to be had."""
        if not self._id:
            return None
        with self._lock:
            # Of many that were refused at once, the first one renews for all.
            if self._token == refused:
                self._issue()
            return self._token if self._token != refused else None

    def _issue(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._id,
            "client_secret": self._secret,
        }
        try:
            answer = self._http.post("/oauth2/v3/token", data=form)
            answer.raise_for_status()
            found = answer.json()
            self._token = str(found["access_token"])
            self._until = self._seconds() + float(found["expires_in"]) - MARGIN_SECONDS
            logger.info("line.token.issued")
        except httpx.HTTPStatusError as error:
            logger.error("line.token.refused %s", error.response.status_code)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            logger.error("line.token.failed %s", failure(error))
            # Whoever wanted to send has not sent anything yet.
            raise httpx.ConnectError("no channel access token") from error
