"""The LINE channel: webhooks verified and read, messages rendered, the outbox sent.

Source of the rules: https://developers.line.biz/en/reference/messaging-api/ (checked 2026-08-07).
"""
