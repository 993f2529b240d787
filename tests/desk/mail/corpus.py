"""The corpus: odd mails made for this project, each a file, with what is to be read of it in `expected.json`.

What `expected.json` does not name is as in `USUAL`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "corpus"
OWN = frozenset({"iju@otaru.example.jp"})
USUAL: dict[str, Any] = {
    "kind": "letter",
    "sender": "hanako@example.com",
    "sender_name": "山田 花子",
    "history": "",
    "signature": "",
    "files": [],
    "problems": [],
    "references": [],
    "bounce": None,
}
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))


def mail(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()
