"""Ports for servers that tests start."""

from __future__ import annotations

import random
import socket


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on.

    Not from the range that the system hands out to outgoing connections: while a server is down, a client's own
    connection could take its port, and the server could not come back.
    """
    found: list[int] = []
    for port in random.sample(range(20_000, 30_000), 500):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("no free ports")
