"""S13: files are refused or made harmless, whatever they are called."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from desk.attachments.screening import LONGEST_SIDE_PX, Refused, screen
from tests.desk.attachments import files


def let_in(folder: Path, content: bytes, kind: str = "file") -> tuple[str, bytes]:
    source, target = folder / "came", folder / "kept"
    source.write_bytes(content)
    return screen(source, kind, target).media_type, target.read_bytes()


@pytest.mark.parametrize("kind", ["image", "file"])
def test_a_photo_loses_where_it_was_taken_and_stands_upright(tmp_path: Path, kind: str) -> None:
    media_type, kept = let_in(tmp_path, files.photo(), kind)

    image = Image.open(io.BytesIO(kept))
    assert media_type == "image/jpeg"
    assert dict(image.getexif()) == {}
    assert b"SecretCamera" not in kept
    assert image.height > image.width
    assert max(image.size) <= LONGEST_SIDE_PX


def test_a_comment_within_a_photo_does_not_come_along(tmp_path: Path) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(kept, "JPEG", comment=b"090-0000-0000")

    _, clean = let_in(tmp_path, kept.getvalue(), "image")

    assert b"090-0000-0000" in kept.getvalue()
    assert b"090-0000-0000" not in clean


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_other_images_become_photos(tmp_path: Path, kind: str) -> None:
    media_type, kept = let_in(tmp_path, files.photo((40, 30), kind), "image")

    assert (media_type, kept[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_what_is_hidden_behind_a_photo_is_left_behind(tmp_path: Path) -> None:
    _, kept = let_in(tmp_path, files.photo() + files.HTML + files.archive(a=b"x"), "image")

    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (files.PDF, "file", "application/pdf"),
        (files.VIDEO, "video", "video/mp4"),
        (files.VOICE, "audio", "audio/mp4"),
        (b"ID3" + b"\x00" * 32, "audio", "audio/mpeg"),
        (files.document(), "file", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_what_is_let_in_as_a_download(tmp_path: Path, content: bytes, kind: str, media_type: str) -> None:
    assert let_in(tmp_path, content, kind) == (media_type, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.EICAR, "file"),
        (files.HTML, "image"),
        (files.HTML, "file"),
        (files.SVG, "image"),
        (files.SVG, "file"),
        (b"#!/bin/sh\nrm -rf /", "file"),
        (b"MZ\x90\x00", "file"),
        (b"\x7fELF", "file"),
        (b"", "file"),
        (files.PDF, "image"),
        (files.VOICE, "image"),
        (b"\xff\xd8\xff" + b"no photo at all", "image"),
        (files.photo()[:2_000], "image"),
        (files.png_of(60_000, 60_000), "image"),
        (files.png_of(4_000, 4_000), "image"),
        (files.archive(a=b"x"), "file"),
        (b"PK\x03\x04 damaged", "file"),
        (files.archive(**{"[Content_Types].xml": b"", "word/vbaProject.bin": b""}), "file"),
        (files.archive(**{"[Content_Types].xml": b"", "word/a": b"\x00" * 210_000_000}), "file"),
    ],
    ids=range(19),
)
def test_what_is_refused_leaves_nothing(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(Refused):
        let_in(tmp_path, content, kind)

    assert not (tmp_path / "kept").exists()
