"""What the pack's answers say and lead to, as far as understanding a follow-up needs it: `answers/<topic>/<label>.md`; pure but for the files.

The actions read the same files (`actions.library.entries`), and refuse a whole pack for one wrong date. The two houses import
nothing of each other (`lint-imports`), each starts without the other, and only two lines are common, those that take the front
matter off: a third package for them would tie the houses together for less than it costs.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import yaml

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
# References to facts say nothing by their names, addresses nothing by their letters.
_NO_WORDS = re.compile(r"\{\{.*?\}\}|https?://[^\s)]+|<!--.*?-->")


@dataclasses.dataclass(frozen=True)
class AnswerText:
    """One answer: its words (title, text, caveat), the labels of the answers that it leads to, and its title."""

    words: str
    related: tuple[str, ...]
    title: str = ""


def read(folder: Path) -> dict[str, AnswerText]:
    """Return the answers of a folder by label; empty where there is none, and without a file that the actions refuse as well."""
    found = {}
    for path in sorted(folder.glob("*/*.md")):
        match = _FRONT_MATTER.match(path.read_text(encoding="utf-8-sig"))
        try:
            front = yaml.load(match[1], Loader=_LOADER) if match else None  # noqa: S506 - a safe loader, see below
        except yaml.YAMLError:
            continue
        if match and isinstance(front, dict):
            said = "。".join(str(front.get(name) or "") for name in ("title", "caveat"))
            related = front.get("related")
            leads_to = tuple(map(str, related)) if isinstance(related, list) else ()
            found[f"{path.parent.name}/{path.stem}"] = AnswerText(
                _NO_WORDS.sub(" ", f"{said}。{match[2]}"), leads_to, str(front.get("title") or "")
            )
    return found


# A tenth of the time of the parser that is written in Python; each start and each training reads a hundred answers.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
