"""What is refused about contents.

All below `ContentRefused`:

    UnknownItem      there is no such item or version
    WrongState       the step does not begin in the version's state
    NotAllowed       the account's role may not take it
    OwnText          four eyes: whoever wrote it does not review it
    EditConflict     somebody saved in between; `version` is what stands now
    Unusable         the text could not be shown; `faults` say field and reason
    Protected        answers to words of danger are never taken away
    ModelRefused     a training or its model is in no state for what is asked
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.content.models import State, Step, Version


class ContentRefused(ValueError):
    """Base of what is refused here; `code` names the kind on the wire."""

    code = "refused"


class UnknownItem(ContentRefused):
    """There is no such item or version."""

    code = "not_found"


class WrongState(ContentRefused):
    """The step does not begin in the version's state."""

    code = "wrong_state"

    def __init__(self, step: Step, state: State) -> None:
        self.step, self.state = step, state
        super().__init__(f"{step} does not begin in {state}")


class NotAllowed(ContentRefused):
    """The account's role may not take this step."""

    code = "not_allowed"


class OwnText(ContentRefused):
    """Whoever wrote a text does not review it."""

    code = "own_text"


class Protected(ContentRefused):
    """Answers to words of danger are never taken away."""

    code = "protected"


class ModelRefused(ContentRefused):
    """A training or its model is in no state for what is asked."""

    code = "model_refused"


@dataclass(frozen=True)
class Fault:
    """Why a text cannot be used."""

    field: str
    reason: str


class Unusable(ContentRefused):
    """A text that could not be shown."""

    code = "unusable"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))


class EditConflict(ContentRefused):
    """Somebody saved in between."""

    code = "conflict"

    def __init__(self, version: Version) -> None:
        self.version = version
        super().__init__(f"revision {version.revision} by {version.changed_by} stands")
