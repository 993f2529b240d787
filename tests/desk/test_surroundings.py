"""What `make doctor` finds around the desk: database, disk, ports, and the key of Web Push."""

from __future__ import annotations

import http.server
import shutil
import socket
import threading
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from desk.channels.web import vapid
from desk.db.database import Database
from desk.operations import surroundings
from desk.settings import Settings
from tests.desk.api import empty_database
from tests.ports import free_ports

_Usage = namedtuple("_Usage", "total used free")


def found(folder: Path, **settings: Any) -> dict[str, str]:
    """Return what is wrong by its setting, on ports that nobody else has."""
    ports = dict(zip(("port", "assistant_port", "actions_port"), free_ports(3), strict=True))
    return dict(surroundings.faults(Settings(_env_file=None, data_dir=folder, **{**ports, **settings})))


def test_a_new_folder_is_in_order_and_stays_empty(tmp_path: Path) -> None:
    assert found(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_database_in_use_is_in_order(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(empty_database())

    assert found(tmp_path) == {}


@pytest.mark.parametrize(
    "content", [b"no database at all, of any kind", empty_database()[:20_000]], ids=["other", "cut"]
)
def test_a_broken_database_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "desk.db").write_bytes(content)

    assert "データベースを使えません" in found(tmp_path)["HITOHATA_DATABASE_URL"]
    assert (tmp_path / "desk.db").read_bytes() == content


def test_a_database_of_a_newer_version_is_named(tmp_path: Path, database_url: str) -> None:
    database = Database(database_url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
    database.close()

    assert "9999_later" in found(tmp_path, database_url=database_url)["HITOHATA_DATABASE_URL"]


def test_a_server_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    [port] = free_ports(1)
    told = found(tmp_path, database_url=f"postgresql://hitohata:geheim@127.0.0.1:{port}/hitohata")

    assert "127.0.0.1" in told["HITOHATA_DATABASE_URL"]
    assert "geheim" not in str(told)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**12, 10**12, 300_000_000))

    assert "0.3 GB" in found(tmp_path)["HITOHATA_DATA_DIR"]


@pytest.mark.parametrize("name", ["port", "assistant_port", "actions_port"])
def test_a_port_of_another_program_is_named(tmp_path: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert list(found(tmp_path, **{name: taken})) == [f"HITOHATA_{name.upper()}"]


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    assert "203.0.113.9 の" in found(tmp_path, host="203.0.113.9")["HITOHATA_PORT"]


def test_ports_of_an_assistant_elsewhere_are_its_own_matter(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert found(tmp_path, assistant_port=taken, assistant_url="http://10.0.0.2:5005") == {}


def test_one_port_for_two_is_named(tmp_path: Path) -> None:
    [port] = free_ports(1)

    assert "同じ番号" in found(tmp_path, port=port, actions_port=port)["HITOHATA_PORT"]


class _Desk(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status":"ok"}')

    def log_message(self, *_: object) -> None:
        pass


def test_a_desk_that_runs_holds_its_own_ports(tmp_path: Path) -> None:
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Desk) as running,
        socket.create_server(("127.0.0.1", 0)) as own,
    ):
        threading.Thread(target=running.serve_forever, daemon=True).start()
        try:
            assert found(tmp_path, port=running.server_port, assistant_port=own.getsockname()[1]) == {}
        finally:
            running.shutdown()


@pytest.mark.parametrize(
    ("key", "contact", "name"),
    [
        ("no key", "mailto:iju@example.jp", "HITOHATA_PUSH_KEY"),
        (vapid.new_key(), "", "HITOHATA_PUSH_CONTACT"),
        (vapid.new_key(), "mailto:iju@example.jp", ""),
    ],
    ids=["no key", "no contact", "both"],
)
def test_a_wrong_key_of_web_push_is_named_and_not_repeated(tmp_path: Path, key: str, contact: str, name: str) -> None:
    told = found(tmp_path, push_key=key, push_contact=contact)

    assert list(told) == ([name] if name else [])
    assert key not in str(told)
