"""A provider of single sign-on that is away, broken or somebody else, and visits that are too many."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from desk.accounts.provider import Provider as DesksProvider
from desk.accounts.sign_on_refused import SignOnRefused
from desk.audit.store import AuditLog
from tests.desk.accounts.oidc import (
    CLIENT_ID,
    CLIENT_SECRET,
    Provider,
)
from tests.desk.accounts.signing_on import BEGIN, DISCOVERY, a_browser, is_refused, set_up, way_back
from tests.desk.api import Api
from tests.ports import free_ports

BROKEN = [500, 302, "slow", "drip", "garbage", "huge"]


def be_impatient(desk: Api, how: int | str) -> None:
    """Wait no longer than a test should, where waiting in vain is what happens."""
    if how in {"slow", "drip"}:
        desk.app.state.services.sign_on.provider._seconds = 0.3


class TestProviderAway:
    """On one database: nothing here is the database's doing."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    @pytest.mark.parametrize("how", BROKEN)
    @pytest.mark.parametrize("door", ["/token", "/keys"])
    def test_on_the_way_back(self, desk: Api, provider: Provider, door: str, how: int | str) -> None:
        browser = a_browser(desk)
        path = way_back(browser, provider)
        provider.broken[door] = how
        be_impatient(desk, how)

        answer = browser.get(path)

        assert is_refused(desk, browser, answer, "away", 503)
        assert "パスワード" in answer.text

    @pytest.mark.parametrize("how", BROKEN)
    def test_on_the_way_out(self, desk: Api, provider: Provider, how: int | str) -> None:
        provider.broken[DISCOVERY] = how
        be_impatient(desk, how)
        browser = a_browser(desk)

        assert is_refused(desk, browser, browser.get(BEGIN), "away", 503)
        assert "hitohata_sso" not in browser.cookies
        # Others are told at once and do not ask again; passwords go on.
        browser.get(BEGIN)
        assert provider.asked.count(DISCOVERY) == 1
        assert desk.log_in().get("/api/console/session").status_code == 200

    @pytest.mark.parametrize(
        "description",
        [
            {"issuer": "https://another.example.jp"},
            {"jwks_uri": "file:///etc/passwd"},
            {"token_endpoint": None},
        ],
    )
    def test_a_description_of_something_else(self, desk: Api, provider: Provider, description: dict[str, Any]) -> None:
        provider.description = description
        browser = a_browser(desk)

        assert is_refused(desk, browser, browser.get(BEGIN), "away", 503)

    def test_nobody_listens(self, tmp_path: Path, database_url: str) -> None:
        (port,) = free_ports(1)
        api = set_up(tmp_path, database_url, f"http://127.0.0.1:{port}")
        browser = a_browser(api)

        assert is_refused(api, browser, browser.get(BEGIN), "away", 503)
        api.app.state.services.database.close()

    def test_it_is_asked_again_when_it_is_back(self, desk: Api, provider: Provider) -> None:
        provider.broken[DISCOVERY] = "garbage"
        browser = a_browser(desk)
        browser.get(BEGIN)
        provider.broken.clear()
        # Instead of waiting for five seconds.
        desk.app.state.services.sign_on.provider._away_until = 0.0

        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"


class TestLimits:
    """On one database: nothing here is the database's doing."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    def test_visits_of_one_address_are_limited_and_passwords_go_on(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        made_up = "/console/sso/callback?state=x"

        statuses = [browser.get(made_up).status_code for _ in range(61)]

        assert statuses == [400] * 60 + [429]
        assert browser.get(BEGIN).headers["retry-after"] == "60"
        assert len(desk.app.state.services.of(AuditLog).entries(100)) == 60
        # Guessed passwords are counted, and there is none to guess here.
        assert desk.log_in().get("/api/console/session").status_code == 200

    @pytest.mark.parametrize("path", [BEGIN, "/console/sso/callback?state=x"])
    @pytest.mark.parametrize("what", ["image", "iframe", "script", "empty"])
    def test_pictures_and_frames_of_other_pages_reach_nothing(
        self, desk: Api, provider: Provider, path: str, what: str
    ) -> None:
        browser = a_browser(desk)

        answers = [browser.get(path, headers={"sec-fetch-dest": what}) for _ in range(70)]

        assert {answer.status_code for answer in answers} == {400}
        assert not any("set-cookie" in answer.headers for answer in answers)
        assert desk.app.state.services.of(AuditLog).entries(1) == []
        assert provider.asked == []
        out = browser.get(BEGIN, headers={"sec-fetch-dest": "document"})
        assert out.status_code == 303

    def test_no_log_holds_who_or_what_came(
        self, desk: Api, provider: Provider, caplog: pytest.LogCaptureFixture
    ) -> None:
        browser = a_browser(desk)
        path = way_back(browser, provider)
        provider.change = {"nonce": "another"}
        with caplog.at_level(logging.INFO, "desk"):
            browser.get(path)

        assert "sso.refused reason=token detail=nonce" in caplog.text
        query = parse_qs(urlsplit(path).query)
        for secret in ("sato@", query["code"][0], query["state"][0], CLIENT_SECRET):
            assert secret not in caplog.text


class TestCertificates:
    """A provider inside the city has a certificate that the city made itself."""

    @pytest.fixture
    def secure(self, provider: Provider, tmp_path: Path) -> tuple[Provider, Path]:
        return provider, provider.secure(tmp_path)

    def test_what_the_machine_trusts_is_trusted(
        self, secure: tuple[Provider, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider, certificate = secure
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        asked = DesksProvider(provider.issuer, CLIENT_ID, CLIENT_SECRET)

        assert asyncio.run(asked.discovery()).issuer == provider.issuer

    def test_nothing_else_is(self, secure: tuple[Provider, Path]) -> None:
        asked = DesksProvider(secure[0].issuer, CLIENT_ID, CLIENT_SECRET)

        with pytest.raises(SignOnRefused, match="away ConnectError"):
            asyncio.run(asked.discovery())

    def test_doors_must_be_as_safe_as_the_issuer(
        self, secure: tuple[Provider, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        provider, certificate = secure
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        provider.description = {"token_endpoint": "http://127.0.0.1/token"}
        asked = DesksProvider(provider.issuer, CLIENT_ID, CLIENT_SECRET)

        with pytest.raises(SignOnRefused, match="away scheme"):
            asyncio.run(asked.discovery())
