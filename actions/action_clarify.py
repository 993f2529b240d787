"""Asks back between two or three close candidates, each by the name of its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker

from actions import (
    action_answer,
    asked_back,
    base,
    closed,
    control_replies,
    follow_up,
    other_town,
    replies,
    said_before,
)
from actions.follow_up import FollowUp
from actions.languages import JAPANESE
from actions.library.shelf import SHELF
from actions.replies import Choice
from actions.said import Said, understood, with_care
from actions.situation import Situation

# A word without anything that asks; of several meanings one is answered from this probability on, where it is so much likelier.
_BARE = re.compile(r"[一-龥々ァ-ヶー]{1,8}[?？]?")
_LEAST_ALONE, _TIMES_LIKELIER = 0.6, 4


def follow_up_to_shown(where: Situation, tracker: Tracker, others: Sequence[Choice] = ()) -> FollowUp | None:
    """Return what a message that was not understood by itself asks of what stands: of the answers offered, or a passage of the last one."""
    known = said_before.before(tracker.events)
    if (of_offered := asked_back.reply(where, known, SHELF.all(), base.today())) is not None:
        return of_offered
    last = SHELF.entry(str(tracker.get_slot("last_label") or ""))
    if last is None or where.language != JAPANESE or not where.understanding or where.understanding.get("control"):
        return None
    return follow_up.of_unsure(last, SHELF.all(), where.text, base.today(), others)


def _stands_out(where: Situation, labels: Sequence[str]) -> bool:
    """Whether a bare word (家賃, 土地) has one meaning beside which the others are unlikely; they are offered below its answer."""
    if not _BARE.fullmatch(where.text.strip()) or where.language != JAPANESE:
        return False
    found = {str(item["label"]): float(item["confidence"]) for item in where.understanding.get("candidates") or []}
    first, *others = (found.get(label, 0.0) for label in labels)
    return first >= _LEAST_ALONE and all(first >= _TIMES_LIKELIER * other for other in others)


class ActionClarify(base.ProjectAction):
    """Offers the candidates of the understanding gate; the second asking back in a row offers a person as well."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Ask which one is meant."""
        if where.chosen.get("kind") == "which":
            # 「それで」 after several choices: the same ones again.
            return Said(control_replies.which(said_before.before(tracker.events)))
        taken = control_replies.what_is_wrong_told(where, said_before.before(tracker.events))
        if taken is not None:
            return understood(where, taken)
        count = float(tracker.get_slot("fallback_count") or 0)
        labels = where.understanding.get("offer") or []
        entries = [SHELF.entry(label) for label in labels]
        offered = [replies.choose(entry) for entry in entries if entry is not None]
        if (gone_on := follow_up_to_shown(where, tracker, offered)) is not None:
            return with_care(where, gone_on.parts, **gone_on.slots)
        if not offered:
            return with_care(where, closed.answer(labels[0] if labels else ""))
        if len(offered) == 1 or (entries[0] is not None and _stands_out(where, labels)):
            # One guess alone is no choice: it is answered, and may be wrong.
            entry = next(entry for entry in entries if entry is not None)
            words = f"「{entry.title}」のことですね。ちがうときは、別の言い方で教えてください。"
            library = SHELF.all()
            others = [other.label for other in entries if other is not None and other is not entry]
            shown = action_answer.parts(entry, library, base.today(), others)
            guess = replies.text(words, "clarify_one", title=entry.easy_title or entry.title)
            return understood(where, [*other_town.line(where), guess, *shown], last_label=entry.label)
        offered.append(replies.NONE_OF_THESE)
        if count >= 1:
            offered.append(replies.ASK_PERSON)
        asked = [
            *other_town.line(where),
            replies.text("次のどれについてのご質問でしょうか？", "clarify_several"),
            replies.choices(offered, "clarify"),
        ]
        # Asking back counts half: two of them weigh as much as not having understood once.
        return with_care(where, asked, fallback_count=count + 0.5)
