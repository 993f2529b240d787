"""The thresholds of the decision, set on held-out folds of the training rows."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Thresholds:
    """When to answer.

    Attributes:
        answer: Least calibrated probability of the best label for an answer.
        in_context: The same for a message that is read as going on from the last answer.
        elsewhere: The same where that reading leaves it for another topic: a fragment whose noun belongs elsewhere (確定申告まだ, after
            a loan) looks surer than it is.
        nearness: Least cosine to any label's centre for an answer.
        clarify: Least joint probability of the two best labels for asking back.
        single_word: Least probability for an answer to a message of one content word.
        second_need: Least probability in its own clause for a second need to be offered.
        first_need: Least probability in the whole message for the first clause's need to be answered before the whole's: of
            two real needs both leave a trace there, a clause that only leads up to the question does not.
        danger: Least joint probability of distress and emergency, one of them the best label, from which the
            labels' own classifier speaks for danger; alone where there is no detector, with it otherwise.
        detector: Least probability of the detector for a danger that nothing else hears.
        detector_when_answered: The same where the labels' classifier is sure enough of an ordinary label to answer: a cry
            seldom looks like a question to it.
        detector_with_label: The same where the labels' classifier speaks for danger too.
        rule: Below this probability of the detector a rule alone does not count.
        rule_when_pressing: The same for an emergency, where minutes count, and in a message of a word or two (死にたく), where
            nothing stands beside the rule's words that could say otherwise.
        care: Least probability of the detector for a line of care where a message is not answered for sure.
        care_when_answered: The same where it is: a quiet cry may well name a topic (遺品整理の業者は).
    """

    answer: float = 0.40
    in_context: float = 0.75
    elsewhere: float = 0.85
    nearness: float = 0.20
    clarify: float = 0.30
    single_word: float = 0.80
    second_need: float = 0.60
    first_need: float = 0.10
    danger: float = 0.25
    detector: float = 0.5
    detector_when_answered: float = 0.5
    detector_with_label: float = 0.3
    rule: float = 0.01
    rule_when_pressing: float = 0.01
    care: float = 0.15
    care_when_answered: float = 0.25
