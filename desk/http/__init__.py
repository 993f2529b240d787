"""HTTP: problems, limits, server-sent events, static pages, TLS authorities."""
