"""What texts mean, as sketches that anybody can compare without the vectors: signs of random projections (SimHash: Charikar, STOC 2002).

The share of signs in which two sketches differ is the angle between the two texts. The space is that in which the trained labels
are round (`ground.Ground`): what all ways of asking for one thing have in common counts, and how people say it does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from bot.nlu.ground import Ground

# Measured in docs/living-answers.md: 512 signs lose a tenth of the pairs, 2,048 win nothing.
BITS = 1_024

Floats = npt.NDArray[np.float32]


class Sketcher:
    """Sketches texts as one model sees them; those of other models cannot be compared with them.

    Attributes:
        space: 16 hex digits, the same for sketches that may be compared.
    """

    def __init__(self, ground: Ground, vector: Callable[[str], Floats]) -> None:
        """Use the space of a trained model; `vector` returns the pretrained blocks of a text, (dimensions,)."""
        directions = np.random.default_rng(0).standard_normal((len(ground.whitening), BITS)).astype(np.float32)
        self._projection = ground.whitening @ directions
        self._middle, self._vector = ground.questions.mean(axis=0), vector
        self.space = hashlib.sha256(ground.whitening.tobytes() + directions.tobytes()).hexdigest()[:16]

    def sketch(self, text: str) -> str:
        """Return the signs of a text as `BITS` / 4 hex digits."""
        signs = (self._vector(text) - self._middle) @ self._projection > 0
        return np.packbits(signs).tobytes().hex()


_made: list[tuple[object, Sketcher]] = []


def of(processor: Any) -> Sketcher:
    """Return the sketcher of a running model; made once for each.

    Raises:
        LookupError: The model has no `LabelClassifier`.
    """
    if _made and _made[0][0] is processor:
        return _made[0][1]
    # Not before the model is loaded: it is Rasa's part of the assistant.
    from bot.nlu.label_classifier import LabelClassifier

    # Rasa gives its components to nobody.
    components = (node._component for node in processor.graph_runner._instantiated_nodes.values())
    found = next((one for one in components if isinstance(one, LabelClassifier)), None)
    if found is None or found._learnt is None:
        raise LookupError("the model has no trained LabelClassifier")
    _made[:] = [(processor, Sketcher(found._learnt.ground, found.vectors.of))]
    return _made[0][1]
