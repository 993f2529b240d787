"""The frame of the booking pages and their small pieces: plain HTML, no script, everything given is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

_STEPS = ("方法", "日にち", "時間", "ご連絡先", "確認")
# A code stands in the address: it must not leave with a click or stay in a cache.
HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}


def page(title: str, body: str, *, status: int = 200) -> HTMLResponse:
    """Return a page; `body` is HTML."""
    return HTMLResponse(
        f"""<!doctype html><html lang="ja"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{escape(title)}｜小樽市 移住相談の予約</title><link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/booking.css"></head>
<body><header><p>小樽市 移住相談の予約</p></header>
<main><h1>{escape(title)}</h1>{body}</main>
<footer><p>時間はすべて日本時間です。こまったときは、<a href="/chat">チャットで聞く</a>か、
お電話ください：小樽市役所（代表）<a href="tel:0134324111">0134-32-4111</a></p></footer></body></html>""",
        status,
        HEADERS,
    )


def steps(at: int) -> str:
    """Return where one is of the five steps, 1 for the first."""
    items = "".join(
        f"<li{' aria-current=step' if number == at else ''}>{name}</li>" for number, name in enumerate(_STEPS, start=1)
    )
    return f'<ol class="steps" aria-label="予約の手順">{items}</ol>'


def address(path: str, **query: str | None) -> str:
    """Return an address with the parts of its query that are given."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def tiles(items: Iterable[tuple[str, str, str]], label: str) -> str:
    """Return big links as (address, words, small words)."""
    rows = "".join(
        f'<li><a class="tile" href="{escape(href)}"><span>{escape(words)}</span>'
        + (f"<small>{escape(small)}</small>" if small else "")
        + "</a></li>"
        for href, words, small in items
    )
    return f'<ul class="tiles" aria-label="{escape(label)}">{rows}</ul>'


def link(href: str, words: str, kind: str = "") -> str:
    """Return a link on a line of its own."""
    return f'<p><a class="{kind}" href="{escape(href)}">{escape(words)}</a></p>'


def text(words: str, kind: str = "") -> str:
    """Return a paragraph."""
    return f'<p class="{kind}">{escape(words)}</p>' if kind else f"<p>{escape(words)}</p>"


def alert(words: str) -> str:
    """Return what went wrong, read out at once."""
    return f'<p class="alert" role="alert">{escape(words)}</p>'


def urgent(numbers: Iterable[tuple[str, str]]) -> str:
    """Return whom to call at once, as big links; nothing without numbers."""
    items = "".join(
        f'<li><a href="tel:{escape(quote(number.replace("-", ""), safe="+"))}">{escape(label)}<strong>{escape(number)}</strong></a></li>'
        for label, number in numbers
    )
    if not items:
        return ""
    lead = "つらいとき、危険があるときは、予約の日を待たずに、いますぐ電話してください。書かれた言葉は、相談員にも知らせます。"
    return f'<section class="urgent" role="alert"><p>{escape(lead)}</p><ul>{items}</ul></section>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return pairs of name and value; addresses become links."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{_linked(value)}</dd></div>" for name, value in rows)
    return f'<dl class="facts">{items}</dl>'


def form(action: str, body: str, button: str, *, kind: str = "") -> str:
    """Return a form that posts; `body` is HTML."""
    return (
        f'<form method="post" action="{escape(action)}" class="{kind}">{body}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def hidden(values: Mapping[str, str]) -> str:
    """Return hidden fields."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in values.items()
    )


def field(
    name: str,
    label: str,
    hint: str,
    control: str,
    problem: str | None,
) -> str:
    """Return a labelled control with its hint and what is wrong with it; `control` is HTML with `{about}` for its attributes."""
    described = f"{name}-hint" + (f" {name}-problem" if problem else "")
    about = f'id="{name}" name="{name}" aria-describedby="{described}"' + (' aria-invalid="true"' if problem else "")
    wrong = f'<p class="problem" id="{name}-problem">{escape(problem)}</p>' if problem else ""
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>'
        f'<p class="hint" id="{name}-hint">{escape(hint)}</p>{wrong}{control.replace("{about}", about)}</div>'
    )


def _linked(value: str) -> str:
    if value.startswith("https://"):
        return f'<a href="{escape(value)}" rel="noreferrer">{escape(value)}</a>'
    return escape(value)
