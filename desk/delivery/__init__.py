"""Sends what channels cannot fetch by themselves: retries, gives up honestly, never sends twice."""
