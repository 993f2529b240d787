"""A Chromium for the tests: one on PATH, or the one that the npm package @sparticuz/chromium brings along."""

from __future__ import annotations

import fcntl
import io
import os
import shutil
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import brotli

PROJECT = Path(__file__).resolve().parents[2]
PACKED = PROJECT / "web" / "node_modules" / "@sparticuz" / "chromium" / "bin"
FONTS = PROJECT / "web" / "node_modules" / "@expo-google-fonts" / "noto-sans-jp"
UNPACKED = PROJECT / ".cache" / "chromium"
_FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{regular}</dir>
  <dir>{bold}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """Where it is and how it is started."""

    path: str
    arguments: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Chromium:
    """Return a Chromium; unpacks the packed one on first use."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return Chromium(path, ["--no-sandbox"], dict(os.environ))
    binary = UNPACKED / "chromium"
    UNPACKED.mkdir(parents=True, exist_ok=True)
    # Two parts of the tests may ask at once.
    with (UNPACKED / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (UNPACKED / ".complete").exists():
            _unpack(binary)
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
        "LD_LIBRARY_PATH": f"{UNPACKED / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}",
    }
    arguments = [
        "--no-sandbox",
        "--no-zygote",
        "--disable-gpu",
        "--in-process-gpu",
        "--disable-dev-shm-usage",
    ]
    return Chromium(str(binary), arguments, environment)


def _unpack(binary: Path) -> None:
    if not PACKED.is_dir():
        raise RuntimeError("No Chromium: run `make web` first, which installs the packed one.")
    binary.write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
    binary.chmod(0o755)
    for name in ("al2023.tar.br", "swiftshader.tar.br"):
        archive = brotli.decompress((PACKED / name).read_bytes())
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            # Debian 12's Python 3.11.2 has no filters yet; the archive is the package's own.
            tar.extractall(UNPACKED)  # noqa: S202
    configuration = _FONT_CONFIGURATION.format(
        regular=FONTS / "400Regular", bold=FONTS / "700Bold", cache=UNPACKED / "font-cache"
    )
    (UNPACKED / "fonts.conf").write_text(configuration, encoding="utf-8")
    (UNPACKED / ".complete").touch()
