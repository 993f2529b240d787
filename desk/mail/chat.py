"""Sends notices to whatever chat or webhook Apprise knows (https://github.com/caronc/apprise/wiki, checked 2026-11-25)."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import Sequence

import apprise

from desk.mail.errors import PutOff, Refused
from desk.mail.message import Letter

# Apprise waits 4 s to connect and 4 s to read at each step; some services take several steps.
SECONDS = 30.0
_BETWEEN = re.compile(r"\s*,\s*(?=[A-Za-z][A-Za-z0-9+.-]*://)")


def addresses(setting: str) -> list[str]:
    """Return the addresses of `NOTIFY_URLS`; a comma within an address stays."""
    return [url for url in _BETWEEN.split(setting.strip().strip(",")) if url]


def fingerprint(url: str) -> str:
    """Return the name under which the database knows a target: its address holds secrets."""
    return f"chat_{hashlib.sha256(url.encode()).hexdigest()[:16]}"


class ChatTransport:
    """See `desk.mail.sender.Transport`."""

    def __init__(self, urls: Sequence[str]) -> None:
        """Take the targets.

        Raises:
            ValueError: Apprise cannot read one; the message gives its place in the list and never repeats it.
        """
        # What Apprise logs may hold addresses of targets.
        logging.getLogger("apprise").setLevel(logging.CRITICAL)
        self._targets: dict[str, apprise.Apprise] = {}
        for place, url in enumerate(urls, 1):
            target = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False))
            if not target.add(url):
                raise ValueError(f"address number {place} is none that Apprise knows")
            self._targets[fingerprint(url)] = target

    @property
    def names(self) -> list[str]:
        """The fingerprints of the targets."""
        return list(self._targets)

    async def send(self, letter: Letter) -> None:
        """Hand a notice over.

        Raises:
            Refused: The target is not in the settings any more.
            PutOff: It did not take the notice.
        """
        target = self._targets.get(letter.to)
        if target is None:
            raise Refused("no_target")
        try:
            async with asyncio.timeout(SECONDS):
                is_taken = await asyncio.to_thread(target.notify, title=letter.subject, body=letter.text)
        except TimeoutError as error:
            raise PutOff("target TimeoutError", maybe_received=True) from error
        if not is_taken:
            raise PutOff("target")
