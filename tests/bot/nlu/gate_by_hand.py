"""The gate with scores given by hand."""

from __future__ import annotations

from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.danger_detector import HEARD
from bot.nlu.danger_model import Heard
from bot.nlu.label_classifier import CLAUSE_SCORES, CONTEXT_SCORES, SCORES
from bot.nlu.label_model import Scores
from bot.nlu.sudachi_tokenizer import SudachiTokenizer
from bot.nlu.understanding_gate import UNDERSTANDING, UnderstandingGate

RANKING = (("housing/rent_cost", 0.6), ("subsidy/amount", 0.3), ("chitchat/distress", 0.1))
IN_CONTEXT = [("subsidy/amount", 0.8), ("housing/rent_cost", 0.1), ("chitchat/distress", 0.1)]


def decided(
    text, *ranking, nearness=0.5, last_label=None, clauses=(), heard=None, in_context=IN_CONTEXT, left_for=(), **options
):
    """Return the message as the gate leaves it, with scores given by hand."""
    message = Message(data={"text": text})
    if heard is not None:
        message.set(HEARD, Heard(heard, "distress", "suicide", text))
    SudachiTokenizer(SudachiTokenizer.get_default_config()).process([message])
    message.set(SCORES, Scores(list(ranking or RANKING), nearness))
    message.set(CLAUSE_SCORES, list(clauses))
    behind = Scores(in_context, nearness, frozenset(left_for)) if in_context else None
    message.set(CONTEXT_SCORES, behind)
    gate = UnderstandingGate({**UnderstandingGate.get_default_config(), **options})
    gate.process([message], tracker(last_label))
    return message


def tracker(last_label):
    slot = TextSlot("last_label", mappings=[{}], initial_value=last_label)
    return DialogueStateTracker("someone", [slot])


def understanding(*args, **more):
    return decided(*args, **more).get(UNDERSTANDING)
