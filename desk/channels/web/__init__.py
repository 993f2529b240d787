"""The web channel: conversation, messages, event stream, erase. Contract: tests/wire/web_*.json."""
