"""A publication as files: switched in one step, whole or not at all, caught up with."""

import errno
import json
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from desk.content import pack, publisher
from desk.content.models import Kind
from desk.content.publisher import STATE_FILE
from desk.content.worker import ContentWorker
from tests.desk.content.conftest import BUS, CHIEF, PACK, WRITER, Office, opened

SAMPLE = Path(__file__).parents[2] / "wire" / "publication"
TINY = BUS | {"title": "小さな家", "body": "小さな家はありません。", "easy": "ありません。", "related": []}


def sampled(office: Office, now) -> None:
    """Bring about the state of the sample in tests/wire/publication."""
    office.content.add_phrasings(CHIEF, "town/bus", ["バスって高い？"])
    made = office.content.create_entry(
        WRITER, "town", TINY, slug="tiny", phrasings=["小さな家", "小屋", "タイニーハウス"]
    )
    office.approved(office.content.submit(WRITER, Kind.ENTRY, made.key, made.number))
    office.content.withdraw(CHIEF, Kind.ENTRY, "town/snow", "確認中のため", until=now + timedelta(hours=3))
    office.content.switch(CHIEF, "entry", "town/tiny", on=False, reason="制度の改定", until=now + timedelta(hours=1))


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}


def test_a_publication_is_written_as_the_sample_that_the_actions_read(office, clock):
    sampled(office, clock.now())

    assert files(office.publisher.current) == files(SAMPLE)


def test_whoever_asks_for_what_was_withdrawn_is_still_understood(office):
    made = office.content.create_entry(
        WRITER, "town", TINY, slug="tiny", phrasings=["小さな家", "小屋", "タイニーハウス"]
    )
    office.approved(office.content.submit(WRITER, Kind.ENTRY, made.key, made.number))
    office.content.withdraw(CHIEF, Kind.ENTRY, "town/tiny", "確かめています")

    given = json.loads((office.publisher.current / publisher.PHRASINGS).read_text("utf-8"))
    assert [one["text"] for one in given if one["label"] == "town/tiny"] == ["小さな家", "小屋", "タイニーハウス"]
    assert "town/tiny" in json.loads((office.publisher.current / STATE_FILE).read_text("utf-8"))["withdrawn"]


def test_the_link_leads_to_the_newest_and_a_few_older_ones_stay(office):
    for number in range(5):
        office.approved(office.handed_in("town/snow", body=f"{number}回目の文。"))

    kept = sorted(path.name for path in (office.folder / "content").glob("p*"))
    assert office.publisher.current.name == kept[-1]
    assert kept[-1].startswith("p000006-")
    assert len(kept) == 3
    assert "4回目の文。" in (office.publisher.current / "answers/town/snow.md").read_text("utf-8")


def test_a_full_disk_leaves_the_last_good_publication_and_is_made_up_for(office, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publisher.pack, "write", full)
        office.approved(office.handed_in("town/snow", body="新しい文。"))

        assert office.text("town/snow") == "たくさん降ります。"
        assert office.publisher.current.name.startswith("p000001-")
        health = office.publisher.health()
        assert (health["status"], health["publication"], health["newest"]) == ("late", 1, 2)
        assert "ENOSPC" in health["problem"] or "OSError" in health["problem"]
    office.publisher.catch_up()

    assert office.text("town/snow") == "新しい文。"
    assert office.publisher.health() == {"status": "ok", "publication": 2, "newest": 2}
    assert not list((office.folder / "content").glob(".p*"))


def test_a_process_killed_while_it_wrote_is_made_up_for_by_the_next(office, database, clock, tmp_path):
    class Killed(BaseException):
        pass

    def write(packed: pack.Pack, folder: Path) -> None:
        folder.mkdir()
        (folder / "facts.yml").write_text("- half")
        raise Killed

    original, publisher.pack.write = publisher.pack.write, write
    try:
        with pytest.raises(Killed):
            office.approved(office.handed_in("town/snow", body="新しい文。"))
    finally:
        publisher.pack.write = original
    assert office.publisher.current.name.startswith("p000001-")

    started_again = opened(database, clock, tmp_path)
    started_again.publisher.catch_up()

    assert started_again.text("town/snow") == "新しい文。"
    assert started_again.publisher.current.name.startswith("p000002-")


def test_files_that_a_power_cut_emptied_are_written_anew_at_the_start(office, database, clock, tmp_path):
    (office.publisher.current / "answers/town/snow.md").write_text("")

    opened(database, clock, tmp_path).publisher.catch_up()

    assert "たくさん降ります。" in (office.publisher.current / "answers/town/snow.md").read_text("utf-8")


