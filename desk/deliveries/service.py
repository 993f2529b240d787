"""What other features may ask of deliveries: what did not get on, per message and in all."""

from __future__ import annotations

from desk.deliveries.letters_page import Letters
from desk.deliveries.letters_page import count as count_letters
from desk.deliveries.page import Outbox, Quota, Trouble
from desk.deliveries.set_aside_page import Aside

__all__ = ["Aside", "Letters", "Outbox", "Quota", "Trouble", "count_letters"]
