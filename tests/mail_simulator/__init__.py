"""A stand-in for the mail of the world: the centre's mailbox over IMAP, a mail server, and people's mailboxes as a page.

The desk knows nothing of it: `HITOHATA_MAIL_IN_URL` and `HITOHATA_SMTP_URL` point to it.
"""
