"""What the desk says about danger, to migrants and to the staff; one place. Numbers and words of comfort: data/danger/lines.yml."""

from __future__ import annotations

from dataclasses import dataclass

from desk.conversation.message_parts import notice
from desk.conversation.models import Part, Situation, State
from desk.display_names import DANGER_FOUND_BY, DANGER_STATES, DANGER_SUBJECTS

SUBJECT_NAMES, BY_NAMES, STATE_NAMES = DANGER_SUBJECTS, DANGER_FOUND_BY, DANGER_STATES

# language -> (somebody is there; who holds the talk was told; who waits was moved forward; on call; nobody is there). That consultants see the words stands in lines.yml.
_WHO = {
    "ja": (
        "相談員に知らせました。相談員がここで声をおかけすることがあります。",
        "担当の相談員に知らせました。このままお待ちください。",
        "相談員に知らせ、順番を先にしました。このままお待ちください。",
        "いまは相談員がいません。当番の職員に知らせましたが、すぐにお返事できないことがあります。",
        "いまは相談員も当番の職員もいません。{opens}待たずに、電話してください。命が危ないときは 110（警察）・119（救急）です。",
    ),
    "en": (
        "We have told our consultants. One of them may write to you here.",
        "We have told the consultant who is with you. Please stay here.",
        "We have told our consultants and moved you forward in the queue. Please stay here.",
        "No consultant is here now. We have told the staff member on call, but an answer may take time.",
        "No consultant or staff member is here now. {opens}Please do not wait: call. In danger of life, 110 (police) or 119 (ambulance).",
    ),
    "zh-Hans": (
        "已经通知咨询员。咨询员可能会在这里和您说话。",
        "已经通知负责的咨询员。请稍候。",
        "已经通知咨询员，并把您的顺序提前。请稍候。",
        "现在没有咨询员。已通知值班职员，但可能不能马上回复。",
        "现在没有咨询员，也没有值班职员。{opens}请不要等待，请打电话。有生命危险时请拨打 110（警察）或 119（急救）。",
    ),
    "zh-Hant": (
        "已經通知諮詢員。諮詢員可能會在這裡和您說話。",
        "已經通知負責的諮詢員。請稍候。",
        "已經通知諮詢員，並把您的順序提前。請稍候。",
        "現在沒有諮詢員。已通知值班職員，但可能無法馬上回覆。",
        "現在沒有諮詢員，也沒有值班職員。{opens}請不要等待，請打電話。有生命危險時請撥 110（警察）或 119（急救）。",
    ),
    "ko": (
        "상담원에게 알렸습니다. 상담원이 이곳에서 말을 걸 수 있습니다.",
        "담당 상담원에게 알렸습니다. 잠시만 기다려 주세요.",
        "상담원에게 알리고 순서를 앞당겼습니다. 잠시만 기다려 주세요.",
        "지금은 상담원이 없습니다. 당번 직원에게 알렸지만 바로 답하지 못할 수 있습니다.",
        "지금은 상담원도 당번 직원도 없습니다. {opens}기다리지 말고 전화해 주세요. 생명이 위험할 때는 110(경찰)·119(구급)입니다.",
    ),
}
_OPENS = {
    "ja": "次の受付は {when} からです。",
    "en": "We open again at {when} (Japan time). ",
    "zh-Hans": "下次受理时间：{when}（日本时间）。",
    "zh-Hant": "下次受理時間：{when}（日本時間）。",
    "ko": "다음 접수는 {when}(일본 시간)부터입니다. ",
}
TOO_LATE = "この印は、もう外されています。画面を確かめてください。"
ALERT_ONLY = "見守りの相談です。全体を見るには「会話の全体を開く」を押すか、担当してください。"
CALLED = "主任を呼びました（至急）。この相談を一緒に見てください。"


def told(language: str, situation: Situation, on_call: int, held: State) -> Part:
    """Return who was told: nobody is promised who is not there.

    Args:
        language: ja, en, zh-Hans, zh-Hant or ko.
        situation: Who is on duty, and when somebody will be.
        on_call: How many of the staff are told outside the opening hours.
        held: Who holds the conversation.
    """
    here, holder, queued, on_their_way, nobody = _WHO.get(language, _WHO["ja"])
    if situation.on_duty:
        words = {State.CONSULTANT: holder, State.QUEUED: queued}.get(held, here)
        return notice("danger", words, reach="here")
    if on_call:
        return notice("danger", on_their_way, reach="on_call")
    opens = ""
    if situation.opens_text:
        opens = _OPENS.get(language, _OPENS["ja"]).format(when=situation.opens_text)
    return notice("danger", nobody.format(opens=opens), reach="nobody")


@dataclass(frozen=True)
class Guidance:
    """What a consultant is reminded of beside a case with words of danger."""

    title: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    call: tuple[str, ...]


