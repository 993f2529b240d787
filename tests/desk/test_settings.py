from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.conversation.texts import TOPICS
from desk.settings import Settings, UnsafeSettings, load, public_url

WIRE = Path(__file__).parents[1] / "wire"
PRODUCTION = {
    "HITOHATA_ENVIRONMENT": "production",
    "HITOHATA_ASSISTANT_TOKEN": "a-long-random-token",
    "HITOHATA_HANDOFF_SECRETS": "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldC0xMjM0NTY=",
    "HITOHATA_PUBLIC_URL": "https://chat.example.lg.jp",
    "HITOHATA_ALLOWED_ORIGINS": "https://www.example.lg.jp",
}


def test_production_with_its_own_secrets_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)

    assert load().is_production


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"HITOHATA_ENVIRONMENT"}))
def test_production_names_the_secret_that_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, "" if name == missing else value)

    with pytest.raises(UnsafeSettings, match=missing):
        load()


SIGN_ON = {
    "HITOHATA_OIDC_ISSUER": "https://login.example.lg.jp",
    "HITOHATA_OIDC_CLIENT_ID": "desk",
    "HITOHATA_OIDC_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize("missing", sorted(SIGN_ON))
def test_half_of_single_sign_on_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in SIGN_ON.items():
        monkeypatch.setenv(name, "" if name == missing else value)

    with pytest.raises(UnsafeSettings, match=f"half set: set {missing} as well"):
        load()


def test_production_demands_https_of_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (PRODUCTION | SIGN_ON).items():
        monkeypatch.setenv(name, value)
    assert load().has_sign_on
    monkeypatch.setenv("HITOHATA_OIDC_ISSUER", "http://login.example.lg.jp")

    with pytest.raises(UnsafeSettings, match="HITOHATA_OIDC_ISSUER"):
        load()


def test_the_greetings_topics_are_the_wires() -> None:
    assert json.loads((WIRE / "topics.json").read_text()) == [{"key": k, "label": v} for k, v in TOPICS]


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
