"""Changes made to Rasa 3.6.21 at run time: each with its reason, its measurement, and a test.

They are refused at start when the Rasa version is another one than they were written for;
`HITOHATA_STOCK_RASA=1` serves without them. Figures: docs/understanding.md, `make benchmark-turn`.
"""

from __future__ import annotations

import functools
from typing import Any

import dask.core
import rasa
import rasa.engine.runner.dask
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.runtime import action_calls

WRITTEN_FOR = "3.6.21"


class WrongRasaVersion(RuntimeError):
    """The installed Rasa is not the one that the changes were written for."""


def apply() -> None:
    """Make all changes, once.

    Raises:
        WrongRasaVersion: Rasa was upgraded; read its code again, then change `WRITTEN_FOR`.
    """
    if rasa.__version__ != WRITTEN_FOR:
        raise WrongRasaVersion(
            f"The run-time changes were written for Rasa {WRITTEN_FOR}, installed is {rasa.__version__}. "
            "Check them against the new version, or set HITOHATA_STOCK_RASA=1."
        )
    action_calls.check_by_kind()
    action_calls.keep_connections()
    _resolve_events_by_table()
    _run_the_graph_in_line()
    _read_rules_once()
    _know_the_empty_domain()


def _resolve_events_by_table() -> None:
    """`Event.resolve_by_type` walks all subclasses for each event read: half of what makes long talks slow."""
    table = {event.type_name: event for event in all_subclasses(Event)}
    original = Event.resolve_by_type

    def resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        found = table.get(type_name)
        return found if found is not None else original(type_name, default)

    Event.resolve_by_type = staticmethod(resolve)


def _run_the_graph_in_line() -> None:
    """Dask's scheduler orders, times and queues nine tasks that run one after the other anyway: 1 ms a message."""
    rasa.engine.runner.dask.dask = _InLine


def _read_rules_once() -> None:
    """Rules are kept as JSON, and every prediction reads each anew for each state of the talk; nothing changes what was read."""
    if not hasattr(RulePolicy._rule_key_to_state, "cache_info"):
        read = functools.lru_cache(maxsize=4_096)(RulePolicy._rule_key_to_state)
        RulePolicy._rule_key_to_state = staticmethod(read)


def _know_the_empty_domain() -> None:
    """Each message asks whether the domain is empty, and each time an empty one is made to compare with."""
    empty = Domain.empty().as_dict()

    def is_empty(self: Domain) -> bool:
        return bool(self.as_dict() == empty)

    Domain.is_empty = is_empty


class _InLine:
    """The one function of dask that Rasa's runner uses, without its scheduler."""

    @staticmethod
    def get(graph: dict[str, Any], targets: list[str]) -> Any:
        """Return the results of the targets, each node run once after those that it needs."""
        return dask.core.get(graph, targets)  # type: ignore[no-untyped-call]
