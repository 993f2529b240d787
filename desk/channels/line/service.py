"""What other features may use of LINE: whether it can send, and how many pushes are left this month."""

from __future__ import annotations

from desk.channels.line.client import LineApi
from desk.channels.line.troubles import Troubles

__all__ = ["LineApi", "Troubles"]
