"""The heart: who holds a conversation, what may happen to it, and what is said about it. Standard library only."""
