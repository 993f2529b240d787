from __future__ import annotations

import dataclasses
import sqlite3
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.cases.search_index import SearchIndex
from desk.cases.tables import search_documents
from desk.channels.line.store import SqlLineStore
from desk.conversation import assignment, case_facts, handover, inbound
from desk.conversation.models import Author
from desk.conversation_sql import case_tables, tables
from desk.conversation_sql.transaction import SqlStore
from desk.db import migrate
from desk.db.database import Database
from desk.text import folding
from tests.desk.conftest import OPEN, SATO, FakeClock, handoff


@pytest.fixture
def index(database: Database) -> SearchIndex:
    return SearchIndex(database)


def begin(store: SqlStore, clock: FakeClock, question: str, channel: str = "web") -> str:
    """A case; returns its conversation."""
    with store.write() as tx:
        begun = inbound.start(tx, channel, clock.now(), OPEN, None).conversation_id
        tx.append(
            begun,
            Author.USER,
            "あなた",
            [{"type": "text", "text": question}],
            clock.now(),
            outside_id="u1",
        )
        handover.take(tx, f"w-{begun}", "h", handoff(begun, question), clock.now(), OPEN)
    clock.pass_by(minutes=1)
    return begun


def case_of(database: Database, conversation_id: str) -> str:
    with database.read() as connection:
        return connection.execute(
            sa.select(tables.cases.c.id).where(tables.cases.c.conversation_id == conversation_id)
        ).scalar_one()


def add_note(database: Database, case_id: str, text: str, clock: FakeClock) -> None:
    with database.write() as connection:
        connection.execute(
            case_tables.notes.insert().values(
                case_id=case_id,
                author_id="a_sato",
                author_name="佐藤",
                text=text,
                created_at=clock.now(),
            )
        )


def found(index: SearchIndex, query: str, **filters) -> list[str]:
    """The conversations in which a query is found."""
    return [item.case.conversation_id for item in index.find(folding.words(query), **filters)[0]]


def test_words_are_found_on_both_databases(store: SqlStore, index: SearchIndex, clock: FakeClock) -> None:
    first = begin(store, clock, "空き家で子育て。補助と大雪のこと。100%テレワーク")
    second = begin(store, clock, "ｽｷｰﾊﾞｽと𠮷野家 a_b")

    for query in ("空き家", "子育て", "補助", "雪", "100%", "てれわーく"):
        assert found(index, query) == [first], query
    for query in ("すきー", "スキーバス", "𠮷野家", "a_b"):
        assert found(index, query) == [second], query
    for query in ("axb", "空地", "1000%"):
        assert found(index, query) == [], query


@pytest.mark.parametrize(
    "ways",
    [
        ("空家", "空き家", "あきや"),
        ("お試し住宅", "おためし住宅"),
        ("引越し", "引っ越し", "引越", "ひっこし"),
        ("雪かき", "雪掻き"),
        ("申込み", "申し込み", "申込"),
        ("家賃", "やちん"),
        ("子供", "子ども", "こども"),
    ],
)
def test_every_way_to_write_a_word_finds_the_others(
    store: SqlStore, index: SearchIndex, clock: FakeClock, ways: tuple[str, ...]
) -> None:
    theirs = [begin(store, clock, f"{way}のことを聞きたい") for way in ways][::-1]

    for way in ways:
        assert found(index, way) == theirs, way
        [newest, *_] = index.find(folding.words(way))[0]
        assert {text for hit in newest.hits for text, is_hit in hit.excerpt if is_hit} & {ways[-1], ways[-1][:-1]}, way


def test_kana_across_two_words_are_no_word(store: SqlStore, index: SearchIndex, clock: FakeClock) -> None:
    begin(store, clock, "私は飽き性で、いえのことは分かりません")

    assert found(index, "家") == found(index, "空き家") == []


def test_the_newest_comes_first_and_pages_follow_each_other(
    store: SqlStore, index: SearchIndex, clock: FakeClock
) -> None:
    all_of_them = [begin(store, clock, f"雪の話 {n}") for n in range(5)][::-1]

    first, is_more = index.find(["雪"], most=2)
    last, is_still_more = index.find(["雪"], skip=4, most=2)

    assert [f.case.conversation_id for f in first] == all_of_them[:2]
    assert (is_more, is_still_more) == (True, False)
    assert [f.case.conversation_id for f in last] == all_of_them[4:]


