"""What the booking pages say at each step; pure functions from data to HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from fastapi.responses import HTMLResponse

from desk.appointments import booking_frame, person, texts, wishes
from desk.appointments.models import METHOD_NAMES, Appointment, Method, Slot, Status
from desk.appointments.person import Filled
from desk.text import times

_METHODS = {
    Method.IN_PERSON: "小樽のセンターで会って話します。",
    Method.ONLINE: "パソコンやスマートフォンで、顔を見て話します。",
    Method.PHONE: "時間になったら、相談員から電話をします。",
}
_DAYS_ON_A_PAGE = 14
NO_TIMES = "いま予約できる時間がありません。チャットで相談員に聞くか、お電話でご相談ください。"
_STATUS = {
    Status.BOOKED: ("ご予約を受け付けました", "この日時でお待ちしています。"),
    Status.CHANGED: ("ご予約（変更済み）", "変えたあとの日時です。お待ちしています。"),
    Status.CANCELLED: ("ご予約は取り消しました", "ご連絡ありがとうございます。"),
    Status.DONE: ("ご相談は終わりました", "ご相談いただき、ありがとうございました。"),
    Status.NO_SHOW: (
        "ご予約の時間が過ぎました",
        "お会いできませんでした。またいつでもご予約ください。",
    ),
}


def begin() -> HTMLResponse:
    """The public first page: what this is, and one button."""
    body = booking_frame.text("小樽への移住について、相談員と話す時間を予約できます。")
    ways = "".join(f"<li><strong>{METHOD_NAMES[method]}</strong>　{words}</li>" for method, words in _METHODS.items())
    body += f"<ul>{ways}</ul>"
    body += booking_frame.form("/appointments", "", "予約をはじめる")
    return booking_frame.page("相談の予約", body)


def choose_method(
    path: str, methods: Counter[Method], is_change: bool, begin_at: datetime | None = None
) -> HTMLResponse:
    """Step 1: how to meet; only what can be had, at a time that was chosen already."""
    at = wishes.written(begin_at) if begin_at else None
    offered = [
        (
            booking_frame.address(path, change=_flag(is_change), method=method.value, at=at),
            METHOD_NAMES[method],
            words,
        )
        for method, words in _METHODS.items()
        if methods[method]
    ]
    if not offered:
        return booking_frame.page("予約できる時間がありません", booking_frame.text(NO_TIMES) + _back(path, is_change))
    body = booking_frame.steps(1)
    if begin_at is not None:
        body += booking_frame.text(times.moment(begin_at), "chosen")
    body += booking_frame.tiles(offered, "相談の方法") + _back(path, is_change)
    return booking_frame.page("どうやって相談しますか", body)


def choose_day(
    path: str,
    method: Method,
    days: Counter[date],
    is_change: bool,
    said: str = "",
    after: date | None = None,
) -> HTMLResponse:
    """Step 2: the day, those with free times only, two weeks of them on a page."""

    def there(**query: str | None) -> str:
        return booking_frame.address(path, change=_flag(is_change), method=method.value, **query)

    coming = [day for day in sorted(days) if after is None or day > after]
    shown = coming[:_DAYS_ON_A_PAGE]
    items = [(there(day=day.isoformat()), times.day(day), f"あいている時間 {days[day]}") for day in shown]
    body = booking_frame.steps(2) + (booking_frame.alert(said) if said else "")
    body += booking_frame.text(f"相談の方法：{METHOD_NAMES[method]}")
    body += booking_frame.tiles(items, "日にち") if items else booking_frame.text(NO_TIMES)
    if len(coming) > len(shown):
        body += booking_frame.link(there(after=shown[-1].isoformat()), "もっと先の日を見る")
    if after is not None:
        body += booking_frame.link(there(), "はじめの日にもどる")
    body += booking_frame.link(booking_frame.address(path, change=_flag(is_change)), "方法をえらび直す")
    return booking_frame.page("いつにしますか", body + _back(path, is_change))


def choose_time(path: str, method: Method, day: date, slots: Sequence[Slot], is_change: bool) -> HTMLResponse:
    """Step 3: the time; the same time of several consultants is one."""
    whens = sorted({(slot.begin, slot.end) for slot in slots})
    items = [
        (
            booking_frame.address(path, change=_flag(is_change), method=method.value, at=wishes.written(begin_at)),
            times.span(begin_at, end_at).partition(" ")[2],
            "",
        )
        for begin_at, end_at in whens
    ]
    body = booking_frame.steps(3) + booking_frame.text(f"{times.day(day)}　{METHOD_NAMES[method]}")
    body += booking_frame.tiles(items, "時間") if items else booking_frame.alert("この日は、もうあいていません。")
    other = booking_frame.address(path, change=_flag(is_change), method=method.value)
    return booking_frame.page("何時にしますか", body + booking_frame.link(other, "ほかの日を見る"))


def fill_in(path: str, method: Method, begin_at: datetime, end_at: datetime, filled: Filled) -> HTMLResponse:
    """Step 4: the purpose first, then the few fields."""
    wrong, values = filled.problems, filled.values
    body = booking_frame.steps(4)
    if wrong:
        body += booking_frame.alert(f"たしかめてほしいところが {len(wrong)}つあります。")
    body += booking_frame.text(f"{times.span(begin_at, end_at)}　{METHOD_NAMES[method]}", "chosen")
    body += (
        '<section class="purpose" aria-labelledby="purpose"><h2 id="purpose">個人情報の取り扱い</h2>'
        + booking_frame.text(person.PURPOSE)
        + "</section>"
    )
    fields = booking_frame.hidden({"method": method.value, "at": wishes.written(begin_at)})
    fields += booking_frame.field(
        "name",
        "お呼びする名前",
        "ニックネームでもかまいません。",
        f'<input {{about}} autocomplete="nickname" maxlength="80" value="{escape(values.get("name", ""))}" required>',
        wrong.get("name"),
    )
    phone_only = method is Method.PHONE
    fields += booking_frame.field(
        "contact",
        "電話番号" if phone_only else "メールアドレス か 電話番号（どちらか一つ）",
        "例：0134-32-4111"
        if phone_only
        else "例：name@example.jp、0134-32-4111。メールなら、確認と前の日のお知らせが届きます。",
        f'<input {{about}} autocomplete="{"tel" if phone_only else "email"}" maxlength="254" value="{escape(values.get("contact", ""))}" required>',
        wrong.get("contact"),
    )
    fields += booking_frame.field(
        "topic",
        "聞きたいこと（書かなくてもかまいません）",
        "例：住まいさがしと仕事のこと。住所・生年月日・収入・病気のことは書かないでください。",
        f'<textarea {{about}} rows="3" maxlength="1000">{escape(values.get("topic", ""))}</textarea>',
        wrong.get("topic"),
    )
    problem = wrong.get("consent")
    about = ' aria-invalid="true" aria-describedby="consent-problem"' if problem else ""
    fields += (
        '<div class="field">'
        + (f'<p class="problem" id="consent-problem">{escape(problem)}</p>' if problem else "")
        + f'<label class="check"><input type="checkbox" name="consent" value="yes"{about}'
        + f"{' checked' if values.get('consent') else ''} required>個人情報の取り扱いを確かめました</label></div>"
    )
    body += booking_frame.form(f"{path}/check", fields, "確認へすすむ")
    return booking_frame.page("ご連絡先", body, status=422 if wrong else 200)


def confirm(
    path: str,
    method: Method,
    begin_at: datetime,
    end_at: datetime,
    filled: Filled,
    numbers: Sequence[tuple[str, str]] = (),
) -> HTMLResponse:
    """Step 5: everything once more, before anything is kept; where words hold danger, whom to call comes first."""
    values = filled.values
    who = filled.person
    assert who is not None
    rows = [
        ("日時", times.span(begin_at, end_at)),
        ("方法", METHOD_NAMES[method]),
        ("お呼びする名前", who.name),
        ("ご連絡先", who.contact),
        ("聞きたいこと", who.topic or "（なし）"),
    ]
    kept = booking_frame.hidden({"method": method.value, "at": wishes.written(begin_at), **values})
    body = (
        booking_frame.urgent(numbers)
        + booking_frame.steps(5)
        + booking_frame.text("まだ予約はできていません。下のボタンで決まります。")
    )
    body += booking_frame.facts(rows)
    body += booking_frame.form(f"{path}/book", kept, "この内容で予約する")
    body += booking_frame.form(f"{path}/edit", kept, "書き直す", kind="plain")
    return booking_frame.page("この内容でよろしいですか", body)


def confirm_change(
    path: str, before: Appointment, method: Method, begin_at: datetime, end_at: datetime
) -> HTMLResponse:
    """The new time beside the old one."""
    rows = [
        ("いまの予約", f"{times.span(before.begin, before.end)}　{METHOD_NAMES[before.method]}"),
        ("新しい予約", f"{times.span(begin_at, end_at)}　{METHOD_NAMES[method]}"),
    ]
    kept = booking_frame.hidden(
        {"method": method.value, "at": wishes.written(begin_at), "sequence": str(before.sequence)}
    )
    body = booking_frame.facts(rows) + booking_frame.form(f"{path}/change", kept, "この日時に変える")
    return booking_frame.page("予約を変えますか", body + booking_frame.link(path, "変えない"))


def confirm_cancel(path: str, appointment: Appointment) -> HTMLResponse:
    """Ask once: a link in a mail must not cancel anything by being opened."""
    rows = [
        ("受付番号", appointment.receipt),
        ("日時", times.span(appointment.begin, appointment.end)),
        ("方法", METHOD_NAMES[appointment.method]),
    ]
    kept = booking_frame.hidden({"sequence": str(appointment.sequence)})
    body = booking_frame.facts(rows) + booking_frame.form(f"{path}/cancel", kept, "予約を取り消す", kind="danger")
    return booking_frame.page("予約を取り消しますか", body + booking_frame.link(path, "取り消さない"))


def show(path: str, appointment: Appointment, now: datetime, said: str = "") -> HTMLResponse:
    """The appointment: what it is, what happens next, what can be done."""
    title, words = _STATUS[appointment.status]
    is_open = appointment.status.stands and appointment.begin > now
    if appointment.status.stands and appointment.end <= now:
        title, words = (
            "ご予約の時間は過ぎました",
            "ありがとうございました。また話したいときは、ご予約ください。",
        )
    rows = [
        ("受付番号", appointment.receipt),
        ("日時", times.span(appointment.begin, appointment.end)),
        ("方法", METHOD_NAMES[appointment.method]),
    ]
    if appointment.person is not None:
        rows.append(("ご連絡先", person.masked(appointment.person)))
    if is_open:
        rows += _place(appointment)
    body = (booking_frame.alert(said) if said else "") + f'<p role="status">{words}</p>' + booking_frame.facts(rows)
    if is_open:
        body += f"<h2>このあと</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in _next(appointment))}</ul>"
        body += booking_frame.link(f"{path}.ics", "カレンダーに入れる（.ics ファイル）")
        body += booking_frame.link(booking_frame.address(path, change="1"), "日時や方法を変える", "button")
        body += booking_frame.link(booking_frame.address(path, cancel="1"), "予約を取り消す")
    else:
        body += booking_frame.link("/appointments", "あたらしく予約する", "button")
        body += booking_frame.link("/chat", "チャットで相談する")
        if appointment.person is not None:
            body += "<h2>入力した内容を消す</h2>" + booking_frame.text(
                "お名前・ご連絡先・聞きたいことを消します。元にはもどせません。"
            )
            body += booking_frame.form(f"{path}/erase", "", "入力した内容を消す", kind="danger")
    return booking_frame.page(title, body)


def useless(is_old: bool) -> HTMLResponse:
    """A link that leads nowhere, with ways on."""
    words = (
        "このリンクは古くなりました。安全のため、使われないリンクは 7日で、予約のリンクは相談の 30日あとに閉じています。"
        if is_old
        else "このリンクからは予約を開けませんでした。アドレスが途中で切れていないか、お確かめください。"
    )
    body = booking_frame.text(words) + booking_frame.text("もう一度、はじめから予約できます。")
    body += booking_frame.form("/appointments", "", "予約をはじめる") + booking_frame.link(
        "/chat", "チャットで相談する"
    )
    title = "リンクの期限が切れています" if is_old else "予約が見つかりません"
    return booking_frame.page(title, body, status=410 if is_old else 404)


def busy(numbers: Sequence[tuple[str, str]] = ()) -> HTMLResponse:
    """Too much in a short time; whom to call stands there all the same."""
    words = "短い時間にたくさん送られました。1分ほど待って、もう一度お試しください。"
    return booking_frame.page(
        "少しお待ちください", booking_frame.urgent(numbers) + booking_frame.text(words), status=429
    )


def _place(appointment: Appointment) -> list[tuple[str, str]]:
    if appointment.method is Method.IN_PERSON:
        return [("場所", appointment.place or texts.CENTRE)]
    if appointment.method is Method.ONLINE and appointment.meeting_url:
        return [("オンラインの入口", appointment.meeting_url)]
    return []


def _next(appointment: Appointment) -> list[str]:
    has_mail = appointment.person is not None and appointment.person.contact_kind == "email"
    lines = []
    if has_mail:
        lines.append("確認のメールをお送りします。前の営業日にも、お知らせします。")
    elif appointment.chat:
        lines.append("このあとのお知らせは、ご利用のチャット（LINE）にお送りします。")
    if appointment.method is Method.IN_PERSON:
        lines.append(f"時間になったら、{appointment.place or texts.CENTRE}へお越しください。")
    elif appointment.method is Method.PHONE:
        lines.append("時間になったら、相談員からお電話します。")
    elif appointment.meeting_url:
        lines.append("時間になったら、上の「オンラインの入口」を開いてください。")
    else:
        lines.append("オンラインの入口（URL）は、前の日までにお知らせします。このページにも出ます。")
    lines.append("このページのアドレスを残しておくと、あとで変えたり取り消したりできます。")
    return lines


def _flag(is_change: bool) -> str | None:
    return "1" if is_change else None


def _back(path: str, is_change: bool) -> str:
    return booking_frame.link(path, "予約を変えずにもどる") if is_change else ""
