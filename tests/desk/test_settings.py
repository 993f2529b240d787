from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from desk.conversation import handover_texts, texts
from desk.main import create_app, main
from desk.operations import doctor
from desk.settings import DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN, Settings, public_url
from desk.settings_check import UnsafeSettings, load, unknown
from desk.text import pack, safe_log
from tests.ports import free_ports

WIRE = Path(__file__).parents[1] / "wire"
PRODUCTION = {
    "HITOHATA_ENVIRONMENT": "production",
    "HITOHATA_ASSISTANT_TOKEN": "q7TgW2bLx9ZpKdV4nRsYcE8mHuJfA3vN",
    "HITOHATA_HANDOFF_SECRETS": "whsec_kQ3n1r0yJp8vZt5bXw2LhF7uGmD9sCeA4iYoTjKxRNg=",
    "HITOHATA_PUBLIC_URL": "https://chat.example.lg.jp",
    "HITOHATA_ALLOWED_ORIGINS": "https://www.example.lg.jp",
}


def test_production_with_its_own_secrets_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)

    assert load().is_production


def test_production_shows_nobody_a_map_of_its_routes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {**PRODUCTION, "HITOHATA_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)

    assert create_app(load()).openapi_url is None


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"HITOHATA_ENVIRONMENT"}))
def test_production_names_the_secret_that_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, "" if name == missing else value)

    with pytest.raises(UnsafeSettings, match=missing):
        load()


SIGN_ON = {
    "HITOHATA_OIDC_ISSUER": "https://login.example.lg.jp",
    "HITOHATA_OIDC_CLIENT_ID": "desk",
    "HITOHATA_OIDC_CLIENT_SECRET": "made-by-the-provider",
}


@pytest.mark.parametrize("missing", sorted(SIGN_ON))
def test_half_of_single_sign_on_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in SIGN_ON.items():
        monkeypatch.setenv(name, "" if name == missing else value)

    with pytest.raises(UnsafeSettings, match=f"{missing}: .*途中です"):
        load()


def test_production_demands_https_of_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (PRODUCTION | SIGN_ON).items():
        monkeypatch.setenv(name, value)
    assert load().has_sign_on
    monkeypatch.setenv("HITOHATA_OIDC_ISSUER", "http://login.example.lg.jp")

    with pytest.raises(UnsafeSettings, match="HITOHATA_OIDC_ISSUER"):
        load()


def test_the_words_on_personal_data_are_the_wires() -> None:
    assert json.loads((WIRE / "city.json").read_text())["purpose"] == handover_texts.purpose()


def test_the_greetings_topics_are_the_wires() -> None:
    assert json.loads((WIRE / "topics.json").read_text()) == [{"key": k, "label": v} for k, v in texts.topics()]


@pytest.mark.parametrize(
    "address",
    [
        "http://0.0.0.0",
        "http://0.0.0.0:8000",
        "http://[::]:8000",
        "chat.example.lg.jp",
        "ftp://chat.example.lg.jp",
        "https://",
        "https://chat.example.lg.jp/desk",
        "https://chat.example.lg.jp?x=1",
    ],
)
def test_an_address_nobody_can_open_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="public_url"):
        Settings(_env_file=None, public_url=address)


def test_links_begin_with_the_public_address_or_this_machine() -> None:
    assert (
        public_url(Settings(_env_file=None, public_url="https://chat.example.lg.jp/")) == "https://chat.example.lg.jp"
    )
    assert public_url(Settings(_env_file=None, host="::", port=8123)) == "http://127.0.0.1:8123"


LINE = {
    "HITOHATA_LINE_CHANNEL_SECRETS": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN": "t" * 60,
}
WEAK = [
    ("HITOHATA_ASSISTANT_TOKEN", DEVELOPMENT_TOKEN),
    ("HITOHATA_ASSISTANT_TOKEN", "x"),
    ("HITOHATA_ASSISTANT_TOKEN", "a" * 40),
    ("HITOHATA_ASSISTANT_TOKEN", "abababababababababababababababab"),
    ("HITOHATA_ASSISTANT_TOKEN", "my-very-long-password-for-otaru-city"),
    ("HITOHATA_ASSISTANT_TOKEN", "q7TgW2bLx9ZpKdV4nRsYcE8mHuJ fA3v"),
    ("HITOHATA_HANDOFF_SECRETS", DEVELOPMENT_SECRET),
    ("HITOHATA_HANDOFF_SECRETS", DEVELOPMENT_SECRET.removeprefix("whsec_")),
    ("HITOHATA_HANDOFF_SECRETS", "whsec_"),
    ("HITOHATA_HANDOFF_SECRETS", "whsec_YQ=="),
    ("HITOHATA_HANDOFF_SECRETS", "whsec_not base64!"),
    ("HITOHATA_HANDOFF_SECRETS", f"{PRODUCTION['HITOHATA_HANDOFF_SECRETS']},whsec_YQ=="),
    ("HITOHATA_PUBLIC_URL", "http://chat.example.lg.jp"),
    ("HITOHATA_PUBLIC_URL", "https://localhost"),
    ("HITOHATA_PUBLIC_URL", "https://user:word@chat.example.lg.jp"),
    ("HITOHATA_ALLOWED_ORIGINS", "*"),
    ("HITOHATA_ALLOWED_ORIGINS", "http://www.example.lg.jp"),
    ("HITOHATA_ALLOWED_ORIGINS", "https://www.example.lg.jp/iju"),
    ("HITOHATA_ALLOWED_ORIGINS", "https://www.example.lg.jp,*"),
    ("HITOHATA_LINE_CHANNEL_SECRETS", "short"),
    ("HITOHATA_LINE_CHANNEL_SECRETS", "0" * 32),
    ("HITOHATA_LINE_CHANNEL_ACCESS_TOKEN", ""),
    ("HITOHATA_LINE_CHANNEL_ACCESS_TOKEN", "t"),
    ("HITOHATA_LINE_API_URL", "http://api.line.me"),
    ("HITOHATA_OIDC_CLIENT_SECRET", "short"),
    ("HITOHATA_TEST_CLOCK", "2026-11-24T10:00:00+09:00"),
]


