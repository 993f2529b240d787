"""What a model must pass before it serves by itself. Pure.

Figures come from the trainer, of the old and the new model over the same questions (bot/evaluation/gate_figures.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Of the share of right, and of wrong answers, on the evaluation sets.
MOST_WORSE = 0.005
# Of what people really asked last month, of which nobody has said what is right: more than this share, and more than so many.
MOST_REPLAYED, FEW_REPLAYED = 0.02, 2


def reasons(figures: Mapping[str, Any]) -> list[str]:
    """Return why a model waits for a person; nothing where it may serve.

    Args:
        figures: {old, new: {cries, accuracy, answered_wrong}, missed: [text], changes: [{text, old, new, meant}],
            trials: {asked, failed: [{text, expected, got}]}, replay: {asked, changes: [{ref, old, new, meant}]}}.
    """
    old, new = figures["old"], figures["new"]
    found = []
    if new["cries"] < old["cries"]:
        found.append(f"助けを求める言葉を聞き取れた数が減っています（{old['cries']} → {new['cries']}）。")
    if new["accuracy"] < old["accuracy"] - MOST_WORSE:
        found.append(f"評価用の質問の正答が減っています（{old['accuracy']:.1%} → {new['accuracy']:.1%}）。")
    if new["answered_wrong"] > old["answered_wrong"] + MOST_WORSE:
        found.append(
            f"評価用の質問へのまちがった答えが増えています（{old['answered_wrong']:.1%} → {new['answered_wrong']:.1%}）。"
        )
    if figures["missed"]:
        found.append(f"教えた言い方のうち {len(figures['missed'])} 件が、まだその回答になりません。")
    if failed := figures["trials"]["failed"]:
        said = "、".join(f"「{one['text']}」" for one in failed[:3])
        found.append(f"くり返し試す質問のうち {len(failed)} 件が、思ったとおりの回答になりません（{said}）。")
    if unmeant := [change for change in figures["changes"] if not change["meant"]]:
        found.append(f"教えたこと以外で {len(unmeant)} 件の答えが変わります。")
    replay = figures["replay"]
    other = sum(not change["meant"] for change in replay["changes"])
    if other > max(FEW_REPLAYED, MOST_REPLAYED * replay["asked"]):
        found.append(f"この1か月に実際に聞かれた {replay['asked']} 件のうち {other} 件の答えが変わります。")
    return found


def is_readable(figures: Mapping[str, Any]) -> bool:
    """Whether figures have the shape that `reasons` reads; what cannot be read never passes."""
    try:
        reasons(figures)
        return all(float(figures[which][name]) >= 0.0 for which in ("old", "new") for name in figures[which])
    except (KeyError, TypeError, ValueError):
        return False
