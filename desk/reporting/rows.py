"""One row for each conversation and each message of a cohort, masked, for files. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from desk.contact.masking import mask
from desk.display_names import AUTHORS, TOLD
from desk.reporting import names, origins
from desk.reporting.answer_figures import answers_shown
from desk.reporting.figures import Minutes, has_reached
from desk.reporting.history import Asked, InputKind, Outcome, Session
from desk.reporting.periods import local
from desk.text.csv_file import Cell, Table
from desk.text.markdown import plain_markdown

_INPUT_KINDS = {InputKind.TYPED: "文字", InputKind.TAPPED: "選択肢", InputKind.TO_PERSON: "相談員へ"}


def alias(conversation_id: str) -> str:
    """Return a name for a conversation that leads nowhere outside the desk and is the same in every file.

    A letter in front: a spreadsheet would read 8286376556e0 as a number.
    """
    return f"k{hashlib.sha256(conversation_id.encode()).hexdigest()[:12]}"


def conversations(cohort: Sequence[Session], minutes: Minutes) -> Table:
    """Return a row for each conversation."""
    heads = [
        "会話",
        "経路",
        "初めの利用",
        "利用の数",
        "質問",
        "答えた",
        "聞き返した",
        "わからなかった",
        "選択肢",
        "相談員へ書いた数",
        "解決はい",
        "解決いいえ",
        "引き継ぎ",
        "相談員か伝言に届いた",
        "受付番号",
        "理由",
        "分野",
        "受け取りまで（分）",
        "最初の返事まで（分）",
        "どこから",
        "いつごろ",
        "だれと",
        TOLD["stage"],
    ]
    return heads, _conversations(cohort, minutes)


def _conversations(cohort: Sequence[Session], minutes: Minutes) -> Iterator[list[Cell]]:
    ordered = sorted(cohort, key=lambda session: (session.conversation_id, session.begin))
    for conversation_id, group in groupby(ordered, key=lambda session: session.conversation_id):
        theirs = list(group)
        users = [said for session in theirs for said in session.said if said.author == "user"]
        outcomes = [said.outcome for said in users]
        verdicts = [v.is_solved for session in theirs for _, v in answers_shown(session)]
        cases = [case for session in theirs for case in session.asked]
        asides = outcomes.count(Outcome.ASIDE) + outcomes.count(Outcome.HANDOFF)
        yield [
            alias(conversation_id),
            names.CHANNELS.get(theirs[0].channel, theirs[0].channel),
            local(theirs[0].begin).replace(tzinfo=None, second=0, microsecond=0),
            len(theirs),
            sum(outcome is not None for outcome in outcomes) - asides,
            outcomes.count(Outcome.ANSWER),
            outcomes.count(Outcome.CLARIFY),
            outcomes.count(Outcome.FALLBACK),
            sum(said.input_kind is InputKind.TAPPED for said in users),
            sum(said.input_kind is InputKind.TO_PERSON for said in users),
            verdicts.count(True),
            verdicts.count(False),
            len(cases),
            sum(map(has_reached, cases)),
            *_first_case(cases, minutes),
        ]


def _first_case(cases: Sequence[Asked], minutes: Minutes) -> list[Cell]:
    if not cases:
        return [None] * 9
    case = cases[0]
    told = dict(case.told)
    return [
        case.receipt,
        names.REASONS.get(case.reason, case.reason),
        names.topic(case.topic),
        minutes(case.opened_at, case.claimed_at) if case.claimed_at else None,
        minutes(case.opened_at, case.answered_at) if case.answered_at else None,
        origins.prefecture(told["from_where"]) if "from_where" in told else None,
        origins.when(told["timing"]) if "timing" in told else None,
        origins.whom(told["family"]) if "family" in told else None,
        origins.stage(told["stage"]) if "stage" in told else None,
    ]


def messages(cohort: Sequence[Session], titles: Mapping[str, str]) -> Table:
    """Return a row for each message of migrants, bot and consultants, its words masked; `titles` are those of answers by label."""
    heads = [
        "会話",
        "経路",
        "日時",
        "だれ",
        "書き方",
        "どうなったか",
        "分野と回答",
        "内容（伏せ字）",
    ]
    return heads, _messages(cohort, titles)


def _messages(cohort: Sequence[Session], titles: Mapping[str, str]) -> Iterator[list[Cell]]:
    for session in cohort:
        for said in session.said:
            yield [
                alias(session.conversation_id),
                names.CHANNELS.get(session.channel, session.channel),
                local(said.at).replace(tzinfo=None, microsecond=0),
                AUTHORS.get(said.author, said.author),
                _INPUT_KINDS[said.input_kind] if said.input_kind else None,
                names.OUTCOMES[said.outcome.value] if said.outcome else None,
                titles.get(said.label, said.label)
                if said.label
                else "、".join(titles.get(s, s) for s in said.shown) or None,
                mask(said.text if said.author == "user" else plain_markdown(said.text)),
            ]
