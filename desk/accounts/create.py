"""Makes a console account: `make consultant NAME=… EMAIL=… [ROLE=…]`."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys

import sqlalchemy.exc

from desk import commands
from desk.accounts import passwords
from desk.accounts.models import ROLES, Account
from desk.accounts.store import SqlAccountStore
from desk.clock import SystemClock
from desk.contact import patterns
from desk.db import migrate
from desk.db.database import Database
from desk.settings_check import load


def main(arguments: list[str] | None = None) -> int:
    """Create the account; prints the password once if it made one. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--role", default="consultant", choices=sorted(ROLES))
    given = parser.parse_args(arguments)
    email = patterns.plain(given.email.strip())[0].lower()
    if not given.name.strip() or not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        print(
            'Give both: make consultant NAME="相談員の名前" EMAIL=someone@example.jp',
            file=sys.stderr,
        )
        return 2
    chosen = os.environ.get("HITOHATA_CONSULTANT_PASSWORD")
    password = chosen or secrets.token_urlsafe(12)
    weak = passwords.weakness(password, email, given.name)
    if weak is not None:
        print(f"HITOHATA_CONSULTANT_PASSWORD: {weak}", file=sys.stderr)
        return 2
    settings = load()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    migrate.upgrade(database)
    account = Account(
        id=f"a_{secrets.token_hex(8)}",
        email=email,
        name=given.name.strip()[:80],
        role=given.role,
        password_hash=passwords.hashed(password),
        is_active=True,
        on_duty=False,
        seen_at=None,
    )
    try:
        SqlAccountStore(database).add(account, SystemClock().now())
    except sqlalchemy.exc.IntegrityError:
        print(f"There is already an account for {email}.", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"Account made: {account.name} ({ROLES[account.role]}), {email}")
    if chosen is None:
        print(f"Password (shown this once): {password}")
    return 0


if __name__ == "__main__":
    commands.run(main)
