"""Words about the talk in English, Chinese and Korean, each the whole message; those of Japanese are forms (`bot.nlu.control`).

Each language says the same things: a wish before or behind, the thing, what is done with it. Chinese is compared in simplified
characters and, like Korean, without spaces.
"""

from __future__ import annotations

import re

_TO_SIMPLIFIED = str.maketrans(
    "預約諮詢談麼時間請幫訊給員嗎變換電話號碼線來煩動難開發現對誤單選個這裡說後邊書寫會問題頭從頁結則聯絡錯轉務確認點幾樣別還沒們傳視頻見過為與專業並應該",
    "预约咨询谈么时间请帮讯给员吗变换电话号码线来烦动难开发现对误单选个这里说后边书写会问题头从页结则联络错转务确认点几样别还没们传视频见过为与专业并应该",
)

# --- English ----------------------------------------------------------------------------------

_I_WANT = (
    r"(?:(?:hi|hello|excuse me|sorry|ok|so|actually|please|pls|then)[, ]+)*"
    r"(?:(?:i(?:'d| would)? (?:really )?(?:like|love) to|i (?:just )?(?:want|wish|need|have|hope|wanted) to|i wanna|i'm trying to|"
    r"(?:is it possible|would it be possible) to|(?:can|could|may|might|would) (?:i|you|we)|(?:how|where) (?:can|do|could|should|to) ?(?:i|we|you)?|"
    r"let me|help me(?: to)?)(?: please| just)? )?"
)
_DAYS = r"(?: (?:for|on|to|until|at) (?:an?other|a different|a later|an earlier|a new|next|this)? ?(?:day|time|date|week|slot|\w+day)| (?:later|earlier))?"
_ANY_MEETING = r"(?:(?:online|video|zoom|phone|in-person|personal|next|upcoming) )*(?:appointments?|bookings?|reservations?|consultations?|meetings?|time slots?|slots?)"
_SOMEONE = r"(?:(?:a|an|the|your|some|any|real|live|human|actual|city) )*(?:person|people|human(?: being)?|someone|somebody|anyone|consultants?|advis[eo]rs?|operator|agent|staff(?: members?)?|representative|office|cent(?:er|re))"
_MEETING = rf"(?:(?:my|the|an?|our|this) )?(?:(?:time|date|day) (?:of|for) (?:my|the|our) )?{_ANY_MEETING}(?: (?:with|to talk to) {_SOMEONE})?(?: (?:time|date))?{_DAYS}"
_MINE = rf"(?:my|the|our) {_ANY_MEETING}"
_LATER = r"(?: (?:please|pls|thanks|thank you|now|here|instead|right now|today))*"
_ENGLISH: dict[str, str] = {
    "cancel_booking": rf"cancel (?:{_MEETING}|it|that)|(?:i )?(?:can't|cannot|can not|won't be able to|am not able to) (?:come|make it|attend|go)(?: to {_MEETING})|cancel(?:lation of|ling) {_MEETING}",
    "change_booking": rf"(?:change|move|reschedule|postpone|shift|modify) (?:{_MEETING}|it to (?:an?other|a different|a later|an earlier) (?:day|time|date))|reschedule(?: it)?|(?:change|move) (?:the|my) (?:time|date)",
    "my_booking": rf"(?:when|what time|what day|where) (?:is|was|are) {_MINE}|(?:what about|where is) {_MINE}|(?:check|see|look at|confirm|show|view|find)(?: me)? {_MINE}|my {_ANY_MEETING}|(?:i forgot|i don't remember|tell me|remind me)(?: when| what time)? {_MINE}(?: is| was)?|do i have (?:an?|any) {_ANY_MEETING}",
    "message": rf"(?:leave|send|write|drop|give)(?: you| {_SOMEONE}| them)? (?:a|an|my|the) (?:short )?(?:message|note)(?: (?:for|to|with) (?:{_SOMEONE}|you|them))?|take a message|message (?:{_SOMEONE})|(?:leave )?(?:a )?message",
    "book": rf"(?:book|make|schedule|reserve|get|set up|arrange|have) {_MEETING}|book(?:ing)?|(?:book|schedule|reserve) a time|(?:an )?appointments?(?: booking)?|book {_SOMEONE}",
    "person": rf"(?:talk|speak|chat|get in touch|be connected|get connected)(?: directly)?(?: (?:to|with))? {_SOMEONE}|(?:connect|transfer|put) me (?:through )?(?:to|with) {_SOMEONE}|(?:call|get|contact|ask|reach)(?: me)? {_SOMEONE}|(?:is )?(?:anyone|someone|anybody) (?:there|here)|(?:a )?(?:real |live )?(?:human|person|operator|agent|consultant)",
    "phone": rf"(?:(?:what is|what's|give me|tell me|show me|do you have)(?: (?:the|your|a))? )?(?:tele)?phone(?: number)?|call(?: you| {_SOMEONE})?(?: by phone| on the phone)?|(?:talk|speak|consult)(?: with you| to you)? (?:by|on the|over the) (?:tele)?phone|(?:what number|which number) (?:can|do|should) i call",
    "help": r"help(?: me)?|(?:show (?:me )?)?(?:the )?menu|use (?:this|it)(?: chat| service)?|how (?:does|do) (?:this|it|you)(?: chat)? work|what (?:can|do) (?:you|i|this chat) (?:do|ask|answer|help(?: me)? with)(?: here| you)?|what is this(?: chat)?(?: for)?",
    "restart": r"(?:start|begin) (?:over|again)|restart|reset|(?:start )?from the (?:start|beginning|top)|(?:go |take me )?(?:back )?to the (?:start|beginning|top|main menu|menu|first (?:page|screen))|main menu|home",
    "back": r"(?:go )?back(?: (?:one step|a step))?|previous(?: (?:answer|page|screen|one))?|(?:go )?back to (?:the |my )?(?:previous|last|earlier)(?: (?:answer|page|screen|one|question))?|(?:show|see|read)(?: me)? the (?:previous|last|earlier) answer(?: again)?",
    "stop": r"stop(?: it| this| the chat)?|(?:cancel|delete|withdraw|take back|remove) (?:my|the|that|this) (?:message|note)(?: (?:i|that i) (?:left|sent|wrote))?|quit|exit|cancel|never ?mind|forget (?:it|about it)|(?:that's|that is|it's|it is) (?:all|it|enough|everything)(?: (?:for now|for today))?|(?:i'm|i am) (?:done|finished)|(?:i have )?no (?:more|other|further) questions|(?:end|close|finish|leave) (?:the |this )?(?:chat|conversation)|nothing else",
    "wrong": r"(?:that|this|it)(?:'s| is) (?:wrong|not (?:right|correct|what i (?:asked|meant)))|wrong|(?:the|your|this|that) (?:answer|information) (?:is|was|seems) (?:wrong|incorrect|outdated|not (?:right|correct|true))",
    "unclear": r"(?:i|we) (?:don't|do not|can't|didn't|cannot) (?:really |quite )?(?:understand|get)(?: (?:it|this|that|you|what you (?:mean|say)|(?:this|that|the|your) answer))?|what (?:do|does) (?:you|this|that|it) mean|(?:it's|that's|this is|it is|that is) (?:too |very |so )?(?:difficult|hard|complicated|confusing|unclear)(?: to understand)?|(?:explain|say|put)(?: (?:it|this|that))? (?:more simply|in (?:simple|simpler|plain|easy|easier|other) (?:words|terms|english)|simply)|simpler",
    "thanks": r"(?:ok(?:ay)?,? )?(?:thanks|thank you|thx|ty)(?: (?:a lot|so much|very much))?|great,? thanks|(?:good)?bye(?: ?bye)?|see you(?: (?:later|again|soon))?",
    "no": r"no(?:pe)?(?:,? (?:thanks|thank you))?",
    "yes": r"yes(?:,? please)?|yeah|yep|yup|sure|of course|right|correct",
    "sources": r"(?:is (?:it|this|that) )?(?:really|true|correct|right|sure)\?+|are you sure|(?:what|where) (?:is|are) (?:your|the) sources?|where (?:is|does) (?:this|that|it)(?: information)? (?:come )?from|how (?:old|recent|new|current) is (?:this|that|the) information|sources?",
    "heard": r"(?:oh|ah|hm+|wow|i see|got it|interesting|alright|good to know|makes sense|really)(?:,? (?:ok(?:ay)?|i see|wow|good|nice|interesting|got it))*",
}  # fmt: skip

