"""What workers set aside because it cannot be done: kinds, and words for them."""