# Basis: 厚生労働省「ゲートキーパー養成研修用テキスト」（気づき・傾聴・つなぎ・見守り）, 内閣府「DV相談」, こども家庭庁「189」.
_SAY = (
    "「話してくださって、ありがとうございます」と、まず受けとめる。",
    "「いま、安全な場所にいますか」「そばにだれかいますか」と、短く1つずつ聞く。",
    "ゆっくり聞く。返事が遅れるときは「ここにいます」と先に送る。",
)
_AVOID = (
    "「がんばって」「気の持ちよう」と励まさない。責めない。理由を問いつめない。",
    "「だれにも言わない」と約束しない（命を守るために、人に伝えることがあります）。",
    "相談員だけで抱えない。電話番号だけ送って終わりにしない。",
)
_BY_SUBJECT: dict[str, Guidance] = {
    "suicide": Guidance(
        "自殺・自傷のおそれ",
        (*_SAY, "「死にたいと思うほど、つらいのですね」と、言葉を避けずに聞く。方法や時を考えているかもたずねる。"),
        _AVOID,
        (
            "いま実行しそう、手段が手元にある：119・110 に通報する。居場所を聞く。",
            "それ以外：いのちの電話・よりそいホットラインを伝え、主任と保健所につなぐ。",
        ),
    ),
    "violence": Guidance(
        "暴力・支配・つきまとい",
        (*_SAY, "「あなたは悪くありません」と伝える。相手がいまそばにいるかを聞く。"),
        (*_AVOID, "「逃げればいい」「別れればいい」と決めつけない。相手（加害者）には連絡しない。"),
        (
            "いま殴られている・追われている：110 に通報する。",
            "DV相談ナビ #8008、DV相談プラス 0120-279-889（24時間）。住所や移り先は記録に残しすぎない。",
        ),
    ),
    "child": Guidance(
        "子どもの虐待・放置",
        (*_SAY, "子どもの年齢と、いま安全かを聞く。保護者本人なら「疲れましたね」と責めずに聞く。"),
        (*_AVOID, "虐待かどうかを、ここで判断しない（疑いの段階で通告できます）。"),
        ("いま危ない：110 に通報する。", "児童相談所 189（いちはやく・24時間）に通告する。主任に報告する。"),
    ),
    "care": Guidance(
        "介護の疲れ・虐待",
        (*_SAY, "介護している方と、されている方の両方の安全を聞く。"),
        _AVOID,
        ("いま手が出そう、けがをしている：119・110。", "地域包括支援センター、役所の高齢・障がいの窓口につなぐ。"),
    ),
    "crisis": Guidance(
        "絶望・孤立",
        _SAY,
        _AVOID,
        ("よりそいホットライン 0120-279-338（24時間）。", "死にたい気持ちがあるかを、言葉にして聞く。主任に相談する。"),
    ),
    "medical": Guidance(
        "急な病気・けが",
        ("「119 に電話できますか」と先に聞く。", "意識・呼吸・出血と、いまの場所を聞く。"),
        ("診断や薬の助言をしない。", "相談員の返事を待たせない。"),
        ("119。本人が電話できないときは、住所を聞いて相談員が通報する。",),
    ),
    "fire": Guidance(
        "火事・ガス",
        ("「外に出てから 119 に電話してください」と伝える。",),
        ("荷物や原因の話をしない。",),
        ("119。場所を聞いて、相談員からも通報する。",),
    ),
    "crime": Guidance(
        "犯罪・被害", (*_SAY, "いま安全な場所にいるかを聞く。"), _AVOID, ("110。性犯罪・性暴力は #8891、#8103。",)
    ),
    "accident": Guidance(
        "事故・遭難・行方不明",
        ("いまの場所と、けがの有無を聞く。",),
        ("自分で探しに行くようすすめない。",),
        ("119・110。海の事故は 118。",),
    ),
}
_ANY = Guidance("危険を知らせる言葉", _SAY, _AVOID, ("命が危ない：110・119。", "迷ったら主任を呼ぶ。"))


def guidance(subject: str) -> Guidance:
    """Return what to say, what not, and whom to call."""
    return _BY_SUBJECT.get(subject, _ANY)


def called(receipt: str, name: str, address: str) -> tuple[str, str]:
    """Return (subject, text) of the mail that calls a supervisor to a case; no word of the migrant's is in it."""
    lines = [
        f"{name}さんが、命や安全にかかわる相談で、主任を呼んでいます。すぐに開いてください。",
        "",
        f"受付番号：{receipt}",
        "",
        "相談画面で開く：",
        address,
        "",
        "相談の内容とお名前は、このお知らせには書いていません。",
    ]
    return f"【至急】主任を呼んでいます（{receipt}）", "\n".join(lines) + "\n"