# --- Chinese, in simplified characters ----------------------------------------------------------

_WO = r"(?:(?:你好|您好|请问|不好意思|那|那么|麻烦|请|我们?|我的|想|要|需要|打算|希望|可不可以|能不能|是否可以|可以|能|能够|怎么样?|如何|怎样|在哪里?|哪里|帮|帮忙|让我|给我|直接|现在|先)[，,]?)*"
_MA = r"(?:可以|能|行|好)?(?:吗|嘛|呢|吧|呀|啊|么|一下|谢谢|了|的话|怎么办|怎么做|要怎么做)*"
_YUYUE = r"(?:我的|这个|那个|已经|之前的|原来的|面谈的?|咨询的?|在线|线上)*(?:预约|约)(?:的|好的)?"
_RENYUAN = r"(?:一位|一个|你们的?|你们|贵)?(?:咨询员|咨询师|顾问|工作人员|职员|负责人|客服|人工|真人|活人|人)"
_CHINESE: dict[str, str] = {
    "cancel_booking": rf"(?:取消|撤销|退掉|不要){_YUYUE}(?:时间)?|(?:把)?{_YUYUE}(?:我?想|我?要|可以|能|怎么|如何|帮我)*取消(?:掉)?|(?:去不了|来不了|不能去|不能来|参加不了|无法参加)(?:{_YUYUE}|面谈|咨询)?",
    "change_booking": rf"(?:更改|改变|改|变更|修改|调整|换|推迟|提前){_YUYUE}(?:的)?(?:时间|日期|日子)?|(?:把)?{_YUYUE}(?:的)?(?:时间|日期)?(?:我?想|我?要|可以|能|怎么|如何)*(?:更改|改|变更|修改|调整|换|推迟|提前)(?:到|成|个)?(?:别的|其他|另外|另一)?(?:个)?(?:时间|日期|一天|日子)?|改期|(?:改|换)(?:到|个|一个)?(?:别的|其他|另外的?|另一个)?(?:时间|日期|日子)",
    "my_booking": rf"(?:查看|查|查询|确认|看|看看)?我的预约(?:时间|日期|情况|内容)?(?:是)?(?:什么时候|几点|哪天|几号|在哪里?)?|(?:查看|查询|查|确认|看看|看){_YUYUE}(?:时间|情况)?|我?预约(?:了|的是|在|是)(?:什么时候|什么时间|几点|哪天|几号)|{_YUYUE}(?:时间|日期)?(?:是)?(?:什么时候|几点|哪天|几号)|我?有(?:没有)?预约",
    "message": rf"(?:(?:给|向|跟){_RENYUAN})?(?:留(?:一?个)?言|留(?:下|个|一个|一条)?(?:信息|讯息|消息|口信|话)|(?:发|传|写|发送)(?:一?条|个|一?封)?(?:消息|信息|讯息|留言)(?:给{_RENYUAN})?)",
    "book": rf"(?:进行|做|办理|申请)?(?:在线|线上|视频|电话|来访)?(?:预约|约)(?:一下|一个|个)?(?:在线|线上|视频|电话)?(?:咨询|面谈|相谈|时间|会面|见面)?(?:的时间)?|(?:咨询|面谈)(?:的)?预约|预约(?:{_RENYUAN})(?:咨询|面谈)?",
    "person": rf"(?:(?:和|跟|与|找|同|向){_RENYUAN})(?:谈|说话?|聊|讲话?|对话|沟通|咨询|联系|直接)*|(?:转|接|转接|接通|叫|联系|咨询|呼叫|转到){_RENYUAN}(?:服务|客服)?|(?:有(?:没有)?)(?:真人|人|人工|客服|工作人员)(?:在)?|(?:人工|真人)(?:客服|服务)?",
    "phone": r"(?:(?:你们|你|贵中心|中心)(?:的)?)?(?:联系|联络|咨询|客服)?电话(?:号码|号)?(?:是)?(?:多少|几号|什么)?|打(?:个)?电话(?:咨询|联系|过去|给你们)?|(?:用|通过)?电话(?:咨询|联系|沟通)|告诉我电话(?:号码)?",
    "help": r"帮助|求助|(?:显示|打开|回到)?(?:主)?(?:菜单|选单|目录)|(?:这个|它)?(?:用|使用|操作)(?:这个|它)?|(?:使用|操作)(?:方法|说明|指南)|(?:问|咨询)(?:你)?(?:些)?什么(?:问题)?|(?:你|这里)?(?:能|可以|会)(?:做|干|帮我做|回答)?(?:些)?什么|这是什么",
    "restart": r"重新(?:开始|来)(?:一次|一遍)?|重来|重置|从(?:头|新)(?:再)?(?:开始|来)?|(?:回到?|返回)(?:最开始|开头|首页|主页|最初|一开始|起点|主菜单)(?:的地方)?",
    "back": r"返回|后退|(?:返回|回到?|看|再看)?(?:前|上)(?:一|面)?(?:个|步|页|条)?(?:的)?(?:回答|答案|画面|页面|内容|一次)?|退回",
    "stop": r"停止?|(?:取消|撤回|撤销|删除)(?:我的|刚才的|这个|那个)?(?:留言|消息|信息|讯息|口信)|(?:把)?(?:我的|刚才的)?(?:留言|消息|信息|讯息|口信)(?:我?想|我?要|可以|能|怎么|如何|帮我)*(?:取消|撤回|删除)(?:掉)?|取消|算了|不用(?:了|谢)|不问了|结束(?:了|对话|聊天|咨询)?|(?:就)?(?:先)?(?:这样|到这里|到此为止|到这儿)|退出|(?:没有?)(?:别的|其他|更多)?(?:的)?(?:问题|要问的)|关闭(?:聊天|对话|窗口)?",
    "wrong": r"(?:你的|刚才的|这个)?(?:回答|答案|答复|答覆|信息|资讯)(?:好像|是)?(?:不对|错了|错的|有误)|不对|不是这个|错了",
    "unclear": r"(?:我|还是|实在|有点|有些|完全|不太|听|看|很|太)*(?:看不(?:懂|明白)|听不(?:懂|明白)|没(?:看|听)懂|没(?:看|听)明白|不(?:太|怎么)?(?:明白|懂|理解))(?:你(?:的)?(?:意思|回答|说什么|在说什么))?|(?:这|那|你)?(?:是|说的)*什么意思|(?:太|有点)(?:难|复杂)(?:懂)?(?:了)?|(?:说|讲|解释)(?:得)?(?:简单|通俗|清楚|明白)(?:一?点|一?些)?|简单(?:一?点|一?些)?(?:地)?(?:说|讲|解释|说明)(?:一下)?",
    "thanks": r"谢谢(?:你|您|你们)?|感谢|多谢|非常感谢|再见|拜拜|掰掰|谢谢再见",
    "no": r"不是|不|没有",
    "yes": r"好的?|是的?|对(?:的)?|可以|嗯|行|没错",
    "sources": r"(?:这|这个|那)?(?:是)?(?:真的(?:吗|嘛|么|假的)|确定(?:吗|么)|准确(?:吗|么)|对吗)|(?:这个|这些)?(?:信息|资料|消息)?(?:的)?(?:来源|出处)(?:是|在)?(?:哪里?|什么)?|(?:这|这个)?是(?:什么时候|哪年)的(?:信息|资料|消息)",
    "heard": r"哦+|噢+|喔+|嗯+哼?|原来如此|原来是这样|(?:是)?这样(?:啊|呀|哦)|(?:我)?(?:知道|明白|了解|懂)了|哇+|真(?:便宜|贵|好|冷|远)(?:啊|呀)?",
}  # fmt: skip

