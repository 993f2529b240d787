"""Tables, transactions and migrations; SQLite by default, PostgreSQL where `DATABASE_URL` names one."""
