"""Who the consultants are: accounts, passwords, sessions, presence. `create` makes one from the command line."""
