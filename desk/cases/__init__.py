"""Cases: the queue, one case with its transcript, what consultants do with it, search, records."""
