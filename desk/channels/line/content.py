"""Fetches contents from LINE's data address into a file, within bounds of size, time and memory.

Source: https://developers.line.biz/en/reference/messaging-api/#get-content (checked 2026-08-07).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from typing import BinaryIO

import httpx

from desk.http.tls import authorities

MOST_BYTES = 25_000_000
MOST_SECONDS = 60.0
_CHUNK_BYTES = 64 * 1024
_TIMEOUT = httpx.Timeout(10.0, connect=3.0)


class Fetched(StrEnum):
    """What became of a fetch. PREPARING: LINE is not ready yet. GONE: it was deleted. LATER: try again."""

    DONE = "done"
    PREPARING = "preparing"
    GONE = "gone"
    TOO_LARGE = "too_large"
    FAILED = "failed"
    LATER = "later"


class LineContent:
    """The two calls that concern contents."""

    def __init__(
        self,
        base: str,
        auth: httpx.Auth,
        transport: httpx.BaseTransport | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare the client; `transport` lets a test stand in for the network."""
        self._seconds = seconds
        self._http = httpx.Client(
            base_url=base,
            auth=auth,
            timeout=_TIMEOUT,
            transport=transport,
            verify=authorities(),
            trust_env=False,
        )

    def prepared(self, source_id: str) -> Fetched:
        """Return DONE when a video or voice may be fetched."""
        try:
            answer = self._http.get(f"/v2/bot/message/{source_id}/content/transcoding")
            status = answer.json().get("status") if answer.status_code == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, AttributeError):
            return Fetched.LATER
        known = {
            "succeeded": Fetched.DONE,
            "processing": Fetched.PREPARING,
            "failed": Fetched.FAILED,
        }
        return known.get(str(status), _meaning(answer.status_code))

    def fetch(self, source_id: str, into: BinaryIO) -> Fetched:
        """Write a content into a file, chunk by chunk."""
        until = self._seconds() + MOST_SECONDS
        try:
            with self._http.stream("GET", f"/v2/bot/message/{source_id}/content") as answer:
                if answer.status_code != 200:
                    return _meaning(answer.status_code)
                declared = answer.headers.get("content-length", "0")
                if declared.isdigit() and int(declared) > MOST_BYTES:
                    return Fetched.TOO_LARGE
                size = 0
                for chunk in answer.iter_bytes(_CHUNK_BYTES):
                    size += len(chunk)
                    if size > MOST_BYTES:
                        return Fetched.TOO_LARGE
                    if self._seconds() > until:
                        return Fetched.LATER
                    into.write(chunk)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            return Fetched.LATER
        return Fetched.DONE if size else Fetched.FAILED

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _meaning(status: int) -> Fetched:
    if status == 202:
        return Fetched.PREPARING
    return Fetched.GONE if status in {404, 410} else Fetched.LATER
