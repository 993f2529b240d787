"""Approved answers: read from their files, shown to consultants, searched."""
