"""The address of a mail server as a setting holds it, whichever way mails go; pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class ServerUrl:
    """An address such as `smtps://user:password@mail.example.jp:465/?from=iju@example.jp`, read."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    path: str
    query: Mapping[str, list[str]]

    def __repr__(self) -> str:
        """Never show the password."""
        return f"{type(self).__name__}({self.scheme}://{self.host}:{self.port})"

    def value(self, name: str, otherwise: str = "") -> str:
        """Return what stands behind `name=`, where it stands twice the last."""
        return self.query.get(name, [otherwise])[-1]

    @property
    def ca_file(self) -> str | None:
        """Certificates to trust instead of the system's, such as those of an office's own authority."""
        return self.value("ca") or None

    def refuse_in_the_open(self) -> None:
        """Refuse a connection without TLS that a password would travel over, but on this machine.

        Raises:
            ValueError: See there; the message never repeats the address.
        """
        plain = self.scheme.partition("+")[0].removesuffix("s")
        if self.scheme == plain and not _is_loopback(self.host):
            raise ValueError(
                f"a password would travel in the open: use {plain}s:// or {plain}+starttls:// instead of {plain}://"
            )


def server_url(url: str, ports: Mapping[str, int], example: str) -> ServerUrl:
    """Read an address.

    Args:
        url: The setting.
        ports: The usual port of each scheme that may be used.
        example: What such an address looks like.

    Raises:
        ValueError: It cannot be read; the message never repeats it.
    """
    try:
        found = urlsplit(url)
        host, port = found.hostname, found.port
    except ValueError:
        raise ValueError(f"expected an address such as {example}") from None
    if found.scheme not in ports or not host:
        *others, last = ports
        raise ValueError(f"expected {', '.join(others)} or {last}, such as {example}")
    return ServerUrl(
        found.scheme,
        host,
        port or ports[found.scheme],
        unquote(found.username or ""),
        unquote(found.password or ""),
        unquote(found.path.strip("/")),
        parse_qs(found.query),
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
