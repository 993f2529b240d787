"""Empty PostgreSQL databases for tests. One that a test is done with is emptied for the next.

Making a database copies five hundred files; emptying the dozen tables that a test wrote to takes a twentieth of that, over a
connection that stays: a new one reads the catalogue anew, which took as long as the emptying. Each test has a name of its own
to log in by, which is worth nothing afterwards, so that a thread that outlived another test finds nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from psycopg import sql

# What TRUNCATE alone puts back: rows, and places on the disk, so that no test reads them in another order than it wrote.
_WRITTEN = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
_COUNTED = "SELECT seqrelid::regclass::text, pg_sequence_last_value(seqrelid) FROM pg_sequence ORDER BY 1"
_COUNT_ANEW = "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence WHERE seqrelid = %s::regclass"
_OTHERS_OUT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# All that a test could do to a schema; numbers of objects are the same in a copy.
_SHAPE = """
    SELECT md5(concat(
        (SELECT string_agg(nspname, ',' ORDER BY oid) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'),
        (SELECT string_agg(concat(oid, relname, relkind, reloptions), ',' ORDER BY oid)
            FROM pg_class WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(attrelid, attname, atttypid, atttypmod, attnotnull, attisdropped), ',' ORDER BY attrelid, attnum)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(adrelid, adnum, pg_get_expr(adbin, adrelid)), ',' ORDER BY oid) FROM pg_attrdef),
        (SELECT string_agg(concat(oid, tgrelid, tgname, tgenabled), ',' ORDER BY oid) FROM pg_trigger),
        (SELECT string_agg(concat(oid, conname, convalidated), ',' ORDER BY oid) FROM pg_constraint),
        (SELECT string_agg(concat(oid, proname, prosrc), ',' ORDER BY oid)
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
        (SELECT string_agg(setconfig::text, ',') FROM pg_db_role_setting)
    ))
"""


class Databases:
    """Hands out databases of one server that are as the template is."""

    def __init__(self, address: str, template: str) -> None:
        """Take the address of the server's first database, and the template's name."""
        self._address, self._template = sa.make_url(address), template
        self._office = psycopg.connect(address, autocommit=True)
        self._resting: list[psycopg.Connection] = []
        with psycopg.connect(self._of(template)) as connection:
            self._shape = _value(connection, _SHAPE)
            self._counted = _counts(connection)
            self._rows = {table: _rows(connection, table) for table in _names(connection, _WRITTEN)}

    @contextmanager
    def one(self) -> Iterator[str]:
        """Yield the address of a database with the template's schema and rows, by a user that no other one ever had."""
        connection = self._resting.pop() if self._resting else self._made()
        name, user = connection.info.dbname, f"u_{uuid.uuid4().hex}"
        self._say("CREATE ROLE {} LOGIN SUPERUSER", user)
        yield self._of(name, user)
        self._say("ALTER ROLE {} NOLOGIN", user)
        if self._is_emptied(connection):
            self._resting.append(connection)
        else:
            connection.close()
            self._say("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        """Hang up; the server goes with all of its databases."""
        for connection in (*self._resting, self._office):
            connection.close()

    def _made(self) -> psycopg.Connection:
        name = f"t_{uuid.uuid4().hex}"
        self._say("CREATE DATABASE {} TEMPLATE {}", name, self._template)
        return psycopg.connect(self._of(name), autocommit=True)

    def _of(self, name: str, user: str | None = None) -> str:
        """Return the address of a database, for a user or the server's own."""
        address = self._address.set(database=name, username=user or self._address.username)
        return address.render_as_string(hide_password=False)

    def _say(self, statement: str, *names: str) -> None:
        self._office.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _is_emptied(self, connection: psycopg.Connection) -> bool:
        """Empty a database; returns False where it is not as the template afterwards."""
        try:
            with connection.transaction():
                connection.execute(_OTHERS_OUT)
                if _value(connection, _SHAPE) != self._shape:
                    return False
                # No trigger has a say: the audit log refuses to be emptied.
                connection.execute("SET LOCAL session_replication_role = replica")
                changed = [
                    table
                    for table in _names(connection, _WRITTEN)
                    if table not in self._rows or _rows(connection, table) != self._rows[table]
                ]
                if changed:
                    tables = sql.SQL(", ").join(map(sql.Identifier, changed))
                    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
                for sequence, last in _counts(connection).items():
                    if last != (former := self._counted[sequence]):
                        again = "SELECT setval(%s::regclass, %s)", (sequence, former)
                        connection.execute(*(again if former else (_COUNT_ANEW, (sequence,))))
                for table, rows in self._rows.items():
                    # Emptied, or along with what it refers to.
                    if _rows(connection, table) != rows:
                        _write(connection, table, rows)
                return True
        except psycopg.Error:
            return False


def _value(connection: psycopg.Connection, query: str) -> str:
    (found,) = connection.execute(query).fetchone() or ("",)
    return str(found)


def _names(connection: psycopg.Connection, query: str) -> list[str]:
    return [str(name) for (name,) in connection.execute(query)]


def _counts(connection: psycopg.Connection) -> dict[str, int | None]:
    return {str(name): last for name, last in connection.execute(_COUNTED)}


def _rows(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(copy)


def _write(connection: psycopg.Connection, table: str, rows: bytes) -> None:
    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        copy.write(rows)
