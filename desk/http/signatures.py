"""Verifies what the assistant's actions send: Standard Webhooks over the raw bytes."""

from __future__ import annotations

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from desk.http.problems import Problem


def verify(raw: bytes, headers: dict[str, str], secrets: list[str]) -> None:
    """Check the signature with every secret (two are valid during a rotation); 5 minutes of tolerance.

    Raises:
        Problem: 401, without saying which part was wrong.
    """
    for secret in secrets:
        try:
            Webhook(secret).verify(raw, headers, json_parse=False)
        except (WebhookVerificationError, ValueError):
            continue
        return
    raise Problem(
        401,
        "bad_signature",
        "Sign the request as Standard Webhooks describes, with the current time.",
    )
