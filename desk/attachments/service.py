"""What other features may use of attachments."""

from __future__ import annotations

from desk.attachments.api import Files, ShownAttachment, shown
from desk.attachments.rows import Attachment, add, added_since, take_back
from desk.attachments.screening import Refused, screen
from desk.attachments.store import Attachments

__all__ = [
    "Attachment",
    "Attachments",
    "Files",
    "Refused",
    "ShownAttachment",
    "add",
    "added_since",
    "screen",
    "shown",
    "take_back",
]
