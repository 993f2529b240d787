"""LINE's signature over the raw bytes of the body; pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence


def is_signed(body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    """Return whether one of the channel secrets made the signature; constant time.

    Source: https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    given = signature.encode("utf-8", "replace")
    matches = [
        hmac.compare_digest(base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()), given)
        for secret in secrets
    ]
    return any(matches)
