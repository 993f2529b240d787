"""What the HTTP doors share: limits, problems, pages, streams, health."""
