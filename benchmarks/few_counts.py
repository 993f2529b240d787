"""What a new label brings and what it costs, counted; and the constants of its chance, fitted to the same questions; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt

OTHERS = 600
# What an even share of the questions would be, see `bot.nlu.overlay.ASKED_FOR`.
_EXPECTED = 1 / 90


@dataclasses.dataclass(frozen=True)
class Met:
    """What a migrant met: the answer that was given, or the answers that were offered in its place."""

    answered: str | None
    choices: tuple[str, ...] = ()


@dataclasses.dataclass
class Tally:
    """Sums over labels and draws for one number of phrasings: shares of the label's own questions, and of others."""

    draws: int = 0
    answered: float = 0.0
    offered: float = 0.0
    wrong: float = 0.0
    gone: float = 0.0
    asked_back: float = 0.0

    def add_own(self, met: Met, label: str, questions: int) -> None:
        """Count one of the label's own questions, of so many."""
        self.answered += (met.answered == label) / questions
        self.offered += (met.answered is None and label in met.choices) / questions

    def add_other(self, was: Met, now: Met, right: AbstractSet[str], questions: int) -> None:
        """Count one of so many others, before and with the label.

        More wrong: answered wrong now and not before. Gone: the right answer was given, and is neither given nor offered now. Asked
        back: it was given, and is offered.
        """
        is_wrong = now.answered is not None and now.answered not in right
        was_wrong = was.answered is not None and was.answered not in right
        self.wrong += (is_wrong and not was_wrong) / questions
        if was.answered in right and now.answered is None:
            is_offered = bool(right & set(now.choices))
            self.asked_back += is_offered / questions
            self.gone += (not is_offered) / questions

    def line(self, count: int) -> str:
        """Return the means."""
        draws = max(self.draws, 1)
        answered, offered = self.answered / draws, self.offered / draws
        wrong, gone, back = (OTHERS * value / draws for value in (self.wrong, self.gone, self.asked_back))
        return (
            f"{count:>3} phrasings: answered {answered:.3f}, offered {offered:.3f}, together {answered + offered:.3f}; of {OTHERS} "
            f"others more wrong {wrong:.2f}, right gone {gone:.2f}, spoilt {wrong + gone:.2f}, asked back {back:.2f}"
        )


class Evidence:
    """The figures of `overlay.FEATURES` for questions of new labels and of others."""

    def __init__(self) -> None:
        self._rows: dict[bool, list[npt.NDArray[np.float64]]] = {True: [], False: []}

    def add(self, figures: npt.NDArray[np.float64], *, is_asked_for: bool) -> None:
        """Keep the figures of a question."""
        self._rows[is_asked_for].append(figures)

    def fitted(self) -> tuple[list[float], float]:
        """Return weights and bias with which the chance is right where the label has an even share of the questions."""
        from sklearn.linear_model import LogisticRegression

        table = np.array([*self._rows[True], *self._rows[False]])
        is_asked_for = np.arange(len(table)) < len(self._rows[True])
        odds = _EXPECTED / (1 - _EXPECTED) * len(self._rows[False]) / len(self._rows[True])
        middle, scale = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-9)
        model = LogisticRegression(C=1_000.0, max_iter=2_000)
        model.fit((table - middle) / scale, is_asked_for, sample_weight=np.where(is_asked_for, odds, 1.0))
        weights = model.coef_[0] / scale
        return [float(weight) for weight in weights], float(model.intercept_[0] - weights @ middle)
