"""`make line-setup` against the stand-in: what is right is said, and what is wrong with what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.channels.line import rich_menu_areas, setup, setup_checks
from desk.settings import Settings
from tests.line_simulator.line import Line
from tests.line_simulator.server import serving
from tests.ports import free_ports

PUBLIC = "https://chat.example.lg.jp"


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    found = Line(f"{PUBLIC}/webhooks/line", "s", "right-token")
    monkeypatch.setattr(Line, "post", lambda self, events, tries=5: 200)
    with serving(found, free_ports(1)[0]) as found.address:
        yield found


def check(line: Line, **change: str) -> tuple[int, str]:
    given = {
        "line_channel_secrets": "s",
        "line_channel_access_token": "right-token",
        "line_api_url": line.address,
        "line_data_api_url": line.address,
        "public_url": PUBLIC,
    } | change
    said: list[str] = []
    status = setup.main(Settings(_env_file=None, **given), said.append)
    return status, "\n".join(said)


def test_everything_is_right(line: Line) -> None:
    line.menus = {"richmenu-1": {"name": rich_menu_areas.NAME}}
    line.shown_menu = "richmenu-1"
    status, said = check(line)

    assert status == 0
    assert "×" not in said
    assert "0 / 200通" in said


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"line_channel_access_token": "wrong"}, "HITOHATA_LINE_CHANNEL_ACCESS_TOKEN"),
        ({"line_channel_secrets": ""}, "HITOHATA_LINE_CHANNEL_SECRETS"),
        ({"public_url": "http://127.0.0.1:8000"}, "https"),
        ({"line_api_url": "http://127.0.0.1:9"}, "つながりません"),
        ({"public_url": "https://other.example.jp"}, "https://other.example.jp/webhooks/line"),
        ({"public_url": ""}, "HITOHATA_PUBLIC_URL がない"),
        ({"line_channel_access_token": ""}, "アクセストークンがありません"),
        ({"line_channel_access_token": "全角"}, "全角の文字"),
        ({"line_channel_access_token": "", "line_channel_id": "123"}, "発行できません"),
        ({"line_channel_access_token": "wrong", "line_channel_id": "123"}, "発行できません"),
        ({"line_api_url": "api.line.me"}, "つながりません"),
        ({"line_api_url": "http://127.0.0.1:port"}, "アドレスの形ではありません"),
        ({"line_data_api_url": "http://127.0.0.1:9"}, "HITOHATA_LINE_DATA_API_URL"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(line: Line, change: dict, word: str) -> None:
    status, said = check(line, **change)

    assert status == 1
    assert any(word in row for row in said.splitlines() if row.startswith("×"))


def test_spaces_around_a_copied_token_do_no_harm(line: Line) -> None:
    _, said = check(line, line_channel_access_token=" right-token\n")

    assert "○ アカウント" in said


@pytest.mark.parametrize(
    ("status", "result", "word"),
    [
        (200, {"success": False, "reason": "COULD_NOT_CONNECT", "detail": "TLS handshake failure"}, "中間証明書"),
        (200, {"success": False, "reason": "REQUEST_TIMEOUT"}, "時間内に答えて"),
        (200, {"success": False, "reason": "ERROR_STATUS_CODE", "statusCode": 401}, "HITOHATA_LINE_CHANNEL_SECRETS が"),
        (200, {"success": False, "reason": "ERROR_STATUS_CODE", "statusCode": 404}, "その先にデスクがありません"),
        (200, {"success": False, "reason": "ERROR_STATUS_CODE", "statusCode": 503}, "空き容量"),
        (200, {"success": False, "reason": "ERROR_STATUS_CODE", "statusCode": 418}, "転送の設定"),
        (200, {"success": False, "reason": "UNCLASSIFIED"}, "理由が分かりません"),
        (429, {"message": "too many"}, "1時間に60回"),
    ],
)
def test_why_line_does_not_reach_the_desk_is_said_in_plain_words(
    line: Line, monkeypatch: pytest.MonkeyPatch, status: int, result: dict, word: str
) -> None:
    ask = setup_checks.ask
    answered = {"/v2/bot/channel/webhook/test": (status, result)}
    monkeypatch.setattr(setup_checks, "ask", lambda http, method, path: answered.get(path) or ask(http, method, path))

    code, said = check(line)

    assert code == 1
    assert any(word in row for row in said.splitlines() if row.startswith("×"))


@pytest.mark.parametrize("status", [500, 503])
def test_trouble_at_line_is_not_called_a_wrong_token(line: Line, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(setup_checks, "ask", lambda http, method, path: (status, {}))

    _, said = check(line)

    assert "障害情報" in said
    assert "アクセストークンが使えません" not in said


def test_what_was_chosen_at_line_is_looked_at(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.chat_mode, line.pushed = "chat", 200
    monkeypatch.setattr(Line, "post", lambda self, events, tries=5: 401)

    status, said = check(line)

    assert status == 1
    assert "チャット」がオン" in said
    assert "届きません（401）" in said
    assert "上限です" in said


def test_mode_token_menu_and_the_hidden_settings_are_told(line: Line) -> None:
    status, said = check(line, line_mode="talk")

    assert status == 1
    assert "HITOHATA_LINE_MODE=talk" in said
    assert "× リッチメニューがありません" in said
    assert "HITOHATA_LINE_CHANNEL_ID を入れると" in said
    assert "再送" in said
    _, said = check(line)
    assert "専用のページ" in said