def test_a_desk_that_comes_late_catches_up(office, database, clock, tmp_path):
    late = opened(database, clock, tmp_path / "elsewhere")
    late.publisher.catch_up()
    office.approved(office.handed_in("town/snow", body="新しい文。"))
    assert late.text("town/snow") == "たくさん降ります。"
    assert late.publisher.health() == {"status": "late", "publication": 1, "newest": 2}

    assert late.publisher.catch_up() is True
    assert late.publisher.catch_up() is False

    assert late.text("town/snow") == "新しい文。"
    assert late.publisher.current.name == office.publisher.current.name


def test_two_who_publish_at_once_make_two_publications_and_lose_nothing(office):
    waiting = [office.handed_in(label, body=f"{label}の新しい文。") for label in ("town/snow", "town/bus")]
    begun = threading.Barrier(2)

    def approve(version) -> None:
        begun.wait()
        office.approved(version)

    threads = [threading.Thread(target=approve, args=(version,)) for version in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.publisher.catch_up()

    assert [one.number for one in office.content.publications()] == [3, 2, 1]
    assert [office.text(v.key) for v in waiting] == [f"{v.key}の新しい文。" for v in waiting]
    assert office.publisher.current.name.startswith("p000003-")


def test_after_a_restored_backup_the_same_number_may_mean_other_words(database, clock, tmp_path):
    """Files of a publication that the database no longer knows are not taken for the new one of that number."""
    office = opened(database, clock, tmp_path)
    office.bring()
    office.approved(office.handed_in("town/snow", body="戻す前の文。"))
    before = office.publisher.current
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM content_publications WHERE number = 2")
        connection.exec_driver_sql("DELETE FROM content_versions WHERE number = 2")
        connection.exec_driver_sql("UPDATE content_versions SET state = 'published'")
        connection.exec_driver_sql("UPDATE content_items SET published = 1")
    restored = opened(database, clock, tmp_path)
    restored.publisher.catch_up()
    assert restored.text("town/snow") == "たくさん降ります。"

    restored.approved(restored.handed_in("town/snow", body="戻した後の文。"))

    assert restored.publisher.current != before
    assert restored.publisher.current.name[:7] == before.name[:7] == "p000002"
    assert "戻した後の文。" in (restored.publisher.current / "answers/town/snow.md").read_text("utf-8")


class TestTheWorker:
    """What runs in the background of each desk."""

    def worker(self, office: Office, **options: bool) -> ContentWorker:
        folder = office.folder / "shipped"
        if not folder.exists():
            pack.write(PACK, folder)
        return ContentWorker(office.content, office.publisher, folder, **{"watches_files": False, **options})

    def test_the_first_look_imports_and_serves(self, database, clock, tmp_path):
        office = opened(database, clock, tmp_path)
        worker = self.worker(office)

        worker.look()

        assert office.text("town/snow") == "たくさん降ります。"
        assert worker.health() == {"status": "ok", "publication": 1, "newest": 1}

    def test_in_development_a_changed_file_is_imported_at_once(self, database, clock, tmp_path):
        office = opened(database, clock, tmp_path)
        worker = self.worker(office, watches_files=True)
        worker.look()
        path = tmp_path / "shipped/answers/town/snow.md"
        path.write_text(path.read_text("utf-8").replace("たくさん", "とてもたくさん"), "utf-8")

        worker.look()

        assert office.text("town/snow") == "とてもたくさん降ります。"

    def test_a_broken_pack_is_named_and_the_last_good_state_stays(self, database, clock, tmp_path):
        office = opened(database, clock, tmp_path)
        worker = self.worker(office, watches_files=True)
        worker.look()
        (tmp_path / "shipped/answers/town/snow.md").write_text("kein Kopf", "utf-8")

        worker.look()

        assert office.text("town/snow") == "たくさん降ります。"
        assert worker.health()["status"] == "late"
        assert "town/snow.md" in worker.health()["problem"]

    def test_what_is_due_comes_by_its_look(self, database, clock, tmp_path):
        office = opened(database, clock, tmp_path)
        worker = self.worker(office)
        worker.look()
        office.content.switch(CHIEF, "all", "", on=False, reason="点検", until=clock.now() + timedelta(hours=1))
        clock.pass_by(hours=1)

        worker.look()

        assert json.loads((office.publisher.current / STATE_FILE).read_text("utf-8"))["off"] == []


def test_before_the_first_import_the_shipped_answers_are_served(database, clock, tmp_path):
    office = opened(database, clock, tmp_path)

    assert office.publisher.catch_up() is False
    assert office.published.snapshot.number == 0
    assert office.published.find("移住支援金", 3)
    assert not (tmp_path / "content").exists()
    shutil.rmtree(tmp_path / "content", ignore_errors=True)
