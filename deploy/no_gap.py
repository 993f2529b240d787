"""Sends messages through the proxy until a file appears; fails when one is refused, lost or doubled. Standard library only."""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.request
from pathlib import Path

PAUSE_SECONDS = 0.3
MOST = 3_000
ANSWER_SECONDS = 15
# So many that no conversation meets its rate limit, which is no matter here.
CONVERSATIONS = 12


def _slowness() -> float:
    """How often as long everything takes here as on a quiet machine."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def call(url: str, body: dict[str, object] | None = None, token: str = "") -> tuple[int, dict[str, object]]:
    """Return status and JSON of a POST (with a body) or GET."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(
        urllib.request.Request(url, data, headers), timeout=ANSWER_SECONDS * _slowness()
    ) as answer:
        return answer.status, json.load(answer)


def main() -> int:
    """Return 0 when every message was taken and stands in its conversation once."""
    base, stop = sys.argv[1], Path(sys.argv[2])
    tokens = [str(call(f"{base}/api/web/conversations", {})[1]["token"]) for _ in range(CONVERSATIONS)]
    sent: dict[str, list[str]] = {token: [] for token in tokens}
    refused: list[str] = []
    count, longest = 0, 0.0
    while not stop.exists() and count < MOST:
        token, text = tokens[count % CONVERSATIONS], f"家を借りたい {count}"
        began = time.monotonic()
        try:
            call(f"{base}/api/web/messages", {"client_id": f"m{count}", "text": text}, token)
            sent[token].append(text)
        except OSError as error:
            refused.append(f"message {count}: {error}")
        count, longest = count + 1, max(longest, time.monotonic() - began)
        time.sleep(PAUSE_SECONDS)
    lost = []
    for token, texts in sent.items():
        _, page = call(f"{base}/api/web/messages", token=token)
        stored = json.dumps(page, ensure_ascii=False)
        lost += [text for text in texts if stored.count(f'"{text}"') != 1]
    told = f"{count} messages, {len(refused)} refused, {len(lost)} lost or doubled; the longest took {longest:.1f} s"
    print(told, *refused[:5], *lost[:5], sep="\n  ")
    return int(bool(refused or lost or not count))


if __name__ == "__main__":
    sys.exit(main())
