"""Whether each answer can be reached from others, and leads on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from actions.library.entry import Entry

MOST_RELATED = 3
# What is reached by other ways: a person is on every screen, chitchat and what is outside are understood only.
_NOT_OFFERED = frozenset({"chitchat", "out_of_scope", "handoff"})
_ALWAYS_SHOWN = "handoff/human_agent"


def faults(found: Mapping[str, Entry], menus: Collection[str]) -> Iterator[str]:
    """Yield `label.md: related: reason` for each fault.

    Args:
        found: All entries by label.
        menus: The labels that the menus of topics offer.
    """
    shown = {label: [other for other in entry.related if other != _ALWAYS_SHOWN] for label, entry in found.items()}
    for label, others in shown.items():
        if len(others) > MOST_RELATED:
            yield f"{label}.md: related: expected at most {MOST_RELATED}, the fourth is never shown, got {len(others)}"
        if label in others:
            yield f"{label}.md: related: expected other answers, got itself"
    offered = {other for others in shown.values() for other in others} | set(menus)
    for label, entry in found.items():
        if entry.topic in _NOT_OFFERED:
            continue
        if label not in offered:
            yield f"{label}.md: related: expected some answer or menu to offer this label, none does"
        topics = {other.split("/")[0] for other in _reachable(label, shown)} - {entry.topic}
        if not topics:
            yield f"{label}.md: related: expected a way out of {entry.topic}; its answers lead only to each other"


def _reachable(label: str, shown: Mapping[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [label]
    while waiting:
        for other in shown.get(waiting.pop(), []):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen
