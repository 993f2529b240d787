"""Japanese text as data: made comparable. Pure."""
