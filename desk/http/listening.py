"""Whether the desk could listen at an address, found out before anything is started."""

from __future__ import annotations

import socket


def refusal(host: str, port: int) -> str:
    """Return why nothing can listen there, in the system's words; empty where it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        # As the server itself does: what a process that has ended left behind is no hindrance.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            return error.strerror or type(error).__name__
    return ""
