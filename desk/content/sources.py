"""Pages that answers cite: looked at once a week, and put up for 見直し when their words changed or they are gone.

Off unless `HITOHATA_SOURCE_WATCH` names hosts. Only https pages of these hosts are asked, one a minute, with the former
ETag and Last-Modified, 2 MB and ten seconds at most, and only what the host's robots.txt lets everybody read. What was
compared is a digest of the words: scripts, styles and marks may change as they like.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from desk.http.tls import authorities

MOST_BYTES = 2_000_000
SECONDS = 10.0
MOST_REDIRECTS = 3
AGENT = "HitohataSourceWatch/1"
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg"})
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)


class Unreachable(Exception):
    """The page was not read this time; the message says why, without anything of the page."""


@dataclass(frozen=True)
class Seen:
    """What a page was when it was read: `digest` of its words, "" for a page that is gone."""

    digest: str
    etag: str = ""
    modified: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether there is no such page."""
        return not self.digest


def hosts(setting: str) -> frozenset[str]:
    """Return the hosts that a setting names: a comma list; `*.example.lg.jp` names all below it."""
    return frozenset(one.strip().lower() for one in setting.split(",") if one.strip())


def is_allowed(url: str, among: frozenset[str]) -> bool:
    """Whether a page may be asked: https on the usual port, of one of the hosts, without a name or password."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or port not in {None, 443} or "@" in parts.netloc:
        return False
    above = host.split(".")
    return host in among or any(f"*.{'.'.join(above[n:])}" in among for n in range(1, len(above)))


def words(body: bytes, kind: str) -> str:
    """Return what of a page is compared: its words, of <main> where it has one; of what is no text, its bytes as they are."""
    if "html" not in kind:
        return hashlib.sha256(body).hexdigest()
    named = _CHARSET.search(kind.encode()) or _CHARSET.search(body[:2_000])
    try:
        text = body.decode(named[1].decode() if named else "utf-8", "replace")
    except LookupError:
        text = body.decode("utf-8", "replace")
    page = _Words()
    page.feed(text)
    page.close()
    return " ".join(" ".join(page.main or page.whole).split())


class _Words(HTMLParser):
    """Collects the words of a page: of all of it, and of its main part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.whole: list[str] = []
        self.main: list[str] = []
        self._open = {"main": 0, **dict.fromkeys(_UNSEEN, 0)}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._open:
            self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if self._open.get(tag):
            self._open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if any(self._open[tag] for tag in _UNSEEN):
            return
        self.whole.append(data)
        if self._open["main"]:
            self.main.append(data)


class Pages:
    """Reads pages of the hosts that are allowed."""

    def __init__(self, among: frozenset[str], transport: httpx.BaseTransport | None = None) -> None:
        """Read over this transport; tests give their own."""
        self._among = among
        headers = {"user-agent": AGENT, "accept": "text/html,application/pdf;q=0.9,*/*;q=0.5"}
        self._http = httpx.Client(
            timeout=SECONDS, trust_env=False, headers=headers, transport=transport, verify=authorities()
        )
        self._robots: dict[str, tuple[datetime, RobotFileParser]] = {}

    def look(self, url: str, before: Seen | None, now: datetime) -> Seen:
        """Return what a page is now, `before` itself where its host says that nothing changed.

        Raises:
            Unreachable: Its host does not allow it, is away, or answers otherwise.
        """
        asked = {}
        if before is not None and not before.is_gone:
            asked = {"if-none-match": before.etag, "if-modified-since": before.modified}
            asked = {name: value for name, value in asked.items() if value}
        for _ in range(MOST_REDIRECTS + 1):
            if not is_allowed(url, self._among):
                raise Unreachable("leads to a host that is not allowed")
            if not self._may_read(url, now):
                raise Unreachable("robots.txt keeps it closed")
            status, headers, body = self._fetch(url, asked)
            if status in _REDIRECTS and headers.get("location"):
                url = urljoin(url, headers["location"])
                continue
            if status == 304 and before is not None:
                return before
            if status in _GONE:
                return Seen("")
            if status != 200:
                raise Unreachable(f"status {status}")
            said = words(body, headers.get("content-type", ""))
            digest = hashlib.sha256(said.encode()).hexdigest()
            return Seen(digest, headers.get("etag", "")[:200], headers.get("last-modified", "")[:80])
        raise Unreachable("leads on and on")

    def _fetch(self, url: str, asked: Mapping[str, str]) -> tuple[int, httpx.Headers, bytes]:
        try:
            with self._http.stream("GET", url, headers=dict(asked)) as answer:
                body = bytearray()
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > MOST_BYTES:
                        raise Unreachable("larger than 2 MB")
                return answer.status_code, answer.headers, bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from None

    def _may_read(self, url: str, now: datetime) -> bool:
        """Whether robots.txt lets everybody read a page; it is read once a day. Without one, everything may be read."""
        parts = urlsplit(url)
        kept = self._robots.get(parts.netloc)
        if kept is None or now - kept[0] > timedelta(days=1):
            parser = RobotFileParser()
            status, _, body = self._fetch(f"https://{parts.netloc}/robots.txt", {})
            if status >= 500:
                raise Unreachable(f"robots.txt: status {status}")
            parser.parse(body.decode("utf-8", "replace").splitlines() if status == 200 else [])
            self._robots[parts.netloc] = kept = (now, parser)
        return kept[1].can_fetch(AGENT, url)
