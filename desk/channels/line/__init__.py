"""The LINE channel: verify and read webhooks, render messages. Sending is `desk.delivery`.

Source of the rules: https://developers.line.biz/en/reference/messaging-api/ (checked 2026-08-07).
"""
