"""Files as people and attackers send them, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

OTARU = ((43.0, 11.0, 52.0), (140.0, 59.0, 39.0))


def photo(size: tuple[int, int] = (3_000, 2_000), kind: str = "JPEG") -> bytes:
    """A photo that says where it was taken and must be turned to be upright."""
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "SecretCamera"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", OTARU[0]
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", OTARU[1]
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    """A ZIP; names with dots are given as keys of a dict."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in entries.items():
            found.writestr(name, content)
    return out.getvalue()


def document() -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def png_of(width: int, height: int) -> bytes:
    """A PNG that is small as a file and vast when it is drawn."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
VIDEO = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64
VOICE = b"\x00\x00\x00\x18ftypM4A " + b"\x00" * 64
