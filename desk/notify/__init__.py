"""Reaching people who are not looking: letters by mail and chat, what they say, and when they are due."""
