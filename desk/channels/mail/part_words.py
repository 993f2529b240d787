"""The words of parts with a form of their own: flowing lines, invitations."""

from __future__ import annotations

import re
from email.message import Message


def unflowed(part: Message, words: str) -> str:
    """Undo `format=flowed` (RFC 3676): a line that ends with a blank goes on in the next."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return words
    glue = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    out: list[str] = []
    goes_on = False
    for line in words.replace("\r\n", "\n").split("\n"):
        # Stuffing: one blank before what would look like a quote.
        plain = line[1:] if line.startswith(" ") else line
        if goes_on and not plain.startswith(">"):
            out[-1] = f"{out[-1]}{glue}{plain.rstrip(' ')}"
        else:
            out.append(plain if plain == "-- " else plain.rstrip(" "))
        goes_on = plain.endswith(" ") and plain != "-- " and not plain.startswith(">")
    return "\n".join(out)


def invitation(calendar: str) -> str:
    """Return what an invitation (iCalendar) says, in one line."""
    fields: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]", "", calendar[:20_000]).splitlines():
        name, _, value = line.partition(":")
        key = name.split(";")[0].upper()
        if key in {"SUMMARY", "DTSTART", "LOCATION"}:
            fields.setdefault(key, value.replace("\\,", ",").replace("\\n", " ").strip())
    told = "・".join(fields[key] for key in ("SUMMARY", "DTSTART", "LOCATION") if fields.get(key))
    return f"（カレンダーの招待：{told}）" if told else "（カレンダーの招待）"
