"""The staff: accounts kept by managers, and what becomes of an account's cases and appointments when it is closed."""
