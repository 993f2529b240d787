"""Parts of `main`: what a large room needs, put together."""
