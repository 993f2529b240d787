"""The purpose notice as somebody agreed to it: every wording is kept once, and a consent names its version."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from desk.conversation.ports import Transaction


def agreed(tx: Transaction, consent: dict[str, Any] | None, now: datetime) -> dict[str, Any] | None:
    """Return a consent with the version of its wording, which is kept; None stays None."""
    if consent is None or not consent.get("given"):
        return consent
    text = str(consent.get("text", ""))
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    tx.keep_notice(version, text, now)
    return {**consent, "version": version}
