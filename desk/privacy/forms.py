"""The forms on a person's page of the privacy tools: correct, limit, erase; HTML only."""

from __future__ import annotations

from html import escape

from desk.accounts.models import Session
from desk.appointments.queries import BookingData
from desk.office import frame
from desk.privacy.dossier import CORRECTABLE, CaseData, Dossier


def correction(current: Session, base: str, case: CaseData) -> str:
    """Return the form that corrects a case."""
    contact = case.contact or {}
    fields = f'<input type="hidden" name="case_id" value="{escape(case.case_id)}">'
    for name, label in CORRECTABLE.items():
        if name == "question":
            fields += f'<label>{label}<textarea name="question" rows="4">{escape(case.question)}</textarea></label>'
        elif contact:
            value = escape(str(contact.get(name) or ""))
            fields += f'<label>{label}<input name="{name}" value="{value}" autocomplete="off"></label>'
    return _form(current, base, case.receipt, fields)


def booking(current: Session, base: str, one: BookingData) -> str:
    """Return the form that corrects an appointment."""
    fields = (
        f'<input type="hidden" name="appointment_id" value="{escape(one.appointment_id)}">'
        f'<label>お名前<input name="name" value="{escape(one.name)}" maxlength="80" required autocomplete="off"></label>'
        f'<label>連絡先<input name="value" value="{escape(one.contact)}" maxlength="254" required autocomplete="off"></label>'
        f'<label>聞きたいこと<textarea name="question" rows="3" maxlength="1000">{escape(one.topic)}</textarea></label>'
    )
    return _form(current, base, one.receipt, fields)


def _form(current: Session, base: str, receipt: str, fields: str) -> str:
    fields += '<label>訂正の理由<input name="reason" maxlength="200" required autocomplete="off"></label>'
    return (
        f"<details><summary>訂正（{escape(receipt)}）</summary>"
        "<p>だれが・いつ・なぜ訂正したかは残り、訂正前の値は残りません。</p>"
        f"{frame.form(current, f'{base}/correct', fields, '訂正する')}</details>"
    )


def limit(current: Session, base: str, dossier: Dossier, kind: str, label: str, words: str) -> str:
    """Return the form that puts a limit in force, or lifts it."""
    is_set = dossier.is_restricted(kind)
    hidden = f'<input type="hidden" name="kind" value="{kind}"><input type="hidden" name="do" value="{"lift" if is_set else "set"}">'
    if is_set:
        return f"<h3>{label}</h3>{frame.form(current, f'{base}/limit', hidden, f'{label}をやめる')}"
    reason = '<label>理由<input name="reason" maxlength="200" required autocomplete="off"></label>'
    form = frame.form(current, f"{base}/limit", hidden + reason, f"{label}にする")
    return f"<details><summary>{label}</summary><p>{words}</p>{form}</details>"


def erase(current: Session, base: str, dossier: Dossier) -> str:
    """Return the form that erases once the receipt number was typed."""
    field = f'<label>確認のため「{escape(dossier.confirmation)}」と入力<input name="confirm" required autocomplete="off"></label>'
    return (
        "<details><summary>消去</summary><p>データベース・添付ファイル・自動応答の記憶・送ったメールから消します。"
        "元に戻せません。件数と日時だけが残ります。</p>"
        f"{frame.form(current, f'{base}/erase', field, '消去する', kind='danger')}</details>"
    )
