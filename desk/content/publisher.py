"""Writes the newest publication as a pack into DATA_DIR/content and makes it this process's; the last good one stays.

    content/p000012-1f2e3d4c/   answers/ facts.yml nlu/ phrasings.json publication.json   (see docs/living-answers.md)
    content/current             a link to the newest of these folders, replaced in one step

Every desk does it for itself: one that was away catches up at its next look.
"""

from __future__ import annotations

import errno
import json
import logging
import shutil
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.content import entries, pack, steps, suggestions
from desk.content import facts as facts_file
from desk.content.entries import Entry
from desk.content.facts import Broken
from desk.content.models import Kind, Origin, Publication, State
from desk.content.pack import Pack
from desk.content.published import Published, Snapshot
from desk.content.store import ContentStore, ContentTransaction
from desk.text.markdown import plain_markdown
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
CURRENT = "current"
STATE_FILE = "publication.json"
# What the assistant knows without training: [{label, text}].
PHRASINGS = "phrasings.json"
# Whoever is reading an older one comes to its end.
_KEPT = 3
# What the assistant offers a new answer by, until it is trained.
_FIRST_LINES = 200
# Ways of asking by which a withdrawn answer stays known; each costs a few milliseconds at a publication.
_MOST_OF_GONE = 60


@dataclass(frozen=True)
class Written:
    """One publication as it is written: its pack, and what stands in publication.json."""

    publication: Publication
    pack: Pack
    entries: Mapping[str, Entry]
    given: list[dict[str, str]]
    more: Mapping[str, Any]
    titles: Mapping[str, str]

    @property
    def name(self) -> str:
        """The folder's name: a restored database may give a number to another state."""
        return f"p{self.publication.number:06d}-{pack.digest([self.pack.digest, self.more])[:8]}"


