"""Mail as a channel: a mailbox is read, a mail becomes a conversation, a consultant's reply goes into its thread."""
