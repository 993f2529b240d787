"""What people sent besides words, for the consultant's eyes: photos are shown, everything else is only downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, Response
from typing_extensions import TypedDict

from desk.attachments.rows import Attachment
from desk.attachments.store import Attachments
from desk.contact import patterns
from desk.http.problems import Problem
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part

router = APIRouter(prefix="/api/console/attachments", tags=["console"], dependencies=[Depends(audited)])
_IMAGE = "image/jpeg"
AttachmentKind = Literal["image", "video", "audio", "file"]
AttachmentState = Literal["waiting", "fetching", "stored", "gone", "refused", "failed"]
_SUFFIXES = {
    _IMAGE: ".jpg",
    "application/pdf": ".pdf",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}


class ShownAttachment(TypedDict):
    """A photo, video, voice or file that came on LINE."""

    kind: AttachmentKind
    state: AttachmentState
    name: str | None
    size: int | None
    is_image: bool


Files = Annotated[Attachments, Depends(part(Attachments))]


@router.get("/{attachment_id}")
def show_attachment(attachment_id: str, current: CurrentSession, desk: Desk, files: Files) -> Response:
    """Send a file. It runs nowhere: no script, no frame, no guess of its type; all but photos are downloads."""
    found = files.get(attachment_id)
    place = desk.settings.data / found.stored_name if found else Path()
    if found is None or found.state != "stored" or not place.is_file():
        raise Problem(404, "unknown_attachment", "このファイルはもうありません。")
    is_image = found.media_type == _IMAGE
    headers = {
        "content-disposition": "inline" if is_image else _download(found.name, found.media_type),
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-store",
    }
    media_type = _IMAGE if is_image else "application/octet-stream"
    return FileResponse(place, media_type=media_type, headers=headers)


def shown(found: Attachment) -> ShownAttachment:
    """Return what the transcript says of one."""
    return {
        "kind": cast("AttachmentKind", found.kind),
        "state": cast("AttachmentState", found.state),
        "name": found.name and patterns.hidden(found.name),
        "size": found.size,
        "is_image": found.media_type == _IMAGE,
    }


def _download(name: str | None, media_type: str | None) -> str:
    """Return the header of a download; the ending is that of what the file is, whatever its name says."""
    suffix = _SUFFIXES.get(media_type or "", ".bin")
    stem = Path((name or "").replace("\\", "/")).name.rsplit(".", 1)[0].strip(". ") or "file"
    return f"attachment; filename=\"file{suffix}\"; filename*=UTF-8''{quote(stem + suffix)}"