class Publisher:
    """One per process."""

    def __init__(self, store: ContentStore, published: Published, folder: Path) -> None:
        """Write below this folder."""
        self._store, self._published, self.folder = store, published, folder
        self.problem = ""
        self._lock = threading.Lock()

    def catch_up(self) -> bool:
        """Bring files and process to the newest publication; whether there was anything to do.

        Raises nothing that a full disk or a broken entry causes: the last good publication stays, `problem` says why.
        """
        # The worker's look and a publication of this process would do the same work at the same time.
        with self._lock:
            return self._catch_up()

    def _catch_up(self) -> bool:
        with self._store.read() as tx:
            newest = tx.newest()
            if newest is None or self._identity(newest) == self._published.snapshot.identity:
                return False
            state = read_state(tx, newest)
        try:
            self._write(state)
        except OSError as error:
            self.problem = f"publication {newest.number} was not written: {failure(error)}"
            logger.error("content.publication.failed %s", self.problem)
            return False
        # Of 20,000 lines a few hundred are shown; the rest need not stay in memory.
        few = {
            label: suggestions.few(entry.title, state.pack.phrasings.get(label, ()))
            for label, entry in state.entries.items()
        }
        identity = self._identity(newest)
        self._published.replace(Snapshot(newest.number, identity, state.entries, state.titles, few, state.more["off"]))
        self.problem = ""
        return True

    @property
    def current(self) -> Path | None:
        """The folder of the publication that is served, None before the first."""
        link = self.folder / CURRENT
        return link.resolve() if link.exists() else None

    def health(self) -> dict[str, Any]:
        """Return {status, publication, newest, problem?}: what this process serves, and what there is."""
        serves, newest = self._published.snapshot.number, self._store.newest_number()
        status = "ok" if serves == newest else "late"
        return {"status": status, "publication": serves, "newest": newest} | (
            {"problem": self.problem} if self.problem else {}
        )

    def _identity(self, publication: Publication) -> str:
        return f"{publication.number} {publication.made_at.isoformat()}"

    def _write(self, state: Written) -> None:
        target = self.folder / state.name
        if not _is_whole(target, state):
            unfinished = self.folder / f".{state.name}.{uuid.uuid4().hex[:8]}"
            try:
                pack.write(state.pack, unfinished)
                for name, said in ((PHRASINGS, state.given), (STATE_FILE, state.more)):
                    (unfinished / name).write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
                _replace(unfinished, target)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        link = self.folder / f".{CURRENT}.{uuid.uuid4().hex[:8]}"
        link.symlink_to(state.name)
        link.replace(self.folder / CURRENT)
        for old in sorted(self.folder.glob("p*-*"), key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
            if old != target:
                shutil.rmtree(old, ignore_errors=True)


def read_state(tx: ContentTransaction, publication: Publication) -> Written:
    """Return what is published, as it is written."""
    items = tx.items(Kind.ENTRY)
    texts = {v.key: v for v in tx.versions(Kind.ENTRY, states=[State.PUBLISHED])}
    facts = {v.key: v.content for v in tx.versions(Kind.FACT, states=[State.PUBLISHED])}
    lines: dict[str, list[str]] = {label: [] for label in texts}
    taught: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {label: [] for label, item in items.items() if item.withdrawn_at is not None}
    for label, line, origin in tx.published_lines():
        if label in gone:
            gone[label].append(line)
        if label in texts:
            lines[label].append(line)
            if origin == Origin.OFFICE:
                taught.setdefault(label, []).append(line)
    known = {v.key: str(v.content.get("title") or "") for v in tx.versions(Kind.ENTRY, states=[State.WITHDRAWN])}
    withdrawn = {
        label: {"title": known.get(label, ""), "until": _iso(item.withdrawn_until)}
        for label, item in items.items()
        if item.withdrawn_at is not None
    }
    new = {label for label in texts if items[label].origin is Origin.OFFICE}
    contents = {label: version.content for label, version in texts.items()}
    read = _entries(contents, facts)
    untrained = sorted(label for label in new if len(lines[label]) < steps.TRAINED_FROM)
    given = [
        {"label": label, "text": line}
        for label in sorted(new | set(taught))
        for line in dict.fromkeys(
            [*([str(contents[label]["title"])] if label in untrained else []), *taught.get(label, [])]
        )
    ]
    # Whoever asks for what was withdrawn is told so kindly, and must be understood for it.
    given += [
        {"label": label, "text": line}
        for label, asked in sorted(gone.items())
        for line in dict.fromkeys([*([known[label]] if known.get(label) else []), *asked[:_MOST_OF_GONE]])
    ]
    more = {
        "number": publication.number,
        "made_at": publication.made_at.isoformat(),
        "teaching": publication.teaching,
        "withdrawn": withdrawn,
        "off": [{"scope": one.scope, "name": one.name, "until": _iso(one.until)} for one in tx.switches()],
        "taught": {
            label: {
                "title": texts[label].content["title"],
                "text": plain_markdown(read[label].text)[:_FIRST_LINES] if label in read else "",
                "phrasings": taught.get(label, []),
                "new": label in new,
            }
            for label in sorted(new | set(taught))
        },
        "untrained": untrained,
    }
    titles = known | {label: str(content["title"]) for label, content in contents.items()}
    return Written(publication, Pack(contents, facts, {k: v for k, v in lines.items() if v}), read, given, more, titles)


def _entries(contents: Mapping[str, pack.Content], fact_contents: Mapping[str, pack.Content]) -> dict[str, Entry]:
    facts = facts_file.read_text(pack.facts_text(fact_contents))
    found = {}
    for label, content in contents.items():
        try:
            found[label] = entries.read(label, pack.text_of(content), facts)
        except Broken as error:
            logger.error("answers.broken %s: %s", label, error)
    return found


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _is_whole(folder: Path, state: Written) -> bool:
    """Whether a folder says what it should: after a power cut its files may be empty."""
    try:
        written = json.loads((folder / STATE_FILE).read_text("utf-8"))
        given = json.loads((folder / PHRASINGS).read_text("utf-8"))
        return bool(written == state.more and given == state.given) and pack.read(folder).digest == state.pack.digest
    except (OSError, ValueError):
        return False


def _replace(unfinished: Path, target: Path) -> None:
    """Put a folder into its place; another desk on this machine may have been quicker: the same name, the same content."""
    try:
        unfinished.replace(target)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
        aside = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
        target.replace(aside)
        unfinished.replace(target)
        shutil.rmtree(aside, ignore_errors=True)
