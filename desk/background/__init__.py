"""What happens without a request: timers, retention, the index of the search."""
