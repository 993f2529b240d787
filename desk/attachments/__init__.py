"""Fetches what people send besides words, lets in only what is safe to open, and keeps it for the consultants."""