def test_filters_narrow_by_day_channel_state_and_topic(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    early = begin(store, clock, "雪かき")
    with store.write() as tx:
        assignment.claim(tx, case_of(database, early), SATO, clock.now())
    clock.pass_by(days=2)
    late = begin(store, clock, "雪かき")
    between = clock.now() - timedelta(days=1)

    assert found(index, "雪") == [late, early]
    assert found(index, "雪", since=between) == [late]
    assert found(index, "雪", until=between) == [early]
    assert found(index, "雪", state="consultant") == [early]
    assert found(index, "雪", channel="line") == []
    assert found(index, "雪", topic="housing") == [late, early]
    assert found(index, "雪", topic="jobs") == []


def test_all_words_must_occur_but_not_in_one_place(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    both = begin(store, clock, "犬と住める家")
    begin(store, clock, "犬だけの話")
    add_note(database, case_of(database, both), "札幌から来る", clock)

    assert found(index, "犬 札幌") == [both]


def test_a_hit_tells_where_it_was_found(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    theirs = begin(store, clock, "屋根の雪下ろしは自分でしますか")
    add_note(database, case_of(database, theirs), "雪かきボランティアを案内", clock)

    (item,), _ = index.find(["雪"])

    assert [hit.part for hit in item.hits] == ["内部メモ", "質問", "利用者"]
    assert ("雪", True) in item.hits[2].excerpt
    assert "".join(text for text, _ in item.hits[2].excerpt) == "屋根の雪下ろしは自分でしますか"
    assert item.hits[2].seq == 2
    assert item.count == 3


def test_what_the_bot_answered_is_searched_and_what_the_system_says_is_not(
    store: SqlStore, index: SearchIndex, clock: FakeClock
) -> None:
    theirs = begin(store, clock, "こんにちは")
    answer = {
        "type": "answer",
        "label": "housing/akiya_bank",
        "title": "空き家バンク",
        "text": "登録物件を見られます",
    }
    with store.write() as tx:
        tx.append(theirs, Author.BOT, "自動応答", [answer], clock.now())

    assert found(index, "登録物件") == found(index, "空き家バンク") == [theirs]
    assert found(index, "お待ちください") == []


def test_marks_and_labels_are_no_words_and_a_receipt_is_found_without_hyphens(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    with store.write() as tx:
        theirs = inbound.start(tx, "web", clock.now(), OPEN, None).conversation_id
        answer = {"type": "answer", "text": "**登録物件**は[こちら](https://example.jp/akiya)で見られます"}
        tx.append(theirs, Author.BOT, "自動応答", [answer], clock.now())
        request = dataclasses.replace(
            handoff(theirs, "保育園"), slots={"last_label": "childcare/nursery_overview", "from_where": "東京"}
        )
        made, _ = handover.take(tx, "w", "h", request, clock.now(), OPEN)
    [item] = index.find(["登録物件"])[0]
    assert "".join(text for text, _ in item.hits[0].excerpt) == "登録物件はこちらで見られます"
    assert found(index, "nursery_overview") == found(index, "**") == []
    assert found(index, "東京") == [theirs]
    assert found(index, made["receipt"].replace("-", "")) == found(index, made["receipt"].lower()) == [theirs]


def test_what_was_unsent_is_not_found_any_more(database: Database, index: SearchIndex, clock: FakeClock) -> None:
    line = SqlLineStore(database)
    begin(line, clock, "空き家の住所は花園です", channel="line")
    assert found(index, "花園")

    with line.write() as tx:
        line.unsend(tx, "u1", clock.now())

    assert found(index, "花園") == []
    assert texts_with(database, "花園") == 0


def test_what_was_erased_is_gone_from_the_index_in_the_same_transaction(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    theirs = begin(store, clock, "花園の空き家")
    add_note(database, case_of(database, theirs), "花園を案内", clock)
    index.catch_up()
    assert texts_with(database, "花園") == 3

    with store.write() as tx:
        tx.erase(theirs, clock.now())

    assert texts_with(database, "花園") == 0
    assert found(index, "花園") == []


def test_a_changed_question_is_found_by_its_new_words_only(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    theirs = begin(store, clock, "こんにちは")
    case_id = case_of(database, theirs)
    for words in ("犬と住みたい", "猫と住みたい"):
        with store.write() as tx:
            tx.update_case(dataclasses.replace(tx.case(case_id), question=words))
        index.catch_up()

    assert found(index, "犬") == []
    assert found(index, "猫") == [theirs]


def test_tags_are_searched_and_a_tag_that_was_taken_away_is_not(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    theirs = begin(store, clock, "こんにちは")
    case_id = case_of(database, theirs)
    assert found(index, "空家") == []

    with store.write() as tx:
        case_facts.correct(tx, case_id, case_facts.Correction(tags=["空き家", "至急"]))
    [item] = index.find(["空家"])[0]
    assert [(hit.part, hit.excerpt) for hit in item.hits] == [("タグ", [("空き家", True), ("、至急", False)])]

    with store.write() as tx:
        case_facts.correct(tx, case_id, case_facts.Correction(tags=["至急"]))
    assert found(index, "空家") == []
    assert found(index, "至急") == [theirs]


def test_nothing_is_folded_again_when_only_the_state_of_a_case_changes(
    store: SqlStore, index: SearchIndex, clock: FakeClock, database: Database
) -> None:
    theirs = begin(store, clock, "犬")
    index.catch_up()

    with store.write() as tx:
        assignment.claim(tx, case_of(database, theirs), SATO, clock.now())
        tx.set_understanding(theirs, "u1", {"outcome": "answer"})

    assert index.catch_up() == 1  # 「相談員の佐藤が入りました」 of the system


def texts_with(database: Database, word: str) -> int:
    """How many rows of the index hold a word, read without the index's own code."""
    with database.read() as connection:
        rows = connection.execute(sa.select(search_documents.c.text)).scalars().all()
    return sum(word in (text or "") for text in rows)


def test_erased_words_are_nowhere_in_the_file(tmp_path, clock: FakeClock) -> None:
    path = tmp_path / "desk.db"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    store, index = SqlStore(database), SearchIndex(database)
    theirs = begin(store, clock, "くりかえしのないことば")
    index.catch_up()
    with store.write() as tx:
        tx.erase(theirs, clock.now())
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert "くりかえしのないことば".encode() not in path.read_bytes()
