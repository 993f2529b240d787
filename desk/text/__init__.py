"""Japanese text as data: made comparable, masked. Pure."""
