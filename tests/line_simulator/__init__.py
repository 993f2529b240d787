"""A stand-in for LINE: a strict server and a phone to chat with, for tests and demonstrations.

The desk knows nothing of it: `HITOHATA_LINE_API_URL` points to it, and it posts signed webhooks as LINE does.
Rules: https://developers.line.biz/en/reference/messaging-api/ (checked 2026-08-07).
"""
