"""What is published at one moment, read in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.content import entries, pack, steps
from desk.content import facts as facts_file
from desk.content.entries import Entry
from desk.content.facts import Broken
from desk.content.models import Kind, Origin, Publication, State
from desk.content.pack import Pack
from desk.content.store import ContentTransaction
from desk.text.markdown import plain_markdown

logger = logging.getLogger(__name__)


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
    opening = {label: plain_markdown(entry.text)[:_FIRST_LINES] for label, entry in read.items()}
    given = [
        {"label": label, "text": line}
        for label in sorted(new | set(taught))
        for line in dict.fromkeys(
            [*(_about(contents[label], opening.get(label, "")) if label in untrained else []), *taught.get(label, [])]
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
                "text": opening.get(label, ""),
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


def _about(content: pack.Content, opening: str) -> list[str]:
    """Return what an answer says of itself, which is asked for in much the same words."""
    title = str(content["title"])
    return [title, *([f"{title}。{opening}"] if opening else [])]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