# --- Korean, without spaces -----------------------------------------------------------------------

_SEYO = (
    r"(?:하고싶(?:어요?|습니다|은데요?|다)|하(?:려고요?|려고하는데요?|려고합니다|려는데요)|할게요?|할래요?|하기|해요|합니다|해도(?:되나요|될까요|돼요)|하나요|하죠|"
    r"해(?:주세요|주실수있나요|주시겠어요|줘요?|주십시오)|할수있(?:나요|을까요|어요|습니까)|(?:하는)?(?:방법|법)(?:은|이|을)?(?:뭐예요|알려주세요|궁금해요)?|부탁(?:드려요|드립니다|해요|합니다)?|"
    r"(?:은|는|을|를)?(?:어떻게)(?:하나요|해요|하면되나요|하죠|합니까)|가능(?:한가요|해요|할까요|합니까)|되나요|돼요|될까요|원해요|원합니다|필요해요)?"
)
_YEYAK = r"(?:제|내|저의|나의|우리)?(?:온라인|화상|방문|전화|면담)?(?:상담)?(?:예약|약속)(?:한거|한것|된거)?(?:을|를|이|은|는)?"
_SARAM = r"(?:진짜|실제|직접)?(?:상담원|상담사|직원|담당자|사람|관계자)(?:분)?(?:님)?"
_MAL = r"(?:이야기|얘기|말|대화|상담|통화|연락|채팅|연결)(?:을|를)?"
_KOREAN: dict[str, str] = {
    "cancel_booking": rf"{_YEYAK}취소(?:를|을)?{_SEYO}|(?:{_YEYAK}(?:에)?|상담에)못(?:가요|갈것같아요|가게됐어요|가겠어요|갑니다)",
    "change_booking": rf"{_YEYAK}(?:의)?(?:시간|날짜|일정|일시)?(?:을|를|은)?(?:다른(?:날|시간|날짜)(?:로|으로))?(?:변경|수정|조정|연기)(?:을|를)?{_SEYO}|{_YEYAK}(?:시간|날짜|일정)?(?:을|를)?(?:다른(?:날|시간|날짜)(?:로|으로))?(?:바꾸고싶(?:어요|습니다|은데요)|바꿔주세요|바꿀수있(?:나요|을까요)|바꾸려고요?|옮기고싶(?:어요|습니다)|옮겨주세요|미루고싶어요)",
    "my_booking": rf"(?:{_YEYAK})(?:시간|날짜|일시|일정|내역|내용|현황)?(?:을|를|이|은|는)?(?:확인|조회)(?:을|를)?{_SEYO}|{_YEYAK}(?:시간|날짜|일시)?(?:이|은|는)?(?:언제|몇시|며칠)(?:예요|인가요|이에요|죠|였죠|였나요|지요)?|(?:제|내|나의|저의)(?:상담)?(?:예약|약속)(?:보기|보여주세요|내역)?|예약(?:내역|현황|시간|정보)(?:보기|보여주세요|알려주세요)?",
    "message": rf"(?:{_SARAM}(?:에게|한테|께)?)?(?:메시지|메세지|메모|전언|말|글)(?:을|를|만)?(?:하나)?(?:남기(?:고싶(?:어요|습니다|은데요?)|기|려고요?|려고하는데요?|겠습니다|는방법|는법)?|남길(?:게요|수있(?:나요|을까요|어요)|래요)|남겨(?:도(?:되나요|될까요|돼요)|주세요|요)|보내(?:고싶(?:어요|습니다)|기|도되나요)|보낼(?:게요|수있나요)|전(?:하고싶(?:어요|습니다)|해주세요))|메시지|메모남기기",
    "book": rf"(?:온라인|화상|방문|전화|면담)?(?:상담|면담)?(?:을|를)?(?:예약|약속)(?:을|를)?(?:잡(?:고싶(?:어요|습니다)|을게요|을수있나요|아주세요)|{_SEYO})",
    "person": rf"{_SARAM}(?:을|를|과|와|이랑|랑|하고|에게|한테|께|으로|로)?(?:직접)?(?:{_MAL}{_SEYO}|불러(?:주세요|줘요?)|바꿔(?:주세요|줘요?)|있(?:나요|어요|습니까))?",
    "phone": rf"전화(?:번호)?(?:가|는|를|로)?(?:뭐예요|뭔가요|무엇인가요|몇번이에요|알려(?:주세요|줘요?)|가르쳐주세요|어떻게되나요|걸(?:고싶어요|어도되나요|수있나요))?|전화(?:로)?(?:상담|통화|문의)?{_SEYO}",
    "help": r"도움말?|도와주세요|도와줘요?|(?:메인)?메뉴(?:를)?(?:보여주세요|보기|열기)?|사용(?:방법|법)?(?:을|를|은)?(?:알려주세요|뭐예요)?|(?:이거|이건)?어떻게(?:사용|이용|쓰)(?:해요|하나요|나요|는거예요)|(?:뭘|뭐|무엇을|무엇)(?:을)?(?:물어볼|할|질문할|도와줄)수있(?:어요|나요|습니까|을까요)|뭐(?:할수있어요|해줄수있어요)|이게뭐예요",
    "restart": r"처음부터(?:다시)?(?:할게요|시작|하고싶어요|해주세요|시작할게요)?|처음(?:으로|화면으로)(?:돌아가기|돌아갈게요|가기|돌아가고싶어요|돌아가주세요)?|다시시작(?:할게요|하기|해주세요)?|리셋|초기화",
    "back": r"뒤로(?:가기|가주세요)?|이전(?:으로|화면으로)?(?:돌아가기|가기)?|돌아가(?:기|고싶어요|주세요)|(?:이전|아까|방금)(?:답변|대답|화면)(?:을|를|으로)?(?:다시)?(?:보여(?:주세요|줘요?)|보기|볼게요|돌아가기|보고싶어요)?",
    "stop": rf"(?:괜찮아요|됐어요)?(?:이제)?그만(?:할게요|두기|둘게요|하기|하고싶어요|해주세요)?|(?:제|내)?(?:남긴)?(?:메시지|메세지|메모|전언)(?:를|을)?(?:취소|삭제)(?:를|을)?{_SEYO}|취소(?:할게요)?|(?:이제)?됐어요|아니에요|종료(?:할게요|하기)?|(?:이제)?끝(?:낼게요|내기|났어요|이에요)?|여기까지(?:할게요|만할게요|요|입니다)?|(?:대화|채팅|상담)(?:을)?(?:종료|끝내기|그만)(?:할게요)?|더(?:이상)?(?:질문|물어볼것|궁금한것)(?:이|은)?없(?:어요|습니다)",
    "wrong": r"(?:이|그)?(?:답변?|정보)[이가은는]?(?:틀렸어요|틀린것같아요|잘못됐어요|맞지않아요)|틀렸어요|그게아니에요|그게아니라",
    "unclear": r"(?:잘|전혀|무슨말인지|무슨뜻인지|뭔소린지|이해(?:를|가)?)*(?:모르겠(?:어요?|습니다|는데요?|네요)|이해(?:가|를)?(?:안(?:돼요|됩니다|되네요|가요)|못하?(?:했|하)?(?:겠어요|어요|습니다)?))|(?:그게)?무슨(?:말|뜻|의미)(?:이에요|인가요|이죠|입니까|예요)|(?:너무)?(?:어려워요|어렵네요|복잡해요)|(?:좀|더|조금)*(?:쉽게|간단히|간단하게)(?:설명|말|알려)(?:을)?(?:해)?(?:주세요|줘요?|주실수있나요)",
    "thanks": r"안녕히계세요|(?:정말|너무)?(?:감사합니다|고마워요?|고맙습니다|감사해요)",
    "no": r"아니요?|아뇨|아니오",
    "yes": r"네|예|응|맞아요|좋아요",
    "sources": r"(?:이거|그거|그게)?(?:정말(?:이에요|인가요|요)?|진짜(?:예요|인가요|요)?|확실(?:한가요|해요)|맞나요)|(?:정보|이정보)?(?:의)?출처(?:가|는)?(?:어디(?:예요|인가요)?|뭐예요)?|언제(?:정보|자료)(?:예요|인가요)",
    "heard": r"아하?|오+|와+|음+|흠+|(?:아|오)?그렇군요|(?:아|오)?그래요|알겠(?:어요|습니다)|그렇구나|(?:생각보다)?(?:비싸|싸|춥|멀)(?:네요|군요)",
}  # fmt: skip

