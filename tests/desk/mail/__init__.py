"""The channel mail."""
