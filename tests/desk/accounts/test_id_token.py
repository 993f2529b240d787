"""ID tokens from a real provider on loopback: what the desk believes, and that it believes nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.accounts.oidc import (
    CLIENT_ID,
    Provider,
    by_another_key,
    by_nobody,
    by_ps256,
    by_rs256,
    by_the_only_key,
    by_the_public_key,
)
from tests.desk.accounts.signing_on import DISCOVERY, NOW, a_browser, is_refused, way_back
from tests.desk.api import Api


class TestGoodTokens:
    """On one database: nothing here is the database's doing."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": [CLIENT_ID]},
            {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID},
            {"exp": NOW - 30},
            {"iat": NOW + 30},
        ],
    )
    def test_what_the_standard_allows_is_allowed(self, desk: Api, provider: Provider, claims: dict[str, Any]) -> None:
        provider.change = claims
        browser = a_browser(desk)

        assert browser.get(way_back(browser, provider)).status_code == 303

    @pytest.mark.parametrize("sign", [by_ps256, by_the_only_key])
    def test_other_ways_to_sign(self, desk: Api, provider: Provider, sign: Any) -> None:
        provider.sign = sign
        browser = a_browser(desk)

        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"

    def test_keys_for_other_things_do_not_disturb(self, desk: Api, provider: Provider) -> None:
        (mine,) = provider.jwks()["keys"]
        provider.other_keys = [
            {**mine, "use": "enc", "alg": "RSA-OAEP"},
            {"kty": "oct", "kid": provider.kid, "k": "c2VjcmV0"},
            {"kty": "AKP", "kid": "of tomorrow"},
        ]
        browser = a_browser(desk)

        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"

    def test_description_and_keys_are_asked_for_once(self, desk: Api, provider: Provider) -> None:
        for _ in range(3):
            browser = a_browser(desk)
            assert browser.get(way_back(browser, provider)).status_code == 303

        assert provider.asked.count(DISCOVERY) == 1
        assert provider.asked.count("/keys") == 1

    def test_changed_keys_are_fetched(self, desk: Api, provider: Provider) -> None:
        browser = a_browser(desk)
        browser.get(way_back(browser, provider))
        provider.rotate()
        another = a_browser(desk)

        assert another.get(way_back(another, provider)).headers["location"] == "/console"
        assert provider.asked.count("/keys") == 2


WRONG_CLAIMS = {
    "nonce": {"nonce": "another"},
    "aud": {"aud": "another"},
    "aud of many without azp": {"aud": [CLIENT_ID, "another"]},
    "azp": {"azp": "another"},
    "iss": {"iss": "http://127.0.0.1:1"},
    "iss with a slash": {"iss": "slash"},
    "expired": {"exp": NOW - 61},
    "exp is no number": {"exp": "tomorrow"},
    "exp is true": {"exp": True},
    "iat in the future": {"iat": NOW + 61},
    "iat long ago": {"iat": NOW - 601},
    "nbf": {"nbf": NOW + 120},
    "sub is empty": {"sub": ""},
    "sub is a number": {"sub": 7},
    "sub is too long": {"sub": "s" * 256},
}


class TestBadTokens:
    """On one database: nothing here is the database's doing."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    @pytest.mark.parametrize("name", WRONG_CLAIMS)
    def test_a_wrong_claim(self, desk: Api, provider: Provider, name: str) -> None:
        provider.change = dict(WRONG_CLAIMS[name])
        if provider.change.get("iss") == "slash":
            provider.change["iss"] = f"{provider.issuer}/"
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "token")

    @pytest.mark.parametrize("name", ["iss", "aud", "sub", "exp", "iat", "nonce"])
    def test_a_missing_claim(self, desk: Api, provider: Provider, name: str) -> None:
        provider.dropped = {name}
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "token")

    @pytest.mark.parametrize(
        "sign",
        [
            by_nobody,
            by_the_public_key,
            by_another_key,
            lambda provider, claims: "no.token",
            lambda provider, claims: by_rs256(provider, claims)[:-4] + "AAAA",
            lambda provider, claims: "x" * 30_000,
        ],
        ids=["alg none", "HS256 by the public key", "another key", "no token", "cut", "long"],
    )
    def test_a_wrong_signature(self, desk: Api, provider: Provider, sign: Any) -> None:
        provider.sign = sign
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "token")

    def test_a_key_that_is_in_no_set(self, desk: Api, provider: Provider) -> None:
        provider.is_kid_published = False
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "token")
        assert provider.asked.count("/keys") == 2


class TestMail:
    """On one database: nothing here is the database's doing."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    @pytest.mark.parametrize("verified", [False, None, "true", 1])
    def test_a_mail_nobody_vouches_for(self, desk: Api, provider: Provider, verified: object) -> None:
        provider.change = {"email_verified": verified}
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "unverified")

    @pytest.mark.parametrize("mail", ["ſato@example.jp", None, ["sato@example.jp"]])
    def test_an_address_that_only_folds_into_a_colleagues(self, desk: Api, provider: Provider, mail: object) -> None:
        provider.change = {"email": mail}
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "unverified")

    @pytest.mark.parametrize("mail", [None, "", 1, ["sato@example.jp"], "sato@example.jp\x00"])
    def test_no_mail(self, desk: Api, provider: Provider, mail: object) -> None:
        provider.change = {"email": mail}
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        reason = "no_account" if mail == "" else "unverified"
        assert is_refused(desk, browser, answer, reason)

    @pytest.mark.parametrize("owned", [True, "1"])
    def test_entra_vouches_for_the_domain(self, desk: Api, provider: Provider, owned: object) -> None:
        provider.dropped, provider.change = {"email_verified"}, {"xms_edov": owned}
        browser = a_browser(desk)

        assert browser.get(way_back(browser, provider)).headers["location"] == "/console"

    @pytest.mark.parametrize(
        "claims",
        [
            {"xms_edov": False},
            {"xms_edov": "0"},
            {"xms_edov": None},
            {"xms_edov": "true?"},
            {"email_verified": False, "xms_edov": True},
        ],
    )
    def test_entra_does_not_vouch(self, desk: Api, provider: Provider, claims: dict[str, Any]) -> None:
        provider.dropped = {"email_verified"} - set(claims)
        provider.change = claims
        browser = a_browser(desk)

        answer = browser.get(way_back(browser, provider))

        assert is_refused(desk, browser, answer, "unverified")
