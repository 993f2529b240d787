"""Messages of the desk as the objects of one call to LINE, within LINE's limits; pure.

Limits: https://developers.line.biz/en/reference/messaging-api/ (5 messages a call, 13 quick replies of 20 characters, 300 of
postback data and displayText; checked 2026-08-07).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desk.channels.line import parts
from desk.channels.line.measure import LONGEST_LABEL, label, shortened, split
from desk.conversation.models import Author, Message, Part
from desk.display_names import AUTHORS

MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13
LONGEST_DISPLAY_TEXT = 300
LONGEST_SENDER = 20
# A name with this word in it is refused.
_REFUSED_NAME = "line"
# Whoever is told one of these may want to write what does not belong on LINE: the page is offered with it.
PAGE_NOTICES = frozenset({"queued", "message_left", "consultant_joined", "open_page", "personal"})
_BELL = "相談員から新しい返信があります。内容は相談ページでお読みいただけます。"


def messages(
    message: Message,
    page: Callable[[str], str] | None = None,
    *,
    by_link: bool = False,
    has_page: Callable[[str], bool] = lambda conversation_id: False,
) -> list[dict[str, Any]]:
    """Return one to five objects; quick replies are on the last one.

    Args:
        message: What is said.
        page: Makes a new one-time address of a conversation's page; without it no page is offered.
        by_link: What a consultant says stays on our own page, and LINE only rings.
        has_page: Whether a conversation was led to its page a moment ago: the same card twice in a row says nothing new.
            A bell always has its button.
    """
    if by_link and page is not None and message.author is Author.CONSULTANT:
        bell = parts.page_button(_BELL, "返信を読む", page(message.conversation_id))
        return [bell | _sender(message)]
    reach = [part for part in message.parts if part.get("type") == "contact"]
    said = [part for part in message.parts if part.get("type") != "contact"]
    words = "\n\n".join(filter(None, parts.paragraphs(said)))
    offered = [choice for part in said if part.get("type") == "choices" for choice in part["choices"]]
    if not words and not reach:
        words = "ご用件をお選びください。"
    # What [くわしく] opens on the web follows as a bubble of its own.
    more = "\n\n".join(filter(None, map(parts.details, said)))
    shown: list[dict[str, Any]] = [
        {"type": "text", "text": text} for said_at_once in filter(None, (words, more)) for text in split(said_at_once)
    ]
    if reach:
        shown.append(parts.contacts(reach))
    if page is not None and _offers_page(said, by_link=by_link) and not has_page(message.conversation_id):
        about = "ご相談の続き、お名前や連絡先は、こちらのページで安全にやり取りできます。"
        shown.append(parts.page_button(about, "相談ページを開く", page(message.conversation_id)))
    shown = [item | _sender(message) for item in shown[:MOST_MESSAGES]]
    if offered:
        items = [_quick_reply(choice) for choice in offered[:MOST_QUICK_REPLIES]]
        shown[-1]["quickReply"] = {"items": items}
    return shown


def pack(
    found: Sequence[Message],
    page: Callable[[str], str] | None = None,
    *,
    by_link: bool = False,
    has_page: Callable[[str], bool] = lambda conversation_id: False,
) -> tuple[list[dict[str, Any]], int]:
    """Return the objects of one call and how many of the messages are in it, at least one.

    Quick replies are kept on the last object only, where LINE shows them. Of several messages that only ring, one rings.
    """
    shown: list[dict[str, Any]] = []
    count = 0
    for message in found:
        rings = by_link and page is not None and message.author is Author.CONSULTANT
        if rings and count and found[count - 1].author is Author.CONSULTANT:
            count += 1
            continue
        objects = messages(message, page, by_link=by_link, has_page=has_page)
        if shown and len(shown) + len(objects) > MOST_MESSAGES:
            break
        shown += objects
        count += 1
    offers = [item.pop("quickReply") for item in shown if "quickReply" in item]
    if offers:
        shown[-1]["quickReply"] = offers[-1]
    return shown, count


def _offers_page(said: list[Part], *, by_link: bool) -> bool:
    kinds = {part.get("kind") for part in said if part.get("type") == "notice"}
    # Where consultants answer on LINE itself, only personal details lead to the page.
    return bool(kinds & (PAGE_NOTICES if by_link else {"open_page", "personal"}))


def _sender(message: Message) -> dict[str, Any]:
    if message.author is Author.SYSTEM:
        return {}
    # LINE counts this one in units, as it counts texts: a family of emoji is eleven.
    name = shortened(label(message.author_name, LONGEST_SENDER), LONGEST_SENDER)
    if _REFUSED_NAME in name.lower():
        name = AUTHORS[message.author]
    return {"sender": {"name": name}}


def _quick_reply(choice: dict[str, str]) -> dict[str, Any]:
    action = {
        "type": "postback",
        "label": label(choice["label"], LONGEST_LABEL),
        "data": choice["id"],
        "displayText": shortened(choice["label"], LONGEST_DISPLAY_TEXT),
    }
    return {"type": "action", "action": action}
