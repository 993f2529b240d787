"""Words about the talk in English, Chinese and Korean, each the whole message; those of Japanese are forms (`bot.nlu.control`)."""

from __future__ import annotations

import re

_PLEASE = r"(?:please|pls)"
_I_WANT = r"(?:i(?:'d| would) like to|i want to|i need to|i have to|can i|could i|may i|how (?:can|do) i|let me|please)"
_MEETING = r"(?:(?:my|the|an?|our) )?(?:appointment|booking|reservation|consultation|meeting|time slot|slot|time)"
_SOMEONE = r"(?:(?:a|an|the|some|real|live|human) )*(?:person|human|someone|somebody|consultant|operator|agent|staff(?: member)?)"
_FORMS: dict[str, str] = {
    "cancel_booking": rf"(?:{_I_WANT} )?cancel (?:{_MEETING}|it|that)|(?:我想|我要|请|請)?取消(?:我的)?(?:预约|預約)|(?:我的)?(?:预约|預約)(?:我想|我要)?取消|예약(?:을)? ?취소(?:하고 싶어요|하고 싶습니다|해 ?주세요|할게요)?",
    "change_booking": rf"(?:{_I_WANT} )?(?:change|move|reschedule) {_MEETING}|(?:我想|我要|请|請)?(?:更改|改|变更|變更|修改)(?:我的)?(?:预约|預約)(?:时间|時間)?|예약(?:을)? ?(?:시간(?:을)? ?)?(?:변경|바꾸)(?:하고 싶어요|하고 싶습니다|해 ?주세요|고 싶어요)?",
    "my_booking": rf"(?:when is|what about|where is) my (?:appointment|booking|consultation)|(?:{_I_WANT} )?(?:check|see|look at|confirm) my (?:appointment|booking|consultation)|my (?:appointment|booking)s?|(?:查看|确认|確認)?我的(?:预约|預約)(?:是什么时候|是什麼時候|几点|幾點)?|예약 ?(?:확인|조회)(?:하고 싶어요|해 ?주세요)?|(?:제 )?예약(?:이)? 언제(?:예요|인가요|죠)?",
    "book": rf"(?:{_I_WANT} )?(?:book|make|schedule|reserve|get) {_MEETING}|book|booking|appointment|(?:我想|我要|请|請|想)?(?:预约|預約)(?:咨询|諮詢|面谈|面談)?|(?:상담 ?)?예약(?:하고 싶어요|하고 싶습니다|할게요|해 ?주세요|하기)?",
    "person": rf"(?:{_I_WANT} )?(?:talk|speak|chat) (?:to|with) {_SOMEONE}|(?:real |live )?(?:human|person|operator|agent)|(?:我想|我要|请|請)?(?:转|轉)?(?:人工|真人)(?:客服|服务|服務)?|(?:我想|我要)(?:和|跟|找)(?:人|真人|咨询员|諮詢員|工作人员|工作人員)(?:谈|談|说话|說話|聊)?|상담원(?:과|이랑|하고)?(?: ?연결)?(?: ?이야기하고 싶어요| ?연결해 ?주세요| ?불러 ?주세요)?|사람(?:과|이랑|하고) ?(?:이야기|말)하고 싶어요",
    "phone": r"(?:what is (?:the|your) )?(?:tele)?phone(?: number)?|call|电话(?:号码)?|電話(?:號碼)|전화(?:번호)?",
    "help": r"help(?: me)?|menu|how does (?:this|it) work|what can (?:you|i) (?:do|ask)|帮助|幫助|菜单|選單|怎么用|怎麼用|도움말|메뉴|사용법",
    "restart": r"start (?:over|again)|restart|from the (?:start|beginning)|重新(?:开始|開始)|从头开始|從頭開始|처음부터(?: 다시)?|처음으로",
    "back": r"(?:go )?back|previous|返回|上一(?:个|個|步)|뒤로(?: ?가기)?|돌아가기|이전으로",
    "stop": r"stop|quit|exit|cancel|never ?mind|forget it|that'?s all|停止|取消|算了|不用了|不问了|不問了|结束|結束|그만(?:할게요|두기|둘게요)?|취소|됐어요|아니에요",
    "wrong": r"(?:that|this|it)(?:'s| is) (?:wrong|not (?:right|correct|what i (?:asked|meant)))|wrong|(?:the|your|this|that) (?:answer|information) (?:is|was|seems) (?:wrong|incorrect|outdated|not (?:right|correct|true))|(?:你的|刚才的|剛才的|这个|這個)?(?:回答|答案|答复|答覆|信息|資訊)(?:好像|是)?(?:不对|不對|错了|錯了|错的|錯的|有误|有誤)(?:吧|呢|啊)?|(?:이 |그 )?(?:답변?|정보)[이가은는]? ?(?:틀렸어요|틀린 ?것 ?같아요|잘못됐어요|맞지 ?않아요)|不对|不對|不是这个|不是這個|错了|錯了|틀렸어요|그게 아니에요|그게 아니라",
    "thanks": r"(?:ok(?:ay)?,? )?(?:thanks|thank you|thx|ty)(?: (?:a lot|so much|very much))?|great,? thanks|谢谢(?:你|您|了)?|謝謝(?:你|您|了)?|多谢|多謝|(?:good)?bye(?: ?bye)?|see you(?: (?:later|again|soon))?|再见|再見|拜拜|掰掰|안녕히 ?계세요|(?:정말 )?(?:감사합니다|고마워요?|고맙습니다|감사해요)",
    "no": r"no(?:pe)?(?:,? (?:thanks|thank you))?|不是|不|没有|沒有|아니요?|아뇨|아니오",
    "yes": r"yes(?:,? please)?|yeah|yep|yup|sure|of course|right|correct|好的?|是的?|对(?:的)?|對(?:的)?|可以|嗯|네|예|응|맞아요|좋아요",
}  # fmt: skip
_COMPILED = {
    name: re.compile(rf"(?:{_PLEASE} )?(?:{form})(?:,? {_PLEASE})?[.!?。！？~ ]*") for name, form in _FORMS.items()
}


def read(plain: str) -> str | None:
    """Return what a normalised message wants of the talk, None where it asks something."""
    return next((name for name, form in _COMPILED.items() if form.fullmatch(plain)), None)
