"""The form that takes a message: read forgivingly, refused field by field in words that say what to do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from desk.channels.web.schemas import ClientId
from desk.contact import parse
from desk.conversation.leaving import LeftMessage

LONGEST_QUESTION = 1_000
LONGEST_LINE = 80
_SAY = {
    "question": "相談したいことを書いてください。ひとことでもかまいません。",
    "too_long": f"相談したいことは {LONGEST_QUESTION} 文字までで書いてください。",
    "email": "メールアドレスを「name@example.jp」のように、@ の前後を続けて書いてください。",
    "phone": "電話番号を市外局番から書いてください（例：090-0000-0000）。全角の数字やハイフンなしでもかまいません。",
    "agreed": "個人情報の取り扱いを読んで、「内容を確認しました」にチェックを入れてください。",
}


class LeaveMessage(BaseModel):
    """What the form sends; `send` is false while it only asks whether all is well."""

    client_id: ClientId
    send: bool = False
    question: Annotated[str, Field(max_length=20_000)] = ""
    contact_kind: Literal["chat", "email", "phone"] = "chat"
    contact: Annotated[str, Field(max_length=500)] = ""
    name: Annotated[str, Field(max_length=500)] = ""
    preferred_time: Annotated[str, Field(max_length=500)] = ""
    agreed: bool = False


class FieldErrors(ValueError):
    """What must be changed, by field in the order of the form."""

    def __init__(self, fields: dict[str, str]) -> None:
        """Keep the fields."""
        self.fields = fields
        super().__init__(", ".join(fields))


def read(form: LeaveMessage) -> LeftMessage:
    """Return the message.

    Raises:
        FieldErrors: Something is missing or cannot be used.
    """
    errors: dict[str, str] = {}
    question = _clean(form.question)
    if not question:
        errors["question"] = _SAY["question"]
    elif len(question) > LONGEST_QUESTION:
        errors["question"] = _SAY["too_long"]
    contact: dict[str, Any] | None = None
    if form.contact_kind != "chat":
        found = parse.mail(form.contact) if form.contact_kind == "email" else parse.phone(form.contact)
        if found.refused:
            errors["contact"] = parse.SAY[found.refused]
        if not form.agreed:
            errors["agreed"] = _SAY["agreed"]
        contact = {"kind": form.contact_kind, "value": found.value}
        when = form.preferred_time if _clean(form.preferred_time) else found.remark
        for key, text in (("name", form.name), ("preferred_time", when)):
            if line := _clean(text)[:LONGEST_LINE]:
                contact[key] = line
    if errors:
        raise FieldErrors(errors)
    return LeftMessage(question, contact)


def _clean(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32).strip()
