"""Signs a hand-over as the actions do."""

from __future__ import annotations

import datetime
import uuid

from standardwebhooks.webhooks import Webhook


def signed(body: str, secret: str) -> dict[str, str]:
    """Return the headers of a hand-over made now."""
    webhook_id, now = f"w_{uuid.uuid4().hex}", datetime.datetime.now(datetime.UTC)
    return {
        "content-type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, now, body),
    }
