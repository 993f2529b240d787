"""A copy for a public key: nobody reads it without the secret key, it restores, and old copies go."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from desk.operations import backup, restore
from desk.operations.backup import NothingToCopy
from desk.operations.sealed_copy import BadKey, identities, keep_newest, recipients
from tests.desk.api import Api

WORDS = "控えに残る話"


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """(public, secret) as files; the public one with a remark, as people write them."""
    secret = pyrage.x25519.Identity.generate()
    public_file, secret_file = tmp_path / "public.txt", tmp_path / "secret.txt"
    public_file.write_text(f"# 総務課の金庫\n\n{secret.to_public()}\n")
    secret_file.write_text(f"# created: today\n# public key: {secret.to_public()}\n{secret}\n")
    return public_file, secret_file


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[Path, Path]) -> Path:
    """A sealed copy of a desk in which something was said, and something else after it."""
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
    api = Api(tmp_path / "data")
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": WORDS})
    assert backup.main(["--to", str(tmp_path / "copy"), "--for", str(keys[0])]) == 0
    visitor.post("/api/web/messages", json={"client_id": "c2", "text": "控えの後の話"})
    api.app.state.services.database.close()
    return tmp_path / "copy"


def test_nothing_can_be_read_without_the_key_and_all_is_there_with_it(
    tmp_path: Path, copied: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert [path.name for path in copied.iterdir()] == ["desk.db.age"]
    assert (copied / "desk.db.age").stat().st_mode & 0o077 == 0
    assert WORDS.encode() not in (copied / "desk.db.age").read_bytes()

    assert restore.main(["--from", str(copied)]) == 2
    assert "KEY=" in capsys.readouterr().err
    assert restore.main(["--from", str(copied), "--key", str(keys[1])]) == 0

    data = tmp_path / "data"
    assert WORDS.encode() in (data / "desk.db").read_bytes()
    assert "控えの後の話".encode() not in (data / "desk.db").read_bytes()
    # No copy that can be read stays behind.
    assert list(data.glob("restore-*")) == []


def test_another_key_or_a_damaged_copy_changes_nothing(
    tmp_path: Path, copied: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tmp_path / "data" / "desk.db").read_bytes()
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))

    assert restore.main(["--from", str(copied), "--key", str(other)]) == 1
    sealed = copied / "desk.db.age"
    sealed.write_bytes(sealed.read_bytes()[:-200] + b"x" * 200)
    assert restore.main(["--from", str(copied), "--key", str(keys[1])]) == 1

    assert "cannot be opened" in capsys.readouterr().err
    assert (tmp_path / "data" / "desk.db").read_bytes() == before
    assert list((tmp_path / "data").glob("restore-*")) == []


@pytest.mark.parametrize("text", ["", "# only a remark\n", "age1nokey\n", "AGE-SECRET-KEY-1NOKEY\n", "\udcff"])
def test_a_file_without_keys_ends_before_anything_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "keys"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))

    for read in (recipients, identities):
        with pytest.raises(BadKey):
            read(file)
    assert backup.main(["--to", str(tmp_path / "copy"), "--for", str(file)]) == 1
    assert "NOKEY" not in capsys.readouterr().err.upper().replace(str(file).upper(), "")
    assert not (tmp_path / "copy").exists()


def test_the_newest_copies_stay_and_nothing_else_is_touched(tmp_path: Path) -> None:
    names = ["20261101T020000Z", "20261102T020000Z", "20261103T020000Z"]
    for name in (*names, "before-the-move"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "desk.db").write_text("x")
    (tmp_path / "20261001T020000Z").write_text("a file")

    assert keep_newest(tmp_path, 0) == []
    assert [path.name for path in keep_newest(tmp_path, 2)] == names[:1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["20261001T020000Z", *names[1:], "before-the-move"]


def test_a_copy_that_fails_deletes_no_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))
    for name in ("20261101T020000Z", "20261102T020000Z"):
        (tmp_path / "backups" / name).mkdir(parents=True)

    def fails(*_: object) -> None:
        raise NothingToCopy("the disk is full")

    monkeypatch.setattr(backup, "_copy_all", fails)

    assert backup.main(["--keep", "1"]) == 1
    assert len(list((tmp_path / "backups").iterdir())) == 2
