"""What other features may use of danger: the rules, the words, the marks that stand."""

from __future__ import annotations

from desk.danger import rules, texts
from desk.danger.marks import open_marks
from desk.danger.shipped import rule_name

__all__ = ["open_marks", "rule_name", "rules", "texts"]
