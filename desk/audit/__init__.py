"""The audit log, a chain of hashes, and the office's opening rules."""
