"""What may go wrong on the way of a letter.

NotSent
├── Refused      for good: this letter will not be taken as it is
└── PutOff       for now: the other side is away, busy or gave no clear answer
"""

from __future__ import annotations


class NotSent(Exception):
    """A letter was not sent; `problem` names the reason in codes and never repeats an address or a server's words."""

    def __init__(self, problem: str) -> None:
        """Keep the reason, short enough for the table."""
        self.problem = problem[:80]
        super().__init__(self.problem)


class Refused(NotSent):
    """Trying again changes nothing."""


class PutOff(NotSent):
    """Trying again may help."""

    def __init__(self, problem: str, *, maybe_received: bool = False) -> None:
        """Say also whether the other side may have it."""
        super().__init__(problem)
        self.maybe_received = maybe_received
