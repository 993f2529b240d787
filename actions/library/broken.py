"""What is said when a content file cannot be used."""

from __future__ import annotations

from pathlib import Path


class BrokenEntry(ValueError):
    """A content file cannot be used; the message names file, field and reason."""

    def __init__(self, path: Path, field: str, reason: str) -> None:
        """Compose `file: field: reason`."""
        self.path, self.field, self.reason = path, field, reason
        super().__init__(f"{path.parent.name}/{path.name}: {field}: {reason}")
