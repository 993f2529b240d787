"""Notices to consultants: rules, the watch that composes them, chat targets, each account's own settings."""
