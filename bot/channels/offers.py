"""Which of the choices that stand on the screen a typed message takes: 「二番目」 is a tap on the second one; pure.

Somebody who types instead of tapping means the same by it. Where words point at nothing in particular (それで, after two or
more), the same choices are offered again with the question which one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.channels import pointing, reading
from bot.channels.pointing import Pointing
from bot.nlu import control
from bot.nlu.text import normalise

Offer = tuple[str, str]
ASK_WHICH = '/clarify{"kind": "which"}'
_PERSON, _NONE = "/request_human", "/none_of_these"
# Ways around what is asked: never what 「それで」 or 「最後の」 means, though a number may count them.
_WAYS = frozenset({"request_human", "none_of_these", "cancel_handoff"})
_ALL_TIMES = "/choose_slot"
# Longer words are a question of their own, whatever they point at.
_LONGEST = 100
_BOOKING, _BOOKING_LABEL = "/request_booking", "centre/centre_booking"


def offered(events: Iterable[Event]) -> list[Offer]:
    """Return label and command of the choices of the assistant's last bubbles, none where a person has spoken since."""
    found: list[Offer] = []
    is_fresh = False
    for event in events:
        if isinstance(event, UserUttered):
            is_fresh = True
        elif isinstance(event, SlotSet) and event.key == "consultant_summary":
            found = []
        elif isinstance(event, BotUttered):
            if is_fresh:
                found, is_fresh = [], False
            found += [(str(c.get("label")), str(c.get("payload"))) for c in _choices(event)]
    # What begins otherwise is the desk's own (whether an answer helped).
    return [(label, payload) for label, payload in found if payload.startswith("/")]


def meant(text: str, standing: Sequence[Offer], shown: str | None = None, *, may_ask: bool = True) -> str | None:
    """Return the command of the choice that a typed text takes, None where it takes none.

    Args:
        text: As typed.
        standing: As `offered` returned them.
        shown: Label of the last answer, of which more may be wanted.
        may_ask: Whether the question which one is meant may be asked; not within the form.
    """
    if not (standing or shown) or len(text) > _LONGEST:
        return None
    plain = normalise(text)
    for label, payload in standing:
        if plain == normalise(label):
            return payload
    pointed = pointing.read(text) or pointing.read(reading.as_read(text))
    if pointed is not None and pointed.place == "more":
        return "/choose" + json.dumps({"label": shown, "kind": "more"}) if shown and may_ask else None
    if pointed is not None and standing:
        found = _taken(pointed, standing)
        return found if may_ask or found != ASK_WHICH else None
    # 「おつなぎしますか？」: a person stands first where that is what was asked.
    return _PERSON if standing and standing[0][1] == _PERSON and control.read(text) == "yes" else None


def _taken(pointed: Pointing, standing: Sequence[Offer]) -> str | None:
    main = [payload for label, payload in standing if not _is_way(payload)]
    if pointed.place == "number":
        if pointed.number <= len(standing):
            return standing[pointed.number - 1][1]
        return None if pointed.is_bare else ASK_WHICH
    if pointed.place == "none":
        return _NONE if any(payload == _NONE for _, payload in standing) else None
    if pointed.place == "named":
        named = [payload for label, payload in standing if pointed.words in normalise(label)]
        return named[0] if len(named) == 1 else None
    if pointed.place == "that" and standing[0][1] == _PERSON:
        return _PERSON
    if not main:
        return None
    if pointed.place == "all":
        return _all(main)
    return _one(pointed.place, main)


def _one(place: str, main: Sequence[str]) -> str:
    if len(main) == 1 or place in {"first", "any"}:
        return main[0]
    if place == "last":
        return main[-1]
    is_pair, is_odd = len(main) == 2, len(main) % 2 == 1
    if is_pair and place in {"left", "right"}:
        return main[place == "right"]
    return main[len(main) // 2] if place == "middle" and is_odd else ASK_WHICH


def _all(main: Sequence[str]) -> str:
    """Return the command that answers the first and offers the others; only answers can be wanted together."""
    labels = [_label(payload) for payload in main]
    first, *others = labels
    if first is None or None in others or first == _BOOKING_LABEL:
        return main[0] if len(main) == 1 else ASK_WHICH
    return "/choose" + json.dumps({"label": first, "given": ",".join(filter(None, others))})


def _label(payload: str) -> str | None:
    if payload == _BOOKING:
        return _BOOKING_LABEL
    name, brace, rest = payload.removeprefix("/").partition("{")
    given = json.loads(brace + rest) if name == "choose" and brace else {}
    return given.get("label")


def _is_way(payload: str) -> bool:
    return payload == _ALL_TIMES or payload.removeprefix("/").partition("{")[0] in _WAYS


def _choices(event: BotUttered) -> list[dict[str, Any]]:
    custom = (event.data or {}).get("custom") or {}
    return [choice for part in custom.get("parts") or [] for choice in part.get("choices", [])]
