"""What other features may use of notices: writing them, who reads them, and when it is quiet."""

from __future__ import annotations

from desk.notices.notice import Reader
from desk.notices.rules import DIGEST_FOR, digest_day, is_quiet
from desk.notices.store import NoticeStore, Told

__all__ = ["DIGEST_FOR", "NoticeStore", "Reader", "Told", "digest_day", "is_quiet"]
