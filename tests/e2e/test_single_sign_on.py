"""Logging in with the city's own account: a browser, the desk, and a provider on another site."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import patience
from tests.desk.accounts.oidc import CLIENT_ID, CLIENT_SECRET, Provider
from tests.e2e import keys
from tests.e2e.axe import violations
from tests.e2e.ring import add_account
from tests.faults.processes import DESK, Process
from tests.ports import free_ports

Shot = Callable[[Page, str], Path]


@pytest.fixture
def provider() -> Iterator[Provider]:
    # For a browser, localhost is another site than the desk's 127.0.0.1, as a provider is.
    made = Provider(time.time, host="localhost")
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, provider: Provider) -> Iterator[str]:
    """The address of a desk without an assistant, with 佐藤's account."""
    (port,) = free_ports(1)
    environment = {
        "HITOHATA_ENVIRONMENT": "test",
        "HITOHATA_DATA_DIR": str(tmp_path),
        "HITOHATA_PORT": str(port),
        "HITOHATA_OIDC_ISSUER": provider.issuer,
        "HITOHATA_OIDC_CLIENT_ID": CLIENT_ID,
        "HITOHATA_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }
    add_account(tmp_path, "佐藤", "sato@example.jp", "consultant")
    base = f"http://127.0.0.1:{port}"
    process = Process(DESK, environment, f"{base}/health/live", tmp_path / "desk.log")
    yield base
    process.running.terminate()
    process.running.wait(patience.seconds(20))


def go_to_provider(page: Page, base: str) -> None:
    page.goto(f"{base}/console")
    expect(page.get_by_test_id("login-sso")).to_be_visible()
    keys.press(page, "login-sso")
    expect(page.get_by_role("button", name="やめる")).to_be_visible()
    assert urlsplit(page.url).hostname == "localhost"


def test_in_with_the_citys_account(desk: str, console: Page, shot: Shot) -> None:
    complaints: list[str] = []
    console.on("console", lambda line: complaints.append(line.text))
    console.goto(f"{desk}/console")
    expect(console.get_by_role("link", name="庁内アカウントでログイン")).to_be_visible()
    shot(console, "console-login-sso")
    assert violations(console) == []

    go_to_provider(console, desk)
    console.get_by_role("button", name="ログイン").click()

    # The session's cookie is for this site only, and the console has it though another site sent the browser here.
    expect(console.get_by_test_id("logout")).to_be_visible()
    expect(console).to_have_url(f"{desk}/console")
    cookies = {cookie["name"]: cookie for cookie in console.context.cookies()}
    assert set(cookies) == {"hitohata_session"}
    assert cookies["hitohata_session"]["sameSite"] == "Strict"
    assert cookies["hitohata_session"]["httpOnly"]
    console.reload()
    expect(console.get_by_test_id("logout")).to_be_visible()
    # Nobody was logged in at first (401); the desk's own policy stood in nobody's way.
    assert [line for line in complaints if "401" not in line] == []


def test_given_up_at_the_provider(desk: str, provider: Provider, console: Page, shot: Shot) -> None:
    go_to_provider(console, desk)
    console.get_by_role("button", name="やめる").click()

    expect(console.get_by_role("heading", name="ログインできませんでした")).to_be_visible()
    expect(console.get_by_role("alert")).to_contain_text("途中で終わりました")
    assert urlsplit(console.url).path == "/console/sso/callback"
    shot(console, "console-login-sso-refused")
    assert violations(console) == []
    assert console.context.cookies() == []

    console.get_by_role("link", name="ログインの画面へ戻る").click()
    expect(console.get_by_test_id("login-password")).to_be_visible()
