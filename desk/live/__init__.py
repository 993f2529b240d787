"""Who is told that there is news: bells and signs of typing."""
