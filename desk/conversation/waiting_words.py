"""Words of who waits for a person, in English, Chinese and Korean, each the whole message; those of Japanese stand in `waiting`; pure.

The assistant, which knows the languages, is silent then. A consultant who reads only 不等了 too late has called nobody.
"""

from __future__ import annotations

_PLEASE = r"(?:(?:sorry|please|ok(?:ay)?|well|actually|then|hi|no)[,. ]*)*"
_I = r"(?:i(?:'d| would) like to|i want to|i will|i'll|let me|can i|could i|may i|can you|could you)"
_ASK = r"(?:我(?:想|要|就)?|请|請|那|那就|还是|還是|不好意思|抱歉|[,，。 ])*"
# By the name of the wish; the first that is the whole message counts.
FORMS: tuple[tuple[str, str], ...] = (
    (
        "withdraw",
        rf"{_PLEASE}(?:{_I} )?(?:cancel|delete|withdraw|take back|remove) (?:my|the|that|this) (?:message|note)(?: (?:i|that i) (?:left|sent|wrote))?(?: please)?|"
        rf"{_ASK}(?:取消|撤回|撤销|撤銷|删除|刪除)(?:我的|刚才的|剛才的)?(?:留言|讯息|訊息|消息|信息|口信)(?:吧|可以吗|可以嗎)?|(?:제 |내 )?(?:남긴 )?(?:메시지|메세지|메모)(?:를|을)? ?(?:취소|삭제)(?:할게요|해 ?주세요|하고 ?싶어요|하고 ?싶습니다)?",
    ),
    (
        "leave_message",
        rf"{_PLEASE}(?:{_I} )?(?:just )?leave (?:a|my) message(?: instead)?|"
        rf"{_ASK}(?:留言|留个言|留個言|留(?:下)?(?:讯息|訊息|消息|口信))(?:就好|吧|可以吗|可以嗎)?|메시지(?:를|만)? ?(?:남길게요|남기기|남기고 싶어요|남겨 ?주세요)",
    ),
    (
        "stop",
        rf"{_PLEASE}(?:{_I} )?(?:stop(?: waiting)?|cancel(?: (?:it|this|that|the call))?|quit|go back to the (?:bot|chatbot))|"
        rf"{_PLEASE}(?:i )?(?:do ?n[o']t (?:want|need) to wait(?: any ?more| any longer)?|can ?n?[o']?t wait(?: any ?more| any longer)?|(?:i have|have|i) (?:to go|got to go|gotta go))|"
        rf"{_PLEASE}(?:never ?mind|forget it|no need(?: any ?more)?|it'?s (?:ok|okay|fine) now|(?:maybe )?(?:later|another time|next time))|"
        rf"{_ASK}(?:不(?:想)?(?:再)?(?:等|要等)(?:了|下去)?|(?:等|我等)不(?:了|下去)(?:了)?|停止(?:等候|等待)|(?:取消|算了|不用(?:了|等了)|没事了|沒事了|下次(?:吧|再说|再說)?|改天(?:吧|再说|再說)?))(?:吧|谢谢|謝謝|[,，。 ])*|"
        r"(?:그만 ?(?:기다릴게요|할게요|둘게요)|안 ?기다릴게요|취소(?:할게요|해 ?주세요)?|됐어요|괜찮아요|다음에 ?(?:할게요|하죠)?)",
    ),
    (
        "book",
        rf"{_PLEASE}(?:{_I} )?(?:book|make|schedule|reserve) (?:an? |the )?(?:appointment|reservation|booking|time|consultation)(?: (?:instead|for .{{1,30}}|on .{{1,30}}))?|"
        rf"{_ASK}(?:改|想)?(?:预约|預約)(?:咨询|諮詢|时间|時間|面谈|面談)?(?:可以吗|可以嗎|吧)?|(?:상담 ?)?예약(?:을)? ?(?:하고 싶어요|할게요|해 ?주세요)",
    ),
)