_MARKS = r"[.!?。！？~ ]*"
_IN_ENGLISH = {
    name: re.compile(rf"(?:{_I_WANT}(?:{form})|(?:please )?(?:{form})){_LATER}{_MARKS}")
    for name, form in _ENGLISH.items()
}
_JOGIYO = r"(?:저기요?|안녕하세요|죄송하지만|혹시|저는?|지금|그럼|그냥)*"
# 可以 consents, 可以吗 asks.
_BARE = frozenset({"yes", "no"})
_JOINED = {
    name: (
        re.compile(rf"(?:{_CHINESE[name]}){_MARKS}" if name in _BARE else rf"{_WO}(?:{_CHINESE[name]}){_MA}{_MARKS}"),
        re.compile(rf"{_JOGIYO}(?:{_KOREAN[name]}){_MARKS}"),
    )
    for name in _ENGLISH
}


def read(plain: str) -> str | None:
    """Return what a message wants of the talk, None where it asks something.

    Args:
        plain: Normalised; without spaces where it is not ASCII.
    """
    if plain.isascii():
        return next((name for name, form in _IN_ENGLISH.items() if form.fullmatch(plain)), None)
    simplified = plain.translate(_TO_SIMPLIFIED)
    return next((name for name, forms in _JOINED.items() if any(form.fullmatch(simplified) for form in forms)), None)
