"""The desk's settings: environment or `.env`, prefix `HITOHATA_`; `desk.settings_check` tells what production refuses."""

from __future__ import annotations

import ipaddress
from datetime import datetime, time
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.text.pack import city

PROJECT = Path(__file__).resolve().parents[1]
DEVELOPMENT_TOKEN = "development-only-assistant-token"  # noqa: S105 - refused in production
DEVELOPMENT_SECRET = "whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtMDEyMzQ1Njc="  # noqa: S105 - refused in production


class Settings(BaseSettings):
    """All settings; README.md has the same table."""

    model_config = SettingsConfigDict(
        env_prefix="HITOHATA_", env_file=".env", extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    environment: Literal["development", "test", "production"] = Field(
        "development", description="development, test or production"
    )
    host: str = Field("127.0.0.1", description="Address the desk listens on")
    port: int = Field(8000, ge=1, le=65535, description="Port the desk listens on")
    drain_seconds: float = Field(
        0,
        ge=0,
        le=60,
        description="Seconds that a desk which is stopped serves on, so that the proxy notices first; 5 behind deploy/Caddyfile",
    )
    public_url: str = Field("", description="Address people use, https in production")
    allowed_origins: str = Field("", description="Comma list of pages that embed the widget")
    pack: Path = Field(
        Path("data"), description="Folder of the city's pack: answers, questions, facts, names (docs/new-city.md)"
    )
    data_dir: Path = Field(Path("var"), description="Folder of everything that is written")
    database_url: str = Field("", description="SQLAlchemy address; SQLite in DATA_DIR by default")
    tracker_url: str = Field(
        "", description="SQLAlchemy address of the assistant's conversations; SQLite in DATA_DIR by default"
    )
    redis_url: str = Field("", description="Redis that several desk processes signal changes by")
    assistant_port: int = Field(5005, ge=1, le=65535, description="Port of the Rasa server")
    actions_port: int = Field(5055, ge=1, le=65535, description="Port of the action server")
    assistant_url: str = Field("", description="Address of the Rasa server; loopback by default")
    assistant_token: str = Field(DEVELOPMENT_TOKEN, description="Token between desk and assistant")
    handoff_secrets: str = Field(DEVELOPMENT_SECRET, description="Comma list; the first signs, all verify")
    line_channel_secrets: str = Field("", description="Comma list; all verify. Empty: no LINE")
    line_channel_access_token: str = Field("", description="Token of the Messaging API")
    line_channel_id: str = Field(
        "",
        description="With it, short-lived tokens are issued when the token is refused or missing",
    )
    line_mode: Literal["secure_link", "talk"] = Field(
        "secure_link",
        description="Where consultants answer: on our own page (LINE only rings), or on LINE",
    )
    line_api_url: str = Field("https://api.line.me", description="Messaging API, or a stand-in for it")
    line_data_api_url: str = Field(
        "https://api-data.line.me", description="Messaging API for contents, or a stand-in for it"
    )
    smtp_url: str = Field("", description="Mail server (docs/operations.md); mails go into DATA_DIR/mail by default")
    mail_in_url: str = Field(
        "", description="Mailbox of consultations by mail (docs/mail.md). Empty: mail is no channel"
    )
    mail_acknowledge: bool = Field(True, description="0: no acknowledgement of mails by itself")
    mail_waiting_minutes: int = Field(
        480, ge=1, le=4800, description="Minutes of opening after which a mail that waits is told again"
    )
    notify_urls: str = Field("", description="Comma list of Apprise targets that get notices")
    push_key: str = Field("", description="Private key of Web Push (`make push-key`). Empty: browsers are told nothing")
    push_contact: str = Field("", description="Whom push services may ask about it: mailto:… or https://…")
    push_hosts: str = Field(
        "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com",
        description="Comma list of push services that are called; what a browser names besides is refused",
    )
    waiting_minutes: int = Field(
        5, ge=1, le=480, description="Minutes of opening after which a waiting case is told again"
    )
    digest_at: time = Field(time(8, 45), description="Japanese time of the daily figures by mail, on days of opening")
    opening_hours: str = Field(
        "",
        description="Slots of the consultants, Japanese time; those of the pack by default",
    )
    closures: str = Field("", description="Comma list of days (2027-05-06) closed besides holidays")
    second_factor: Literal["optional", "managers", "all"] = Field(
        "optional",
        description="Who must set a second factor: optional, managers (and auditors), all",
    )
    four_eyes: bool = Field(True, description="0: whoever wrote an answer may also publish it (a one-person office)")
    source_watch: str = Field(
        "", description="Comma list of hosts whose pages, as answers cite them, are looked at weekly. Empty: none are"
    )
    oidc_issuer: str = Field("", description="Provider of single sign-on (OpenID Connect). Empty: passwords only")
    oidc_client_id: str = Field("", description="The desk's name at the provider")
    oidc_client_secret: str = Field("", description="The desk's secret at the provider")
    test_clock: datetime | None = Field(None, description="Moment the clock starts at; ENVIRONMENT=test only")

    @field_validator("line_channel_access_token", "line_channel_id", "line_api_url", "line_data_api_url")
    @classmethod
    def _without_spaces(cls, value: str) -> str:
        # What is copied from a page often brings a line end along.
        return value.strip()

    @field_validator("public_url")
    @classmethod
    def _is_reachable(cls, value: str) -> str:
        return _reachable(value.strip())

    @field_validator("database_url", "tracker_url")
    @classmethod
    def _is_of_a_database(cls, value: str, info: ValidationInfo) -> str:
        # The assistant, whose database the second is, has another driver of PostgreSQL.
        drivers = {"postgresql+psycopg"} | ({"postgresql+psycopg2"} if info.field_name == "tracker_url" else set())
        example = "postgresql://user:password@host/database or sqlite:////folder/file.db"
        return _with_scheme(value, {"sqlite", "postgres", "postgresql", *drivers}, example)

    @field_validator("redis_url")
    @classmethod
    def _is_of_a_redis(cls, value: str) -> str:
        return _with_scheme(value, {"redis", "rediss", "unix"}, "redis://host:6379/0")

    @field_validator("assistant_url")
    @classmethod
    def _is_of_a_server(cls, value: str) -> str:
        return _with_scheme(value, {"http", "https"}, "http://127.0.0.1:5005")

    @field_validator("test_clock", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("test_clock")
    @classmethod
    def _has_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("expected an ISO time with zone, such as 2026-11-24T10:00:00+09:00")
        return value

    @property
    def data(self) -> Path:
        """The data folder as an absolute path."""
        return self.data_dir if self.data_dir.is_absolute() else PROJECT / self.data_dir

    @property
    def pack_folder(self) -> Path:
        """The pack's folder as an absolute path."""
        return self.pack if self.pack.is_absolute() else PROJECT / self.pack

    @property
    def usual_hours(self) -> str:
        """The consultants' slots before the office changes them."""
        return self.opening_hours or city().hours

    @property
    def database(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data / 'desk.db'}"

    @property
    def tracker(self) -> str:
        """The address of the assistant's conversations; only copies need it here."""
        return self.tracker_url or f"sqlite:///{self.data / 'tracker.db'}"

    @property
    def assistant(self) -> str:
        """The Rasa server's address."""
        return (self.assistant_url or f"http://127.0.0.1:{self.assistant_port}").rstrip("/")

    @property
    def secrets(self) -> list[str]:
        """The secrets that verify a hand-over."""
        return [secret.strip() for secret in self.handoff_secrets.split(",") if secret.strip()]

    @property
    def line_secrets(self) -> list[str]:
        """The secrets that verify LINE's webhook; empty where LINE is not used."""
        return [secret.strip() for secret in self.line_channel_secrets.split(",") if secret.strip()]

    @property
    def line_by_link(self) -> bool:
        """Whether consultations are held on our own page, and LINE only rings."""
        return self.line_mode == "secure_link"

    @property
    def has_sign_on(self) -> bool:
        """Whether consultants may log in at the provider of single sign-on."""
        return bool(self.oidc_issuer and self.oidc_client_id and self.oidc_client_secret)

    @property
    def origins(self) -> list[str]:
        """The pages that may embed the widget."""
        return [origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip()]

    @property
    def is_production(self) -> bool:
        """Whether secrets must be real and cookies secure."""
        return self.environment == "production"


def _with_scheme(address: str, schemes: set[str], example: str) -> str:
    """Return an address without the spaces around it.

    Raises:
        ValueError: It begins with none of the schemes; the message does not repeat it, it may hold a password.
    """
    scheme, has_one, rest = address.strip().partition("://")
    if address.strip() and not (has_one and rest and scheme in schemes):
        raise ValueError(f"expected an address such as {example}")
    return address.strip()


def _reachable(address: str) -> str:
    """Return a public address as it is if people can go to it.

    Raises:
        ValueError: It has no scheme, no host, something behind the host's name, or is one that only servers listen on.
    """
    if not address:
        return address
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("expected an address such as https://chat.example.lg.jp, without a path")
    try:
        is_nowhere = ipaddress.ip_address(parts.hostname).is_unspecified
    except ValueError:
        is_nowhere = False
    if is_nowhere:
        raise ValueError(f"{parts.hostname} is where servers listen, no address that people can open")
    return address.rstrip("/")


def public_url(settings: Settings) -> str:
    """Return the address that every link begins with, without a slash at the end.

    Where none is set, this machine's: HOST may be 0.0.0.0, which is no address to go to.
    """
    return settings.public_url or f"http://127.0.0.1:{settings.port}"
