"""`make talk`: a conversation in the terminal, over the same web API as the widget."""

from __future__ import annotations

import os
import sys
import time
import uuid
from typing import Any

import httpx

from desk.text import times

PATIENCE_SECONDS = 12.0
POLL_SECONDS = 0.1


def shown(message: dict[str, Any]) -> tuple[str, list[dict[str, str]]]:
    """Return the words of a message and the choices that it offers."""
    words: list[str] = []
    offered: list[dict[str, str]] = []
    for part in message["parts"]:
        if part["type"] == "answer":
            sources = "、".join(f"{source['title']} {source['url']}" for source in part["sources"])
            words += [
                f"【{part['title']}】",
                "\n\n".join(filter(None, (part["text"], part.get("more")))),
                f"出典：{sources}（確認日 {times.written_day(part['checked'])}）",
            ]
        elif part["type"] == "contact":
            words.append(" ".join(str(part[key]) for key in ("label", "tel", "email", "url") if key in part))
        elif part["type"] == "choices":
            offered += part["choices"]
        else:
            words.append(part["text"])
    return "\n".join(words), offered


class Talk:
    """One conversation."""

    def __init__(self, http: httpx.Client) -> None:
        """Begin it."""
        self._http = http
        begun = http.post("/api/web/conversations").raise_for_status().json()
        http.headers["authorization"] = f"Bearer {begun['token']}"
        self._seen = 0
        self._offered: list[dict[str, str]] = []
        self.show([begun["greeting"]])

    def show(self, messages: list[dict[str, Any]]) -> None:
        """Print messages of others, and number the choices."""
        for message in messages:
            self._seen = message["seq"]
            if message["author"] == "user":
                continue
            words, self._offered = shown(message)
            print(f"\n{message['author_name']}：\n{words}")
            for number, choice in enumerate(self._offered, start=1):
                print(f"  [{number}] {choice['label']}")

    def say(self, line: str) -> None:
        """Send a line, or the choice of that number, and print what comes back."""
        body: dict[str, str] = {"client_id": uuid.uuid4().hex, "text": line}
        if line.isdigit() and 0 < int(line) <= len(self._offered):
            body = {"client_id": body["client_id"], "choice": self._offered[int(line) - 1]["id"]}
        answer = self._http.post("/api/web/messages", json=body)
        if answer.is_error:
            print(answer.json()["error"]["message"])
            return
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self._http.get("/api/web/messages", params={"after": self._seen}).json()
            self.show(found["messages"])
            held_by_person = found["state"]["holder"] in {"queued", "consultant"}
            if held_by_person or any(message["author"] != "user" for message in found["messages"]):
                return
            time.sleep(POLL_SECONDS)
        print("（まだ返事がありません）")


def main() -> int:
    """Talk until an empty line or the end of input; returns the exit status."""
    base = f"http://127.0.0.1:{os.environ.get('HITOHATA_PORT') or 8000}"
    with httpx.Client(base_url=base, timeout=10, trust_env=False) as http:
        try:
            talk = Talk(http)
        except httpx.HTTPError:
            print(f"Nobody answers at {base}. Start `make run` first.", file=sys.stderr)
            return 1
        print("\n（番号で選択肢、空の行で終わり）")
        while True:
            try:
                line = input("\n> ").strip()
            except (EOFError, KeyboardInterrupt):
                return 0
            if not line:
                return 0
            talk.say(line)


if __name__ == "__main__":
    sys.exit(main())
