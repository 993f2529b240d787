"""Commands of `make` that cannot begin say why in a line, without a traceback and without what was given."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

from desk import commands
from desk.settings import PROJECT, Settings
from desk.text import pack
from tests.ports import free_ports

COMMANDS = {
    "desk.accounts.create": ["--name", "佐藤", "--email", "sato@example.jp"],
    "desk.channels.line.setup": [],
    "desk.channels.line.rich_menu": [],
    "desk.content.transfer": ["--to", "nowhere"],
    "desk.demo.fill": [],
    "desk.mail.try_out": ["--to", "sato@example.jp"],
    "desk.operations.backup": [],
    "desk.operations.purge": [],
    "desk.operations.restore": ["--from", "nowhere"],
    "desk.operations.verify_audit": [],
}


def ended(module: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> object:
    """Run a command in a folder of its own; returns its exit status."""
    served = pack.folder()
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(folder))
    monkeypatch.setattr(sys, "argv", [module, *COMMANDS[module]])
    try:
        with pytest.raises(SystemExit) as end:
            commands.run(importlib.import_module(module).main)
    finally:
        pack.use(served)
    return end.value.code


@pytest.mark.parametrize("module", COMMANDS)
def test_a_setting_that_cannot_be_read_is_told_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, module: str
) -> None:
    monkeypatch.setenv("HITOHATA_DATABASE_URL", "postgres//hitohata:geheim@db/hitohata")

    assert ended(module, monkeypatch, tmp_path) == 2

    told = capsys.readouterr().err
    assert told.startswith("HITOHATA_DATABASE_URL: expected an address such as postgresql://")
    assert "geheim" not in told


@pytest.mark.parametrize("module", COMMANDS)
def test_a_pack_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, module: str
) -> None:
    monkeypatch.setenv("HITOHATA_PACK", str(tmp_path))

    assert ended(module, monkeypatch, tmp_path) == 2

    assert f"expected this file in {tmp_path} (HITOHATA_PACK)" in capsys.readouterr().err


@pytest.mark.parametrize("module", ["desk.accounts.create", "desk.demo.fill", "desk.operations.verify_audit"])
def test_a_database_that_is_away_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, module: str
) -> None:
    [port] = free_ports(1)
    monkeypatch.setenv("HITOHATA_DATABASE_URL", f"postgresql://hitohata:geheim@127.0.0.1:{port}/hitohata")

    assert ended(module, monkeypatch, tmp_path) != 0

    told = capsys.readouterr().err
    assert "Connection refused" in told
    assert "geheim" not in told


def test_an_error_of_the_settings_never_holds_what_was_given() -> None:
    with pytest.raises(ValueError, match="database_url") as error:
        Settings(_env_file=None, database_url="postgres//hitohata:geheim@db/hitohata")

    assert "geheim" not in str(error.value)


def test_every_command_that_reads_the_settings_ends_so() -> None:
    reads = re.compile(r"^from desk\.settings_check import .*\bload\b", re.MULTILINE)
    found = {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in (PROJECT / "desk").rglob("*.py")
        if ".venv" not in path.parts and reads.search(path.read_text(encoding="utf-8"))
    }

    assert found - {"desk.main"} == set(COMMANDS)
    for module in COMMANDS:
        assert "commands.run(main)" in (PROJECT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
