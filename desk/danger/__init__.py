"""Danger: words that may mean that somebody is in danger, and where they find help."""
