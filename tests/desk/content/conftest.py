"""A small pack, and the content over it in a real database."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from desk.audit.store import AuditLog
from desk.content import pack
from desk.content.models import Actor, Kind, Version
from desk.content.pack import Pack
from desk.content.publisher import Publisher
from desk.content.service import Content, Published
from desk.content.store import ContentStore
from tests.desk.api import Api
from tests.desk.content.person import Person

SOURCE = {"title": "見本市「バス」", "url": "https://www.example.jp/bus", "date": "2026-04"}
BUS = {
    "title": "バスの料金",
    "owner": "企画課",
    "sources": [SOURCE],
    "checked": "2026-11-01",
    "review_by": "2027-03-31",
    "related": ["town/snow"],
    "easy": "バスは{{ bus_fare }}です。",
    "body": "市内のバスは**{{ bus_fare }}**です（{{ bus_fare.as_of }}）。\n\n<!-- more -->\n\nこどもは半額です。",
}
SNOW = BUS | {"title": "雪の量", "related": [], "body": "たくさん降ります。", "easy": "雪《ゆき》が多《おお》いです。"}
DISTRESS = SNOW | {"title": "つらい気持ち", "body": "電話で話せます。"}
FARE = {
    "title": "市内バスの運賃",
    "value": 240,
    "unit": "円",
    "as_of": "2026-04",
    "checked": "2026-11-01",
    "source": SOURCE,
    "easy": "240円《えん》",
}
PACK = Pack(
    {"town/bus": BUS, "town/snow": SNOW, "chitchat/distress": DISTRESS},
    {"bus_fare": FARE},
    {
        "town/bus": ["バスはいくら", "バスの料金は？", "バス代を教えて"],
        "town/snow": ["雪は多い？", "どのくらい積もりますか", "冬の雪"],
        "chitchat/distress": ["もうつらいです", "消えたい", "だれか助けて"],
    },
)
WRITER = Actor("a_sato", "佐藤", "consultant", "127.0.0.1")
OTHER = Actor("a_suzuki", "鈴木", "consultant")
CHIEF = Actor("a_chief", "高橋", "supervisor")
AUDITOR = Actor("a_audit", "監査", "auditor")


@dataclasses.dataclass
class Office:
    """The content of one desk over a database, with its files."""

    content: Content
    published: Published
    publisher: Publisher
    folder: Path
    store: ContentStore
    log: AuditLog

    def bring(self, packed: Pack = PACK, name: str = "pack") -> dict[str, int]:
        """Import a pack from files, as a start does."""
        folder = self.folder / name
        if not folder.exists():
            pack.write(packed, folder)
        return self.content.import_pack(folder)

    def text(self, label: str) -> str:
        """What this desk serves."""
        return self.published.snapshot.entries[label].text

    def written(self, label: str, **change: object) -> Version:
        """A changed draft by the writer."""
        draft = self.content.draft(WRITER, Kind.ENTRY, label)
        return self.content.save(WRITER, draft, draft.revision, {**draft.content, **change})

    def handed_in(self, label: str, **change: object) -> Version:
        """A changed text that waits for review."""
        draft = self.written(label, **change)
        return self.content.submit(WRITER, draft.kind, draft.key, draft.number)

    def approved(self, version: Version, actor: Actor = CHIEF) -> Version:
        return self.content.approve(actor, version.kind, version.key, version.number)


def opened(database, clock, folder: Path, **options) -> Office:
    store, log, published = ContentStore(database), AuditLog(database), Published()
    publisher = Publisher(store, published, folder / "content")
    return Office(Content(store, publisher, clock, log, **options), published, publisher, folder, store, log)


@pytest.fixture
def office(database, clock, tmp_path) -> Office:
    made = opened(database, clock, tmp_path)
    made.bring()
    return made


@pytest.fixture
def writer(api: Api) -> Person:
    return Person(api, "佐藤", "sato@example.jp", "consultant")


@pytest.fixture
def chief(api: Api) -> Person:
    return Person(api, "高橋", "chief@example.jp", "supervisor")
