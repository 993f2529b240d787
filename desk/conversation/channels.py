"""The registry of channels: what the conversation must know of each, one line a channel; pure.

Names for people stand in `desk.display_names.CHANNELS`. A channel that is not listed (another Rasa channel, a booking) is
live and fetched from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChannelKind:
    """What holds for all conversations of a channel.

    Attributes:
        is_pushed: Messages go into the channel's outbox; elsewhere clients fetch them, or the channel writes its own letters.
        is_live: Somebody sits there and waits. Where not, nothing is said by itself (no apologies for the wait, no
            helplines), an owner who has gone home keeps the case, and the wait is the channel's own.
    """

    is_pushed: bool = False
    is_live: bool = True


KINDS = {
    "web": ChannelKind(),
    "line": ChannelKind(is_pushed=True),
    "mail": ChannelKind(is_live=False),
}
_OTHER = ChannelKind()
PUSHED = frozenset(name for name, kind in KINDS.items() if kind.is_pushed)
UNHURRIED = frozenset(name for name, kind in KINDS.items() if not kind.is_live)


def kind_of(channel: str) -> ChannelKind:
    """Return what holds on a channel."""
    return KINDS.get(channel, _OTHER)
