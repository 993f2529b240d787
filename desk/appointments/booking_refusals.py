"""What the booking pages say where it does not go on."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from fastapi.responses import HTMLResponse

from desk.appointments import booking_frame

# Whom to call at once, as (label, number).
Numbers = Sequence[tuple[str, str]]


def useless(is_old: bool) -> HTMLResponse:
    """A link that leads nowhere, with ways on."""
    words = (
        "このリンクは古くなりました。安全のため、使われないリンクは 7日で、予約のリンクは相談の 30日あとに閉じています。"
        if is_old
        else "このリンクからは予約を開けませんでした。アドレスが途中で切れていないか、お確かめください。"
    )
    return booking_frame.show(
        "appointments/booking_useless.html",
        title="リンクの期限が切れています" if is_old else "予約が見つかりません",
        status=410 if is_old else 404,
        words=words,
    )


def refused(words: str) -> HTMLResponse:
    """What was wished for cannot be had, and there is no appointment to show."""
    return booking_frame.show(
        "appointments/booking_refused.html", title="予約できませんでした", status=409, words=words
    )


def busy(numbers: Numbers = ()) -> HTMLResponse:
    """Too much in a short time; whom to call stands there all the same."""
    return booking_frame.show(
        "appointments/booking_busy.html", title="少しお待ちください", status=429, urgent=calls(numbers)
    )


def calls(numbers: Numbers) -> list[tuple[str, str, str]]:
    """Return (label, number, address that dials it)."""
    return [(label, number, f"tel:{quote(number.replace('-', ''), safe='+')}") for label, number in numbers]