@pytest.mark.parametrize(("name", "value"), WEAK)
def test_production_refuses_what_is_weak_or_cannot_work_and_repeats_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    for known, good in (PRODUCTION | SIGN_ON | LINE).items():
        monkeypatch.setenv(known, good)
    assert load().is_production
    monkeypatch.setenv(name, value)

    # One that cannot be read at all is refused before it is judged, by its field.
    with pytest.raises(ValueError, match=f"(?i){name.removeprefix('HITOHATA_')}") as refused:
        load()
    assert doctor.main() == 1

    told = capsys.readouterr().out
    assert f"✗ {name}：" in told
    is_secret = name.endswith(("TOKEN", "SECRETS", "SECRET")) and len(value) > 6
    assert not (is_secret and (value in told or value in str(refused.value)))


def own_place(folder: Path) -> dict[str, str]:
    """A folder, and ports that nobody else has."""
    names = ("HITOHATA_PORT", "HITOHATA_ASSISTANT_PORT", "HITOHATA_ACTIONS_PORT")
    return {"HITOHATA_DATA_DIR": str(folder), **dict(zip(names, map(str, free_ports(3)), strict=True))}


def test_the_doctor_says_when_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, value in (PRODUCTION | SIGN_ON | LINE | own_place(tmp_path)).items():
        monkeypatch.setenv(name, value)

    assert doctor.main() == 0
    assert "問題は見つかりませんでした" in capsys.readouterr().out


def test_the_doctor_of_a_fresh_copy_tells_what_production_will_want_and_lets_it_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, value in own_place(tmp_path).items():
        monkeypatch.setenv(name, value)

    assert doctor.main() == 0
    told = capsys.readouterr().out
    assert "・ HITOHATA_ASSISTANT_TOKEN：公開されている開発用の値です" in told
    assert "development です" in told


def test_a_folder_that_cannot_be_made_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path / "file" / "var"))

    assert doctor.main() == 1
    assert "✗ DATA_DIR：" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HITOHATA_DATABASE_URL", "mysql://hitohata:geheim@db/hitohata", "postgresql://"),
        ("HITOHATA_DATABASE_URL", "geheim", "postgresql://"),
        ("HITOHATA_TRACKER_URL", "sqlite", "sqlite:///"),
        ("HITOHATA_REDIS_URL", "geheim@redis:6379", "redis://host"),
        ("HITOHATA_ASSISTANT_URL", "localhost:5005", "http://127.0.0.1"),
        ("HITOHATA_OPENING_HOURS", "mo-fr 9", "days such as mon-fri"),
        ("HITOHATA_CLOSURES", "2027-13-01", "a day such as 2027-05-06"),
        ("HITOHATA_PACK", "/nowhere", "this file in /nowhere"),
        ("HITOHATA_PACK", "/etc/hostname", "got: Not a directory"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    value: str,
    expected: str,
) -> None:
    served = pack.folder()
    monkeypatch.setattr(safe_log, "configure", lambda: None)
    monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)

    try:
        status = main()
    finally:
        pack.use(served)

    told = capsys.readouterr().err
    assert status == 2
    assert name in told
    assert expected in told
    assert "geheim" not in told


def test_where_nothing_can_listen_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(safe_log, "configure", lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("HITOHATA_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("HITOHATA_PORT", str(port))
        status = main()

    assert status == 3
    assert f"HITOHATA_PORT: cannot listen on 127.0.0.1:{port}: Address already in use" in capsys.readouterr().err


def test_a_name_that_is_no_setting_is_told_with_the_one_that_is_like_it() -> None:
    assert unknown(["HITOHATA_PROT", "HITOHATA_PORT", "PATH"]) == [
        ("HITOHATA_PROT", "この名前の設定はないので、使われません。HITOHATA_PORT のことですか。")
    ]
    assert unknown(["HITOHATA_QQQQQQQQQQQQQQ"])[0][1].endswith("使われません。")


def test_no_setting_of_the_readme_and_of_the_deployment_is_unknown() -> None:
    files = ("README.md", "deploy/hitohata.env.example", "deploy/compose/hitohata.env", "deploy/compose/caddy.env")
    text = "".join((WIRE.parents[1] / name).read_text(encoding="utf-8") for name in files)
    names = set(re.findall(r"(?<![A-Z])HITOHATA_[A-Z_]*[A-Z]\b", text))

    assert len(names) > 40
    assert unknown(names) == []
