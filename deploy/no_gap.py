"""Sends messages through the proxy until a file appears; fails when one is refused, lost or doubled. Standard library only."""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from pathlib import Path

PAUSE_SECONDS = 0.3
MOST = 3_000
# So many that no conversation meets its rate limit, which is no matter here.
CONVERSATIONS = 12


def call(url: str, body: dict[str, object] | None = None, token: str = "") -> tuple[int, dict[str, object]]:
    """Return status and JSON of a POST (with a body) or GET."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=15) as answer:
        return answer.status, json.load(answer)


def main() -> int:
    """Return 0 when every message was taken and stands in its conversation once."""
    base, stop = sys.argv[1], Path(sys.argv[2])
    tokens = [str(call(f"{base}/api/web/conversations", {})[1]["token"]) for _ in range(CONVERSATIONS)]
    sent: dict[str, list[str]] = {token: [] for token in tokens}
    refused: list[str] = []
    count = 0
    while not stop.exists() and count < MOST:
        token, text = tokens[count % CONVERSATIONS], f"家を借りたい {count}"
        try:
            call(f"{base}/api/web/messages", {"client_id": f"m{count}", "text": text}, token)
            sent[token].append(text)
        except OSError as error:
            refused.append(f"message {count}: {error}")
        count += 1
        time.sleep(PAUSE_SECONDS)
    lost = []
    for token, texts in sent.items():
        _, page = call(f"{base}/api/web/messages", token=token)
        stored = json.dumps(page, ensure_ascii=False)
        lost += [text for text in texts if stored.count(f'"{text}"') != 1]
    print(f"{count} messages, {len(refused)} refused, {len(lost)} lost or doubled", *refused[:5], *lost[:5], sep="\n  ")
    return int(bool(refused or lost or not count))


if __name__ == "__main__":
    sys.exit(main())
