"""What texts mean, as sketches of the assistant: asked for once, kept in memory by a digest of the text, and forgotten.

Only what compares texts uses them; it has another way while the assistant is away.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping

import httpx

from desk.assistant import wire
from desk.http.tls import authorities

# A page waits no longer; what is missing then comes with its next opening.
PATIENCE_SECONDS = 2.0
# Nobody is made to wait again for an assistant that did not answer.
SILENCE_SECONDS = 30.0
# Sketches of 128 bytes; those that nobody asked for meanwhile are forgotten.
KEPT = 5_000
KEPT_SECONDS = 3_600.0


class Sketches:
    """Asks the assistant, from threads that may wait."""

    def __init__(
        self,
        base: str,
        token: str,
        transport: httpx.BaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare the client; `transport` lets a test stand in for the network."""
        self._http = httpx.Client(
            base_url=f"{base}/webhooks/desk",
            headers={"authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(PATIENCE_SECONDS, connect=1.0),
            transport=transport,
            verify=authorities(),
            trust_env=False,
        )
        self._monotonic, self._lock = monotonic, threading.Lock()
        # Digest of a text -> its sketch, and when it was asked for last; the oldest first.
        self._known: OrderedDict[bytes, tuple[int, float]] = OrderedDict()
        self._space, self._silent_until = "", 0.0

    def of(self, texts: Iterable[str]) -> Mapping[str, int]:
        """Return the sketches of texts, all of one space; those of which the assistant says nothing in time are not there."""
        wanted = {text: _key(text) for text in dict.fromkeys(texts) if text}
        with self._lock:
            began = self._monotonic()
            missing = [text for text, key in wanted.items() if key not in self._known]
            while missing and self._silent_until <= self._monotonic() < began + PATIENCE_SECONDS:
                asked, missing = missing[: wire.MOST_SKETCHES], missing[wire.MOST_SKETCHES :]
                if self._ask(asked):
                    # Another model: what was known is of another space.
                    missing = [text for text, key in wanted.items() if key not in self._known]
            found = {}
            for text, key in wanted.items():
                if key in self._known:
                    found[text] = self._known[key][0]
                    self._known[key] = (found[text], began)
                    self._known.move_to_end(key)
            self._forget(began)
        return found

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _ask(self, texts: list[str]) -> bool:
        """Ask for some; whether the space is another one."""
        try:
            answer = self._http.post("/sketches", json=wire.sketches_request(texts)).raise_for_status()
            space, found = wire.sketches(answer.json(), len(texts))
        except (httpx.HTTPError, ValueError):
            self._silent_until = self._monotonic() + SILENCE_SECONDS
            return False
        is_other = space != self._space
        if is_other:
            self._known.clear()
            self._space = space
        now = self._monotonic()
        for text, sketch in zip(texts, found, strict=True):
            self._known[_key(text)] = (sketch, now)
        return is_other

    def _forget(self, now: float) -> None:
        while self._known:
            _, asked_at = next(iter(self._known.values()))
            if len(self._known) <= KEPT and asked_at > now - KEPT_SECONDS:
                return
            self._known.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
