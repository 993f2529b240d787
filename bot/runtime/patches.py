"""Changes made to Rasa 3.6.21 at run time: each with its reason, its measurement, and a test.

They are refused at start when the Rasa version is another one than they were written for;
`HITOHATA_STOCK_RASA=1` serves without them. Figures: docs/understanding.md, `make benchmark-turn`.
"""

from __future__ import annotations

from typing import Any

import dask.core
import jsonschema
import rasa
import rasa.core.actions.action
import rasa.engine.runner.dask
import rasa.shared.core.events
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

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
    _compile_action_schema_once()
    _resolve_events_by_table()
    _run_the_graph_in_line()


def _compile_action_schema_once() -> None:
    """`jsonschema.validate` checks the constant schema itself for each action: 20 of 26 ms of a turn."""
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        error = jsonschema.exceptions.best_match(validator.iter_errors(result))
        if error is None:
            return True
        error.message += " Failed to validate Action server response from API, make sure your response from the Action endpoint is valid."
        raise error

    RemoteAction._validate_action_result = validate


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


class _InLine:
    """The one function of dask that Rasa's runner uses, without its scheduler."""

    @staticmethod
    def get(graph: dict[str, Any], targets: list[str]) -> Any:
        """Return the results of the targets, each node run once after those that it needs."""
        return dask.core.get(graph, targets)  # type: ignore[no-untyped-call]
