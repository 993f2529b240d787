"""What other features may ask of deliveries: what did not get on, per message and in all."""

from __future__ import annotations

from desk.deliveries.letters_page import Letters
from desk.deliveries.letters_page import count as count_letters
from desk.deliveries.page import Outbox, Quota, Trouble

__all__ = ["Letters", "Outbox", "Quota", "Trouble", "count_letters"]
