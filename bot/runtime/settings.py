"""The settings that the assistant's processes read, with the same defaults as the desk's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEVELOPMENT_TOKEN = "development-only-assistant-token"  # noqa: S105 - refused in production
PROJECT = Path(__file__).resolve().parents[2]


class SettingBroken(ValueError):
    """A setting cannot be used; the message names it, what was expected and what came."""


@dataclass(frozen=True)
class Settings:
    """Where the assistant listens and keeps its files.

    Attributes:
        assistant_port: Of the Rasa server, on loopback.
        actions_port: Of the action server, on loopback.
        data_dir: Folder of everything that is written.
        tracker_url: SQLAlchemy address of the conversations' database.
        redis_url: Where several Rasa processes share locks; None for one process.
        stock_rasa: Serve without the changes of `patches` and `slim`.
        desk_url: Where the desk is asked for trainings and models.
        token: Between desk and assistant.
        trainer_nice: How far a training gives way to everything else on its machine, 0 to 19.
    """

    assistant_port: int
    actions_port: int
    data_dir: Path
    tracker_url: str
    redis_url: str | None
    stock_rasa: bool
    desk_url: str
    token: str
    trainer_nice: int = 19

    @property
    def content(self) -> Path:
        """Folder of what the desk has published, and of the models that were trained from it."""
        return self.data_dir / "content"

    @property
    def models(self) -> Path:
        """Folder of the trained models."""
        return PROJECT / "models"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingBroken: One of them cannot be used.
    """
    _check_pack(environment)
    data_dir = Path(environment.get("HITOHATA_DATA_DIR") or "var")
    data_dir = data_dir if data_dir.is_absolute() else PROJECT / data_dir
    return Settings(
        assistant_port=_port(environment, "HITOHATA_ASSISTANT_PORT", 5005),
        actions_port=_port(environment, "HITOHATA_ACTIONS_PORT", 5055),
        data_dir=data_dir,
        tracker_url=_tracker(environment) or f"sqlite:///{data_dir / 'tracker.db'}",
        redis_url=environment.get("HITOHATA_REDIS_URL") or None,
        stock_rasa=environment.get("HITOHATA_STOCK_RASA") in {"1", "true", "yes"},
        desk_url=(
            environment.get("HITOHATA_DESK_URL") or f"http://127.0.0.1:{_port(environment, 'HITOHATA_PORT', 8000)}"
        ).rstrip("/"),
        token=environment.get("HITOHATA_ASSISTANT_TOKEN") or DEVELOPMENT_TOKEN,
        trainer_nice=_nice(environment, "HITOHATA_TRAINER_NICE", 19),
    )


def _check_pack(environment: Mapping[str, str]) -> None:
    named = environment.get("HITOHATA_PACK")
    # An absolute path stands for itself.
    if named and not (PROJECT / named / "city.yml").is_file():
        raise SettingBroken(
            f"HITOHATA_PACK: expected a pack with city.yml, got {PROJECT / named}; `make new-pack` begins one"
        )


def _tracker(environment: Mapping[str, str]) -> str:
    url = environment.get("HITOHATA_TRACKER_URL", "").strip()
    if url and url != "sqlite://" and not url.startswith(("sqlite:///", "postgresql://", "postgresql+")):
        # Not repeated: it may hold a password.
        raise SettingBroken(
            "HITOHATA_TRACKER_URL: expected postgresql://user:password@host/database or sqlite:////folder/file.db"
        )
    return url


def _nice(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name) or str(default)
    if not given.isdigit() or int(given) > 19:
        raise SettingBroken(f"{name}: expected a number from 0 to 19, got {given!r}")
    return int(given)


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name) or str(default)
    if not given.isdigit() or not 0 < int(given) < 65_536:
        raise SettingBroken(f"{name}: expected a port from 1 to 65535, got {given!r}")
    return int(given)
