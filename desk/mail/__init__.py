"""Mail: the outbox in the database, transports, transcripts to migrants, and the office's page of what was sent."""
