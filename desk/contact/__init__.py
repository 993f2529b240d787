"""Telephone numbers, mail addresses and other personal data in what people type: found, hidden, read, compared."""
