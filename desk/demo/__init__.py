"""Invented conversations to look at: a year for the reports, a morning for the console; never in production."""
