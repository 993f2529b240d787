"""The conversation in SQL: tables, rows, the one transaction, the turn queue."""
