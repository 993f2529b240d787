"""Which pack this process serves, and its city's profile.

One pack serves a process. `use` names it at the start; before that it is `HITOHATA_PACK`, or the pack in `data/`.
"""

from __future__ import annotations

import os
from pathlib import Path

from desk.text.city import City
from desk.text.city_file import read

SHIPPED = Path(__file__).resolve().parents[2] / "data"

_folder: Path | None = None
_profiles: dict[Path, City] = {}


def folder() -> Path:
    """Return the folder of the pack that this process serves."""
    if _folder is not None:
        return _folder
    named = Path(os.environ.get("HITOHATA_PACK") or SHIPPED)
    return named if named.is_absolute() else SHIPPED.parent / named


def has_languages() -> bool:
    """Return whether the assistant can answer in other languages: their texts name the city, so each pack has its own."""
    return (folder() / "languages").is_dir()


def use(pack: Path) -> None:
    """Serve this pack from now on.

    Raises:
        CityBroken: Its profile cannot be used.
    """
    global _folder
    _profiles[pack] = read(pack)
    _folder = pack


def city() -> City:
    """Return the profile of the pack in use, read once.

    Raises:
        CityBroken: See there.
    """
    pack = folder()
    if pack not in _profiles:
        _profiles[pack] = read(pack)
    return _profiles[pack]
