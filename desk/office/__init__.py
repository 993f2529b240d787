"""The office's frame: session, permissions, login, accounts, audit and opening-hours pages."""
