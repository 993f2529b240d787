"""Every function of the desk that reads foreign text, with the longest text that its door lets in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from desk.appointments import person
from desk.appointments.models import Method
from desk.cases import canned_replies, record, search_hits, summary, views
from desk.cases.search_texts import Piece
from desk.channels.line import events, inbound_messages, json_values, measure, parts, render
from desk.channels.mail import reading as mail_reading
from desk.channels.web import leave_form, schemas
from desk.contact import masking, matching, parse, patterns, withheld
from desk.conversation import contacts
from desk.conversation.models import Author, Message
from desk.danger import pattern_files
from desk.danger import rules as danger_rules
from desk.danger.patterns import Patterns
from desk.handoff import schemas as handoff
from desk.mail import compose, message, transcript, transcript_pdf
from desk.mail.message import Letter, NotAnAddress, Way
from desk.office import schemas as office
from desk.reporting import origins, periods, similarity
from desk.staff import details_page
from desk.text import folding, markdown
from tests.growth import Reader

# The longest of all doors: what LINE hands over. The web takes 1,000 characters, a consultant 5,000, a hand-over 20,000.
LINE, WEB, CONSULTANT, HANDOVER, FIELD = json_values.LONGEST_TEXT, 1_000, 5_000, 20_000, 500
# What a mail and a file name are cut to comes from elsewhere and is not bounded before; LINE's events are 256 KiB at most.
BODY = 50_000
NOW = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
PROJECT = Path(__file__).parents[3]


@cache
def _patterns() -> Patterns:
    return pattern_files.load(PROJECT / "data" / "danger" / "patterns")


def _message(text: str, author: Author = Author.USER) -> Message:
    return Message("c", 1, author, "利用者", NOW, [{"type": "text", "text": text}])


def _line_event(text: str) -> object:
    source = {"type": "user", "userId": "U" + "0" * 32}
    told = {"type": "text", "id": "1", "text": text, "fileName": text}
    file = {"type": "file", "id": "2", "fileName": text}
    moment = {"source": source, "timestamp": 1, "mode": "active", "webhookEventId": text}
    body = {"events": [moment | {"type": "message", "message": said} for said in (told, file)]}
    return events.parse(body)


def _answer(text: str) -> dict[str, object]:
    source = {"title": text[:60], "url": f"https://example.jp/{text[:60]}", "date": "2026"}
    return {
        "type": "answer",
        "title": text[:60],
        "text": text,
        "more": text,
        "caveat": text[:60],
        "sources": [source],
        "checked": "2026-11-01",
        "outdated": False,
    }


def _mail(text: str) -> bytes:
    subject = message.one_line(text)
    file = message.Attachment(message.file_name(text), "text/plain", text.encode("utf-8", "replace"))
    words = text.encode("utf-8", "replace").decode()
    letter = Letter(
        1, "key", Way.MAIL, "name@example.jp", subject, words, None, (file,), NOW, NOW, 0, maybe_received=False
    )
    return compose.message(letter, "office@example.jp", "小樽市").as_bytes()


def _mail_in(text: str) -> object:
    words = text.encode("utf-8", "surrogatepass")
    head = b"From: " + words[:2_000] + b"\r\nSubject: =?utf-8?q?" + words[:2_000] + b"\r\nReferences: " + words[:9_000]
    plain = head + b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words
    rich = head + b"\r\nContent-Type: text/html; charset=iso-2022-jp\r\n\r\n" + words
    return mail_reading.read(plain), mail_reading.read(rich)


def _similar(text: str) -> object:
    return similarity.grouped([text[: len(text) // 2]], [text, text[::-1]]), similarity.distinct([text, text])


def _excerpt(text: str) -> object:
    searched = folding.words(text[:80]) or ["a"]
    return folding.excerpt(text, [*searched, folding.fold(text[:2]), "a"])


def _valid(kind: object, name: str = "text") -> Callable[[str], object]:
    adapter: TypeAdapter[object] = TypeAdapter(kind)
    return lambda text: adapter.validate_json(json.dumps({name: text, "client_id": "c"}))


def _handover(text: str) -> object:
    fields = {
        "conversation_id": "c",
        "channel": "web",
        "reason": "asked_for_person",
        "topic": "t",
        "question": text[:4_000],
        "transcript": [{"author": "user", "text": text}],
        "requested_at": NOW.isoformat(),
    }
    return handoff.HandoffRequest.model_validate(fields).as_handoff()


def _booking(text: str) -> object:
    fields = {"name": text, "contact": text, "topic": text, "consent": "yes"}
    return person.read(fields, Method.PHONE, NOW), person.read(fields, Method.ONLINE, NOW)


def _leaving(text: str) -> object:
    kinds = ("email", "phone", "chat")
    forms = [
        leave_form.LeaveMessage(
            client_id="c", question=text, contact_kind=kind, contact=text[:500], name=text[:500], agreed=True
        )
        for kind in kinds
    ]
    found = []
    for form in forms:
        try:
            found.append(leave_form.read(form))
        except leave_form.FieldErrors:
            continue
    return found


def _found(text: str) -> object:
    return search_hits._excerpt(Piece("利用者", text), folding.words(text[:80]) or ["a"])


def _transcript(text: str) -> object:
    told = {"parts": [{"type": "text", "text": text}, _answer(text)], "author_name": "利用者"}
    return transcript.text(transcript.entries([told | {"sent_at": NOW.isoformat()}]), NOW)


def _packed(text: str) -> object:
    told = Message("c", 2, Author.CONSULTANT, text[:200], NOW, [{"type": "text", "text": text}, _answer(text)])
    return render.pack([_message(text), told])


READERS: tuple[Reader, ...] = (
    Reader("contact.patterns.hidden", patterns.hidden, HANDOVER),
    Reader("contact.patterns.excerpt", lambda text: patterns.excerpt(text, 120), HANDOVER),
    Reader("conversation.contacts.without", lambda text: contacts.without(_message(text)), LINE),
    Reader("contact.withheld.withhold", lambda text: (found := withheld.withhold(text)) and found.has_more, LINE),
    Reader("contact.masking.mask", masking.mask, LINE),
    Reader("text.folding.fold", folding.fold, HANDOVER),
    Reader("text.folding.excerpt", _excerpt, HANDOVER),
    Reader("channels.mail.reading.read", _mail_in, BODY),
    Reader("contact.matching.plain", matching.plain, HANDOVER),
    Reader("contact.matching.wanted", lambda text: (matching.wanted(text), matching.receipt(text)), LINE),
    Reader("text.markdown.plain_markdown", markdown.plain_markdown, HANDOVER),
    Reader("cases.search_hits._excerpt", _found, HANDOVER),
    Reader("cases.record._spoken", lambda text: record._spoken(_message(text)), LINE),
    Reader("cases.views._hidden", lambda text: views._hidden({"question": text, "slots": [text]}), HANDOVER),
    Reader("cases.summary.called", lambda text: summary.called(text, {"a": "相談員", "b": "あ"}), CONSULTANT),
    Reader("cases.canned_replies._fault", lambda text: canned_replies._fault("題", "formal", text), 2_000),
    Reader("danger.patterns.read", lambda text: _patterns().read(text), LINE),
    Reader(
        "danger.rules.of_understanding",
        lambda text: danger_rules.of_understanding({"danger": {"kind": "distress", "words": text}}, text),
        LINE,
    ),
    Reader("danger.rules.language_of", danger_rules.language_of, LINE),
    Reader(
        "reporting.origins",
        lambda text: [read(text) for read in (origins.prefecture, origins.when, origins.whom)],
        4_000,
    ),
    Reader("reporting.similarity", _similar, LINE),
    Reader("reporting.periods.read", lambda text: periods.read(text, date(2026, 12, 1)), 40, (ValueError,)),
    Reader("channels.line.events.parse", _line_event, BODY),
    Reader("channels.line.inbound_messages.clean", inbound_messages.clean, LINE),
    Reader("channels.line.measure.split", measure.split, BODY, (UnicodeEncodeError,)),
    Reader("channels.line.measure.shortened", lambda text: measure.shortened(text, 1_500), BODY, (UnicodeEncodeError,)),
    Reader("channels.line.measure.label", measure.label, BODY),
    Reader("channels.line.measure.url", measure.url, CONSULTANT, (UnicodeEncodeError,)),
    Reader(
        "channels.line.parts.paragraphs",
        lambda text: list(parts.paragraphs([_answer(text)])),
        CONSULTANT,
        (UnicodeEncodeError,),
    ),
    Reader("channels.line.render.pack", _packed, CONSULTANT, (UnicodeEncodeError,)),
    Reader("channels.web.schemas.SendMessage", _valid(schemas.SendMessage), WEB, (ValidationError,)),
    Reader("channels.web.leave_form.read", _leaving, HANDOVER, (ValidationError,)),
    Reader("contact.parse.contact", parse.contact, HANDOVER),
    Reader("contact.parse.mail", parse.mail, HANDOVER),
    Reader("contact.parse.phone", parse.phone, HANDOVER),
    Reader("office.schemas.Note", _valid(office.Note), CONSULTANT, (ValidationError,)),
    Reader("handoff.schemas.HandoffRequest", _handover, HANDOVER, (ValidationError,)),
    Reader("appointments.person.read", _booking, HANDOVER),
    Reader("mail.message.mail_address", message.mail_address, LINE, (NotAnAddress,)),
    Reader("mail.message.one_line", message.one_line, BODY),
    Reader("mail.message.file_name", message.file_name, BODY),
    Reader("mail.compose.message", _mail, LINE),
    Reader("mail.transcript.text", _transcript, LINE),
    Reader(
        "mail.transcript_pdf.broken",
        lambda text: list(transcript_pdf.broken(text, 160.0, lambda words: 3.7 * len(words))),
        LINE,
    ),
    Reader("staff.details_page._MAIL", details_page._MAIL.fullmatch, LINE),
)
