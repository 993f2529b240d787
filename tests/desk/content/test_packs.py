"""A pack is imported, updated three ways, exported without loss."""

import dataclasses

import pytest

from desk.content import entries, importing, pack, transfer
from desk.content.errors import Unusable
from desk.content.models import Kind, PhrasingState, State
from desk.content.pack import Pack
from desk.settings import PROJECT, Settings
from tests.desk.content.conftest import BUS, CHIEF, FARE, PACK, SNOW, WRITER, opened


def changed(**entries_by_slug) -> Pack:
    return dataclasses.replace(PACK, entries={**PACK.entries, **{f"town/{k}": v for k, v in entries_by_slug.items()}})


def test_the_first_start_imports_everything_and_the_next_nothing(office):
    assert office.published.snapshot.number == 1
    assert set(office.published.snapshot.entries) == set(PACK.entries)
    assert office.bring() == {}
    assert office.content.publications()[0].number == 1


def test_what_is_exported_and_imported_again_changes_nothing(office, tmp_path):
    office.approved(office.handed_in("town/snow", body="一行目。\n\n- 一つ\n- 二つ：「引用」 #1"))
    office.content.add_phrasings(CHIEF, "town/snow", ["yes: no", "- 雪#1", "'引用'"])

    office.content.export_pack(tmp_path / "out")
    figures = office.content.import_pack(tmp_path / "out")

    assert figures == dict.fromkeys(("added", "updated", "for_review", "withdrawn", "phrasings"), 0)
    assert office.content.publications()[0].number == 3
    assert office.content.entry("town/snow").open is None


def test_the_shipped_pack_is_the_same_after_export(tmp_path):
    shipped = pack.read(PROJECT / "data")

    pack.write(shipped, tmp_path)

    assert pack.read(tmp_path) == shipped
    assert entries.read_all(tmp_path / "answers") == entries.read_all(PROJECT / "data" / "answers")
    importing.check(shipped)


def test_a_newer_pack_brings_what_the_office_has_not_touched(office):
    office.approved(office.handed_in("town/bus", title="バス代"))

    figures = office.bring(changed(snow=SNOW | {"body": "新しい同梱の文。"}), "newer")

    assert figures["updated"] == 1
    assert office.text("town/snow") == "新しい同梱の文。"
    assert office.published.titles({"town/bus"}) == {"town/bus": "バス代"}


def test_what_both_have_changed_is_put_up_for_review(office):
    office.approved(office.handed_in("town/snow", body="職員の文。"))

    figures = office.bring(changed(snow=SNOW | {"body": "新しい同梱の文。"}), "newer")

    assert figures["for_review"] == 1
    assert office.text("town/snow") == "職員の文。"
    waiting = office.content.entry("town/snow").open
    assert (waiting.state, waiting.content["body"]) == (State.IN_REVIEW, "新しい同梱の文。")
    assert waiting.words == importing.NEWER
    office.approved(waiting)
    assert office.text("town/snow") == "新しい同梱の文。"


def test_an_open_draft_is_not_overtaken_by_a_newer_pack(office):
    draft = office.written("town/snow", body="書きかけ。")

    office.bring(changed(snow=SNOW | {"body": "新しい同梱の文。"}), "newer")

    assert office.text("town/snow") == "たくさん降ります。"
    found = {v.number: (v.state, v.content["body"]) for v in office.content.entry("town/snow").versions}
    assert found[draft.number] == (State.DRAFT, "書きかけ。")
    assert found[draft.number + 1] == (State.IN_REVIEW, "新しい同梱の文。")


def test_what_left_the_pack_is_withdrawn_unless_the_office_made_it_its_own(office):
    office.approved(office.handed_in("town/bus", title="バス代"))

    figures = office.bring(Pack({"chitchat/distress": PACK.entries["chitchat/distress"]}, PACK.facts, {}), "smaller")

    assert figures["withdrawn"] == 1
    assert set(office.published.snapshot.entries) == {"town/bus", "chitchat/distress"}


