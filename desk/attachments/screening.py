"""What a file really is, by its bytes; photos are drawn anew, so that nothing hidden in them comes along. No network.

Photos lose where they were taken (EXIF), and whatever was appended to them. Other files are let in by a short list, told by
their first bytes and never by their names, and are only ever downloaded, never shown.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from desk.set_aside.kinds import is_of_everything

# A screen's width is enough to read a letter; more would only fill the disk.
LONGEST_SIDE_PX = 1_600
_JPEG_QUALITY = 85
# What is decoded must fit into memory: LINE's own photos are far below.
MOST_PIXELS = 40_000_000
MOST_PIXELS_UNSCALED = 8_000_000
MOST_ENTRIES = 5_000
MOST_UNPACKED_BYTES = 200_000_000
_HEAD_BYTES = 16
JPEG = "image/jpeg"
_IMAGES = ("JPEG", "PNG", "GIF", "WEBP")
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# What LINE may announce, and what it may turn out to be.
_EXPECTED = {"image": ("image/",), "video": ("video/",), "audio": ("audio/", "video/")}


class Refused(Exception):
    """The file is nothing that is let in; the message says why, in English, for the log."""


@dataclass(frozen=True)
class Screened:
    """A file that was let in."""

    media_type: str
    size: int


def screen(source: Path, kind: str, target: Path) -> Screened:
    """Let a file in: its clean form is written to `target`.

    Args:
        source: What came.
        kind: What LINE called it: image, video, audio or file.
        target: Where it is kept; nothing is there if it is refused.

    Raises:
        Refused: See there.
    """
    media_type = _media_type(source)
    if not media_type.startswith(_EXPECTED.get(kind, ("",))):
        raise Refused(f"expected {kind}, got {media_type}")
    if media_type == JPEG:
        _draw_anew(source, target)
    else:
        source.rename(target)
    return Screened(media_type, target.stat().st_size)


def _media_type(source: Path) -> str:
    with source.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return JPEG
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")):
        return "audio/mpeg"
    if head.startswith(b"PK\x03\x04"):
        return _office_type(source)
    raise Refused("unknown first bytes")


def _office_type(source: Path) -> str:
    """Return the type of an office document by its table of contents; nothing is unpacked."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("damaged archive") from error
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED_BYTES:
        raise Refused("an archive that unpacks to too much")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".html")) for name in names):
        raise Refused("an archive with a program in it")
    if "[Content_Types].xml" in names:
        for folder, media_type in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return media_type
    raise Refused("an archive that is no office document")


def _upright(image: Image.Image) -> Image.Image:
    """Return a photo turned as its EXIF says; as it lies, where the EXIF is broken: the picture itself may be whole."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception as error:
        if is_of_everything(error):
            raise
        return image.copy()


def _draw_anew(source: Path, target: Path) -> None:
    try:
        with Image.open(source, formats=_IMAGES) as image:
            pixels = image.size[0] * image.size[1]
            if pixels > (MOST_PIXELS if image.format == "JPEG" else MOST_PIXELS_UNSCALED):
                raise Refused("too many pixels")
            # A JPEG is decoded at a fraction of its size where that is enough.
            image.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
            upright = _upright(image)
            upright.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
            if upright.mode in {"RGBA", "LA", "P"}:
                paper = Image.new("RGB", upright.size, "white")
                paper.paste(upright, mask=upright.convert("RGBA").getchannel("A"))
                upright = paper
            # Pillow carries a JPEG's own comment along unless it is told not to.
            upright.convert("RGB").save(target, "JPEG", quality=_JPEG_QUALITY, exif=b"", comment=b"")
    except Refused:
        target.unlink(missing_ok=True)
        raise
    except Exception as error:
        # Pillow fails in many ways at what strangers send: struct.error, KeyError, TypeError, EOFError, IndexError …
        if is_of_everything(error):
            raise
        target.unlink(missing_ok=True)
        raise Refused("a damaged image") from error