def test_phrasings_of_a_newer_pack_come_and_go_but_a_removed_one_stays_away(office):
    removed = next(one for one in office.content.entry("town/snow").phrasings if one.text == "冬の雪")
    office.content.remove_phrasing(CHIEF, "town/snow", removed.id)
    office.content.add_phrasings(CHIEF, "town/snow", ["職員が足した言い方"])
    lines = {**PACK.phrasings, "town/snow": ["雪は多い？", "冬の雪", "新しい言い方"]}

    office.bring(dataclasses.replace(PACK, phrasings=lines), "newer")

    found = [one.text for one in office.content.entry("town/snow").phrasings if one.state is PhrasingState.PUBLISHED]
    assert sorted(found) == sorted(["雪は多い？", "新しい言い方", "職員が足した言い方"])


def test_a_broken_pack_imports_nothing(office):
    with pytest.raises(Unusable) as refused:
        office.bring(changed(snow=SNOW | {"body": "{{ nothing }}"}, bus=BUS | {"title": "新しい題"}), "broken")

    assert {fault.field for fault in refused.value.faults} == {"town/snow.body"}
    assert office.published.titles({"town/bus"}) == {"town/bus": "バスの料金"}
    assert office.content.publications()[0].number == 1


def test_a_pack_whose_values_have_no_titles_yet_comes_in(office) -> None:
    untitled = {name: text for name, text in FARE.items() if name != "title"} | {"value": 300}

    office.bring(dataclasses.replace(PACK, facts={"bus_fare": untitled}), "older")

    assert office.content.fact("bus_fare").published.content["value"] == 300


@pytest.mark.parametrize("topic", ["facts", "models"])
def test_a_topic_is_not_called_as_a_page_of_the_office(office, topic):
    named = Pack({**PACK.entries, f"{topic}/bus": PACK.entries["town/snow"]}, PACK.facts, PACK.phrasings)

    with pytest.raises(pack.BrokenPack, match=f"may not be called {topic}"):
        office.bring(named, "reserved")
    assert [fault.field for fault in office.content.faults(Kind.ENTRY, f"{topic}/bus", SNOW)] == ["label"]


def test_two_desks_that_start_together_import_once(database, clock, tmp_path):
    first, second = (opened(database, clock, tmp_path / name) for name in ("one", "two"))
    first.bring()

    # The second has looked before the first was done: it comes to the import all the same.
    with second.store.write() as tx:
        figures = importing.bring(tx, PACK, clock.now())

    assert not any(figures.values())
    assert [one.number for one in second.content.publications()] == [1]


def test_a_fact_of_a_newer_pack_is_followed_by_its_answers(office):
    office.bring(dataclasses.replace(PACK, facts={"bus_fare": FARE | {"value": 300}}), "newer")

    assert "300円" in office.text("town/bus")
    assert office.content.fact("bus_fare").published.number == 2


def test_a_draft_begins_from_what_stands(office):
    assert office.content.draft(WRITER, Kind.ENTRY, "town/bus").content == BUS


def test_the_commands_write_a_pack_and_read_one(office, database_url, tmp_path, capsys):
    settings = Settings(database_url=database_url, data_dir=tmp_path / "data", environment="test")

    assert transfer.transfer(settings, tmp_path / "out", None) == 0
    assert pack.read(tmp_path / "out") == pack.read(tmp_path / "pack")
    assert transfer.transfer(settings, tmp_path / "out", None) == 1
    assert transfer.transfer(settings, None, tmp_path / "out") == 0
    (tmp_path / "out/answers/town/snow.md").write_text("kein Kopf", "utf-8")
    assert transfer.transfer(settings, None, tmp_path / "out") == 1

    said = capsys.readouterr()
    assert "publication 1 is in" in said.out
    assert "is not empty" in said.err
    assert "snow.md" in said.err
